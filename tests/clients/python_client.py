"""A plugin's client with what openapi-python-client writes, as the package `generated`."""

import json
import sys
from pathlib import Path

from generated import AuthenticatedClient
from generated.api.articles import list_articles, preview, read_article, submit
from generated.api.findings import dismiss_finding, give_feedback
from generated.models import (
    DismissalGiven,
    Feedback,
    FeedbackVerdict,
    MarkdownSubmission,
    ProblemDetails,
    Report,
    TextSubmission,
    WebhookMessage,
)
from standardwebhooks import Webhook

address, key, message_file = sys.argv[1:]
given = json.loads(Path(message_file).read_text(encoding="utf-8"))
text = given["text"]
client = AuthenticatedClient(base_url=address, token=key)

submission = TextSubmission(text=text, language="en", site="norrvik.org", external_id="python")
made = submit.sync_detailed(client=client, body=submission, idempotency_key="python-1", include="text")
assert made.status_code == 201, made
report = made.parsed
assert isinstance(report, Report)
marker = next(finding for finding in report.findings if finding.code == "CIT_ORPHAN_MARKER")
span = marker.spans[0]
assert report.text[span.start : span.end] == span.exact == "[3]"

read = read_article.sync(report.article_id, client=client)
assert read.report_id == report.report_id
page = list_articles.sync(client=client, site="norrvik.org", external_id="python")
assert [row.id for row in page.articles] == [report.article_id]
assert preview.sync(client=client, body=MarkdownSubmission(markdown=text)).article_id is None
said = give_feedback.sync(
    marker.id, client=client, body=Feedback(verdict=FeedbackVerdict.AGREE, reader="editor-3")
)
assert said.reader == "editor-3"
kept = dismiss_finding.sync(
    report.article_id, marker.fingerprint, client=client, body=DismissalGiven(reason="It is in print.")
)
assert kept.stands is True
wrong = preview.sync(client=client, body=TextSubmission(text=text, language="English"))
assert isinstance(wrong, ProblemDetails), wrong
assert wrong.errors[0].pointer == "/language"

verified = Webhook(given["secret"]).verify(given["body"], given["headers"])
message = WebhookMessage.from_dict(verified)
assert message.data.site == "norrvik.org"
assert message.data.final is True
print("ok")
