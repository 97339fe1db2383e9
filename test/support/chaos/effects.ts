import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Effect {
  readonly key: string;
  readonly path: string;
  readonly at: number;
}

const SECOND_MS = 1000;

interface Waiting {
  readonly count: number;
  resolve(): void;
}

/**
 * What the steps of a test call with `http_request`: it keeps what came, by idempotency key, and
 * answers at once, or holds what comes to a path until the test lets go of it.
 */
export class Effects {
  readonly all: Effect[] = [];
  readonly #server: Server;
  readonly #held = new Map<string, ServerResponse[]>();
  readonly #refusals = new Map<string, number>();
  readonly #waiting: Waiting[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      this.#take(request, response);
    });
  }

  static async start(): Promise<Effects> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Effects(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many different steps have been here. */
  get keys(): Set<string> {
    return new Set(this.all.map(({ key }) => key));
  }

  /** From now on nothing to this path is answered. */
  hold(path: string): void {
    if (!this.#held.has(path)) this.#held.set(path, []);
  }

  /** The next so many to this path are told to come again later. */
  refuse(path: string, times: number): void {
    this.#refusals.set(path, times);
  }

  /** Answers what is held, and at once what comes later. */
  release(path: string): void {
    const responses = this.#held.get(path) ?? [];
    this.#held.delete(path);
    for (const response of responses) answer(response);
  }

  /** Resolves when so many calls have come in, or have already. */
  async reach(count: number): Promise<void> {
    if (this.all.length >= count) return;
    await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const key = String(request.headers["idempotency-key"]);
    const path = request.url ?? "/";
    this.all.push({ key, path, at: performance.now() });
    for (const { count, resolve } of this.#waiting) if (this.all.length >= count) resolve();
    const refusals = this.#refusals.get(path) ?? 0;
    if (refusals > 0) {
      this.#refusals.set(path, refusals - 1);
      const later = new Date(Date.now() + SECOND_MS).toUTCString();
      response.writeHead(503, { "retry-after": later }).end();
      return;
    }
    const held = this.#held.get(path);
    if (held === undefined) answer(response);
    else held.push(response);
  }
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end("{}");
}
