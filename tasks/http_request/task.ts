import { fetch, type Agent, type Response } from "undici";
import { ActionError } from "../action-error.ts";
import { defineAction, threeRetries } from "../define-action.ts";
import { guardedAgent } from "./agent.ts";
import { isRetried, redirectError, statusError, timeoutError, transportError } from "./errors.ts";
import { buildRequest, redirected, type Request } from "./request.ts";
import { decodeBody, readBytes } from "./response.ts";
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

  async run(given, { key, signal, env, trace }) {
    const request = buildRequest(given, key, trace);
    const agent = guardedAgent(env["SLUICE_HTTP_ALLOW"]);
    const limit = AbortSignal.timeout(Math.ceil(given.timeout_seconds * 1000));
    const start = performance.now();
    try {
      const exchange = { agent, signal: AbortSignal.any([signal, limit]) };
      const response = await send(request, exchange, given.max_redirects);
      const bytes = await readBytes(response, given.max_response_bytes);
      const decoded = decodeBody(bytes, response.headers.get("content-type"));
      if (!isAnswer(response.status, given.ok_statuses)) {
        throw statusError(request, response, decoded.body);
      }
      return {
        status: response.status,
        headers: plainHeaders(response),
        ...decoded,
        duration_ms: Math.round(performance.now() - start),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ActionError) throw error;
      if (limit.aborted) throw timeoutError(request, given.timeout_seconds);
      throw transportError(error, request);
    }
  },
});

interface Exchange {
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** Redirects are followed here, so that each one is checked like a request of its own. */
async function send(first: Request, exchange: Exchange, maxRedirects: number): Promise<Response> {
  let request = first;
  for (let count = 0; ; count += 1) {
    const response = await fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: request.body,
      signal: exchange.signal,
      dispatcher: exchange.agent,
      redirect: "manual",
    });
    const next = redirected(request, response.status, response.headers.get("location"));
    if (next === null || maxRedirects === 0) return response;
    await response.body?.cancel();
    if (count === maxRedirects) throw redirectError(first, maxRedirects);
    request = next;
  }
}

function isAnswer(status: number, okStatuses: Input["ok_statuses"]): boolean {
  if (okStatuses === undefined) return !isRetried(status);
  return okStatuses.some((ok) => ok === status || ok === `${Math.floor(status / 100)}xx`);
}

function plainHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers.keys()].map((name) => [name, headers.get(name) ?? ""]));
}
