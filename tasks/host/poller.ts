import { ActionError } from "../action-error.ts";
import { failureOf, type Polled, type PollOrder, type Source } from "../poll/order.ts";
import { sources as allSources } from "../poll/sources.ts";
import { backOff } from "./backoff.ts";
import type { Complaints } from "./complaints.ts";
import type { Engine } from "./engine.ts";
import { faultOf } from "./faults.ts";
import { toJsonText } from "./json-text.ts";

/**
 * Beside the slots for steps: a server that answers slowly takes none of them. Three times as many
 * as one organization may make, so that it leaves room for others.
 */
const AT_ONCE = 24;
const LONGEST_SLEEP_MS = 1000;
const SHORTEST_SLEEP_MS = 50;
const ATTEMPTS = 5;
/** Somebody who is about to publish the workflow has its poll. */
const BUSY_ATTEMPTS = 12;

export interface PollerOptions {
  readonly engine: Pick<Engine, "claimPolls" | "reportPoll">;
  readonly complaints: Complaints;
  readonly env: NodeJS.ProcessEnv;
  readonly sources?: Readonly<Record<string, Source>>;
  /** Something may have been fired. */
  onReported(): void;
}

/** What came of a poll, whether it was answered or not. */
type Made = Omit<Polled, "answer"> & { readonly answer: unknown };

/** Makes the polls that are due; which those are, and what comes of the answers, the engine knows. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #wake: () => void = () => {};
  #loop: Promise<void> | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Takes no more, and gives those back that are under way: another worker makes them. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error("the host stops"));
    this.#wake();
    await this.#loop;
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    const { engine, complaints, onReported } = this.#options;
    for (let failures = 0; !this.#stop.signal.aborted;) {
      const room = AT_ONCE - this.#running.size;
      if (room === 0) {
        await Promise.race(this.#running);
        continue;
      }
      try {
        const { count, dueInMs, orders } = await engine.claimPolls(room);
        for (const order of orders) this.#take(order);
        complaints.worked("polling");
        failures = 0;
        if (count > orders.length) onReported();
        if (count < room) await this.#sleep(dueInMs);
      } catch (error) {
        complaints.failed("polling", error);
        failures += 1;
        await backOff(failures, this.#stop.signal);
      }
    }
  }

  async #sleep(dueInMs: number | null): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const due = Math.max(dueInMs ?? LONGEST_SLEEP_MS, SHORTEST_SLEEP_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(due, LONGEST_SLEEP_MS));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(order: PollOrder): void {
    const done = this.#make(order)
      .catch((error: unknown) => this.#options.complaints.failed("reporting a poll", error))
      .finally(() => {
        this.#running.delete(done);
        this.#wake();
      });
    this.#running.add(done);
  }

  async #make(order: PollOrder): Promise<void> {
    const polled = await this.#ask(order);
    try {
      await this.#report(order, toJsonText(polled.answer), polled.body);
      await polled.settle?.().catch(() => {});
    } finally {
      await polled.close?.().catch(() => {});
    }
    this.#options.onReported();
  }

  async #ask(order: PollOrder): Promise<Made> {
    const { env, sources = allSources } = this.#options;
    const limit = AbortSignal.timeout(order.timeoutMs);
    const signal = AbortSignal.any([limit, this.#stop.signal]);
    try {
      const source = sources[order.source];
      if (source === undefined) throw new Error(`this worker cannot poll ${order.source}`);
      return await within(source(order, { env, signal }), signal);
    } catch (error) {
      if (this.#stop.signal.aborted) return { answer: { outcome: "released" } };
      if (error instanceof ActionError) return { answer: failureOf(error) };
      const message = limit.aborted
        ? `it took longer than ${order.timeoutMs / 1000} s`
        : `it failed: ${error instanceof Error ? error.message : "unknown error"}`;
      return { answer: { outcome: "failed", message } };
    }
  }

  /** An answer that the database does not take is a failure, which it does. */
  async #report(order: PollOrder, answer: string, body?: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#options.engine.reportPoll(order, answer, body ?? null);
        return;
      } catch (error) {
        const fault = faultOf(error);
        const isFinal = fault === "refused" || fault === "slow";
        if (isFinal && body !== null && !answer.includes('"failed"')) {
          const message = "the answer takes too long to read, or cannot be held";
          return this.#report(order, JSON.stringify({ outcome: "failed", message }));
        }
        if (attempt >= (fault === "busy" ? BUSY_ATTEMPTS : ATTEMPTS) || this.#stop.signal.aborted)
          throw error;
        await backOff(attempt, this.#stop.signal);
      }
    }
  }
}

/** A source that does not heed the signal is left behind. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  work.catch(() => {});
  return Promise.race([work, aborted]);
}
