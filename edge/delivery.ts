import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { assertText } from "./payload.ts";
import { Problem } from "./problem.ts";

const DELIVERY_ID_LENGTH = 255;

/** Credentials and signatures: checked here, and not for workflows or their authors to see. */
const SECRET_HEADER = /auth|cookie|credential|password|secret|signature|token|api-?key|x-hub-/;

const DELIVERY_HEADERS: Record<string, string[]> = {
  github: ["x-github-delivery"],
  none: ["webhook-id", "idempotency-key"],
};

/** What the sender calls this delivery, so that a repeat is recognised; null when it has no name. */
export function deliveryIdOf(scheme: string, headers: IncomingHttpHeaders): string | null {
  const names = DELIVERY_HEADERS[scheme] ?? [];
  const id = names.map((name) => headers[name]).find((value) => typeof value === "string");
  if (typeof id !== "string" || id === "") return null;
  if (id.length > DELIVERY_ID_LENGTH) {
    const message = `the delivery id is longer than ${DELIVERY_ID_LENGTH} characters`;
    throw new Problem(400, "long_delivery_id", message);
  }
  return id;
}

export function publicHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => value !== undefined && !SECRET_HEADER.test(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

/** A name that occurs several times has a list. */
export function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      const [first = "", ...others] = values;
      for (const text of [name, ...values]) assertText(text);
      return [name, others.length === 0 ? first : values];
    }),
  );
}

export function remoteAddressOf({ socket }: IncomingMessage): string | null {
  const [address = ""] = (socket.remoteAddress ?? "").split("%");
  return address === "" ? null : address.replace(/^::ffff:(?=\d+\.)/i, "");
}
