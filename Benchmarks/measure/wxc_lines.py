# SPDX-License-Identifier: Apache-2.0
"""The rival of `partyline lines`: the same reads and writes by wxc_sdk's asynchronous client, its own way.

    python wxc_lines.py read|write API_BASE TOKEN_FILE CONCURRENCY
"""

import asyncio
import sys
from pathlib import Path

from wxc_sdk.as_api import AsWebexSimpleApi
from wxc_sdk.as_rest import AsRestSession
from wxc_sdk.rest import RestSession


async def main(verb: str, base: str, token: str, concurrency: int) -> None:
    RestSession.BASE = AsRestSession.BASE = base
    async with AsWebexSimpleApi(tokens=token, concurrent_requests=concurrency) as api:
        lines = api.person_settings.appservices.shared_line
        people = [person for person in await api.people.list(calling_data=True) if person.location_id]

        async def work(person_id: str) -> int:
            read = await lines.get_members(person_id)
            if verb == "write":
                for member in read.members:
                    member.line_label = f"wxc {member.port}"
                await lines.update_members(person_id, read.members)
            return len(read.members)

        done = await asyncio.gather(*(work(person.person_id) for person in people))
    print(f"{len(done)} lists, {sum(done)} lines")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).read_text().strip(), int(sys.argv[4])))
