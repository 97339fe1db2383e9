import { unauthenticated } from "../auth.ts";
import { openIn, unsettledIn, type Batch, type ChangeLog, type Scope } from "./log.ts";
import type { Subscriber } from "./subscriber.ts";
import { notFound } from "./topic.ts";

/** The database has changes noted for five minutes from each time. */
const RENEW_MS = 30_000;
const CHECK_MS = 1000;
/** More changes than that are not read: everybody loads everything again. */
const MOST_CHANGES = 50_000;

interface Place {
  scope: Scope;
  subscribers: Set<Subscriber>;
  /** Transactions that were under way when it was first watched, and may not have noted anything. */
  unsettled: Set<string> | undefined;
}

interface Joining {
  subscriber: Subscriber;
  begin: PromiseWithResolvers<void>;
}

/** Who follows what, and what they hear, one round after the other. */
export class Rounds {
  readonly #log: ChangeLog;
  readonly #places = new Map<string, Place>();
  readonly #settled = new Map<string, string | null>();
  #joining: Joining[] = [];
  #cursor: string | undefined;
  #renewAt = 0;
  #checkAt = 0;

  constructor(log: ChangeLog) {
    this.#log = log;
  }

  get size(): number {
    return [...this.#places.values()].reduce((sum, place) => sum + place.subscribers.size, 0);
  }

  get cursor(): string {
    return this.#cursor ?? "";
  }

  /** Resolves as soon as they hear what changes; from then on they are told. */
  join(subscriber: Subscriber): Promise<void> {
    const begin = Promise.withResolvers<void>();
    this.#joining.push({ subscriber, begin });
    return begin.promise;
  }

  leave(subscriber: Subscriber): void {
    const { id } = subscriber.scope;
    const place = this.#places.get(id);
    place?.subscribers.delete(subscriber);
    if (place?.subscribers.size === 0) {
      this.#places.delete(id);
      this.#settled.delete(id);
    }
    const at = this.#joining.findIndex((each) => each.subscriber === subscriber);
    const [gone] = at < 0 ? [] : this.#joining.splice(at, 1);
    gone?.begin.resolve();
    subscriber.leave();
  }

  leaveAll(): void {
    const all = [...this.#places.values()].flatMap(({ subscribers }) => [...subscribers]);
    for (const each of [...all, ...this.#joining.map(({ subscriber }) => subscriber)]) {
      this.leave(each);
    }
  }

  /** One round: whether anything has changed; undefined when nobody follows anything. */
  async go(): Promise<boolean | undefined> {
    if (this.#places.size === 0 && this.#joining.length === 0) {
      this.#cursor = undefined;
      return undefined;
    }
    const joining = [...this.#joining];
    try {
      await this.#watch(joining);
      const batch = await this.#log.read(this.#cursor, MOST_CHANGES);
      this.#cursor = batch.cursor;
      this.#tell(batch);
      await this.#begin(joining, batch.cursor);
      await this.#check();
      return batch.changes.length > 0 || joining.length > 0;
    } catch (error) {
      // the log may be gone with a crash: whoever asks again is told so
      this.#renewAt = 0;
      throw error;
    }
  }

  /** Committed before the next cursor is taken; and once more, so that the database has seen it. */
  async #watch(joining: Joining[]): Promise<void> {
    const added = joining
      .map(({ subscriber }) => subscriber.scope)
      .filter((scope) => !this.#places.has(scope.id));
    const isDue = this.#log.takeLoss() || this.#renewAt <= performance.now();
    const known = isDue ? [...this.#places.values()].map(({ scope }) => scope) : [];
    const scopes = [...known, ...added];
    if (scopes.length === 0) return;
    const watched = await this.#log.watch(scopes);
    const begun = new Set(watched.filter(({ isNew }) => isNew).map(({ id }) => id));
    const again = scopes.filter(({ id }) => begun.has(id));
    if (again.length > 0) watched.push(...(await this.#log.watch(again)));
    for (const { id, settledXid } of watched) this.#settled.set(id, settledXid);
    for (const { id } of known) {
      if (begun.has(id)) this.#startAgain(this.#places.get(id));
    }
    if (isDue) this.#renewAt = performance.now() + RENEW_MS;
  }

  #unsettledOf({ id }: Scope, cursor: string): Set<string> {
    return unsettledIn(cursor, this.#settled.get(id) ?? null);
  }

  #startAgain(place: Place | undefined): void {
    if (place === undefined) return;
    // its next cursor is taken after this
    place.unsettled = undefined;
    for (const subscriber of place.subscribers) subscriber.reset();
  }

  #tell({ cursor, isFull, changes }: Batch): void {
    const open = openIn(cursor);
    for (const place of this.#places.values()) {
      place.unsettled ??= this.#unsettledOf(place.scope, cursor);
      const settled = [...place.unsettled].filter((xid) => !open.has(xid));
      for (const xid of settled) place.unsettled.delete(xid);
      if (!isFull && settled.length === 0) continue;
      for (const subscriber of place.subscribers) subscriber.reset();
    }
    for (const change of changes) {
      for (const id of new Set([change.organizationId, change.workflowId, change.subject])) {
        for (const subscriber of this.#places.get(id)?.subscribers ?? []) subscriber.hear(change);
      }
    }
  }

  async #begin(joining: Joining[], cursor: string): Promise<void> {
    for (const { subscriber } of joining) {
      const { scope } = subscriber;
      const place = this.#places.get(scope.id) ?? {
        ...{ scope, subscribers: new Set(), unsettled: this.#unsettledOf(scope, cursor) },
      };
      place.subscribers.add(subscriber);
      this.#places.set(scope.id, place);
    }
    const those = new Set(joining);
    this.#joining = this.#joining.filter((each) => !those.has(each));
    for (const { subscriber, begin } of joining) {
      const { after } = subscriber.topic;
      const missed =
        after == null
          ? undefined
          : await this.#log.missed(subscriber.scope, after, cursor).catch(() => undefined);
      if (missed === undefined) subscriber.reset();
      else subscriber.catchUp(missed);
      begin.resolve();
    }
  }

  /** Whose token has expired, or who has left the organization, hears nothing any more. */
  async #check(): Promise<void> {
    if (this.#checkAt > performance.now()) return;
    this.#checkAt = performance.now() + CHECK_MS;
    const all = [...this.#places.values()].flatMap(({ subscribers }) => [...subscribers]);
    const pairs = new Map(
      all.map(({ userId, scope }) => [
        `${userId} ${scope.organizationId}`,
        [userId, scope.organizationId] as [string, string],
      ]),
    );
    const members = await this.#log.members([...pairs.values()]);
    for (const each of all) {
      if (each.isExpired) each.fail(unauthenticated("the token has expired"));
      else if (!members.has(`${each.userId} ${each.scope.organizationId}`)) {
        each.fail(notFound(each.topic, each.scope.id));
      }
    }
  }
}
