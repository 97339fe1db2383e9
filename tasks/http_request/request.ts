import { ActionError } from "../action-error.ts";
import type { Input } from "./schema.ts";

/** Set by the connection itself; a second opinion about them splits or smuggles requests. */
const RESERVED_HEADERS = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What may follow a redirect to another origin; any other header could be a credential. */
export const HARMLESS_HEADERS = new Set([
  "accept",
  "accept-language",
  "content-type",
  "idempotency-key",
  "user-agent",
]);

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | null;
}

export function buildRequest(
  input: Input,
  key: string,
  trace: Readonly<Record<string, string>> = {},
): Request {
  const url = parseUrl(input.url);
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      url.searchParams.append(name, String(item));
    }
  }
  const headers = buildHeaders(input.headers ?? {});
  if (!headers.has("idempotency-key")) headers.set("idempotency-key", key);
  for (const [name, value] of Object.entries(trace)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  if (!headers.has("user-agent")) headers.set("user-agent", "sluice");
  return { method: input.method, url, headers, body: buildBody(input, headers) };
}

/** The request that a redirect asks for, or null when the response is not a redirect. */
export function redirected(
  request: Request,
  status: number,
  location: string | null,
): Request | null {
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return null;
  const url = parseUrl(location, request.url);
  const isSameOrigin = url.origin === request.url.origin;
  const kept = [...request.headers].filter(([name]) => isSameOrigin || HARMLESS_HEADERS.has(name));
  const headers = new Headers(kept);
  const keepsMethod =
    status >= 307 || request.method === "HEAD" || (status !== 303 && request.method !== "POST");
  if (keepsMethod) return { ...request, url, headers };
  headers.delete("content-type");
  return { method: "GET", url, headers, body: null };
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base);
  if (url === null) throw invalid("url", "url is not an absolute URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw invalid("url", `url has the scheme ${url.protocol} and only http: and https: are called`);
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("url", "url carries credentials, which belong in the authorization header");
  }
  return url;
}

function buildHeaders(given: NonNullable<Input["headers"]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (RESERVED_HEADERS.has(name.toLowerCase())) {
      throw invalid(`headers.${name}`, `header ${name.toLowerCase()} is set by the connection`);
    }
    try {
      headers.set(name, String(value));
    } catch {
      throw invalid(`headers.${name}`, "a header has a character that HTTP does not allow there");
    }
  }
  return headers;
}

function buildBody({ method, body, body_type }: Input, headers: Headers): string | null {
  if (body === undefined) return null;
  if (method === "GET" || method === "HEAD") {
    throw invalid("body", `${method} sends no body`);
  }
  const type = body_type ?? (typeof body === "string" ? "text" : "json");
  const [contentType, text] = writeBody(type, body);
  if (!headers.has("content-type")) headers.set("content-type", contentType);
  return text;
}

function writeBody(type: "json" | "form" | "text", body: unknown): [type: string, text: string] {
  if (type === "json") return ["application/json", JSON.stringify(body)];
  if (type === "form") return ["application/x-www-form-urlencoded", writeForm(body)];
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return ["text/plain; charset=utf-8", text];
}

function writeForm(body: unknown): string {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid("body", "a form body is an object of names and values");
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body as Record<string, unknown>)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (item === null || item === undefined) continue;
      form.append(name, typeof item === "string" ? item : JSON.stringify(item));
    }
  }
  return form.toString();
}

function invalid(path: string, message: string): ActionError {
  return new ActionError("invalid_input", message, { retryable: false, detail: { path } });
}
