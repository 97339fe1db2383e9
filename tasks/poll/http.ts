import { ActionError } from "../action-error.ts";
import { statusError } from "../http_request/errors.ts";
import { exchange, type Exchange } from "../http_request/exchange.ts";
import { decodeBody } from "../http_request/response.ts";
import { input } from "../http_request/schema.ts";
import { plainHeaders } from "../http_request/task.ts";
import { holdable } from "./escapes.ts";
import type { Polled, PollContext, PollOrder, Validators } from "./order.ts";
import { secretOf } from "./secret.ts";

/** Nothing of them helps a workflow, and some are secrets. */
const HIDDEN_HEADERS = new Set(["set-cookie", "set-cookie2"]);

/** Asks a server; the engine looks for the items in what it has sent. */
export async function askHttp(order: PollOrder, context: PollContext): Promise<Polled> {
  const got = await fetchChanged(order, context);
  if (got === null) return { answer: { outcome: "unchanged" } };
  const { response, bytes } = got;
  const shown = Object.entries(plainHeaders(response)).filter(
    ([name]) => !HIDDEN_HEADERS.has(name),
  );
  return {
    answer: {
      outcome: "answered",
      status: response.status,
      headers: Object.fromEntries(shown),
      validators: validatorsOf(order, got),
    },
    body: textOf(bytes, response.headers.get("content-type")),
  };
}

/** What the server has, or null: it is what it was the last time. */
export async function fetchChanged(
  order: PollOrder,
  { env, signal }: PollContext,
): Promise<Exchange | null> {
  const { url, method, query, body, max_bytes } = order.request;
  const given = input.safeParse({
    ...{ url, method, query: query ?? undefined, body },
    headers: headersOf(order, env),
    timeout_seconds: order.timeoutMs / 1000,
    ...(max_bytes === undefined ? {} : { max_response_bytes: max_bytes }),
  });
  if (given.data === undefined) {
    const [issue] = given.error.issues;
    const message = `the request is wrong: ${issue?.path.join(".")} ${issue?.message}`;
    throw new ActionError("invalid_input", message, { retryable: false });
  }
  const got = await exchange(given.data, { key: order.token, signal, env, trace: {} });
  if (got.response.status === 304 && order.request.validators !== null) return null;
  if (!got.response.ok) throw statusError(got.request, got.response, "");
  return got;
}

export function validatorsOf(order: PollOrder, { response }: Exchange): Validators {
  return {
    hash: order.request.hash,
    etag: response.headers.get("etag") ?? undefined,
    last_modified: response.headers.get("last-modified") ?? undefined,
  };
}

function headersOf({ request, organizationId }: PollOrder, env: NodeJS.ProcessEnv) {
  const { validators, headers, secrets } = request;
  const origin = URL.parse(String(request["url"]))?.origin ?? "";
  const hidden = Object.entries((secrets ?? {}) as Record<string, string>).map(
    ([name, reference]) => [name, secretOf(reference, organizationId, origin, env)] as const,
  );
  return {
    ...(validators?.etag !== undefined && { "if-none-match": validators.etag }),
    ...(validators?.last_modified !== undefined && {
      "if-modified-since": validators.last_modified,
    }),
    ...(headers as Record<string, string> | undefined),
    ...Object.fromEntries(hidden),
  };
}

/** The engine reads JSON itself: here its numbers would lose digits. */
function textOf(bytes: Buffer, contentType: string | null): string {
  const charset = /;\s*charset=[^;]+/i.exec(contentType ?? "")?.[0] ?? "";
  const { body } = decodeBody(bytes, `text/plain${charset}`);
  const text = typeof body === "string" ? body.replaceAll("\0", "\ufffd") : "";
  return /^\s*[[{"]/.test(text) ? holdable(text) : text;
}
