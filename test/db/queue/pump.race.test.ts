import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, execution, start, TestWorker } from "../../support/engine.ts";
import {
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  openImpatient,
  openSession,
  set,
  startLines,
  untilBlocked,
  workflowOf,
} from "../../support/scenes.ts";
import { emitIn } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const pumpOnce = async (
  session: Awaited<ReturnType<typeof openSession>>,
  worker: TestWorker,
): Promise<{ advanced: number; admitted: number; more: boolean; is_idle: boolean }> => {
  const { rows } = await session.query(
    "select advanced, admitted, more, is_idle from sluice_private.pump($1, $2)",
    [worker.id, worker.epoch],
  );
  return rows[0];
};

describe("two pumps at once", () => {
  test("advance each execution once, and neither waits for the other", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const ids = [await start(db, workflow), await start(db, workflow)];
    const worker = await new TestWorker(db.worker).register();
    const [left, right] = [await openImpatient(db), await openImpatient(db)];
    await left.query("begin");
    expect(await pumpOnce(left, worker)).toMatchObject({ advanced: 2 });
    ids.push(await start(db, workflow));
    expect(await pumpOnce(right, worker)).toMatchObject({ advanced: 1 });
    await left.query("commit");
    expect(await pumpOnce(right, worker)).toMatchObject({ advanced: 0, admitted: 0, more: false });
    for (const id of ids) expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("look beyond what the other holds, also where all is due at one instant", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [{ id: "w", type: "wait", data: { for: "PT1H" } }, set("a")],
      ["start → w", "w → a"],
    );
    const ids = [];
    for (let n = 0; n < 7; n += 1) ids.push(await start(db, workflow));
    await db.query("select sluice_private.advance_batch()");
    await db.query("update sluice_private.timers set due_at = now()");
    const [left, right] = [await openImpatient(db), await openImpatient(db)];
    const advance = async (session: typeof left, atMost: number) => {
      const { rows } = await session.query("select sluice_private.advance_batch($1) as n", [
        atMost,
      ]);
      return rows[0].n;
    };
    await left.query("begin");
    expect(await advance(left, 4)).toBe(4);
    expect(await advance(right, 1)).toBe(1);
    expect(await advance(right, 2)).toBe(2);
    await left.query("commit");
    expect(await advance(right, 4)).toBe(0);
    for (const id of ids) expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("admit each step once", async ({ db }) => {
    const ids = await startLines(db, 5);
    await db.query("select sluice_private.advance_batch(100)");
    const worker = await new TestWorker(db.worker).register();
    const [left, right] = [await openImpatient(db), await openImpatient(db)];
    await left.query("begin");
    expect(await pumpOnce(left, worker)).toMatchObject({ admitted: 5 });
    expect(await pumpOnce(right, worker)).toMatchObject({ admitted: 0 });
    await left.query("commit");
    expect(await pumpOnce(right, worker)).toMatchObject({ admitted: 0 });
    expect(await leasesOf(worker, ...ids)).toHaveLength(5);
    const [row] = await db.query(
      `select count(*)::int as leases, count(distinct execution_id)::int as executions,
         (select count(*)::int from graphile_worker._private_jobs) as jobs
       from sluice_private.step_leases`,
    );
    expect(row).toEqual({ leases: 5, executions: 5, jobs: 5 });
  });

  test("lose nothing when the first one rolls back", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    const left = await openSession(db, "sluice_worker");
    await left.query("begin");
    expect(await pumpOnce(left, worker)).toMatchObject({ advanced: 1, admitted: 1, more: true });
    await left.query("rollback");
    expect(await leasesOf(worker, id)).toHaveLength(1);
  });
});

describe("an admission and a cancel at once", () => {
  test("leave no lease behind when the admission commits first", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    await db.query("select sluice_private.advance_batch(10)");
    const worker = await new TestWorker(db.worker).register();
    const admitter = await openSession(db, "sluice_worker");
    await admitter.query("begin");
    expect(await pumpOnce(admitter, worker)).toMatchObject({ admitted: 1 });
    await db.query("select sluice.cancel_execution($1)", [id]);
    const canceller = await openSession(db);
    const cancelled = canceller.query("select sluice_private.advance_batch(10) as n");
    await untilBlocked(db, canceller);
    await admitter.query("commit");
    expect((await cancelled).rows).toEqual([{ n: 1 }]);
    expect(await worker.begin()).toEqual([]);
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    expect(await attempts(db, id)).toEqual([]);
  });

  test("admit nothing when the cancel is under way", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    await db.query("select sluice_private.advance_batch(10)");
    await db.query("select sluice.cancel_execution($1)", [id]);
    const canceller = await openSession(db);
    await canceller.query("begin");
    await canceller.query("select sluice_private.advance_batch(10)");
    const worker = await new TestWorker(db.worker).register();
    expect(await pumpOnce(await openImpatient(db), worker)).toMatchObject({ admitted: 0 });
    await canceller.query("commit");
    expect(await pumpOnce(await openImpatient(db), worker)).toMatchObject({ admitted: 0 });
  });
});

describe("a tick", () => {
  test("is sent by a start until a worker finds many at once", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const worker = await new TestWorker(db.worker).register();
    const listener = await openSession(db, "sluice_worker");
    const heard: string[] = [];
    listener.on("notification", (message) => heard.push(`${message.channel}=${message.payload}`));
    await listener.query('listen "sluice:tick"');
    await start(db, workflow);
    await listener.query("select");
    expect(heard).toEqual([]);
    await worker.pump();
    await db.worker.query("select sluice_private.mark_idle($1, $2)", [worker.id, worker.epoch]);
    await start(db, workflow);
    await start(db, workflow);
    while (heard.length < 2) await listener.query("select");
    expect(heard).toEqual(["sluice:tick=", "sluice:tick="]);
    const pump = await openSession(db, "sluice_worker");
    expect(await pumpOnce(pump, worker)).toMatchObject({ advanced: 2, is_idle: true });
    for (let count = 0; count < 5; count += 1) await start(db, workflow);
    while (heard.length < 7) await listener.query("select");
    expect(await pumpOnce(pump, worker)).toMatchObject({ advanced: 5, is_idle: false });
    await start(db, workflow);
    await listener.query("select");
    expect(heard).toHaveLength(7);
  });

  test("is not kept back by a start whose transaction stays open", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const worker = await new TestWorker(db.worker).register();
    await db.worker.query("select sluice_private.mark_idle($1, $2)", [worker.id, worker.epoch]);
    const listener = await openSession(db, "sluice_worker");
    const heard: string[] = [];
    listener.on("notification", ({ channel }) => heard.push(channel));
    await listener.query('listen "sluice:tick"');
    const slow = await openSession(db);
    await slow.query("begin");
    await slow.query("select sluice.start_workflow($1)", [workflow]);
    await start(db, workflow);
    while (heard.length === 0) await listener.query("select");
    await slow.query("commit");
    while (heard.length < 2) await listener.query("select");
    await worker.pump();
  });
});

test("a pump that did something says so, though nothing has moved", async ({ db }) => {
  const { organizationId } = await createTenant(db);
  const worker = await new TestWorker(db.worker).register();
  const pump = await openSession(db, "sluice_worker");
  await emitIn(db, organizationId, "nobody.listens");
  expect(await pumpOnce(pump, worker)).toMatchObject({ advanced: 0, admitted: 0, more: true });
  expect(await pumpOnce(pump, worker)).toMatchObject({ advanced: 0, admitted: 0, more: false });
});
