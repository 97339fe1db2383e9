import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, onTestFinished, vi } from "vitest";
import type { Identity } from "../../graphql/auth.ts";
import { ExecutionFeed, type ExecutionEvent } from "../../graphql/execution-feed.ts";
import { look } from "../../graphql/execution-look.ts";
import { openPool } from "../../graphql/pool.ts";
import { collect } from "../support/api.ts";
import { expect, test, type Claims, type TestDatabase } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../support/engine.ts";
import { act } from "../support/scenes.ts";

const WATCHED_MS = 10_000;

function identityOf({ sub, org }: Required<Claims>, expiresAt?: number): Identity {
  const settings = { role: "sluice_member", "jwt.claims.sub": sub, "jwt.claims.org": org };
  return { settings, ...(expiresAt !== undefined && { expiresAt }) };
}

/** An execution that waits for a worker, two members of its organization, and a feed. */
async function follow(db: TestDatabase) {
  await defineTestAction(db);
  const { organizationId, claims: first } = await createTenant(db);
  const second = { sub: randomUUID(), org: organizationId };
  await db.query("insert into sluice.users (id, email) values ($1, $2)", [
    second.sub,
    `${second.sub}@example.test`,
  ]);
  await db.query(
    "insert into sluice.organization_members (organization_id, user_id, role) values ($1, $2, 'viewer')",
    [organizationId, second.sub],
  );
  const draft = definition([manual, act("a"), act("b")], ["start → a", "start → b"]);
  const id = await start(db, await publish(db, organizationId, draft));
  const pool = openPool(db.apiUrl, 2);
  onTestFinished(() => pool.end());
  return { id, first, second, pool, feed: new ExecutionFeed(pool) };
}

const errorOf = ({ value }: IteratorResult<ExecutionEvent>) =>
  (value as { error?: { message: string } }).error;

/** Whose claims the looks were made with, in order. */
const lookers: string[] = [];
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;

beforeEach(() => {
  lookers.length = 0;
  vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const values = (args[1] as unknown[] | undefined)?.[1];
    if (String(args[0]).includes("set_config") && Array.isArray(values)) lookers.push(values[1]);
    return query.apply(this, args) as never;
  });
});
afterEach(() => void vi.restoreAllMocks());

describe("ExecutionFeed", () => {
  test("looks once for all who follow an execution, and goes on when one leaves", async ({
    db,
  }) => {
    const { id, first, second, feed } = await follow(db);
    const [one, two] = [first, second].map((who) => feed.follow(id, identityOf(who)));
    expect([await one!.next(), await two!.next()]).toMatchObject([{ value: { id } }, {}]);
    expect(lookers).toEqual([first.sub, second.sub]);
    const nexts = [one!.next(), two!.next()];
    await expect.poll(() => lookers.length, { timeout: WATCHED_MS }).toBeGreaterThan(5);
    expect(new Set(lookers.slice(2))).toEqual(new Set([first.sub]));
    expect(feed.size).toBe(1);

    await one!.return!();
    expect(await nexts[0]).toEqual({ done: true, value: undefined });
    const others = () => lookers.slice(-2).every((looker) => looker === second.sub);
    await expect.poll(others, { timeout: WATCHED_MS }).toBe(true);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain();
    expect(await nexts[1]).toEqual({ done: false, value: { id } });
    await two!.return!();
  });

  test("tells the end, whatever came before it was missed", async ({ db }) => {
    const { id, first, feed } = await follow(db);
    const events = feed.follow(id, identityOf(first));
    await events.next();
    await new TestWorker(db.worker).register().then((worker) => worker.drain());
    const seen = await collect(events);
    expect(seen.length).toBeGreaterThanOrEqual(1);
    expect(seen.every((event) => "id" in event)).toBe(true);
    await expect.poll(() => feed.size).toBe(0);
    const late = await collect(feed.follow(id, identityOf(first)));
    expect(late).toEqual([{ id }]);
  });

  test("looks no more once nobody follows", async ({ db }) => {
    const { id, first, feed } = await follow(db);
    const events = feed.follow(id, identityOf(first));
    await events.next();
    const next = events.next();
    await events.return!();
    expect(await next).toEqual({ done: true, value: undefined });
    await expect.poll(() => feed.size, { timeout: WATCHED_MS }).toBe(0);
  });

  test("ends for who is no member any more, and for nobody else", async ({ db }) => {
    const { id, first, second, feed } = await follow(db);
    const [one, two] = [first, second].map((who) => feed.follow(id, identityOf(who)));
    await Promise.all([one!.next(), two!.next()]);
    await db.query("delete from sluice.organization_members where user_id = $1", [first.sub]);
    const last = await one!.next();
    expect(errorOf(last)).toMatchObject({ extensions: { code: "SLNTF" } });
    expect(await one!.next()).toEqual({ done: true, value: undefined });
    await new TestWorker(db.worker).register().then((worker) => worker.drain());
    expect(await two!.next()).toEqual({ done: false, value: { id } });
    await two!.return!();
  });

  test("ends when the token expires", async ({ db }) => {
    const { id, first, feed } = await follow(db);
    const events = feed.follow(id, identityOf(first, Date.now() + 200));
    expect(await events.next()).toEqual({ done: false, value: { id } });
    const last = await events.next();
    expect(errorOf(last)).toMatchObject({ extensions: { reason: "UNAUTHENTICATED" } });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});

describe("look", () => {
  test("differs when two steps change places, and for a line in the log", async ({ db }) => {
    const { id, first, pool } = await follow(db);
    const state = async () => (await look(pool, identityOf(first).settings, id))!.state;
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    await worker.begin();
    await db.query(
      `update sluice_private.step_leases set bound_at = null, worker_id = null, epoch = null
       where execution_id = $1 and token <> (
         select min(token) from sluice_private.step_leases where execution_id = $1
       )`,
      [id],
    );
    const before = await state();
    expect(await state()).toBe(before);
    await db.query(
      `update sluice_private.step_leases as lease
       set bound_at = other.bound_at, worker_id = other.worker_id, epoch = other.epoch
       from sluice_private.step_leases as other
       where lease.execution_id = $1 and other.execution_id = $1 and lease.token <> other.token`,
      [id],
    );
    const swapped = await state();
    expect(swapped).not.toBe(before);
    await db.query(
      `insert into sluice.workflow_execution_logs (organization_id, execution_id, message)
       values ($1, $2, 'half way')`,
      [first.org, id],
    );
    expect(await state()).not.toBe(swapped);
  });
});
