import { setTimeout as sleep } from "node:timers/promises";
import type { Identity } from "../auth.ts";
import type { Change, Missed, Scope } from "./log.ts";
import type { Topic } from "./topic.ts";
import type { Turns } from "./turns.ts";

/** These have changed; with `isReset` nobody knows what has, so that all is to be loaded again. */
export interface News {
  ids: string[];
  cursor: string;
  isReset: boolean;
}
/** A failure is the last event. */
export type ChangeEvent = News | { error: unknown };

/** Between two events of one subscriber; changes in between become one event. */
const PAUSE_MS = 100;
const MOST_IDS = 100;
/** More than these are not kept for anybody: they load everything again. */
const MOST_PENDING = 1000;
/** Who has this much on the way to them is not told more until they have taken it. */
const MOST_BYTES = 65_536;

/** Somebody who follows a topic; what they may see is decided by their own claims alone. */
export class Subscriber {
  readonly topic: Topic;
  readonly identity: Identity;
  readonly scope: Scope;
  readonly #backlog: () => number;
  readonly #pending = new Set<string>();
  /** What they have been told of completely. */
  #cursor: string;
  #isReset = false;
  #isOver = false;
  #error: Error | undefined;
  #news = Promise.withResolvers<void>();
  #nextAt = 0;

  constructor(topic: Topic, scope: Scope, identity: Identity, backlog: () => number) {
    this.topic = topic;
    this.scope = scope;
    this.identity = identity;
    this.#backlog = backlog;
    this.#cursor = topic.after ?? "";
  }

  get userId(): string {
    return this.identity.settings["jwt.claims.sub"] ?? "";
  }

  get isExpired(): boolean {
    const { expiresAt } = this.identity;
    return expiresAt !== undefined && expiresAt <= Date.now();
  }

  get hasNews(): boolean {
    return this.#isReset || this.#pending.size > 0;
  }

  hear({ subject, workflowId, isLive }: Change): void {
    const isWorkflow = subject === workflowId;
    if (isWorkflow !== (this.topic.kind === "workflows")) return;
    this.#pending.add(subject);
    if (this.#pending.size > MOST_PENDING) this.reset();
    if (this.topic.kind === "execution" && !isLive) this.finish();
    else this.#wake();
  }

  /** What changed before they came back. */
  catchUp({ executions, workflows }: Missed): void {
    for (const id of this.topic.kind === "workflows" ? workflows : executions) {
      this.#pending.add(id);
    }
    if (this.#pending.size > MOST_PENDING) this.reset();
    this.#wake();
  }

  /** Of an execution that has finished: it is told, and nothing follows. */
  tellEnd(): void {
    this.#pending.add(this.scope.id);
    this.finish();
  }

  /** Nobody knows what has changed. */
  reset(): void {
    if (this.topic.kind === "execution") {
      this.#pending.add(this.scope.id);
    } else {
      this.#isReset = true;
      this.#pending.clear();
    }
    this.#wake();
  }

  /** Nothing follows what is pending. */
  finish(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** Whoever leaves wants to hear no more. */
  leave(): void {
    this.#pending.clear();
    this.#isReset = false;
    this.finish();
  }

  fail(error: Error): void {
    this.#error = error;
    this.finish();
  }

  #wake(): void {
    this.#news.resolve();
  }

  /** Waits until they may be told, and for their turn; undefined when there is nothing any more. */
  async next(
    turns: Turns,
    cursor: () => string,
  ): Promise<{ news: News; end: () => void } | undefined> {
    await this.#untilReady();
    if (this.#error === undefined && !this.hasNews) return undefined;
    const end = await turns.take();
    try {
      if (this.#error !== undefined) throw this.#error;
      if (!this.hasNews) {
        end();
        return undefined;
      }
      this.#nextAt = performance.now() + PAUSE_MS;
      return { news: this.#take(cursor()), end };
    } catch (error) {
      end();
      throw error;
    }
  }

  async #untilReady(): Promise<void> {
    for (;;) {
      if (this.#isOver) return;
      if (!this.hasNews) {
        this.#news = Promise.withResolvers();
        await this.#news.promise;
      } else if (this.#nextAt > performance.now()) {
        await sleep(this.#nextAt - performance.now());
      } else if (this.#backlog() > MOST_BYTES) {
        await sleep(PAUSE_MS);
      } else return;
    }
  }

  #take(cursor: string): News {
    const isReset = this.#isReset;
    const ids = [...this.#pending].slice(0, MOST_IDS);
    for (const id of ids) this.#pending.delete(id);
    this.#isReset = false;
    if (this.#pending.size === 0) this.#cursor = cursor;
    return { ids, cursor: this.#cursor, isReset };
  }
}
