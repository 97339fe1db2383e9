import type pg from "pg";
import type { Identity } from "../auth.ts";
import { Bell } from "./bell.ts";
import { ChangeLog } from "./log.ts";
import { Pace, type Sleep } from "./pace.ts";
import { Rounds } from "./rounds.ts";
import { Subscriber, type ChangeEvent } from "./subscriber.ts";
import { find, type Topic } from "./topic.ts";
import { Turns } from "./turns.ts";

/** Of the connections that answer GraphQL, subscriptions leave some to requests. */
const AT_ONCE = 8;

export interface Listener {
  identity: Identity;
  /** How many bytes are on the way to them. */
  backlog(): number;
}

/** Tells subscribers what changes: one question for all of them, and none while there are none. */
export class ChangeFeed {
  readonly #pool: pg.Pool;
  readonly #turns = new Turns(AT_ONCE);
  readonly #rounds: Rounds;
  readonly #pace: Pace;

  constructor(pool: pg.Pool, listenUrl: string, sleep?: Partial<Sleep>) {
    const log = new ChangeLog(pool);
    this.#pool = pool;
    this.#rounds = new Rounds(log);
    this.#pace = new Pace(log, (ring) => new Bell(listenUrl, ring), sleep);
  }

  /** How many follow something. */
  get size(): number {
    return this.#rounds.size;
  }

  /** Nobody follows anything: nothing is asked. */
  get isLooking(): boolean {
    return this.#pace.isLooking;
  }

  /** Events until the topic has come to its end, or may not be followed any longer. */
  subscribe(topic: Topic, listener: Listener): AsyncIterableIterator<ChangeEvent> {
    let subscriber: Subscriber | undefined;
    let hasLeft = false;
    const events = this.#follow(topic, listener, (found) => {
      subscriber = found;
      if (hasLeft) found.leave();
    });
    return {
      next: () => events.next(),
      // a generator that waits hears of its return only when the wait is over
      return: () => {
        hasLeft = true;
        subscriber?.leave();
        return events.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async close(): Promise<void> {
    this.#rounds.leaveAll();
    await this.#pace.stop();
  }

  async *#follow(
    topic: Topic,
    { identity, backlog }: Listener,
    begin: (subscriber: Subscriber) => void,
  ): AsyncGenerator<ChangeEvent, undefined> {
    let subscriber: Subscriber | undefined;
    let end: (() => void) | undefined;
    try {
      const { scope } = await find(this.#pool, topic, identity);
      subscriber = new Subscriber(topic, scope, identity, backlog);
      begin(subscriber);
      const hasBegun = this.#rounds.join(subscriber);
      this.#pace.start(() => this.#rounds.go());
      await hasBegun;
      if (topic.kind === "execution") {
        // from here on its end is heard of; it may have come before
        const { isFinished } = await find(this.#pool, topic, identity);
        if (isFinished) subscriber.tellEnd();
      }
      for (;;) {
        const next = await subscriber.next(this.#turns, () => this.#rounds.cursor);
        if (next === undefined) return;
        end = next.end;
        yield next.news;
        end();
      }
    } catch (error) {
      yield { error };
    } finally {
      end?.();
      if (subscriber) this.#rounds.leave(subscriber);
      if (this.size === 0) this.#pace.ring();
    }
  }
}
