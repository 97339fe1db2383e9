import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Signed } from "../../edge/schemes.ts";
import { judge, NOW } from "../support/signatures.ts";

interface Vector {
  scheme: string;
  name: string;
  secret: string;
  payload: string;
  valid: boolean;
  signature: string;
  header: string;
  id: string | null;
  timestamp: string;
  now?: number;
}

const hmacOf = (algorithm: string) => ({
  scheme: "hmac",
  config: { signature: { header: "x-signature", algorithm } },
  headersOf: ({ signature }: Vector) => ({ "x-signature": signature }),
});

const PUBLISHED: Record<
  string,
  { scheme: string; config?: Signed["config"]; headersOf: (vector: Vector) => object }
> = {
  "standard-webhooks": {
    scheme: "standard_webhooks",
    headersOf: ({ id, timestamp, signature }) => ({
      ...(id !== null && { "webhook-id": id }),
      "webhook-timestamp": timestamp,
      "webhook-signature": signature,
    }),
  },
  "github-sha256": {
    scheme: "github",
    headersOf: ({ signature }) => ({ "x-hub-signature-256": signature }),
  },
  "slack-v0": {
    scheme: "slack",
    headersOf: ({ timestamp, signature }) => ({
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": signature,
    }),
  },
  "stripe-v1": { scheme: "stripe", headersOf: ({ header }) => ({ "stripe-signature": header }) },
  "raw-hmac-sha256-hex": hmacOf("sha256"),
  "prefixed-hmac-sha1": hmacOf("sha1"),
  "prefixed-hmac-sha256": hmacOf("sha256"),
  "prefixed-hmac-sha512": hmacOf("sha512"),
};

const SUITE = "../shared/suites/webhook-signatures/vectors.json";

describe.skipIf(!existsSync(SUITE))("a published vector", () => {
  const vectors = existsSync(SUITE) ? (JSON.parse(readFileSync(SUITE, "utf8")) as Vector[]) : [];

  test("is of a scheme that there is", () => {
    expect(new Set(vectors.map(({ scheme }) => scheme))).toEqual(new Set(Object.keys(PUBLISHED)));
  });

  test.each(vectors.map((vector) => [vector.scheme, vector.name, vector] as const))(
    "of %s, %s, is judged as published",
    async (name, _case, vector) => {
      const { scheme, config = {}, headersOf } = PUBLISHED[name]!;
      const { secret, payload: body, now = NOW, valid } = vector;
      const headers = headersOf(vector) as Record<string, string>;
      const verdict = await judge(scheme, { secret, body, now, config, headers });
      expect(verdict === "right").toBe(valid);
    },
  );
});
