import { describe, onTestFinished, vi } from "vitest";
import type { Identity } from "../../graphql/auth.ts";
import { ChangeFeed } from "../../graphql/changes/feed.ts";
import { ChangeLog, type Batch } from "../../graphql/changes/log.ts";
import type { Sleep } from "../../graphql/changes/pace.ts";
import type { ChangeEvent, News } from "../../graphql/changes/subscriber.ts";
import { openPool } from "../../graphql/pool.ts";
import { scene } from "../support/changes.ts";
import { expect, test, type Claims, type TestDatabase } from "../support/database.ts";
import { start } from "../support/engine.ts";

const identityOf = ({ sub, org }: Required<Claims>, expiresAt?: number): Identity => ({
  settings: { role: "sluice_member", "jwt.claims.sub": sub, "jwt.claims.org": org },
  ...(expiresAt !== undefined && { expiresAt }),
});

function openFeed(db: TestDatabase, sleep?: Partial<Sleep>): ChangeFeed {
  const pool = openPool(db.apiUrl, 2);
  const feed = new ChangeFeed(pool, db.apiUrl, sleep);
  onTestFinished(async () => {
    await feed.close();
    await pool.end();
  });
  return feed;
}

const follow = (feed: ChangeFeed, claims: Required<Claims>, expiresAt?: number) =>
  feed.subscribe(
    { kind: "executions" },
    { identity: identityOf(claims, expiresAt), backlog: () => 0 },
  );

const newsOf = ({ value }: IteratorResult<ChangeEvent>) => value as News;
const errorOf = ({ value }: IteratorResult<ChangeEvent>) => (value as { error: unknown }).error;

/** Until this execution is told, with all that is told before. */
async function heard(events: AsyncIterator<ChangeEvent>, id: string): Promise<void> {
  while (!newsOf(await events.next()).ids.includes(id));
}

describe("the feed", () => {
  test("asks the database once for all, and nothing when nobody follows", async ({ db }) => {
    const { claims, workflow } = await scene(db);
    const feed = openFeed(db);
    expect(feed.isLooking).toBe(false);
    const read = vi.spyOn(ChangeLog.prototype, "read");
    const many = Array.from({ length: 30 }, () => ({
      events: follow(feed, claims),
      ids: new Set(),
    }));
    for (const { events, ids } of many) {
      void (async () => {
        for await (const event of events) for (const id of (event as News).ids) ids.add(id);
      })();
    }
    await expect.poll(() => feed.size).toBe(30);
    const id = await start(db, workflow);
    const before = read.mock.calls.length;
    const areTold = () => many.every(({ ids }) => ids.has(id));
    await expect.poll(areTold, { timeout: 10_000 }).toBe(true);
    expect(read.mock.calls.length - before).toBeLessThan(30);
    const cursors = read.mock.calls.map(([since]) => since);
    // each goes on from the answer to the one before: none runs beside another
    const given = read.mock.settledResults.map(({ value }) => (value as Batch).cursor);
    expect(cursors.slice(1)).toEqual(given.slice(0, cursors.length - 1));
    await Promise.all(many.map(({ events }) => events.return!()));
    expect(feed.size).toBe(0);
    await expect.poll(() => feed.isLooking).toBe(false);
    // and begins again for the next one
    const [again, other] = [follow(feed, claims), await start(db, workflow)];
    expect(newsOf(await again.next())).toMatchObject({ isReset: true });
    expect(other).not.toBe(id);
    await again.return!();
  });

  test("sleeps while nothing changes, and is woken by who changes something", async ({ db }) => {
    const { claims, workflow } = await scene(db);
    const feed = openFeed(db, { afterMs: 0, pauseMs: 3_600_000 });
    const events = follow(feed, claims);
    await events.next();
    const sleepers = () => db.query("select from sluice_private.sleeping_feeds");
    const asleep = () => sleepers().then((rows) => rows.length);
    await expect.poll(asleep).toBe(1);
    const id = await start(db, workflow);
    await heard(events, id);
    await events.return!();
    await expect.poll(() => feed.isLooking).toBe(false);
    expect(await asleep()).toBe(0);
  });

  test("looks by itself when nobody can wake it", async ({ db }) => {
    const { claims, workflow } = await scene(db);
    const feed = openFeed(db, { afterMs: 0, pauseMs: 200 });
    const events = follow(feed, claims);
    await events.next();
    const deafen = () =>
      db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'sluice api: listens'`,
      );
    await expect.poll(() => deafen().then((rows) => rows.length)).toBe(1);
    await heard(events, await start(db, workflow));
    await events.return!();
  });

  test("ends for who leaves the organization and for whose token expires, and goes on for others", async ({
    db,
  }) => {
    const { claims, workflow, organizationId } = await scene(db);
    const other = await scene(db);
    await db.query(
      `insert into sluice.organization_members (organization_id, user_id, role)
       values ($1, $2, 'viewer')`,
      [organizationId, other.userId],
    );
    const feed = openFeed(db);
    const [stays, leaves, expires] = [
      follow(feed, claims),
      follow(feed, { sub: other.userId, org: organizationId }),
      follow(feed, claims, Date.now() + 300),
    ];
    const everyone = [stays, leaves, expires];
    for (const events of everyone) expect(newsOf(await events.next()).isReset).toBe(true);
    await db.query("delete from sluice.organization_members where user_id = $1", [other.userId]);
    const until = async (events: AsyncIterator<ChangeEvent>) => {
      let event = await events.next();
      while (errorOf(event) === undefined) event = await events.next();
      return [errorOf(event), (await events.next()).done];
    };
    expect(await until(leaves)).toMatchObject([{ extensions: { code: "SLNTF" } }, true]);
    expect(await until(expires)).toMatchObject([
      { extensions: { reason: "UNAUTHENTICATED" } },
      true,
    ]);
    await heard(stays, await start(db, workflow));
    await stays.return!();
    expect(feed.size).toBe(0);
  });

  test("does not lose an event to a transaction that began before anybody watched", async ({
    db,
  }) => {
    const { claims, workflow } = await scene(db);
    const early = await db.session();
    await early.query("begin");
    await early.query("select sluice.start_workflow($1)", [workflow]);
    const feed = openFeed(db);
    const events = follow(feed, claims);
    expect(newsOf(await events.next()).isReset).toBe(true);
    await early.query("commit");
    // other databases' transactions may end first
    expect(newsOf(await events.next()).isReset).toBe(true);
    await events.return!();
  });
});
