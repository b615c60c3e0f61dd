# SPDX-License-Identifier: Apache-2.0
"""What stands under /partyline/v1: operations, shapes and refusals that Webex does not have.

`docs/reference/partyline-api.md` says the same in words.
"""

from dataclasses import dataclass
from typing import Any

import answers
from answers import LINK, TRACKING, header
from departures import closed, nullable
from operations import TELEPHONY_READ, TELEPHONY_WRITE
from parameters import PARAMETERS, LARGEST

Json = dict[str, Any]

BASE = "/partyline/v1"
LISTS = ("full_admin", "location_admin")
LIST_READERS = (*LISTS, "read_only_admin")
TAGS = {"Changes": "What was committed, and undoing it. Refusals are `application/problem+json` (RFC 9457)."}


@dataclass(frozen=True)
class OwnOperation:
    """One operation of ours. `parameters` names entries of `PARAMETERS` here or of `parameters.py`."""

    operation_id: str
    method: str
    path: str
    scopes: tuple[str, ...]
    roles: tuple[str, ...]
    summary: str
    description: str
    parameters: tuple[str, ...]
    #: Answers of success: words, schema (None for no body) and headers beside the tracking id.
    successes: dict[str, tuple[str, Json | None, dict[str, Json]]]
    #: Refusals that not every operation has.
    refusals: tuple[str, ...] = ()
    request: str | None = None
    requires_body: bool = False
    media_type: str = "application/json"


def _query(name: str, schema: Json, description: str) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


_CURSOR = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 1}
_COUNT_FROM_0: Json = {"type": "integer", "minimum": 0}
_MOMENT = {"type": "string", "format": "date-time"}


def _maximum(limit: int, default: int) -> Json:
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": default}
    return _query("max", schema, f"How many items at most, brought down to {limit}.")


_OWN_PARAMETERS: dict[str, Json] = {
    "after": _query("after", _CURSOR, "Only what came after this change, or this `cursor` of an answer."),
    "before": _query("before", _CURSOR, "Only what came before this change."),
    "endpoint": _query(
        "endpoint", _TEXT, "An app or device, or the person whose app it is. One that cannot be read finds nothing."
    ),
    "actor": _query("actor", _TEXT, "Exactly this actor."),
    "changesMax": _maximum(1000, 100),
    "historyMax": _maximum(200, 50),
    "lastEventID": {
        "name": "Last-Event-ID", "in": "header", "schema": _CURSOR,
        "description": "Go on after this event; goes before `after`.",
    },
}  # fmt: skip

PARAMETER_TABLE: dict[str, Json] = {**PARAMETERS, **_OWN_PARAMETERS}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_STATE = {"anyOf": [{"type": "array", "items": _ref("ChangeLine")}, {"type": "object"}]}

SCHEMAS: dict[str, Json] = {
    "ChangeLine": closed(
        {
            "id": _TEXT,
            "memberType": {"type": "string", "enum": ["PEOPLE", "PLACE", "VIRTUAL_LINE"]},
            "firstName": {**_TEXT, "description": "The member's of today; absent once it has been deleted."},
            "lastName": _TEXT,
            "port": _COUNT,
            "primaryOwner": {"type": "boolean", "description": "Absent once the endpoint has been deleted."},
            "lineType": {"type": "string", "enum": ["PRIMARY", "SHARED_CALL_APPEARANCE"]},
            "lineWeight": _COUNT,
            "lineLabel": _TEXT,
            "hotlineEnabled": {"type": "boolean"},
            "hotlineDestination": _TEXT,
            "allowCallDeclineEnabled": {"type": "boolean"},
            "t38FaxCompressionEnabled": {"type": "boolean"},
        },
        ("id", "port", "lineWeight", "hotlineEnabled", "hotlineDestination", "allowCallDeclineEnabled"),
    ),
    "Change": closed(
        {
            "id": {**_CURSOR, "description": "Also the cursor that goes on after it."},
            "at": _MOMENT,
            "actor": {**_TEXT, "description": "`token:` and the token's id, or `command-line`."},
            "trackingId": _TEXT,
            "cause": {
                "type": "string",
                "enum": ["edit", "undo", "plan", "memberDeleted", "endpointDeleted", "import"],
            },
            "subject": closed(
                {
                    "kind": {
                        "type": "string",
                        "enum": [
                            "memberList", "application", "device", "person", "workspace", "virtualLine", "location",
                            "organization", "token",
                        ],
                    },
                    "id": {**_TEXT, "description": "A member list has its endpoint's."},
                },
                ("kind", "id"),
            ),
            "version": {**_COUNT, "description": "Of a member list, after the change."},
            "before": {**_STATE, "description": "A member list's lines, or the recorded state of anything else."},
            "after": _STATE,
        },
        ("id", "at", "actor", "trackingId", "cause", "subject"),
    ),
    "ChangePage": closed(
        {
            "items": {"type": "array", "items": _ref("Change")},
            "cursor": {**_CURSOR, "description": "Where to go on, on the last page too."},
        },
        ("items", "cursor"),
    ),
    "MemberListHistory": closed(
        {
            "endpoint": closed(
                {
                    "id": _TEXT,
                    "kind": {"type": "string", "enum": ["application", "device"]},
                    "personId": _TEXT,
                    "ownerId": _TEXT,
                    "model": _TEXT,
                },
                ("id", "kind", "model"),
            ),
            "version": {**_COUNT, "description": "Today's."},
            "items": {"type": "array", "items": _ref("Change"), "description": "The newest first."},
        },
        ("endpoint", "version", "items"),
    ),
    "UndoRequest": {
        "type": "object",
        "properties": {
            "toVersion": nullable({**_COUNT, "description": "Left out: the version before the last change."})
        },
    },
    "UndoDryRun": closed(
        {
            "model": _TEXT,
            "members": {"type": "array", "items": {"type": "object"}, "description": "As a GET of the list gives them."},
            "maxLineCount": _COUNT,
            "difference": _ref("MemberListDifference"),
            "toVersion": _COUNT,
        },
        ("model", "members", "maxLineCount", "difference", "toVersion"),
    ),
    "PlanRequest": {
        "type": "object",
        "required": ["lists"],
        "properties": {
            "lists": {"type": "array", "maxItems": 20000, "items": _ref("PlanRequestList")},
        },
    },
    "PlanRequestList": {
        "type": "object",
        "required": ["endpointId", "etag", "members"],
        "properties": {
            "endpointId": {**_TEXT, "description": "An app or device, or the person whose app it is."},
            "etag": {**_TEXT, "description": "The `ETag` that the list was made on, or `*`."},
            "members": {"type": "array", "maxItems": 200, "items": _ref("MemberLineEdit")},
        },
    },
    "PlanAnswer": closed(
        {
            "jobId": {**_TEXT, "format": "uuid", "description": "Absent with `dryRun=true`."},
            "lists": {
                "type": "array",
                "description": "In the order of the request.",
                "items": closed(
                    {
                        "endpointId": _TEXT,
                        "version": _COUNT,
                        "etag": {"type": "string", "pattern": '^"[0-9]+"$'},
                        "changed": {"type": "boolean"},
                        "difference": _ref("MemberListDifference"),
                    },
                    ("endpointId", "version", "etag", "changed", "difference"),
                ),
            },
        },
        ("lists",),
    ),
    "Job": closed(
        {
            "id": {**_TEXT, "format": "uuid"},
            "state": {"type": "string", "enum": ["queued", "running", "done", "failed", "cancelled"]},
            "lists": _COUNT_FROM_0,
            "decided": {**_COUNT_FROM_0, "description": "How many have been read and judged; all are stored at the end."},
            "created": _MOMENT,
            "ended": {**_MOMENT, "description": "Absent until nothing changes any more."},
            "actor": _TEXT,
            "trackingId": {**_TEXT, "description": "Of the request, and of all its changes."},
            "changed": {**_COUNT_FROM_0, "description": "How many lists, once it is done."},
            "problem": {
                **_ref("Problem"), "description": "Where it failed: the answer that a short plan would have got.",
            },
        },
        ("id", "state", "lists", "decided", "created", "actor", "trackingId"),
    ),
    "SIPCredential": closed(
        {
            "user": {**_TEXT, "description": "The digest's user name: the endpoint's id."},
            "secret": {**_TEXT, "description": "In the answer that made it, and in no other."},
            "realm": {"type": "string", "enum": ["partyline"]},
            "created": {**_MOMENT, "description": "When the secret was made."},
        },
        ("user", "realm", "created"),
    ),
    "Problem": closed(
        {
            "type": {"type": "string", "enum": ["about:blank"]},
            "title": {**_TEXT, "description": "The status in words."},
            "status": {"type": "integer"},
            "detail": {**_TEXT, "description": "What was refused."},
            "errors": {
                "type": "array",
                "minItems": 1,
                "description": "Every reason.",
                "items": closed(
                    {
                        "detail": _TEXT,
                        "code": {"type": "integer"},
                        "reason": {**_TEXT, "description": "What would be right."},
                        "list": {"type": "integer", "minimum": 0, "description": "The list of a plan."},
                        "member": {"type": "integer", "minimum": 0, "description": "The place in `members`."},
                        "field": _TEXT,
                        "endpointId": {**_TEXT, "description": "Of a list that has changed."},
                        "etag": {**_TEXT, "description": "What that list is at today."},
                    },
                    ("detail",),
                ),
            },
            "trackingId": {**_TEXT, "description": "As in the header `trackingid`, for the log."},
        },
        ("type", "title", "status", "detail", "errors", "trackingId"),
    ),
}

_ACCEPTED = {"Location": header("Location"), "Retry-After": header("Again")}
_FEED = ("after", "endpoint", "actor")

OPERATIONS: tuple[OwnOperation, ...] = (
    OwnOperation(
        "listChanges", "GET", "/changes", TELEPHONY_READ, LIST_READERS, "What was committed, in order",
        "None is skipped: one that is committed later comes later.", (*_FEED, "changesMax"),
        {"200": ("What was asked for.", _ref("ChangePage"), {"Link": LINK})},
    ),
    OwnOperation(
        "followChanges", "GET", "/changes/stream", TELEPHONY_READ, LIST_READERS, "What is committed, as it comes",
        "Server-sent events: `open` with the place at which the stream begins, then one `change` for each change, whose "
        "`id` is the change's. It begins with what is committed from now on, unless told otherwise.",
        (*_FEED, "lastEventID"), {"200": ("Events, until one side ends it.", _TEXT, {})},
        media_type="text/event-stream",
    ),
    OwnOperation(
        "getChange", "GET", "/changes/{changeId}", TELEPHONY_READ, LIST_READERS, "One change", "", (),
        {"200": ("What was asked for.", _ref("Change"), {})},
    ),
    OwnOperation(
        "listMemberListHistory", "GET", "/member-lists/{endpointId}/history", TELEPHONY_READ, LIST_READERS,
        "The versions of one member list", "The newest first, each with the lines before and after.",
        ("before", "historyMax"),
        {"200": ("What was asked for.", _ref("MemberListHistory"), {"ETag": header("ETag"), "Link": LINK})},
        refusals=("410",),
    ),
    OwnOperation(
        "undoMemberList", "POST", "/member-lists/{endpointId}/undo", TELEPHONY_WRITE, LISTS,
        "Put an earlier version of a member list back",
        "A change like any other, decided by the rules of today: refused with every reason where it cannot stand.",
        ("idempotencyKey", "dryRun", "ifMatch"),
        {
            "204": ("Done.", None, {"ETag": header("ETagOfChange")}),
            "200": ("With `dryRun=true`: the list that would be stored.", _ref("UndoDryRun"), {"ETag": header("ETag")}),
        },
        refusals=("410", "412", "423", "428"), request="UndoRequest",
    ),
    OwnOperation(
        "applyPlan", "POST", "/plans", TELEPHONY_WRITE, LISTS, "Replace many member lists in one commit, or none",
        "Each list by the rules of its own `PUT`; limits across lists by how all of them stand in the end. Refused with every "
        "reason of every list, and with every list that has changed. One of more than 5,000 lists is a job.",
        ("idempotencyKey", "dryRun", "preferOfPlan"),
        {
            "200": ("They are stored; with `dryRun=true`, they would be.", _ref("PlanAnswer"), {}),
            "202": ("A job will store them, or none of them.", _ref("Job"), _ACCEPTED),
        },
        refusals=("412", "423"), request="PlanRequest", requires_body=True,
    ),
    OwnOperation(
        "getJob", "GET", "/jobs/{jobId}", TELEPHONY_READ, LIST_READERS, "How far a job is, or what has become of it", "", (),
        {"200": ("What was asked for.", _ref("Job"), {"Retry-After": header("Again")})},
    ),
    OwnOperation(
        "cancelJob", "DELETE", "/jobs/{jobId}", TELEPHONY_WRITE, LISTS, "End a job before it has stored anything", "", (),
        {"204": ("Nothing of it is stored.", None, {})}, refusals=("409",),
    ),
    OwnOperation(
        "undoJob", "POST", "/jobs/{jobId}/undo", TELEPHONY_WRITE, LISTS, "Put every list back that a job changed, or none",
        "Refused with every list that has been changed since, and with every reason against lines of old.",
        ("idempotencyKey", "dryRun", "preferJob"),
        {
            "200": ("They are put back; with `dryRun=true`, they would be.", _ref("PlanAnswer"), {}),
            "202": ("A job will put them back, or none of them.", _ref("Job"), _ACCEPTED),
        },
        refusals=("412", "423"),
    ),
    OwnOperation(
        "getSIPCredential", "GET", "/endpoints/{endpointId}/sip-credential", TELEPHONY_READ, LIST_READERS,
        "What an endpoint registers with", "Never the secret.", (),
        {"200": ("What was asked for.", _ref("SIPCredential"), {})}, refusals=("410",),
    ),
    OwnOperation(
        "issueSIPCredential", "POST", "/endpoints/{endpointId}/sip-credential", TELEPHONY_WRITE, LISTS,
        "Make an endpoint a new SIP secret",
        "In place of the one before. The answer alone shows it. An `Idempotency-Key` is not kept: a repeat makes another secret.",
        (), {"200": ("Made.", _ref("SIPCredential"), {})}, refusals=("410",),
    ),
    OwnOperation(
        "removeSIPCredential", "DELETE", "/endpoints/{endpointId}/sip-credential", TELEPHONY_WRITE, LISTS,
        "Let an endpoint register no more", "", (), {"204": ("Done.", None, {})}, refusals=("410",),
    ),
)  # fmt: skip


def _problem(refusal: Json) -> Json:
    return {**refusal, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


#: The refusals of Webex's operations in the shape of ours.
PROBLEMS: dict[str, Json] = {f"{name}Problem": _problem(one) for name, one in answers.REFUSALS.items()}


def path_item(operation: OwnOperation) -> Json:
    """What stands beside the methods of its path."""
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    item: Json = {"servers": [{"url": "/"}]}
    if names:
        schema = {"type": "string", "minLength": 1}
        item["parameters"] = [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]
    return item


def document(operation: OwnOperation) -> Json:
    """The operation as OpenAPI has it."""
    ours: Json = {"operationId": operation.operation_id, "tags": ["Changes"], "summary": operation.summary}
    if operation.description:
        ours["description"] = operation.description
    ours["security"] = [{"bearer": [scope]} for scope in operation.scopes]
    ours["x-roles"] = list(operation.roles)
    ours["parameters"] = [
        {"$ref": f"#/components/parameters/{name}"} for name in (*operation.parameters, "orgId")
    ]
    if operation.request:
        content = {"application/json": {"schema": _ref(operation.request)}}
        ours["requestBody"] = {"required": operation.requires_body, "content": content}
    ours["responses"] = _responses(operation)
    return ours


def _responses(operation: OwnOperation) -> Json:
    responses: Json = {}
    for status, (words, schema, headers) in operation.successes.items():
        responses[status] = {"description": words, "headers": {"trackingid": TRACKING, **headers}}
        if schema:
            responses[status]["content"] = {operation.media_type: {"schema": schema}}
    statuses = ["400", "401", "403", "405", "429", "500", "503", "504", *operation.refusals]
    if "{" in operation.path:
        statuses.append("404")
    if operation.method in ("PUT", "POST"):
        statuses += ["409", "413", "415", "422"]
    for status in statuses:
        responses[status] = {"$ref": f"#/components/responses/{answers.NAMES[status]}Problem"}
    return dict(sorted(responses.items()))
