import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { SafeError } from "postgraphile/grafast";
import { unauthenticated, type Identity } from "./auth.ts";
import { look, type Look } from "./execution-look.ts";

const FASTEST_MS = 100;
const SLOWEST_MS = 1000;

/** The execution changed, or cannot be followed any longer: then this is the last event. */
export type ExecutionEvent = { id: string } | { error: unknown };

/** Follows executions by looking: the engine tells nobody. */
export class ExecutionFeed {
  readonly #pool: pg.Pool;
  readonly #watches = new Map<string, Watch>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** How many executions are looked at over and over. */
  get size(): number {
    return this.#watches.size;
  }

  /** An event at once and after every change, until the execution has finished. */
  follow(id: string, identity: Identity): AsyncIterableIterator<ExecutionEvent> {
    const follower = new Follower(identity);
    const events = this.#follow(id, follower);
    return {
      next: () => events.next(),
      // a generator that waits hears of its return only when the wait is over
      return: () => {
        follower.leave();
        return events.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async *#follow(id: string, follower: Follower): AsyncGenerator<ExecutionEvent, undefined> {
    try {
      let seen = await follower.look(this.#pool, id);
      yield { id };
      if (seen.isFinished) return;
      const watch = this.#watchOf(id, seen);
      watch.followers.add(follower);
      try {
        while (!seen.isFinished) {
          const next = await follower.changed(watch, seen);
          if (next === undefined) return;
          seen = next;
          yield { id };
        }
      } finally {
        watch.followers.delete(follower);
      }
    } catch (error) {
      yield { error };
    }
  }

  #watchOf(id: string, seen: Look): Watch {
    let watch = this.#watches.get(id);
    if (watch === undefined) {
      watch = new Watch(seen);
      this.#watches.set(id, watch);
      void watch.run(this.#pool, id, () => this.#watches.delete(id));
    }
    return watch;
  }
}

/** Somebody who follows an execution; what they may see is decided by their own claims alone. */
class Follower {
  readonly #identity: Identity;
  #news = Promise.withResolvers<void>();
  #hasLeft = false;
  #error: Error | undefined;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  get isExpired(): boolean {
    const { expiresAt } = this.#identity;
    return expiresAt !== undefined && expiresAt <= Date.now();
  }

  async look(pool: pg.Pool, id: string): Promise<Look> {
    const found = await look(pool, this.#identity.settings, id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** What the watch saw last, once it differs; undefined for who has left. */
  async changed(watch: Watch, seen: Look): Promise<Look | undefined> {
    for (;;) {
      if (this.#hasLeft) return undefined;
      if (this.#error !== undefined) throw this.#error;
      if (watch.latest.state !== seen.state) return watch.latest;
      this.#news = Promise.withResolvers();
      await this.#news.promise;
    }
  }

  notify(): void {
    this.#news.resolve();
  }

  leave(): void {
    this.#hasLeft = true;
    this.notify();
  }

  fail(error: Error): void {
    this.#error = error;
    this.notify();
  }
}

/** Looks at one execution for all who follow it, with the claims of one of them. */
class Watch {
  readonly followers = new Set<Follower>();
  latest: Look;

  constructor(latest: Look) {
    this.latest = latest;
  }

  /** Until the execution has finished or nobody follows it; `end` is called before anybody can join. */
  async run(pool: pg.Pool, id: string, end: () => void): Promise<void> {
    let pause = FASTEST_MS;
    while (!this.latest.isFinished) {
      await sleep(pause);
      for (const follower of this.followers) {
        if (follower.isExpired) this.#drop(follower, unauthenticated("the token has expired"));
      }
      const [first] = this.followers;
      if (first === undefined) break;
      pause = (await this.#look(pool, id, first)) ? FASTEST_MS : Math.min(pause * 1.5, SLOWEST_MS);
    }
    end();
  }

  /** True when there is something new. */
  async #look(pool: pg.Pool, id: string, follower: Follower): Promise<boolean> {
    try {
      const found = await follower.look(pool, id);
      if (found.state === this.latest.state) return false;
      this.latest = found;
      for (const each of this.followers) each.notify();
      return true;
    } catch (error) {
      // their claims, their error: the next one has to see for themselves
      this.#drop(follower, error as Error);
      return false;
    }
  }

  #drop(follower: Follower, error: Error): void {
    this.followers.delete(follower);
    follower.fail(error);
  }
}

function notFound(id: string): Error {
  return new SafeError(`execution ${id} does not exist`, {
    code: "SLNTF",
    reason: "NOT_FOUND",
    hint: "List workflowExecutions to see those of your organizations.",
  });
}
