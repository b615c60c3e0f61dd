#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Serves the demo organisation from the binary given, and shows a first call that works by copy and paste.
set -euo pipefail

partyline=$1
database="sqlite:.build/demo.sqlite"
tcp_port=${TCP_PORT:-8080}
# Adaeze Okafor of the demo organisation: her app shows the lines of two assistants. Ids follow from names.
person=b406ebe3-d81a-5a16-ab27-335e61d0101e

"$partyline" import --demo --database "$database"
token=$("$partyline" token create --role full_admin --expires 30d --database "$database")

cat <<WORDS

  URL    http://127.0.0.1:$tcp_port/v1
  TOKEN  $token   (an administrator's, good for 30 days)

  The lines on the Webex app of the demo's chief executive, from another terminal:

  curl -s -H "Authorization: Bearer $token" \\
    "http://127.0.0.1:$tcp_port/v1/telephony/config/people/$person/applications/members" | python3 -m json.tool

  Ctrl-C ends the server.

WORDS
exec "$partyline" serve --database "$database" --tcp-port "$tcp_port"
