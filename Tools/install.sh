#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes sure that everything is there that building needs beside a Swift toolchain; called with purposes such as "test" or
# "package", also what these need. Installs what is missing, and does and says nothing where nothing is.
set -euo pipefail

# The one list: what for, Debian package, and what shows that it is there.
needs=(
    "build   libsqlite3-dev /usr/include/sqlite3.h"           # GRDB's SQLite
    "build   libpq-dev      pg_config"                        # PostgreSQL's client library
    "build   pkg-config     pkg-config"                       # finds both
    "build   curl           curl"                             # what `make run` prints is for it
    "test    postgresql     /usr/lib/postgresql/*/bin/initdb" # a server of the tests' own
    "test    pgbouncer      /usr/sbin/pgbouncer"              # refused in one of them
    "test    python3        python3"                          # the system tests
    "test    python3-venv   python-module:ensurepip"          # their own environment
    "test    openssl        openssl"                          # their certificates
    "test    nginx          /usr/sbin/nginx"                  # in front of two nodes
    "test    haproxy        /usr/sbin/haproxy"                # the same
    "sip     kamailio       /usr/sbin/kamailio"               # the SIP side
    "sip     kamailio-sqlite-modules /usr/share/kamailio/db_sqlite/usrloc-create.sql" # its registrations
    "sip     sqlite3        sqlite3"                          # makes their file
    "softphone baresip-core /usr/bin/baresip"                 # phones of the tests
    "softphone linphone-cli /usr/bin/linphone-daemon"         # the same
    "package debhelper      dh"                               # `make deb`
    "package lintian        lintian"                          # looks at what it made
)

if ! command -v swift >/dev/null; then
    cat >&2 <<'WORDS'
partyline: there is no Swift toolchain on the PATH.

  Get Swift 6.2 or later for this machine from https://www.swift.org/install/linux/ (for Debian 12: choose "Debian 12");
  with swiftly it is one command. Then open a new shell, see that `swift --version` answers, and call make again.
WORDS
    exit 1
fi

is_there() {
    case "$1" in
        /*) compgen -G "$1" >/dev/null ;;
        python-module:*) command -v python3 >/dev/null && python3 -c "import ${1#*:}" 2>/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

missing=()
for need in "${needs[@]}"; do
    read -r purpose package sign <<<"$need"
    if [[ " build $* " == *" $purpose "* ]]; then
        is_there "$sign" || missing+=("$package")
    fi
done
[ "${#missing[@]}" -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "partyline: please install what these Debian packages hold, then call make again: ${missing[*]}" >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "partyline: please install as root, then call make again: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "partyline: installing ${missing[*]}" >&2
# Debian would start a server for everybody beside the one that the tests start for themselves.
if [[ " ${missing[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
# Debian starts a server with its package; those of the tests start themselves, and nobody asked for another one.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 0755 /dev/stdin /usr/sbin/policy-rc.d
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
