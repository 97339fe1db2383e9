import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
} from "../../support/engine.ts";
import {
  addMonths,
  copyTo,
  maintain,
  monthsAgo,
  partitionsOf,
  rowsOf,
  startAt,
} from "../../support/history.ts";
import { act, endScene, openSession, untilBlocked } from "../../support/scenes.ts";

test.beforeAll(async ({ db }) => {
  await defineTestAction(db);
});
test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.live_executions");
});

const DRAFT = definition(
  [
    manual,
    { id: "log", type: "action", data: { action: "log_activity", input: { description: "m" } } },
    act("a", { timeout: "1 hour" }),
    act("b", { timeout: "1 hour" }),
  ],
  ["start → log", "log → a", "a → b"],
);
const FULL = [1, 4, 2, 1];
const NONE = [0, 0, 0, 0];

/** A finished execution, and a worker. */
async function scene(db: TestDatabase, settings = {}) {
  const { organizationId } = await createTenant(db, "admin");
  const workflow = await publish(db, organizationId, { ...DRAFT, settings });
  const worker = await new TestWorker(db.worker).register();
  const id = await start(db, workflow);
  await worker.drain();
  expect(await rowsOf(db, id)).toEqual(FULL);
  return { organizationId, workflow, worker, id };
}

/** How many months there are before this one. */
async function oldMonths(db: TestDatabase): Promise<number> {
  const names = await partitionsOf(db, "sluice_private.execution_steps");
  return names.filter((name) => name < new Date().toISOString().slice(0, 7).replace("-", "_"))
    .length;
}

describe("a month that is older than the default retention", () => {
  test("goes as a whole, with everything in it that has ended", async ({ db }) => {
    await addMonths(db, 15);
    const { id } = await scene(db);
    const gone = await copyTo(db, id, monthsAgo(14));
    const young = await copyTo(db, id, monthsAgo(11));
    expect(await rowsOf(db, gone)).toEqual(FULL);
    expect(await oldMonths(db)).toBe(15);
    expect(await maintain(db)).toBeLessThan(100);
    expect(await oldMonths(db)).toBe(12);
    expect(await rowsOf(db, gone)).toEqual(NONE);
    expect(await rowsOf(db, young)).toEqual(FULL);
    expect(await rowsOf(db, id)).toEqual(FULL);
    const left = await db.query("select from pg_class where relname ~ '_(gone_[0-9]+|kept)$'");
    expect(left).toEqual([]);
  });

  test("leaves behind what its workflow keeps for longer, which can be retried", async ({ db }) => {
    await addMonths(db, 15);
    const { id, worker } = await scene(db, { retention: "5 years" });
    const kept = await copyTo(db, id, monthsAgo(14));
    await maintain(db);
    expect(await oldMonths(db)).toBe(12);
    expect(await rowsOf(db, kept)).toEqual(FULL);
    await db.query("select sluice.retry_execution($1, 'b')", [kept]);
    await worker.drain();
    expect(await execution(db, kept)).toMatchObject({ status: "completed" });
    expect(await rowsOf(db, kept)).toEqual([1, 8, 3, 1]);
  });

  test("leaves behind what still lives, which goes on and ends", async ({ db }) => {
    await addMonths(db, 15);
    const { worker, workflow } = await scene(db);
    const live = await startAt(db, workflow, monthsAgo(14));
    await worker.pump();
    const [lease] = await worker.begin();
    expect(await rowsOf(db, live)).toEqual([0, 2, 0, 1]);
    await maintain(db);
    expect(await oldMonths(db)).toBe(12);
    expect(await rowsOf(db, live)).toEqual([0, 2, 0, 1]);
    const [answer] = await worker.report([[lease!, {}]]);
    await worker.report([[answer!.next!, {}]]);
    expect(await rowsOf(db, live)).toEqual(FULL);
    expect(await execution(db, live)).toMatchObject({ status: "completed" });
    expect(await stepStatuses(db, live)).toMatchObject({ log: "completed", b: "completed" });
  });

  test("takes along what changes while it is copied", async ({ db }) => {
    await addMonths(db, 15);
    const { id, organizationId, worker, workflow } = await scene(db);
    await db.query("select sluice.set_retention('5 years', $1)", [organizationId]);
    const live = await startAt(db, workflow, monthsAgo(14));
    const erased = await copyTo(db, id, monthsAgo(14));
    const retried = await copyTo(db, id, monthsAgo(13));
    await worker.pump();
    const [lease] = await worker.begin();

    await maintain(db, 3);
    const copied = "select copied_to from sluice_private.maintenance where retiring_to is not null";
    expect(await db.query(copied)).toEqual([{ copied_to: "ffffffff-ffff-ffff-ffff-ffffffffffff" }]);
    const [answer] = await worker.report([[lease!, {}]]);
    await worker.report([[answer!.next!, {}]]);
    await db.query("select sluice.erase_execution($1)", [erased]);
    await db.query("select sluice.retry_execution($1, 'b')", [retried]);
    await worker.drain();

    await maintain(db);
    expect(await oldMonths(db)).toBe(12);
    expect(await rowsOf(db, live)).toEqual(FULL);
    expect(await rowsOf(db, erased)).toEqual(NONE);
    expect(await rowsOf(db, retried)).toEqual([1, 8, 3, 1]);
    expect(await db.query("select from sluice_private.changed_history")).toEqual([]);
  });

  test("stays while somebody reads, who is not waited for", async ({ db }) => {
    await addMonths(db, 15);
    const { id } = await scene(db);
    const gone = await copyTo(db, id, monthsAgo(14));
    const reader = await openSession(db);
    await reader.query("begin; select from sluice_private.executions limit 1");
    await maintain(db);
    await maintain(db);
    expect(await rowsOf(db, gone)).toEqual(FULL);
    await reader.query("commit");
    await maintain(db);
    expect(await rowsOf(db, gone)).toEqual(NONE);
    expect(await oldMonths(db)).toBe(12);
  });

  test("is replaced in one transaction: who writes to it waits, and has a place", async ({
    db,
  }) => {
    await addMonths(db, 15);
    const { worker, workflow } = await scene(db);
    const live = await startAt(db, workflow, monthsAgo(14));
    await worker.pump();
    const [lease] = await worker.begin();
    await maintain(db, 3);
    const swapping = await openSession(db);
    await swapping.query("begin; set local role sluice_owner");
    await swapping.query(
      `select sluice_private.swap_partitions('sluice_private.execution_steps', m.retiring_to)
       from sluice_private.maintenance as m`,
    );
    const host = await openSession(db, "sluice_worker");
    const reported = worker.over(host).report([[lease!, {}]]);
    await untilBlocked(db, host);
    await swapping.query("commit");
    expect(await reported).toMatchObject([{ verdict: "recorded" }]);
    await worker.drain();
    await maintain(db);
    expect((await rowsOf(db, live))[1]).toBe(3);
    await db.query("select sluice.cancel_execution($1)", [live]);
    await worker.pump();
    expect(await execution(db, live)).toMatchObject({ status: "cancelled" });
  });
});

describe("two workers", () => {
  test("do not maintain at the same time", async ({ db }) => {
    const other = await openSession(db);
    await other.query(
      "begin; select pg_advisory_xact_lock(hashtextextended('sluice:maintenance', 0))",
    );
    expect(await maintain(db)).toBe(0);
    const [row] = await db.query<{ is_due: boolean }>(
      "select next_at = '-infinity' as is_due from sluice_private.maintenance",
    );
    expect(row!.is_due).toBe(true);
  });
});
