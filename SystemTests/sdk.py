# SPDX-License-Identifier: Apache-2.0
"""wxc_sdk as its own suite runs it: any key or enum value that its models do not know is an error."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

# Read once, while wxc_sdk is imported.
os.environ["API_MODEL_ALLOW_EXTRA"] = "forbid"

from wxc_sdk import WebexSimpleApi  # noqa: E402
from wxc_sdk.as_rest import AsRestSession  # noqa: E402
from wxc_sdk.base import ApiModel  # noqa: E402
from wxc_sdk.rest import RestSession  # noqa: E402

from partyline import Server  # noqa: E402

assert ApiModel.model_config["extra"] == "forbid", "wxc_sdk was imported before this module"


@contextmanager
def pointed_at(server: Server) -> Iterator[None]:
    """The client has no setting for the address of the service: its class variable is the way its users take."""
    before = RestSession.BASE, AsRestSession.BASE
    RestSession.BASE = AsRestSession.BASE = server.api
    try:
        yield
    finally:
        RestSession.BASE, AsRestSession.BASE = before


@contextmanager
def connected(server: Server, token: str) -> Iterator[WebexSimpleApi]:
    """The unmodified client on that server. It would retry a 429 for ever, which no test but one wants."""
    with pointed_at(server), WebexSimpleApi(tokens=token, retry_429=False) as api:
        yield api
