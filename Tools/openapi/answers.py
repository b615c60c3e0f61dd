# SPDX-License-Identifier: Apache-2.0
"""Statuses, headers and the refusals that operations have in common."""

from typing import Any

from operations import Operation

Json = dict[str, Any]

WORDS = {"200": "What was asked for.", "201": "It was created.", "204": "Done."}


def _text(description: str, **more: Any) -> Json:
    return {"description": description, "schema": {"type": "string", **more}}


#: Headers of answers.
HEADERS: dict[str, Json] = {
    "TrackingID": {**_text("The id under which the request is found in the log."), "required": True},
    "ETag": {**_text("The version of the list, in quotes.", pattern='^"[0-9]+"$'), "required": True},
    "ETagOfChange": _text("The version of the list after the change, in quotes.", pattern='^"[0-9]+"$'),
    "Link": _text('The next page: an absolute URL with `rel="next"`, while there is one.'),
    "SuccessorLink": _text('The operation to call instead, with `rel="successor-version"`; the next page beside it.'),
    "Deprecation": _text("This path has a successor."),
    "Allow": {**_text("The methods that the path knows."), "required": True},
    "WWW-Authenticate": {**_text("How to authenticate."), "required": True},
    "Location": {**_text("Where the job is found."), "required": True},
    "Again": {
        "description": "Whole seconds after which it is worth looking again; absent once the job has ended.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "Later": {
        "description": "Whole seconds after which the request with this `Idempotency-Key` will have been answered; absent "
        "where it is something else that is in the way.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "Retry-After": {
        "description": "Whole seconds after which a repeat will be let through.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
}


def header(name: str) -> Json:
    return {"$ref": f"#/components/headers/{name}"}


TRACKING = header("TrackingID")
LINK = header("Link")
SUCCESSOR_LINK = header("SuccessorLink")


def described(description: str, schema: Json | None, headers: Json | None = None) -> Json:
    """A response; without a schema it has no body."""
    response: Json = {"description": description, "headers": headers or {"trackingid": TRACKING}}
    return {**response, "content": {"application/json": {"schema": schema}}} if schema else response


_REFUSED = {"$ref": "#/components/schemas/Error"}


def _refusal(description: str, **headers: Json) -> Json:
    named = {name.replace("_", "-"): one for name, one in headers.items()}
    return described(description, _REFUSED, {"trackingid": TRACKING, **named})


NAMES = {
    "400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "404": "NotFound", "405": "MethodNotAllowed",
    "409": "Conflict", "410": "Gone", "412": "PreconditionFailed", "413": "ContentTooLarge",
    "415": "UnsupportedMediaType", "422": "UnprocessableContent", "423": "Locked", "428": "PreconditionRequired",
    "429": "TooManyRequests", "500": "InternalServerError", "503": "ServiceUnavailable", "504": "GatewayTimeout",
}  # fmt: skip

REFUSALS: dict[str, Json] = {
    "BadRequest": _refusal("The request breaks rules; every violation is listed and nothing was stored."),
    "Unauthorized": _refusal(
        "No token, or one that is unknown, expired or revoked.", WWW_Authenticate=header("WWW-Authenticate")
    ),
    "Forbidden": _refusal(
        "The token lacks the scope or the role, belongs to another organisation than `orgId`, or is a location "
        "administrator's who would act outside its locations."
    ),
    "NotFound": _refusal("The organisation has nothing of this id."),
    "MethodNotAllowed": _refusal("The path knows other methods.", Allow=header("Allow")),
    "Conflict": _refusal(
        "A limit or a number that is in use is in the way, or a request with this `Idempotency-Key` is under way.",
        Retry_After=header("Later"),
    ),
    "Gone": _refusal("It was deleted."),
    "PreconditionFailed": _refusal("The list has another version than `If-Match` names.", ETag=header("ETagOfChange")),
    "ContentTooLarge": _refusal("The body is too long."),
    "UnsupportedMediaType": _refusal("The body is not JSON by its `Content-Type`."),
    "UnprocessableContent": _refusal("The `Idempotency-Key` belongs to another request."),
    "Locked": _refusal("A job holds the list until it ends.", Retry_After=header("Retry-After")),
    "PreconditionRequired": _refusal("The organisation wants `If-Match` on this operation."),
    "TooManyRequests": _refusal("More requests than the token may make.", Retry_After=header("Retry-After")),
    "InternalServerError": _refusal("A defect. The log says more under the tracking id."),
    "ServiceUnavailable": _refusal("Not at the moment.", Retry_After=header("Retry-After")),
    "GatewayTimeout": _refusal("It took too long: ask for less with a smaller `max`."),
}


def refusals(operation: Operation) -> list[str]:
    """The statuses other than success for which this operation has a cause."""
    statuses = ["400", "401", "403", "405", "429", "500", "503", "504"]
    names = {part[1:-1] for part in operation.path.split("/") if part.startswith("{")}
    if names:
        statuses.append("404")
    if names & operation.mortal:
        statuses.append("410")
    if operation.method in ("PUT", "POST"):
        statuses += ["409", "413", "415", "422"]
    if operation.is_list and operation.method == "PUT":
        statuses += ["412", "428"]
    if operation.is_list and operation.method == "PUT" or operation.method == "DELETE":
        statuses.append("423")
    return statuses


def _service(operation_id: str, summary: str, responses: Json) -> Json:
    allowed = {"405": {"$ref": "#/components/responses/MethodNotAllowed"}}
    return {
        # These stand beside the API, not in it.
        "servers": [{"url": "/"}],
        "get": {
            "operationId": operation_id,
            "tags": ["Service"],
            "summary": summary,
            "security": [],
            "responses": {**responses, **allowed, "500": {"$ref": "#/components/responses/InternalServerError"}},
        },
    }


_STATUS = {"$ref": "#/components/schemas/Status"}

#: What needs no token.
SERVICE_PATHS: dict[str, Json] = {
    "/healthz": _service("getHealth", "Whether the process lives", {"200": described("It does.", _STATUS)}),
    "/readyz": _service(
        "getReadiness", "Whether requests can be served",
        {
            "200": described("They can.", _STATUS),
            "503": described(
                "Draining, or the database is away.", _STATUS,
                {"trackingid": TRACKING, "Retry-After": header("Retry-After")},
            ),
        },
    ),
    "/openapi.json": _service(
        "getOpenAPIDocument", "This document", {"200": described("It is.", {"type": "object"})}
    ),
    "/metrics": _service(
        "getMetrics", "What the server measures, as Prometheus reads it; the setting `metrics` can take it away",
        {
            "200": {
                "description": "Prometheus' text format, version 0.0.4.",
                "headers": {"trackingid": TRACKING},
                "content": {"text/plain": {"schema": {"type": "string"}}},
            },
        },
    ),
}  # fmt: skip
