import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  defineTestAction,
  execution,
  manual,
  publish,
  start,
} from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  hold,
  openSession,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const line = (db: TestDatabase) => workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
const pure = (db: TestDatabase) => workflowOf(db, [set("a")], ["start → a"]);

const startSome = (db: TestDatabase, workflow: string, count: number) =>
  db.query("select sluice.start_workflows($1, $2)", [
    workflow,
    JSON.stringify(Array.from({ length: count }, () => ({}))),
  ]);

async function underWay(db: TestDatabase, workflow: string): Promise<number> {
  const rows = await db.query("select from sluice_private.live_executions where workflow_id = $1", [
    workflow,
  ]);
  return rows.length;
}

/** How many batches it takes while starts of this workflow keep coming; 20 at most. */
async function batchesUntil(
  db: TestDatabase,
  flood: string,
  holds: () => Promise<boolean>,
): Promise<number> {
  const session = await openSession(db, "sluice_worker");
  for (let batches = 1; batches <= 20; batches += 1) {
    await session.query("select sluice_private.advance_batch()");
    if (await holds()) return batches;
    await startSome(db, flood, 60);
  }
  return Infinity;
}

/** Cancels them as if they had been busy, so that the cancels wait for the next batch. */
async function cancelLater(db: TestDatabase, workflow: string): Promise<void> {
  const rows = await db.query<{ id: string }>(
    "select id from sluice_private.live_executions where workflow_id = $1",
    [workflow],
  );
  const release = await hold(db, ...rows.map(({ id }) => id));
  for (const { id } of rows) await db.query("select sluice.cancel_execution($1)", [id]);
  await release();
}

describe("starts that go straight to a worker's step, however many, keep waiting", () => {
  test("no start of the same organization that does not", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const flood = await publish(
      db,
      organizationId,
      definition([manual, act("a"), act("b")], ["start → a", "a → b"]),
    );
    const other = await publish(db, organizationId, definition([manual, set("a")], ["start → a"]));
    const id = await start(db, other);
    await startSome(db, flood, 600);
    const isDone = async () => (await execution(db, id)).status === "completed";
    expect(await batchesUntil(db, flood, isDone)).toBeLessThan(5);
  });

  for (const count of [1, 30]) {
    test(`not ${count} such starts of another organization`, async ({ db }) => {
      const [flood, other] = [await line(db), await pure(db)];
      await startSome(db, flood, 600);
      await startSome(db, other, count);
      const isDone = async () => (await underWay(db, other)) === 0;
      expect(await batchesUntil(db, flood, isDone)).toBeLessThan(15);
    });

    test(`not ${count} cancels of another organization`, async ({ db }) => {
      const [flood, other] = [await line(db), await line(db)];
      await startSome(db, other, count);
      await db.query("select sluice_private.advance_batch(30)");
      await startSome(db, flood, 600);
      await cancelLater(db, other);
      const isDone = async () => (await underWay(db, other)) === 0;
      expect(await batchesUntil(db, flood, isDone)).toBeLessThan(15);
    });
  }

  test("nobody in a session that has just seen several organizations", async ({ db }) => {
    const [flood, other] = [await line(db), await pure(db)];
    await startSome(db, flood, 400);
    const session = await openSession(db, "sluice_worker");
    await session.query("select set_config('sluice.company_at', clock_timestamp()::text, false)");
    const id = await start(db, other);
    for (let n = 0; n < 5; n += 1) {
      await session.query("select sluice_private.advance_batch()");
    }
    expect((await execution(db, id)).status).toBe("completed");
  });
});

test("what others hold of a list that was cut short does not end the look", async ({ db }) => {
  const [flood, other] = [await line(db), await pure(db)];
  await startSome(db, flood, 200);
  await startSome(db, other, 1);
  const rows = await db.query<{ id: string }>(
    `(select id from sluice_private.live_executions where workflow_id = $1 order by id limit 30)
     union all select id from sluice_private.live_executions where workflow_id = $2`,
    [flood, other],
  );
  const release = await hold(db, ...rows.map(({ id }) => id));
  const session = await openSession(db, "sluice_worker");
  const { rows: counts } = await session.query("select sluice_private.advance_batch() as count");
  expect((counts as [{ count: number }])[0].count).toBeGreaterThan(0);
  await release();
});
