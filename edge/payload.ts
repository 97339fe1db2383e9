import type { IncomingHttpHeaders } from "node:http";
import { fieldsOf } from "./delivery.ts";
import { Problem } from "./problem.ts";
import { assertText } from "./text.ts";

export type PayloadFormat = "json" | "form" | "text" | "multipart" | "none";

const USUAL: readonly string[] = ["json", "form"];

/** How the body holds its payload, if the webhook takes that. */
export function formatOf(
  method: string,
  headers: IncomingHttpHeaders,
  taken: readonly string[] = USUAL,
): PayloadFormat {
  const encoding = headers["content-encoding"]?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== "" && encoding !== "identity") {
    throw new Problem(415, "unsupported_encoding", "packed bodies are not accepted", {
      hint: "Send the body without content-encoding.",
      headers: { "accept-encoding": "identity" },
    });
  }
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  const format = formatOfType(type);
  if (format !== undefined && taken.includes(format)) return format;
  if (type === undefined && method !== "POST" && !hasBody(headers)) return "none";
  throw new Problem(415, "unsupported_type", `the body must be ${taken.join(" or ")}`, {
    hint: "Send content-type: application/json.",
    headers: { accept: "application/json" },
  });
}

function formatOfType(type: string | undefined): PayloadFormat | undefined {
  if (type === "application/json" || /^application\/[\w.-]+\+json$/.test(type ?? "")) return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "text/plain") return "text";
  return type === "multipart/form-data" ? "multipart" : undefined;
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** The JSON text of a body, checked for all that jsonb refuses. */
export async function payloadOf(
  format: PayloadFormat,
  body: Buffer,
  headers: IncomingHttpHeaders,
): Promise<string> {
  if (format === "none") return "null";
  if (format === "multipart") return JSON.stringify(await partsOf(body, headers));
  const text = decode(body);
  if (format === "text") {
    assertText(text);
    return JSON.stringify(text);
  }
  const json = format === "form" ? jsonOfForm(text) : text;
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

/** GitHub and Slack send their JSON as the only field, payload. */
function jsonOfForm(form: string): string {
  if (isJson(form)) {
    throw new Problem(415, "unsupported_type", "the body is JSON, but it was sent as a form", {
      hint: "Send content-type: application/json, which curl -d does not do by itself.",
      headers: { accept: "application/json" },
    });
  }
  const fields = fieldsOf(new URLSearchParams(form));
  const { payload, ...others } = fields;
  const isWrapped = typeof payload === "string" && Object.keys(others).length === 0;
  return isWrapped ? payload : JSON.stringify(fields);
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The fields; of a file what it is, and not what is in it. */
async function partsOf(body: Buffer, headers: IncomingHttpHeaders): Promise<object> {
  const type = headers["content-type"] ?? "";
  let data: FormData;
  try {
    data = await new Response(new Uint8Array(body), {
      headers: { "content-type": type },
    }).formData();
  } catch {
    throw new Problem(400, "malformed_form", "the body is no multipart form");
  }
  const texts: [string, string][] = [];
  const files: object[] = [];
  for (const [field, value] of data) {
    if (typeof value === "string") texts.push([field, value]);
    else {
      for (const text of [field, value.name, value.type]) assertText(text);
      files.push({ field, name: value.name, type: value.type, size: value.size });
    }
  }
  return { ...fieldsOf(texts), ...(files.length === 0 ? {} : { files }) };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Problem(400, "malformed_json", "the body is not valid JSON", {
      hint: "Send JSON in UTF-8, or say in Content-Type what else it is.",
    });
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
