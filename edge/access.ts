/** Whether a webhook takes a request at all: what its head alone shows. */
import type { IncomingMessage } from "node:http";
import { isWithin } from "./address.ts";
import { Problem } from "./problem.ts";
import type { Webhook } from "./registration.ts";

/** Said twice, it would be a matter of taste which of them counts. */
const ONCE = [
  "authorization",
  "content-type",
  "content-encoding",
  "origin",
  "x-hub-signature-256",
  "stripe-signature",
  "x-slack-signature",
  "x-slack-request-timestamp",
  "x-twilio-signature",
  "x-telegram-bot-api-secret-token",
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "x-atlas-signature",
  "x-atlas-timestamp",
];

export function assertAccess(
  webhook: Webhook,
  request: IncomingMessage,
  address: string | null,
): void {
  const { methods, config } = webhook;
  if (!methods.includes(request.method ?? "")) {
    const allow = methods.join(", ");
    throw new Problem(405, "method_not_allowed", `this webhook takes ${allow}`, {
      headers: { allow },
    });
  }
  if (config.allowed_ips !== undefined && !isWithin(address, config.allowed_ips)) {
    throw new Problem(403, "address_not_allowed", "this webhook is not for your address");
  }
  assertOrigin(config.allowed_origins, request.headers.origin);
  assertOnce(webhook, request);
  assertHeaders(config.required_headers ?? {}, request);
}

function assertOrigin(allowed: string[] | undefined, origin: string | undefined): void {
  if (allowed === undefined || origin === undefined || allowed.includes(origin)) return;
  throw new Problem(403, "origin_not_allowed", "this webhook is not for pages of this origin");
}

function assertOnce({ config }: Webhook, request: IncomingMessage): void {
  const own = [config.signature?.header, config.dedupe_header];
  const named = own.filter((name) => name !== undefined).map((name) => name.toLowerCase());
  for (const name of [...ONCE, ...named]) {
    if ((request.headersDistinct[name]?.length ?? 0) > 1) {
      throw new Problem(400, "repeated_header", `the header ${name} occurs more than once`);
    }
  }
}

function assertHeaders(
  required: Record<string, string | true>,
  { headers }: IncomingMessage,
): void {
  for (const [name, wanted] of Object.entries(required)) {
    const given = headers[name.toLowerCase()];
    if (given === undefined) {
      throw new Problem(400, "missing_header", `the header ${name} is missing`);
    }
    if (wanted !== true && given !== wanted) {
      throw new Problem(400, "wrong_header", `the header ${name} has another value than it must`);
    }
  }
}

/** What lets a page of an allowed origin read the answer. */
export function originHeaders(webhook: Webhook, request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  const allowed = webhook.config.allowed_origins;
  if (origin === undefined || allowed === undefined) return {};
  if (!allowed.includes(origin)) return { vary: "origin" };
  return { "access-control-allow-origin": origin, vary: "origin" };
}

/** Browsers ask before they send JSON to another origin. */
export function isPreflight(webhook: Webhook, { method, headers }: IncomingMessage): boolean {
  return (
    method === "OPTIONS" &&
    webhook.config.allowed_origins !== undefined &&
    headers["access-control-request-method"] !== undefined
  );
}

export function preflightHeaders(
  webhook: Webhook,
  request: IncomingMessage,
): Record<string, string> {
  assertOrigin(webhook.config.allowed_origins, request.headers.origin);
  return {
    ...originHeaders(webhook, request),
    "access-control-allow-methods": webhook.methods.join(", "),
    "access-control-allow-headers": "content-type, idempotency-key",
    "access-control-max-age": "600",
  };
}
