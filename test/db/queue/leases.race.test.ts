import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, TestWorker, type Lease } from "../../support/engine.ts";
import {
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  openImpatient,
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

async function runningTwo(
  db: TestDatabase,
): Promise<{ worker: TestWorker; ids: [string, string]; leases: [Lease, Lease] }> {
  const ids = (await startLines(db, 2)) as [string, string];
  const worker = await new TestWorker(db.worker).register();
  return { worker, ids, leases: (await leasesOf(worker, ...ids)) as [Lease, Lease] };
}

const isMissing = async (db: TestDatabase, lease: Lease): Promise<boolean> => {
  const [row] = await db.query<{ is_missing: boolean }>(
    "select missing_since is not null as is_missing from sluice_private.step_leases where token = $1",
    [lease.token],
  );
  return row!.is_missing;
};

const beat = async (
  session: Pick<pg.Client, "query">,
  worker: TestWorker,
  ...held: Lease[]
): Promise<boolean> => {
  const { rows } = await session.query<{ is_alive: boolean }>(
    "select sluice_private.heartbeat($1, $2, $3) as is_alive",
    [worker.id, worker.epoch, held.map((lease) => lease.token)],
  );
  return rows[0]!.is_alive;
};

const sweep = async (session: Pick<pg.Client, "query">): Promise<number> => {
  const { rows } = await session.query<{ taken: number }>("select sluice_private.sweep() as taken");
  return rows[0]!.taken;
};

describe("the leases of several executions", () => {
  test("are begun without waiting for one that a cancel takes away", async ({ db }) => {
    const [gone, kept] = (await startLines(db, 2)) as [string, string];
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    await db.query("select sluice.cancel_execution($1)", [gone]);
    const canceller = await openSession(db, "sluice_worker");
    await canceller.query("begin");
    await worker.over(canceller).pump();
    const begun = await worker.over(await openImpatient(db)).begin();
    expect(begun.map((lease) => lease.execution_id)).toEqual([kept]);
    await canceller.query("commit");
    expect(await worker.begin()).toEqual(begun);
    expect(await execution(db, gone)).toMatchObject({ status: "cancelled" });
  });

  test("are confirmed by a heartbeat without waiting for one that is reported", async ({ db }) => {
    const { worker, leases } = await runningTwo(db);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    await worker.over(reporter).report([[leases[0], {}]]);
    expect(await beat(await openImpatient(db), worker)).toBe(true);
    await reporter.query("commit");
    expect(await isMissing(db, leases[1])).toBe(true);
    expect(await beat(db.worker, worker, leases[1])).toBe(true);
    expect(await isMissing(db, leases[1])).toBe(false);
  });

  test("go back without waiting for one whose report comes at the last moment", async ({ db }) => {
    const { worker, ids, leases } = await runningTwo(db);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    await worker.over(reporter).report([[leases[0], {}]]);
    await db.query(
      "update sluice_private.workers set last_seen_at = last_seen_at - interval '1 h'",
    );
    expect(await sweep(await openImpatient(db))).toBe(1);
    await reporter.query("commit");
    expect(await attempts(db, ids[0])).toEqual(["a:1:completed"]);
    expect(await attempts(db, ids[1])).toEqual(["a:1:crashed"]);
  });

  test("go back at the next sweep when that report is rolled back", async ({ db }) => {
    const { worker, ids, leases } = await runningTwo(db);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    await worker.over(reporter).report([[leases[0], {}]]);
    await db.query(
      "update sluice_private.workers set last_seen_at = last_seen_at - interval '1 h'",
    );
    await sweep(await openImpatient(db));
    await reporter.query("rollback");
    expect(await sweep(db.worker)).toBe(1);
    expect(await attempts(db, ids[0])).toEqual(["a:1:crashed"]);
  });
});

describe("a lease that its worker does not list", () => {
  /** As if five seconds had passed since the last heartbeat. */
  const later = (db: TestDatabase) =>
    db.query(
      `with older as (
         update sluice_private.step_leases set missing_since = missing_since - interval '5 s'
       )
       update sluice_private.workers set last_seen_at = last_seen_at - interval '5 s'`,
    );

  test("goes back uncounted after the second heartbeat, and not after the first", async ({
    db,
  }) => {
    const { worker, ids, leases } = await runningTwo(db);
    await beat(db.worker, worker, leases[1]);
    await later(db);
    expect(await sweep(db.worker)).toBe(0);
    await beat(db.worker, worker, leases[1]);
    expect(await sweep(db.worker)).toBe(1);
    expect(await attempts(db, ids[0])).toEqual([]);
    const [row] = await db.query(
      "select attempt, crashes from sluice_private.ready_steps where execution_id = $1",
      [ids[0]],
    );
    expect(row).toEqual({ attempt: 1, crashes: 0 });
    expect(await worker.report([[leases[0], {}]])).toMatchObject([{ verdict: "stale" }]);
    expect(await worker.report([[leases[1], {}]])).toMatchObject([{ verdict: "recorded" }]);
  });

  test("stays when it is listed again in time", async ({ db }) => {
    const { worker, leases } = await runningTwo(db);
    await beat(db.worker, worker);
    await later(db);
    await beat(db.worker, worker, ...leases);
    await later(db);
    await beat(db.worker, worker);
    expect(await sweep(db.worker)).toBe(0);
  });

  test("is not taken from another worker by that heartbeat", async ({ db }) => {
    const { leases } = await runningTwo(db);
    const other = await new TestWorker(db.worker).register();
    await beat(db.worker, other);
    expect(await isMissing(db, leases[0])).toBe(false);
  });
});

describe("the sweeper", () => {
  const outage = (db: TestDatabase) =>
    db.query("update sluice_private.sweeps set last_at = clock_timestamp() - interval '1 min'");

  test("takes nothing after an outage before workers could be heard again", async ({ db }) => {
    const { worker } = await runningTwo(db);
    await db.query(
      "update sluice_private.workers set last_seen_at = last_seen_at - interval '1 h'",
    );
    await db.query("update sluice_private.step_leases set start_by = start_by - interval '1 h'");
    await outage(db);
    expect(await sweep(db.worker)).toBe(0);
    expect(await sweep(db.worker)).toBe(0);
    expect(await beat(db.worker, worker)).toBe(true);
  });

  test("gives workers their time again from when it is armed", async ({ db }) => {
    await runningTwo(db);
    await db.query(
      "update sluice_private.workers set last_seen_at = last_seen_at - interval '1 h'",
    );
    const arm = (age: string) =>
      db.query(
        `update sluice_private.sweeps set
           last_at = clock_timestamp(), armed_at = clock_timestamp() - $1::interval`,
        [age],
      );
    await arm("8 s");
    expect(await sweep(db.worker)).toBe(0);
    await arm("10 s");
    expect(await sweep(db.worker)).toBe(2);
  });

  test("is one: another one that runs meanwhile takes nothing", async ({ db }) => {
    await runningTwo(db);
    await db.query(
      "update sluice_private.workers set last_seen_at = last_seen_at - interval '1 h'",
    );
    const first = await openSession(db, "sluice_worker");
    await first.query("begin");
    expect(await sweep(first)).toBe(2);
    expect(await sweep(await openImpatient(db))).toBe(0);
    await first.query("commit");
  });
});
