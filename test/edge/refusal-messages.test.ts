/** What a sender is told whose delivery is refused, by scheme. */
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { assertSigned } from "../../edge/signature.ts";

const NOW = 1_800_000_000;
const SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const BODY = "{}";

const atlas = (time: number) => ({
  "x-atlas-timestamp": `${time}`,
  "x-atlas-signature": `sha256=${createHmac("sha256", "s").update(`${time}.${BODY}`).digest("hex")}`,
});
const standard = (signature: string) => ({
  ...{ "webhook-id": "m1", "webhook-timestamp": `${NOW}` },
  "webhook-signature": signature,
});
const unsigned = { "webhook-id": "m1", "webhook-timestamp": `${NOW}` };

test.for<[scheme: string, secrets: string[], headers: Record<string, string>, message: string]>([
  ["atlas", ["s"], atlas(NOW - 600), "the delivery was signed too long ago"],
  ["atlas", ["s"], atlas(NOW + 600), "the delivery was signed too far in the future"],
  ["atlas", ["s"], atlas(NOW * 1000), "the delivery was signed too far in the future"],
  ["atlas", ["t"], atlas(NOW), "the signature does not match the body"],
  ["atlas", ["s"], {}, "the x-atlas-signature and x-atlas-timestamp headers are missing"],
  [
    "slack",
    ["s"],
    { "x-slack-signature": "v0=" },
    "the x-slack-request-timestamp header is missing",
  ],
  ["standard_webhooks", [SHARED], unsigned, "the webhook-signature header is missing"],
  ["standard_webhooks", [SHARED], standard("v1a,AAAA"), "there is no signature of kind v1"],
  ["standard_webhooks", [PUBLIC], standard("v1,AAAA"), "there is no signature of kind v1a"],
  [
    "standard_webhooks",
    [PUBLIC, SHARED],
    standard("v2,A"),
    "there is no signature of kind v1a or v1",
  ],
  [
    "standard_webhooks",
    [PUBLIC, SHARED],
    standard("v1,A"),
    "the signature does not match the body",
  ],
  ["stripe", ["s"], { "stripe-signature": `t=${NOW},v0=1` }, "there is no signature of kind v1"],
  ["bearer", ["s"], { authorization: "Bearer t" }, "the token is not the one of this webhook"],
  ["bearer", ["s"], {}, "the authorization header is missing"],
  ["basic", ["a:b"], { authorization: "Basic YTpj" }, "the user or the password is wrong"],
  ["jwt", ["s"], { authorization: "Bearer a.b.c" }, "the token is not valid here"],
])("%s by %j with %j", async ([scheme, secrets, headers, message]) => {
  const body = Buffer.from(BODY);
  const given = { headers, body, url: "http://a.example/", now: NOW, tolerance: 300, config: {} };
  await expect(assertSigned(scheme, secrets, given)).rejects.toMatchObject({
    ...{ status: 401, message },
  });
});
