"""Messages to those who asked to be told, signed as Standard Webhooks (standardwebhooks.com) describes."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import orjson

from scoring import AssayError

PREFIX = "whsec_"
# Waits between the attempts; after the last one a message is given up.
BACKOFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
)


class WebhookSecretError(AssayError, ValueError):
    """A signing secret that is no `whsec_` and base64."""


def secrets_of(setting: str | None) -> tuple[bytes, ...]:
    """The signing keys of a setting: `whsec_…`, several apart by spaces while one replaces another.

    Raises WebhookSecretError, without naming the secret.
    """
    keys = []
    for number, secret in enumerate((setting or "").split(), start=1):
        try:
            keys.append(base64.b64decode(secret.removeprefix(PREFIX), validate=True))
        except binascii.Error:
            raise WebhookSecretError(f"secret {number} must be {PREFIX} and base64") from None
    return tuple(keys)


def report_message(
    report: bytes,
    sent_at: datetime,
    *,
    id: str | None,
    article_id: str,
    site: str | None,
    external_id: str | None,
    final: bool,
) -> bytes:
    """The body of the message that tells of a report; `report` is its JSON as it is shown.

    `final` says that every look-up has come back; a `report.partial` is sent where some have not after several tries.
    `id` is the caller's own.
    """
    return orjson.dumps(
        {
            "type": "report.final" if final else "report.partial",
            "timestamp": sent_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": {
                "id": id,
                "article_id": article_id,
                "site": site,
                "external_id": external_id,
                "final": final,
                "report": orjson.Fragment(bytes(report)),
            },
        }
    )


def signed_headers(keys: Sequence[bytes], id: str, sent_at: datetime, body: bytes) -> Mapping[str, str]:
    """The headers of one message, with a signature for each key; none where there is no key."""
    stamp = str(int(sent_at.timestamp()))
    headers = {"content-type": "application/json", "webhook-id": id, "webhook-timestamp": stamp}
    signatures = [_signature(key, b".".join((id.encode(), stamp.encode(), body))) for key in keys]
    return headers | ({"webhook-signature": " ".join(signatures)} if signatures else {})


def _signature(key: bytes, content: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
