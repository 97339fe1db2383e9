import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, TestWorker, type Lease } from "../../support/engine.ts";
import {
  act,
  attempts,
  codeOf,
  endScene,
  footprint,
  hold,
  leasesOf,
  openSession,
  startLines,
  workflowOf,
} from "../../support/scenes.ts";
import { start } from "../../support/engine.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

/** A worker that runs the first step of an execution. */
async function running(db: TestDatabase): Promise<{ worker: TestWorker; id: string; a: Lease }> {
  const [id] = await startLines(db, 1);
  const worker = await new TestWorker(db.worker).register();
  const [a] = await leasesOf(worker, id!);
  return { worker, id: id!, a: a! };
}

const advance = (db: TestDatabase, lease: Lease) =>
  db.worker.query("select sluice_private.advance_executions(array[$1::uuid], array[$2::uuid])", [
    lease.organization_id,
    lease.execution_id,
  ]);

describe("a lost reply", () => {
  test("is given again, with the same follow-up, and nothing is written twice", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const [first] = await worker.report([[a, { n: 1 }]]);
    const before = await footprint(db, id);
    const [again] = await worker.report([[a, { n: 1 }]]);
    expect(first).toMatchObject({ verdict: "recorded", next: { node_id: "b" } });
    expect(again).toEqual(first);
    expect(await footprint(db, id)).toEqual(before);
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
  });

  test("is answered without a follow-up once that one was reported itself", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const [first] = await worker.report([[a, {}]]);
    const [second] = await worker.report([[first!.next!, {}]]);
    const before = await footprint(db, id);
    expect(await worker.report([[a, {}]])).toEqual([
      { token: a.token, verdict: "recorded", next: null },
    ]);
    expect(await worker.report([[first!.next!, {}]])).toEqual([second]);
    expect(second!.next).toMatchObject({ node_id: "c" });
    expect(await footprint(db, id)).toEqual(before);
  });

  test("is answered after the execution has ended", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const [first] = await worker.report([[a, {}]]);
    const [second] = await worker.report([[first!.next!, {}]]);
    await worker.report([[second!.next!, {}]]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    const before = await footprint(db, id);
    for (const lease of [a, first!.next!, second!.next!]) {
      expect(await worker.report([[lease, {}]])).toMatchObject([{ verdict: "recorded" }]);
    }
    expect(await footprint(db, id)).toEqual(before);
  });

  test("of a report that was rolled back counts the second time", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const session = await openSession(db, "sluice_worker");
    await session.query("begin");
    await worker.over(session).report([[a, {}]]);
    await session.query("rollback");
    expect(await attempts(db, id)).toEqual([]);
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "recorded" }]);
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
  });

  test("of a failure that is tried again does not count the attempt twice", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { retry: { max_attempts: 3, initial: "1 hour" } })],
      ["start → a"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [a] = await leasesOf(worker, id);
    await worker.report([[a!, { error: { class: "http" } }]]);
    const before = await footprint(db, id);
    expect(await worker.report([[a!, { error: { class: "http" } }]])).toMatchObject([
      { verdict: "recorded", next: null },
    ]);
    expect(await footprint(db, id)).toEqual(before);
  });
});

describe("a report that names another execution", () => {
  test.for(["completed", "failed"])("counts for neither: %s", async (outcome, { db }) => {
    const ids = await startLines(db, 2);
    const worker = await new TestWorker(db.worker).register();
    const [a, b] = await leasesOf(worker, ...ids);
    const before = [await footprint(db, a!.execution_id), await footprint(db, b!.execution_id)];
    const result = outcome === "failed" ? { error: { class: "http" } } : {};
    const [answer] = await worker.report([[{ ...a!, execution_id: b!.execution_id }, result]]);
    expect(answer).toMatchObject({ verdict: "stale", next: null });
    const after = [await footprint(db, a!.execution_id), await footprint(db, b!.execution_id)];
    expect(after).toEqual(before);
  });
});

describe("a stale token", () => {
  const expectStale = async (
    db: TestDatabase,
    worker: TestWorker,
    id: string,
    lease: Lease,
  ): Promise<void> => {
    const before = await footprint(db, id);
    expect(await worker.report([[lease, {}]])).toEqual([
      { token: lease.token, verdict: "stale", next: null },
    ]);
    expect(await footprint(db, id)).toEqual(before);
  };

  test("that nobody ever held changes nothing", async ({ db }) => {
    const { worker, id, a } = await running(db);
    await expectStale(db, worker, id, { ...a, token: "999999999" });
  });

  test("of another worker changes nothing, before and after that one has reported", async ({
    db,
  }) => {
    const { worker, id, a } = await running(db);
    const other = await new TestWorker(db.worker).register();
    await expectStale(db, other, id, a);
    await worker.report([[a, {}]]);
    await expectStale(db, other, id, a);
  });

  test("of another worker stays stale while that one's report is deferred", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const other = await new TestWorker(db.worker).register();
    const release = await hold(db, id);
    await worker.report([[a, {}]]);
    await expectStale(db, other, id, a);
    await release();
    await expectStale(db, other, id, a);
    await worker.pump();
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
  });

  test("of an admitted lease that this worker never began changes nothing", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [lease] = await db.query<Lease>(
      "select * from sluice_private.step_leases where execution_id = $1",
      [id],
    );
    await expectStale(db, worker, id, lease!);
  });

  test("of an older epoch changes nothing, and the old process is told to exit", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const old = worker.over(db.worker);
    const [row] = await db.query<{ epoch: string }>(
      `update sluice_private.workers set epoch = nextval('sluice_private.worker_epoch')
       where id = $1 returning epoch`,
      [worker.id],
    );
    worker.epoch = row!.epoch;
    await expectStale(db, worker, id, a);
    expect(await codeOf(old.report([[a, {}]]))).toBe("SLSTL");
  });

  test("of an execution that was cancelled meanwhile changes nothing", async ({ db }) => {
    const { worker, id, a } = await running(db);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.pump();
    await expectStale(db, worker, id, a);
    expect(await attempts(db, id)).toEqual(["a:1:cancelled"]);
  });

  test("of another organization's lease changes nothing", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const other = await running(db);
    await expectStale(db, worker, id, { ...a, organization_id: other.a.organization_id });
  });
});

describe("a deferred report", () => {
  test("keeps its lease, and advance_executions then counts it once", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const release = await hold(db, id);
    expect(await worker.report([[a, { n: 1 }]])).toEqual([
      { token: a.token, verdict: "deferred", next: null },
    ]);
    const { step_leases, arrivals } = await footprint(db, id);
    expect([step_leases!.length, arrivals!.length]).toEqual([1, 1]);
    await release();
    await advance(db, a);
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
    const before = await footprint(db, id);
    await advance(db, a);
    expect(await footprint(db, id)).toEqual(before);
    expect(before["ready_steps"]).toHaveLength(1);
  });

  test("is taken up by the drainer when nobody else does", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const release = await hold(db, id);
    await worker.report([[a, {}]]);
    await release();
    await worker.pump();
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
    expect((await footprint(db, id))["arrivals"]).toBeUndefined();
  });

  test("counts once when it was reported twice", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const release = await hold(db, id);
    for (const _ of [1, 2]) {
      expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "deferred" }]);
    }
    await release();
    await worker.pump();
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "recorded", next: null }]);
  });

  test("counts once when it is repeated before the drainer comes", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const release = await hold(db, id);
    await worker.report([[a, {}]]);
    await release();
    expect(await worker.report([[a, {}]])).toMatchObject([
      { verdict: "recorded", next: { node_id: "b" } },
    ]);
    const before = await footprint(db, id);
    await worker.pump();
    expect({ ...(await footprint(db, id)), arrivals: before["arrivals"] }).toEqual(before);
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
  });

  test("of a failure fails the step under its own policy", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const release = await hold(db, id);
    await worker.report([[a, { error: { class: "http", message: "no" } }]]);
    await release();
    await advance(db, a);
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "http", message: "no", node_id: "a" },
    });
  });

  test("leaves the verdict stale when the execution is cancelled first", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const canceller = await openSession(db, "sluice_worker");
    await db.query("select sluice.cancel_execution($1)", [id]);
    await canceller.query("begin");
    await worker.over(canceller).pump();
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await canceller.query("commit");
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "stale" }]);
    await worker.pump();
    expect(await attempts(db, id)).toEqual(["a:1:cancelled"]);
    expect((await footprint(db, id))["arrivals"]).toBeUndefined();
  });
});
