import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { type Lease, start, TestWorker } from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  hold,
  openImpatient,
  openSession,
  untilBlocked,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("select sluice.tick()");
  await db.query("delete from sluice_private.limits");
});

const countOf = async (db: TestDatabase, what: string): Promise<number> => {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from ${what}`);
  return row!.n;
};

async function scene(db: TestDatabase, count: number, concurrency = 1) {
  const workflow = await workflowOf(db, [act("a", { limits: [{ concurrency }] })], ["start → a"]);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await start(db, workflow));
    await db.query("select sluice_private.advance_batch(10)");
  }
  const worker = await new TestWorker(db.worker).register();
  return { ids: ids as [string, string, ...string[]], worker };
}

const leaseOf = async (worker: TestWorker, id: string): Promise<Lease> =>
  (await worker.begin()).find(({ execution_id }) => execution_id === id)!;

const complete = (session: pg.Client, worker: TestWorker, lease: Lease) =>
  worker.over(session).report([[lease, {}]]);

describe("a limit of concurrency", () => {
  test("is never exceeded by workers that admit and report at once", async ({ db }) => {
    const { ids, worker } = await scene(db, 40, 3);
    const sessions = await Promise.all(
      [1, 2, 3].map(async () => worker.over(await openSession(db, "sluice_worker"))),
    );
    let most = 0;
    const run = async (twin: TestWorker) => {
      while ((await countOf(db, "sluice_private.live_executions")) > 0) {
        await twin.pump();
        most = Math.max(most, await countOf(db, "sluice_private.step_leases"));
        const [lease] = (await twin.begin()).toReversed();
        if (lease) await twin.report([[lease, {}]]);
      }
    };
    await Promise.all(sessions.map(run));
    expect(most).toBe(3);
    expect(await countOf(db, "sluice_private.executions where status = 'completed'")).toBe(
      ids.length,
    );
  });

  test("has no room until the report that frees it has been committed", async ({ db }) => {
    const { ids, worker } = await scene(db, 2);
    await worker.pump();
    const lease = await leaseOf(worker, ids[0]);
    const session = await openSession(db);
    await session.query("begin");
    await complete(session, worker, lease);
    await worker.pump();
    expect(await leaseOf(worker, ids[1])).toBeUndefined();
    await session.query("commit");
    await worker.pump();
    expect(await leaseOf(worker, ids[1])).toBeDefined();
  });

  test("keeps its place if that report is rolled back", async ({ db }) => {
    const { ids, worker } = await scene(db, 2);
    await worker.pump();
    const session = await openSession(db);
    await session.query("begin");
    await complete(session, worker, await leaseOf(worker, ids[0]));
    await session.query("rollback");
    await worker.pump();
    expect(await leaseOf(worker, ids[1])).toBeUndefined();
    expect(await leaseOf(worker, ids[0])).toBeDefined();
  });

  test("does not wait for an execution that somebody holds, and comes back to it", async ({
    db,
  }) => {
    const { ids, worker } = await scene(db, 2);
    await worker.pump();
    const release = await hold(db, ids[1]);
    await complete(await openSession(db), worker, await leaseOf(worker, ids[0]));
    const impatient = worker.over(await openImpatient(db));
    await impatient.pump();
    expect(await leaseOf(worker, ids[1])).toBeUndefined();
    await release();
    await db.query("update sluice_private.limits set look_at = clock_timestamp()");
    await worker.pump();
    expect(await leaseOf(worker, ids[1])).toBeDefined();
  });

  test("loses nobody who is cancelled while admission sets it aside", async ({ db }) => {
    const { ids, worker } = await scene(db, 2);
    const admitting = await openSession(db);
    await admitting.query("begin");
    await admitting.query("select sluice_private.admit()");
    // the cancel finds the step in the backlog, and waits for what admission does with it
    const cancelling = await openSession(db);
    await db.query("select sluice.cancel_execution($1)", [ids[1]]);
    const cancelled = cancelling.query("select sluice_private.advance_batch(10)");
    await untilBlocked(db, cancelling);
    await admitting.query("commit");
    await cancelled;
    expect(await countOf(db, "sluice_private.blocked_steps")).toBe(0);
    expect(await countOf(db, "sluice_private.live_executions")).toBe(1);
    await complete(await openSession(db), worker, await leaseOf(worker, ids[0]));
  });

  test("loses nobody who is paused while admission sets it aside", async ({ db }) => {
    const { ids, worker } = await scene(db, 2);
    const admitting = await openSession(db);
    await admitting.query("begin");
    await admitting.query("select sluice_private.admit()");
    const pausing = await openSession(db);
    await db.query("select sluice.pause_execution($1)", [ids[1]]);
    const paused = pausing.query("select sluice_private.advance_batch(10)");
    await untilBlocked(db, pausing);
    await admitting.query("commit");
    await paused;
    expect(await db.query("select reason, limit_key from sluice_private.blocked_steps")).toEqual([
      { reason: "paused", limit_key: null },
    ]);
    await complete(await openSession(db), worker, await leaseOf(worker, ids[0]));
    await db.query("select sluice.resume_execution($1)", [ids[1]]);
    await worker.pump();
    expect(await leaseOf(worker, ids[1])).toBeDefined();
  });
});

describe("a limit of executions", () => {
  test("lets begin what stands in line now, not what stood there before", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a")], ["start → a"], {
      limits: [{ concurrency: 1 }],
    });
    const id = await start(db, workflow);
    const retrying = await openSession(db);
    await retrying.query("begin");
    await retrying.query("lock sluice_private.live_executions in access exclusive mode");
    // admission has read the line, and waits for the executions in it
    const admitting = await openSession(db);
    const admitted = admitting.query("select sluice_private.admit()");
    await untilBlocked(db, admitting);
    await retrying.query("select sluice.cancel_execution($1)", [id]);
    await retrying.query("select sluice_private.advance_batch(10)");
    await retrying.query("select sluice.retry_execution($1)", [id]);
    await retrying.query("commit");
    await admitted;
    const worker = await new TestWorker(db.worker).register();
    await worker.drain();
    expect(
      await db.query(
        `select distinct generation from sluice_private.execution_steps
         where execution_id = $1 order by 1`,
        [id],
      ),
    ).toEqual([{ generation: 1 }]);
    expect(await countOf(db, "sluice_private.limits where held > 0")).toBe(0);
  });
});
