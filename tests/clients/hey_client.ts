// A plugin's client with the functions that hey-api writes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { client } from "./generated/hey/client.gen";
import { dismissFinding, giveFeedback, listArticles, preview, readArticle, submit } from "./generated/hey/sdk.gen";
import type { HtmlSubmission, WebhookMessage } from "./generated/hey/types.gen";

const [address, key, messageFile] = process.argv.slice(2) as [string, string, string];
const { text, secret, body, headers } = JSON.parse(readFileSync(messageFile, "utf8"));
client.setConfig({ baseUrl: address, auth: key });

const submission: HtmlSubmission = { html: `<p>😀 ${text}</p>`, language: "en", site: "norrvik.org", external_id: "hey" };
const made = await submit({ body: submission, headers: { "Idempotency-Key": "hey-1" }, query: { include: "text" } });
assert.equal(made.response!.status, 201);
const report = made.data!;
const marker = report.findings.find((finding) => finding.code === "CIT_ORPHAN_MARKER")!;
const span = marker.spans[0]!;
assert.equal(report.text!.slice(span.start16!, span.end16!), span.exact);
assert.equal(span.start16, span.start + 1);

const read = await readArticle({ path: { id: report.article_id! } });
assert.equal(read.data!.report_id, report.report_id);
const found = await listArticles({ query: { site: "norrvik.org", external_id: "hey" } });
assert.equal(found.data!.articles[0]!.id, report.article_id);
assert.equal((await preview({ body: { markdown: text } })).data!.id, null);
const said = await giveFeedback({ path: { id: marker.id! }, body: { verdict: "agree", reader: "editor-2" } });
assert.equal(said.data!.verdict, "agree");
const kept = await dismissFinding({
  path: { id: report.article_id!, fingerprint: marker.fingerprint! },
  body: { reason: "It is in print." },
});
assert.equal(kept.data!.stands, true);

const message = new Webhook(secret).verify(body, headers) as WebhookMessage;
assert.equal(message.data.report.report_id !== undefined, true);
console.log("ok");
