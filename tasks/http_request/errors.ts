import type { Response } from "undici";
import { ActionError } from "../action-error.ts";
import { HARMLESS_HEADERS, type Request } from "./request.ts";
import { clockOf, retryAfterMs } from "./response.ts";

const EXCERPT_LENGTH = 1000;
const RETRIED_STATUSES = new Set([408, 425, 429]);

export function isRetried(status: number): boolean {
  return status >= 500 || RETRIED_STATUSES.has(status);
}

/** The failure for a status that is no answer. */
export function statusError(request: Request, response: Response, body: unknown): ActionError {
  const { status } = response;
  const delay = retryAfterMs(response.headers.get("retry-after"), clockOf(response));
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new ActionError("http", `${describe(request)} answered ${status}`, {
    retryable: isRetried(status),
    ...(delay === undefined ? {} : { retryAfterMs: delay }),
    detail: { status, body: withoutSecrets(text, request.headers).slice(0, EXCERPT_LENGTH) },
  });
}

export function redirectError(request: Request, limit: number): ActionError {
  return new ActionError("http", `${describe(request)} redirects more than ${limit} times`, {
    retryable: false,
  });
}

export function timeoutError(request: Request, seconds: number): ActionError {
  return new ActionError("timeout", `${describe(request)} took longer than ${seconds} s`);
}

/** Whatever made the exchange fail, as a class that a workflow can route on. */
export function transportError(error: unknown, request: Request): ActionError {
  const causes = causesOf(error);
  const known = causes.find((cause) => cause instanceof ActionError);
  if (known !== undefined) return known;
  const reason = causes.find((cause) => typeof codeOf(cause) === "string") ?? causes.at(-1);
  const code = codeOf(reason);
  const text = code ?? (reason instanceof Error ? reason.message : "unknown error");
  if (text === "bad port") {
    const message = `port ${request.url.port} is never used for HTTP`;
    return new ActionError("forbidden_address", message, { retryable: false });
  }
  return new ActionError("network", `${describe(request)} failed: ${text}`, {
    retryable: code === undefined || !isCertificateError(code),
    ...(code === undefined ? {} : { detail: { code } }),
  });
}

/** Method and origin only: paths and queries carry secrets, for instance in Slack's hooks. */
function describe({ method, url }: Request): string {
  return `${method} ${url.origin}`;
}

function withoutSecrets(text: string, headers: Headers): string {
  const secrets = [...headers]
    .filter(([name]) => !HARMLESS_HEADERS.has(name))
    .flatMap(([, value]) => [value, ...value.split(" ")])
    .filter((value) => value.length >= 4)
    .sort((a, b) => b.length - a.length);
  return secrets.reduce((safe, secret) => safe.replaceAll(secret, "[redacted]"), text);
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let cause = error; cause !== undefined && causes.length < 10;) {
    causes.push(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

function isCertificateError(code: string): boolean {
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code);
}
