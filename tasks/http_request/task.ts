import type { Response } from "undici";
import { defineAction, threeRetries } from "../define-action.ts";
import { isRetried, statusError } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { decodeBody } from "./response.ts";
import { input, output, type Input } from "./schema.ts";

/** Sends one HTTP request. A 5xx fails, so that the engine retries; a 4xx is an answer. */
export const httpRequest = defineAction({
  name: "http_request",
  title: "HTTP request",
  description:
    "Calls a URL. A status below 500 is an answer for the workflow to look at, except 408, 425 and 429; those and 5xx are retried, after what Retry-After asks for. Private addresses are refused.",
  input,
  output,
  retry: threeRetries,

  async run(given, context) {
    const { request, response, bytes, durationMs } = await exchange(given, context);
    const decoded = decodeBody(bytes, response.headers.get("content-type"));
    if (!isAnswer(response.status, given.ok_statuses)) {
      throw statusError(request, response, decoded.body);
    }
    return {
      status: response.status,
      headers: plainHeaders(response),
      ...decoded,
      duration_ms: durationMs,
    };
  },
});

function isAnswer(status: number, okStatuses: Input["ok_statuses"]): boolean {
  if (okStatuses === undefined) return !isRetried(status);
  return okStatuses.some((ok) => ok === status || ok === `${Math.floor(status / 100)}xx`);
}

export function plainHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers.keys()].map((name) => [name, headers.get(name) ?? ""]));
}
