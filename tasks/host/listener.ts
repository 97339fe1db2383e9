import pg from "pg";
import type { Complaints, Log } from "./complaints.ts";
import { connectionOf, KEEP_ALIVE } from "./session.ts";

const RECONNECT_MS = 1000;
/** A pooler may be taken away, or be told to lend whole sessions. */
const POOLED_MS = 60_000;
const CHECK_MS = 10_000;
const ANSWER_MS = 5000;

export interface ListenerOptions {
  readonly databaseUrl: string;
  readonly complaints: Complaints;
  readonly log: Log;
  onTick(): void;
  /** Whether ticks are heard from now on. */
  onChange(isListening: boolean): void;
}

/**
 * Hears `sluice:tick` on a connection of its own and connects again when that is lost, or answers
 * no more. Meanwhile, and behind a pooler, which drops LISTEN, polling does the work.
 */
export class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #wasPooled = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { databaseUrl, complaints, onTick, onChange } = this.#options;
    const client = connectionTo(databaseUrl);
    this.#client = client;
    client.on("error", (error) => this.#lose(client, error));
    client.on("end", () => this.#lose(client, new Error("the connection was closed")));
    client.on("notification", onTick);
    try {
      await client.connect();
      if ((await connectionOf(client)) === "pooled") return this.#giveUp(client);
      await client.query('listen "sluice:tick"');
      complaints.worked("listening for ticks");
      this.#wasPooled = false;
      onChange(true);
      onTick();
      this.#later(CHECK_MS, () => this.#check(client));
    } catch (error) {
      this.#lose(client, error as Error);
    }
  }

  async #check(client: pg.Client): Promise<void> {
    try {
      await client.query("select");
      if (this.#client === client) this.#later(CHECK_MS, () => this.#check(client));
    } catch (error) {
      this.#lose(client, error as Error);
    }
  }

  #lose(client: pg.Client, { message }: Error): void {
    if (this.#isStopped || this.#client !== client) return;
    const error = new Error(`${message}; it polls meanwhile`);
    this.#options.complaints.failed("listening for ticks", error);
    this.#leave(client, RECONNECT_MS);
  }

  #giveUp(client: pg.Client): void {
    const { complaints, log } = this.#options;
    complaints.worked("listening for ticks");
    if (!this.#wasPooled) {
      log("a pooler is in between, so ticks are not heard: it polls 4 times a second");
    }
    this.#wasPooled = true;
    this.#leave(client, POOLED_MS);
  }

  #leave(client: pg.Client, forMs: number): void {
    this.#client = undefined;
    client.end().catch(() => {});
    this.#options.onChange(false);
    this.#later(forMs, () => this.#connect());
  }

  #later(ms: number, what: () => Promise<void>): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => void what(), ms);
  }
}

function connectionTo(databaseUrl: string): pg.Client {
  return new pg.Client({
    connectionString: databaseUrl,
    ...KEEP_ALIVE,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: "sluice worker listen",
  });
}
