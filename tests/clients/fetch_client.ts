// A plugin's client over openapi-fetch, with the types of openapi-typescript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import { Webhook } from "standardwebhooks";
import type { components, paths } from "./generated/schema";

const [address, key, messageFile] = process.argv.slice(2) as [string, string, string];
const { text, secret, body, headers } = JSON.parse(readFileSync(messageFile, "utf8"));
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${key}` } });

const submission: components["schemas"]["TextSubmission"] = { text, language: "en", site: "norrvik.org", external_id: "fetch" };
const made = await client.POST("/v1/articles", {
  body: submission,
  params: { header: { "Idempotency-Key": "fetch-1", Prefer: "wait=5" }, query: { include: "text" } },
});
assert.equal(made.response.status, 201);
const report = made.data!;
const marker = report.findings.find((finding) => finding.code === "CIT_ORPHAN_MARKER")!;
const span = marker.spans[0]!;
assert.equal(report.text!.slice(span.start16!, span.end16!), span.exact);

const read = await client.GET("/v1/articles/{id}", { params: { path: { id: report.article_id! } } });
assert.equal(read.data!.report_id, report.report_id);
const found = await client.GET("/v1/articles", { params: { query: { site: "norrvik.org", external_id: "fetch" } } });
assert.equal(found.data!.articles[0]!.id, report.article_id);
const preview = await client.POST("/v1/preview", { body: { html: `<p>${text}</p>` } });
assert.equal(preview.data!.article_id, null);

const said = await client.POST("/v1/findings/{id}/feedback", {
  params: { path: { id: marker.id! } },
  body: { verdict: "disagree", reader: "editor-1" },
});
assert.equal(said.data!.reader, "editor-1");
const dismissed = await client.PUT("/v1/articles/{id}/dismissals/{fingerprint}", {
  params: { path: { id: report.article_id!, fingerprint: marker.fingerprint! } },
  body: { reason: "It is in print." },
});
assert.equal(dismissed.data!.stands, true);

const wrong = await client.POST("/v1/preview", { body: { text, language: "English" } });
assert.equal(wrong.error!.errors![0]!.pointer, "/language");

const message = new Webhook(secret).verify(body, headers) as components["schemas"]["WebhookMessage"];
assert.equal(message.type, "report.final");
assert.equal(message.data.site, "norrvik.org");
console.log("ok");
