#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A PostgreSQL server of its own for tests: in a new folder, reached by a socket in it, waiting for the disk as in
# earnest. It lives as long as this script's standard input stays open, so that none is left behind by a test that dies.
#
# Prints "ready FOLDER" when the server answers (postgres://postgres@/postgres?host=FOLDER). Of the words on standard
# input, "kill" kills the server as a power cut would and prints "killed"; "start" starts it again and prints "ready".
set -euo pipefail

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$programs" ] || programs=$(dirname "$(command -v postgres)")
if [ ! -x "$programs/initdb" ]; then
    echo "there is no PostgreSQL server on this machine: run Tools/install.sh test" >&2
    exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/partyline-postgres.XXXXXX")
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
    # The server refuses to run as root.
    chown postgres "$folder"
    as_owner=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

run() { (cd "$folder" && exec "${as_owner[@]}" "$@"); }

start() {
    # After a kill the old server's children may still hold its memory for a moment.
    for _ in $(seq 50); do
        if run "$programs/pg_ctl" start --silent --wait --pgdata "$folder/data" --log "$folder/log" \
            --options "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300" >/dev/null
        then
            echo "ready $folder"
            return
        fi
        sleep 0.2
    done
    cat "$folder/log" >&2
    exit 1
}

# shellcheck disable=SC2329
end() {
    run "$programs/pg_ctl" stop --silent --mode immediate --pgdata "$folder/data" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' INT TERM HUP

run "$programs/initdb" --auth trust --username postgres --encoding UTF8 --locale C.UTF-8 --pgdata "$folder/data" \
    >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
start
while read -r word; do
    case "$word" in
        kill)
            kill -9 "$(head -1 "$folder/data/postmaster.pid")"
            echo killed
            ;;
        start) start ;;
    esac
done
