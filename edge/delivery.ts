import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "./problem.ts";
import type { Webhook } from "./registration.ts";
import { assertText } from "./text.ts";

const DELIVERY_ID_LENGTH = 255;

/** Credentials and signatures: checked here, and not for workflows or their authors to see. */
const SECRET_HEADER =
  /auth|cookie|credential|password|secret|signature|token|api-?key|x-hub-|x-forwarded-client-cert/;

const DELIVERY_HEADERS: Record<string, string[]> = {
  github: ["x-github-delivery"],
  standard_webhooks: ["webhook-id"],
  twilio: ["i-twilio-idempotency-token"],
  none: ["webhook-id", "idempotency-key"],
  basic: ["webhook-id", "idempotency-key"],
  bearer: ["webhook-id", "idempotency-key"],
  jwt: ["webhook-id", "idempotency-key"],
  hmac: ["webhook-id", "idempotency-key"],
};

/** Where the body names the delivery, and is signed. */
const DELIVERY_FIELDS: Record<string, string> = {
  stripe: "id",
  slack: "event_id",
  telegram: "update_id",
  twilio: "MessageSid",
};

/** Signs the time as well: what has the same signature was sent by the same press of a button. */
const SIGNATURES: Record<string, string> = {
  atlas: "x-atlas-signature",
  slack: "x-slack-signature",
};

/** What the sender calls this delivery, so that a repeat is recognised; null when it has no name. */
export function deliveryIdOf(
  { scheme, config }: Pick<Webhook, "scheme" | "config">,
  headers: IncomingHttpHeaders,
  payload: unknown,
): string | null {
  const own = config.dedupe_header?.toLowerCase();
  const names = own === undefined ? (DELIVERY_HEADERS[scheme] ?? []) : [own];
  const id =
    names.map((name) => headers[name]).find((value) => typeof value === "string") ??
    fieldOf(payload, DELIVERY_FIELDS[scheme]) ??
    hashOf(headers[SIGNATURES[scheme] ?? ""]);
  if (typeof id !== "string" || id === "") return null;
  if (id.length > DELIVERY_ID_LENGTH) {
    const message = `the delivery id is longer than ${DELIVERY_ID_LENGTH} characters`;
    throw new Problem(400, "long_delivery_id", message);
  }
  assertText(id);
  return id;
}

function fieldOf(payload: unknown, name: string | undefined): string | undefined {
  if (typeof payload !== "object" || payload === null || name === undefined) return undefined;
  const value = Object.entries(payload).find(([key]) => key === name)?.[1] as unknown;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function hashOf(signature: string | string[] | undefined): string | undefined {
  if (typeof signature !== "string") return undefined;
  return createHash("sha256").update(signature).digest("hex");
}

/** Without credentials, and without what the webhook itself takes for one. */
export function publicHeaders(
  headers: IncomingHttpHeaders,
  { config }: Pick<Webhook, "config"> = { config: {} },
): Record<string, string> {
  const own = config.signature?.header.toLowerCase();
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== undefined && name !== own && !SECRET_HEADER.test(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

/** A name that occurs several times has a list. */
export function fieldsOf(entries: Iterable<[string, string]>): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    for (const text of [name, value]) assertText(text);
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (typeof before === "string") fields.set(name, [before, value]);
    else before.push(value);
  }
  return Object.fromEntries(fields);
}
