"""What schemathesis cannot know of our values: rules that no schema can say."""

from typing import Any
from uuid import uuid4

import schemathesis

# Which names of the web exist, no pattern tells; others are refused at once, as `tests/service/api` shows.
CALLBACK = "https://cms.norrvik.org/late"


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Callbacks lead to an address that may be called."""
    if isinstance(body, dict) and str(body.get("callback_url")).startswith(("http://", "https://")):
        return {**body, "callback_url": CALLBACK}
    if isinstance(body, dict) and body.get("external_id") is not None and body.get("site") is None:
        return {**body, "site": "norrvik.example"}
    return body


@schemathesis.hook
def map_headers(context: Any, headers: Any) -> Any:
    """A key of idempotency is used once: with another body it is another request's."""
    if headers and "Idempotency-Key" in headers:
        return {**headers, "Idempotency-Key": str(uuid4())}
    return headers
