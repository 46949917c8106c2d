"""Webhooks are signed so that any Standard Webhooks library can tell that they are ours."""

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from service.webhooks import WebhookSecretError, secrets_of, signed_headers

OLD, NEW = (f"whsec_{base64.b64encode(letter * 24).decode()}" for letter in (b"o", b"n"))
BODY = '{"score":61.7,"title":"Hafen öffnet"}'.encode()


def test_a_receiver_with_the_secret_accepts_a_message():
    headers = signed_headers(secrets_of(OLD), "message-1", datetime.now(UTC), BODY)
    assert Webhook(OLD).verify(BODY, dict(headers))["score"] == 61.7


def test_while_a_secret_is_replaced_either_one_does():
    headers = dict(signed_headers(secrets_of(f"{OLD} {NEW}"), "message-1", datetime.now(UTC), BODY))
    for secret in (OLD, NEW):
        Webhook(secret).verify(BODY, headers)


def test_a_changed_message_is_told():
    headers = dict(signed_headers(secrets_of(OLD), "message-1", datetime.now(UTC), BODY))
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(BODY.replace(b"61.7", b"91.7"), headers)


def test_without_a_secret_there_is_no_signature():
    headers = signed_headers(secrets_of(None), "message-1", datetime.now(UTC), BODY)
    assert "webhook-signature" not in headers
    assert headers["webhook-id"] == "message-1"


def test_a_secret_that_is_none_is_refused_without_being_named():
    with pytest.raises(WebhookSecretError, match="secret 2 must be whsec_ and base64") as error:
        secrets_of(f"{OLD} whsec_@@hush@@")
    assert "hush" not in str(error.value)
