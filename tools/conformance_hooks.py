"""What schemathesis cannot know of our values: rules that no schema can say, kept in every phase.

Each is tried for itself in `tests/service/api`. Values that are wrong otherwise stay wrong.
"""

import re
from typing import Any
from uuid import uuid4

import schemathesis

# Which names of the web exist, no pattern tells; others are refused at once.
CALLBACK = "https://cms.norrvik.org/late"
SITE = "norrvik.example"
KEY = "Idempotency-Key"
USABLE = re.compile(r"[!-~]{1,255}")


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Callbacks lead to where messages may go, an identity is whole, and no idempotency key is used for two requests."""
    body, query, headers = case.body, case.query, case.headers
    if isinstance(body, dict):
        if re.match(r"https?://", str(body.get("callback_url"))):
            body["callback_url"] = CALLBACK
        if body.get("external_id") is not None and body.get("site") is None:
            body["site"] = SITE
    if query and "external_id" in query and "site" not in query:
        query["site"] = SITE
    if headers and USABLE.fullmatch(str(headers.get(KEY, ""))):
        headers[KEY] = str(uuid4())
