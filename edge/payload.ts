import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "./problem.ts";

export type PayloadFormat = "json" | "form" | "none";

/** How the body holds its JSON; GitHub also sends it as the field `payload` of a form. */
export function formatOf(method: string, headers: IncomingHttpHeaders): PayloadFormat {
  const encoding = headers["content-encoding"]?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== "" && encoding !== "identity") {
    throw new Problem(415, "unsupported_encoding", "packed bodies are not accepted", {
      hint: "Send the body without content-encoding.",
      headers: { "accept-encoding": "identity" },
    });
  }
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === undefined && method !== "POST" && !hasBody(headers)) return "none";
  throw new Problem(415, "unsupported_type", "the body must be JSON", {
    hint: "Send content-type: application/json.",
    headers: { accept: "application/json" },
  });
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** The JSON text of a body, checked for all that jsonb refuses. */
export function payloadOf(format: PayloadFormat, body: Buffer): string {
  if (format === "none") return "null";
  const text = decode(body);
  const json = format === "form" ? fieldOf(text) : text;
  assertStorable(parse(json), json);
  assertNumbers(json);
  return json;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Problem(400, "invalid_utf8", "the body is not UTF-8");
  }
}

function fieldOf(form: string): string {
  const payload = new URLSearchParams(form).get("payload");
  if (payload !== null) return payload;
  throw new Problem(400, "missing_payload", "the form has no field payload", {
    hint: "Send application/json, or the JSON as the form's field payload.",
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Problem(400, "malformed_json", "the body is not valid JSON");
  }
}

/** The text is searched first: only an escape can bring in what is looked for. */
function assertStorable(value: unknown, json: string): void {
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return;
  const pending = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item === "string") assertText(item);
    else if (Array.isArray(item)) for (const part of item) pending.push(part);
    else if (typeof item === "object" && item !== null) {
      for (const [name, part] of Object.entries(item)) pending.push(name, part);
    }
  }
}

/** Beyond a double few can read a number, and a short one such as 1e99999 fills pages as text. */
function assertNumbers(json: string): void {
  if (!/\d[eE][+-]?\d{3}/.test(json)) return;
  const bare = json.replace(/"(?:[^"\\]|\\.)*"/gs, '""');
  for (const [, exponent] of bare.matchAll(/[eE]([+-]?\d+)/g)) {
    if (Math.abs(Number(exponent)) <= 308) continue;
    throw new Problem(400, "number_out_of_range", "a number is beyond 1e308 or below 1e-308", {
      hint: "Send it as a string.",
    });
  }
}

export function assertText(text: string): void {
  if (text.includes("\0")) {
    throw new Problem(400, "null_character", "\\u0000 cannot be stored", {
      hint: "Leave the character out.",
    });
  }
  if (!text.isWellFormed()) {
    throw new Problem(400, "half_surrogate", "half a surrogate pair cannot be stored");
  }
}
