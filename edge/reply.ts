import type { IncomingMessage, ServerResponse } from "node:http";

const LINGER_MS = 2000;
const LINGER_BYTES = 16 * 1024 * 1024;

/** Answers with JSON. */
export function reply(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: object,
  headers: Record<string, string> = {},
): void {
  send(request, response, status, `${JSON.stringify(value)}\n`, {
    ...headers,
    "content-type": "application/json; charset=utf-8",
  });
}

/**
 * When the request has not been read to its end the connection is closed, but
 * only after the sender had time to see the answer: closing at once would reset what he sends, and
 * with it what he was told.
 */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string>,
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(request.complete ? {} : { connection: "close" }),
  });
  if (request.complete) {
    response.end(body);
    return;
  }
  response.write(body);
  discard(request, () => response.end());
}

/** Throws away what still arrives, for a while. */
function discard(request: IncomingMessage, done: () => void): void {
  let size = 0;
  const end = () => {
    clearTimeout(timer);
    request.off("data", onData).off("end", end).off("close", end).off("error", end);
    done();
  };
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > LINGER_BYTES) end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.on("data", onData).on("end", end).on("close", end).on("error", end).resume();
}
