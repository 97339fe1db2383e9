import { createServer, type Server, type Socket } from "node:net";
import { connect } from "node:net";
import { once } from "node:events";

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** What a frozen connection swallows: all, or only what the server says. */
type Swallowed = "all" | "answers";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Neither side hears of the other any more, not even of its end. */
  isFrozen: boolean;
}

/**
 * A network between clients and a server, in which a test cuts and freezes connections. What is
 * frozen stays open and takes what is sent, but nothing comes out at the other end, as behind a
 * firewall that has forgotten the connection.
 */
export class Proxy {
  readonly #pairs = new Set<Pair>();
  readonly #listener: Server;
  #target: Target;
  #frozen: Swallowed | undefined;
  #refuses = false;
  #unanswered: string | undefined;

  private constructor(listener: Server, target: Target) {
    this.#listener = listener;
    this.#target = target;
    listener.on("connection", (client) => this.#accept(client));
  }

  static async to(target: Target): Promise<Proxy> {
    const listener = createServer({ noDelay: true });
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new Proxy(listener, target);
  }

  get port(): number {
    return (this.#listener.address() as { port: number }).port;
  }

  /** The same database, through here. */
  through(url: string): string {
    const parsed = new URL(url);
    parsed.hostname = "127.0.0.1";
    parsed.port = `${this.port}`;
    parsed.searchParams.delete("host");
    return parsed.href.replaceAll("+", "%20");
  }

  /** How many connections there are. */
  get size(): number {
    return this.#pairs.size;
  }

  /** Every connection ends with a reset, on both sides; others may come. */
  cut(): void {
    for (const pair of this.#pairs) end(pair);
  }

  /** Connections from here on are refused until `heal`. */
  refuse(): void {
    this.#refuses = true;
    this.cut();
  }

  /** Nothing passes any more, and nobody is told: connections are half open. New ones as well. */
  freeze(what: Swallowed = "all"): void {
    this.#frozen = what;
    for (const pair of this.#pairs) freeze(pair, what);
  }

  /** Cuts the next connection that asks for this, once the server has begun to answer. */
  cutAnswer(to: string): void {
    this.#unanswered = to;
  }

  /** Whether a connection has been cut like that. */
  get hasCutAnswer(): boolean {
    return this.#unanswered === undefined;
  }

  /** New connections work again; what was frozen stays half open. */
  heal(): void {
    this.#frozen = undefined;
    this.#refuses = false;
    this.#unanswered = undefined;
  }

  /** Another server is behind this address: connections to the former one are cut. */
  moveTo(target: Target): void {
    this.#target = target;
    this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #accept(client: Socket): void {
    if (this.#refuses) {
      client.on("error", () => undefined).resetAndDestroy();
      return;
    }
    const server = connect({ ...this.#target, noDelay: true });
    const pair = { client, server, isFrozen: false };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on("error", () => undefined);
      socket.on("close", () => this.#close(pair));
    }
    client.pipe(server);
    server.pipe(client);
    client.on("data", (asked: Buffer) => this.#watch(pair, asked));
    if (this.#frozen !== undefined) freeze(pair, this.#frozen);
  }

  #watch(pair: Pair, asked: Buffer): void {
    if (this.#unanswered === undefined || !asked.includes(this.#unanswered)) return;
    this.#unanswered = undefined;
    pair.server.unpipe(pair.client);
    pair.server.once("data", () => end(pair));
  }

  #close(pair: Pair): void {
    if (!pair.isFrozen) end(pair);
    if (pair.client.destroyed && pair.server.destroyed) this.#pairs.delete(pair);
  }
}

function end({ client, server }: Pair): void {
  for (const socket of [client, server]) if (!socket.destroyed) socket.resetAndDestroy();
}

function freeze(pair: Pair, what: Swallowed): void {
  pair.isFrozen = true;
  pair.server.unpipe(pair.client).resume();
  if (what === "all") pair.client.unpipe(pair.server).resume();
}
