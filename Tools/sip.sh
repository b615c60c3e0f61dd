#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Serves the demo organisation from the binary given, with a Kamailio that it feeds, and prints what two softphones need.
set -euo pipefail

partyline=$1
address=${SIP_ADDRESS:-127.0.0.1}
sip_port=${SIP_PORT:-5060}
tcp_port=${TCP_PORT:-8080}
feed_tcp_port=${FEED_TCP_PORT:-5480}
folder=$PWD/.build/sip
database="sqlite:$folder/demo.sqlite"

mkdir -p "$folder"
rm -rf "$folder/kamailio"
cp -r sip/kamailio "$folder/kamailio"
cat >"$folder/kamailio/settings.cfg" <<SETTINGS
listen=udp:$address:$sip_port
listen=tcp:$address:$sip_port
listen=tcp:127.0.0.1:$feed_tcp_port
#!substdef "!SIP_DOMAIN!partyline.example!g"
#!substdef "!FEED_TCP_PORT!$feed_tcp_port!g"
#!substdef "!EMERGENCY_NUMBERS!9?(911|933|112|999|000)!g"
#!substdef "!REGISTRATIONS_FILE!$folder/registrations.sqlite!g"
SETTINGS
if [ ! -s "$folder/registrations.sqlite" ]; then
    cat /usr/share/kamailio/db_sqlite/{standard,usrloc}-create.sql | sqlite3 "$folder/registrations.sqlite"
fi

"$partyline" import --demo --database "$database"
token=$("$partyline" token create --role full_admin --expires 30d --database "$database")

kamailio -f "$folder/kamailio/kamailio.cfg" -DD -E -m 128 -M 64 -Y "$folder" >"$folder/kamailio.log" 2>&1 &
kamailio=$!
trap 'kill "$kamailio" 2>/dev/null || true' EXIT
sleep 1
if ! kill -0 "$kamailio" 2>/dev/null; then
    echo "partyline: Kamailio has not started; $folder/kamailio.log says why:" >&2
    grep -E 'ERROR|CRITICAL' "$folder/kamailio.log" | head -5 >&2
    exit 1
fi

cat <<WORDS

  API       http://127.0.0.1:$tcp_port/v1
  TOKEN     $token   (an administrator's, good for 30 days)
  SIP       $address:$sip_port, UDP and TCP, domain partyline.example

  Two endpoints of the demo: set up a softphone with USER as the name for authentication, SECRET as its password, one of
  LINES before the @, partyline.example behind it, and $address:$sip_port as its proxy.

WORDS
"$partyline" sip credentials create adaeze.okafor@partyline.example zoe.lindqvist@partyline.example \
    --database "$database" 2>/dev/null | sed 's/^/  /'
cat <<WORDS

  Then call 1001 from one of them. docs/how-to/connect-a-softphone.md goes on from here. Ctrl-C ends both servers.

WORDS
"$partyline" serve --database "$database" --tcp-port "$tcp_port" --kamailio "http://127.0.0.1:$feed_tcp_port/RPC"
