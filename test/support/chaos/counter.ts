import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How often `/flaky/…` refuses a step before it takes what it sends. */
const REFUSALS = 2;
const PAGE = 50;

/**
 * What the side effects of a run go to: it counts them by path and idempotency key. `/ok/…` is
 * taken, `/flaky/…` at the third time, `/broken/…` never. Each effect of a run has its own path.
 */
export class Counter {
  readonly #server: Server;
  readonly #calls = new Map<string, Map<string, number>>();
  /** `/feed` has items up to this number. */
  offered = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      request.resume();
      if (request.url?.startsWith("/feed") === true) this.#feed(request.url, response);
      else this.#take(request, response);
    });
  }

  static async start(): Promise<Counter> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Counter(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** path → how often it was called with which key. */
  get calls(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    return this.#calls;
  }

  get total(): number {
    const counts = [...this.#calls.values()].flatMap((keys) => [...keys.values()]);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Those after the one that is named, a page of them. */
  #feed(url: string, response: ServerResponse): void {
    const after = Number(new URL(url, this.url).searchParams.get("after"));
    const count = Math.min(this.offered - after, PAGE);
    const items = Array.from({ length: count }, (_, index) => ({ n: after + index + 1 }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(items));
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "/";
    const key = String(request.headers["idempotency-key"]);
    const keys = this.#calls.get(path) ?? new Map<string, number>();
    const count = (keys.get(key) ?? 0) + 1;
    this.#calls.set(path, keys.set(key, count));
    const isRefused =
      path.startsWith("/broken/") || (path.startsWith("/flaky/") && count <= REFUSALS);
    response.writeHead(isRefused ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ path }));
  }
}
