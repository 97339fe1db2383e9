import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { TestWorker, type Lease } from "../../support/engine.ts";
import {
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  openSession,
  startLines,
  sweepEvenly,
} from "../../support/scenes.ts";

test.beforeEach(async ({ db }) => {
  await sweepEvenly(db);
});

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const processOf = (session: pg.Client) => (session as unknown as { processID: number }).processID;

async function hold(session: pg.Client, worker: TestWorker, process = processOf(session)) {
  const { rows } = await session.query<{ connection: string | null }>(
    "select sluice_private.hold_session($1, $2, $3) as connection",
    [worker.id, worker.epoch, process],
  );
  return rows[0]!.connection;
}

const beat = (session: pg.Client, worker: TestWorker, ...held: Lease[]) =>
  session.query("select sluice_private.heartbeat($1, $2, $3)", [
    worker.id,
    worker.epoch,
    held.map(({ token }) => token),
  ]);

async function sweep(db: TestDatabase, pause = "0"): Promise<number> {
  const { rows } = await db.worker.query("select sluice_private.sweep($1) as taken", [pause]);
  return rows[0].taken as number;
}

/** As if so much time had passed since the workers were last heard of and their sessions missed. */
const later = (db: TestDatabase, time: string) =>
  db.query(
    `update sluice_private.workers set
       last_seen_at = last_seen_at - $1::interval,
       session_missing_since = session_missing_since - $1::interval`,
    [time],
  );

const isMissing = async (db: TestDatabase): Promise<boolean[]> =>
  (
    await db.query<{ is_missing: boolean }>(
      `select session_missing_since is not null as is_missing
       from sluice_private.workers order by epoch`,
    )
  ).map((row) => row.is_missing);

/** A worker that runs a step, and the session that it holds. */
async function running(db: TestDatabase) {
  const [id] = (await startLines(db, 1)) as [string];
  const worker = await new TestWorker(db.worker).register();
  const session = await openSession(db, "sluice_worker");
  expect(await hold(session, worker)).toBe("direct");
  const [a] = await leasesOf(worker, id);
  return { worker, session, id, a: a! };
}

/** Ends a session as its server sees it: when this resolves, its locks are gone. */
async function end(db: TestDatabase, session: pg.Client): Promise<void> {
  const pid = processOf(session);
  await session.end();
  while ((await db.query("select from pg_locks where pid = $1", [pid])).length > 0);
}

describe("a worker whose session has ended", () => {
  test("is dead two seconds later, if it has not come back", async ({ db }) => {
    const { session, id } = await running(db);
    expect(await sweep(db)).toBe(0);
    expect(await isMissing(db)).toEqual([false]);
    await end(db, session);
    expect(await sweep(db)).toBe(0);
    expect(await isMissing(db)).toEqual([true]);
    await later(db, "1.5 s");
    expect(await sweep(db)).toBe(0);
    await later(db, "0.6 s");
    expect(await sweep(db)).toBe(1);
    expect(await attempts(db, id)).toEqual(["a:1:crashed"]);
    expect(await isMissing(db)).toEqual([]);
  });

  test("lives on with another one", async ({ db }) => {
    const { worker, session, a } = await running(db);
    await end(db, session);
    await sweep(db);
    await later(db, "5 s");
    expect(await hold(await openSession(db, "sluice_worker"), worker)).toBe("direct");
    expect(await sweep(db)).toBe(0);
    expect(await isMissing(db)).toEqual([false]);
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "recorded" }]);
  });

  test("lives on without one as long as it is heard", async ({ db }) => {
    const { worker, session, a } = await running(db);
    await end(db, session);
    await sweep(db);
    await later(db, "5 s");
    await beat(await openSession(db, "sluice_worker"), worker, a);
    expect(await sweep(db)).toBe(0);
  });

  test("does not live by the session of another worker", async ({ db }) => {
    const { session } = await running(db);
    const other = await new TestWorker(db.worker).register();
    await hold(await openSession(db, "sluice_worker"), other);
    await end(db, session);
    await sweep(db);
    expect(await isMissing(db)).toEqual([true, false]);
  });

  test("and that was told to stop is not blamed for what it ran", async ({ db }) => {
    const { worker, session, id } = await running(db);
    await session.query("select sluice_private.drain_worker($1, $2)", [worker.id, worker.epoch]);
    await end(db, session);
    await sweep(db);
    await later(db, "3 s");
    expect(await sweep(db)).toBe(1);
    expect(await attempts(db, id)).toEqual([]);
    expect(await db.query("select crashes from sluice_private.ready_steps")).toEqual([
      { crashes: 0 },
    ]);
  });
});

describe("a worker that has no session to itself", () => {
  test("lives by its heartbeat alone, and the view says so", async ({ db }) => {
    const { worker } = await running(db);
    const lent = await openSession(db, "sluice_worker");
    expect(await hold(lent, worker, processOf(lent) + 1)).toBe("pooled");
    await lent.end();
    const kinds = await db.query("select connection from sluice.workers");
    expect(kinds).toEqual([{ connection: "pooled" }]);
    expect(await sweep(db)).toBe(0);
    await later(db, "11 s");
    expect(await sweep(db)).toBe(0);
    await later(db, "2 s");
    expect(await sweep(db)).toBe(1);
  });

  test("has none either when somebody else holds its lock", async ({ db }) => {
    const { worker } = await running(db);
    await db.query("update sluice_private.workers set epoch = epoch + 1000000");
    worker.epoch = `${Number(worker.epoch) + 1_000_000}`;
    const thief = await openSession(db);
    await thief.query("select pg_advisory_lock(hashtext('sluice:worker'), $1)", [worker.epoch]);
    expect(await hold(await openSession(db, "sluice_worker"), worker)).toBe("direct");
    await sweep(db);
    expect(await isMissing(db)).toEqual([false]);
    await db.query("update sluice_private.workers set epoch = epoch - 1000000");
  });

  test("is told when it has lost its epoch", async ({ db }) => {
    const { worker, session } = await running(db);
    const ghost = worker.over(session);
    ghost.epoch = "0";
    expect(await hold(session, ghost)).toBeNull();
  });
});

describe("the sweeper", () => {
  test("leaves it at one sweep a pause, whoever asks", async ({ db }) => {
    const { session } = await running(db);
    await end(db, session);
    await sweep(db, "1 h");
    expect(await isMissing(db)).toEqual([false]);
    await sweep(db, "0.000001 s");
    expect(await isMissing(db)).toEqual([true]);
  });

  test.for([
    ["restarted", "server = 'x'"],
    ["replaced by another one", "server = '000000FF' || substr(server, 9)"],
    ["set back in time", "last_at = last_at + interval '1 h'"],
  ] as const)("grants a round of grace when the server was %s", async ([, change], { db }) => {
    const { worker, a } = await running(db);
    await sweep(db);
    await db.query(`update sluice_private.sweeps set ${change}`);
    await later(db, "1 h");
    expect(await sweep(db)).toBe(0);
    await later(db, "1 h");
    expect(await sweep(db)).toBe(0);
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "recorded" }]);
  });

  test("takes a worker for dead that was heard of by a clock that was ahead", async ({ db }) => {
    await running(db);
    await db.query("update sluice_private.workers set session_pid = null");
    await later(db, "-1 h");
    expect(await sweep(db)).toBe(1);
  });
});

describe("a step that runs in a process of its own", () => {
  test("goes back when that dies, and fails the third time", async ({ db }) => {
    const { worker, id } = await running(db);
    const crash = (token: string) =>
      db.worker.query("select sluice_private.report_crashes($1, $2, array[$3::bigint]) as n", [
        worker.id,
        worker.epoch,
        token,
      ]);
    for (const crashes of [0, 1, 2]) {
      const rows = await db.query<{ token: string; crashes: number }>(
        "select token, crashes from sluice_private.step_leases",
      );
      expect(rows).toMatchObject([{ crashes }]);
      expect((await crash(rows[0]!.token)).rows).toEqual([{ n: 1 }]);
      expect((await crash(rows[0]!.token)).rows).toEqual([{ n: 0 }]);
      await leasesOf(worker, id);
    }
    expect(await attempts(db, id)).toEqual(["a:1:crashed", "a:1:crashed", "a:1:failed"]);
  });

  test("is not another worker's to call crashed", async ({ db }) => {
    const { a } = await running(db);
    const other = await new TestWorker(db.worker).register();
    const { rows } = await db.worker.query(
      "select sluice_private.report_crashes($1, $2, array[$3::bigint]) as n",
      [other.id, other.epoch, a.token],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});
