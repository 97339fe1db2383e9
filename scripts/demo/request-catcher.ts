/** Catches what workflows send by HTTP, so that the demo has somebody to talk to. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { Route } from "../server.ts";

/** A request as it was caught. */
export interface CaughtRequest {
  received_at: string;
  path: string;
  idempotency_key: string | null;
  body: unknown;
}

const PREFIX = "/requests";

/** POST /requests/… is kept in the file, one line each; GET /requests lists what was caught. */
export function catchRequests(file: string): Route {
  return {
    handles: ({ url = "" }) => url === PREFIX || url.startsWith(`${PREFIX}/`),
    async handler(request, response) {
      if (request.method === "GET") return answer(response, 200, readRequests(file));
      if (request.method !== "POST") return answer(response, 405, { error: "POST or GET" });
      keep(file, await describe(request));
      answer(response, 200, { ok: true });
    },
  };
}

async function describe(request: IncomingMessage): Promise<CaughtRequest> {
  return {
    received_at: new Date().toISOString(),
    path: (request.url ?? "").slice(PREFIX.length),
    idempotency_key: request.headers["idempotency-key"]?.toString() ?? null,
    body: await json(request).catch(() => null),
  };
}

/** On the disk before it is answered: a kill -9 forgets nothing. */
function keep(file: string, caught: CaughtRequest): void {
  const handle = openSync(file, "a", 0o600);
  try {
    writeSync(handle, `${JSON.stringify(caught)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readRequests(file: string): CaughtRequest[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as CaughtRequest);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}
