import { describe } from "vitest";
import { startMany, statuses } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { invariants, TestWorker } from "../../support/engine.ts";
import { endLimits, limited } from "../../support/limits.ts";
import { act, endScene, openImpatient, openSession, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endLimits(db);
});

const rule = { concurrency: 2, on_limit: "cancel_oldest" };

const asked = async (db: TestDatabase, kind: string) =>
  (
    await db.query<{ n: number }>(
      `select count(*)::int as n from sluice_private.arrivals where kind = $1`,
      [kind],
    )
  )[0]!.n;

const ofExecutions = (db: TestDatabase) =>
  workflowOf(db, [act("a")], ["start → a"], { limits: [rule] });

describe("cancel_oldest, where very many come at once", () => {
  test("asks each execution once, over all looks", async ({ db }) => {
    const workflow = await ofExecutions(db);
    await startMany(db, workflow, 700);
    await db.query("select sluice_private.admit()");
    await db.query("select sluice_private.admit()");
    expect(await asked(db, "cancel")).toBe(698);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ cancelled: 698, completed: 2 });
    expect(await invariants(db)).toEqual([]);
  });

  test("asks each step once", async ({ db }) => {
    const workflow = await limited(db, rule);
    await startMany(db, workflow, 300);
    await db.query("select sluice_private.advance_batch(1000)");
    const worker = await new TestWorker(db.worker).register(["act"], 1000);
    await db.query("select sluice_private.admit()");
    // those with a lease are asked again by each batch until they have ended
    expect(await asked(db, "settle")).toBeLessThan(330);
    await worker.drain();
    expect(
      await db.query(
        `select status, count(*)::int as n from sluice.workflow_execution_steps
         where node_id = 'a' and execution_id in (
           select id from sluice.workflow_executions where workflow_id = $1
         )
         group by status order by status`,
        [workflow],
      ),
    ).toEqual([
      { status: "cancelled", n: 298 },
      { status: "completed", n: 2 },
    ]);
    expect(await invariants(db)).toEqual([]);
  });
});

describe("cancel_oldest, while somebody holds the oldest", () => {
  test.for([
    ["execution", ofExecutions, "limited_executions"],
    ["step", (db: TestDatabase) => limited(db, rule), "blocked_steps"],
  ] as const)("waits for no %s", async ([, make, table], { db }) => {
    const workflow = await make(db);
    const worker = await new TestWorker(await openImpatient(db)).register();
    await startMany(db, workflow, 2);
    await worker.pump();
    const holder = await openSession(db);
    await holder.query("begin");
    await holder.query("select from sluice_private.live_executions for update");
    await holder.query(`select from sluice_private.${table} for update`);
    await startMany(db, workflow, 2);
    await worker.pump();
    await worker.pump();
    await startMany(db, workflow, 1);
    await worker.pump();
    await holder.query("commit");
    await worker.drain();
    expect(Object.values(await statuses(db, workflow)).reduce((sum, n) => sum + n)).toBe(5);
    expect(await statuses(db, workflow)).toMatchObject({ completed: expect.any(Number) as number });
    expect(await invariants(db)).toEqual([]);
  });
});
