#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Packs a program that was built with --static-swift-stdlib into .build/deb/partyline_VERSION_ARCHITECTURE.deb.
#
#   Tools/deb.sh .build/release/partyline
set -euo pipefail
cd "$(dirname "$0")/.."

program=$1
out=.build/deb
stage=$out/partyline
version=$(sed -n 's/.*static let text = "\(.*\)"/\1/p' Sources/PartylineApp/BuildVersion.swift)
# The same sources make the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

rm -rf "$out"
mkdir -p "$stage"/completions/{bash,zsh,fish} "$stage"/examples
cp -r deploy/debian "$stage/debian"
maintainer=$(sed -n 's/^Maintainer: //p' deploy/debian/control)
cat >"$stage/debian/changelog" <<CHANGELOG
partyline ($version) unstable; urgency=medium

  * Build of version $version.

 -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
CHANGELOG

strip --strip-unneeded --remove-section=.comment --remove-section=.note -o "$stage/partyline" "$program"
# A completion is read by the shell, not run.
"$program" --generate-completion-script bash | sed "1{/^#!/d}" >"$stage/completions/bash/partyline"
"$program" --generate-completion-script zsh >"$stage/completions/zsh/_partyline"
"$program" --generate-completion-script fish >"$stage/completions/fish/partyline.fish"
cp docs/man/partyline.1 "$stage/"
cp deploy/systemd/partyline.service "$stage/debian/partyline.service"
cp deploy/systemd/partyline.env "$stage/"
cp -r deploy/nginx deploy/haproxy deploy/grafana "$stage/examples/"

(cd "$stage" && dpkg-buildpackage --build=binary --no-sign >../build.log 2>&1) || { cat "$out/build.log" >&2; exit 1; }
ls -l "$out"/*.deb
