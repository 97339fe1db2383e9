import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, stepStatuses, TestWorker, type Lease } from "../../support/engine.ts";
import {
  act,
  attempts,
  endScene,
  footprint,
  leasesOf,
  openSession,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

async function running(
  db: TestDatabase,
  settings?: object,
): Promise<{ worker: TestWorker; id: string; a: Lease }> {
  const workflow = await workflowOf(db, [act("a")], ["start → a"], settings);
  const id = await start(db, workflow);
  const worker = await new TestWorker(db.worker).register();
  const [a] = await leasesOf(worker, id);
  return { worker, id, a: a! };
}

const cancel = (db: TestDatabase, id: string) =>
  db.query("select sluice.cancel_execution($1, 'enough')", [id]);

const makeDue = (db: TestDatabase, id: string) =>
  db.query(
    `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
     where execution_id = $1`,
    [id],
  );

describe("a report and a cancel", () => {
  test("end as completed when the report came first", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    const [answer] = await worker.over(reporter).report([[a, { n: 1 }]]);
    await cancel(db, id);
    await worker.pump();
    expect(answer!.verdict).toBe("recorded");
    await reporter.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed", output: { a: { n: 1 } } });
    expect((await footprint(db, id))["arrivals"]).toBeUndefined();
  });

  test("end as cancelled when the cancel came first", async ({ db }) => {
    const { worker, id, a } = await running(db);
    await cancel(db, id);
    const canceller = await openSession(db, "sluice_worker");
    await canceller.query("begin");
    await worker.over(canceller).pump();
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await canceller.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({
      status: "cancelled",
      error: { class: "cancelled", message: "enough" },
    });
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "cancelled" });
    expect(await attempts(db, id)).toEqual(["a:1:cancelled"]);
  });

  test("end as cancelled when both wait for the same door", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const other = await openSession(db);
    await other.query("begin");
    await other.query(
      "select from sluice_private.live_executions where id = $1 order by id for update",
      [id],
    );
    await cancel(db, id);
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await other.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "stale" }]);
  });

  test("end once when the cancel was asked for twice", async ({ db }) => {
    const { worker, id } = await running(db);
    await cancel(db, id);
    await cancel(db, id);
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    await expect(cancel(db, id)).rejects.toMatchObject({ code: "SLSTA" });
  });
});

describe("a report and the deadline of its execution", () => {
  test("end as completed when the report came first", async ({ db }) => {
    const { worker, id, a } = await running(db, { timeout: "1 hour" });
    await makeDue(db, id);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    await worker.over(reporter).report([[a, {}]]);
    await worker.pump();
    await reporter.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect((await footprint(db, id))["timers"]).toBeUndefined();
  });

  test("end as timed out when the deadline came first", async ({ db }) => {
    const { worker, id, a } = await running(db, { timeout: "1 hour" });
    await makeDue(db, id);
    await worker.pump();
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "stale" }]);
    expect(await execution(db, id)).toMatchObject({
      status: "timed_out",
      error: { class: "timeout", deadline: expect.any(String) },
    });
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "cancelled" });
  });

  test("leave the end to the report that is deferred, if the deadline is not due", async ({
    db,
  }) => {
    const { worker, id, a } = await running(db, { timeout: "1 hour" });
    const pumping = await openSession(db, "sluice_worker");
    await pumping.query("begin");
    await pumping.query(
      "select sluice_private.advance_executions(array[$1::uuid], array[$2::uuid])",
      [a.organization_id, id],
    );
    expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await pumping.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});

describe("a timer", () => {
  async function waiting(db: TestDatabase): Promise<{ worker: TestWorker; id: string }> {
    const workflow = await workflowOf(
      db,
      [{ id: "pause", type: "wait", data: { for: "1 hour" } }, act("a")],
      ["start → pause", "pause → a"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    return { worker, id };
  }

  test("that two sessions pop at once ends its wait once", async ({ db }) => {
    const { worker, id } = await waiting(db);
    await makeDue(db, id);
    const [left, right] = [
      await openSession(db, "sluice_worker"),
      await openSession(db, "sluice_worker"),
    ];
    await left.query("begin");
    await right.query("begin");
    await worker.over(left).pump();
    await worker.over(right).pump();
    await left.query("commit");
    await right.query("commit");
    await worker.pump();
    expect(await stepStatuses(db, id)).toEqual({
      start: "completed",
      pause: "completed",
      a: "queued",
    });
  });

  test("and a cancel end the execution as cancelled, with the wait", async ({ db }) => {
    const { worker, id } = await waiting(db);
    await makeDue(db, id);
    await cancel(db, id);
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    expect((await footprint(db, id))["ready_steps"]).toBeUndefined();
  });

  test("leaves its execution waiting when a door finds nothing new", async ({ db }) => {
    const { id } = await waiting(db);
    await db.query(
      `insert into sluice_private.arrivals (organization_id, execution_id, kind, token)
       select organization_id, id, 'report', 0 from sluice_private.live_executions where id = $1`,
      [id],
    );
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    const { arrivals: _, ...before } = await footprint(db, id);
    await db.query(
      `select sluice_private.advance_executions(array_agg(organization_id), array_agg(id))
       from sluice_private.live_executions where id = $1`,
      [id],
    );
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    expect(await footprint(db, id)).toEqual(before);
  });

  test("of a retry makes a waiting execution run again", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { retry: { max_attempts: 2, initial: "1 hour" } })],
      ["start → a"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [a] = await leasesOf(worker, id);
    await worker.report([[a!, { error: { class: "http" } }]]);
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "retrying" });
    await makeDue(db, id);
    const [again] = await leasesOf(worker, id);
    expect(again).toMatchObject({ node_id: "a", attempt: 2 });
    expect(await execution(db, id)).toMatchObject({ status: "running" });
    await worker.report([[again!, {}]]);
    expect(await attempts(db, id)).toEqual(["a:1:failed", "a:2:completed"]);
  });
});
