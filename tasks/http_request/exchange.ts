import { fetch, type Agent, type Response } from "undici";
import { ActionError } from "../action-error.ts";
import type { ActionContext } from "../define-action.ts";
import { guardedAgent } from "./agent.ts";
import { redirectError, timeoutError, transportError } from "./errors.ts";
import { buildRequest, redirected, type Request } from "./request.ts";
import { readBytes } from "./response.ts";
import type { Input } from "./schema.ts";

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly bytes: Buffer;
  readonly durationMs: number;
}

/** Sends a request and reads the whole answer, whatever its status, within the limits it has. */
export async function exchange(
  given: Input,
  { key, signal, env, trace }: Pick<ActionContext, "key" | "signal" | "env" | "trace">,
): Promise<Exchange> {
  const request = buildRequest(given, key, trace);
  const agent = guardedAgent(env["SLUICE_HTTP_ALLOW"]);
  const limit = AbortSignal.timeout(Math.ceil(given.timeout_seconds * 1000));
  const start = performance.now();
  try {
    const bounds = { agent, signal: AbortSignal.any([signal, limit]) };
    const response = await send(request, bounds, given.max_redirects);
    const bytes = await readBytes(response, given.max_response_bytes);
    return { request, response, bytes, durationMs: Math.round(performance.now() - start) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ActionError) throw error;
    if (limit.aborted) throw timeoutError(request, given.timeout_seconds);
    throw transportError(error, request);
  }
}

interface Bounds {
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

/** Redirects are followed here, so that each one is checked like a request of its own. */
async function send(first: Request, bounds: Bounds, maxRedirects: number): Promise<Response> {
  let request = first;
  for (let count = 0; ; count += 1) {
    const response = await fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: request.body,
      signal: bounds.signal,
      dispatcher: bounds.agent,
      redirect: "manual",
    });
    const next = redirected(request, response.status, response.headers.get("location"));
    if (next === null || maxRedirects === 0) return response;
    await response.body?.cancel();
    if (count === maxRedirects) throw redirectError(first, maxRedirects);
    request = next;
  }
}
