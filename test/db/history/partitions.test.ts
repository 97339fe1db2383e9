import type pg from "pg";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { addMonths, copyTo, monthsAgo, partitionsOf } from "../../support/history.ts";
import {
  faultsOfDoors,
  faultsOfReading,
  heavyTwice,
  partitionsRead,
  PlanRecorder,
  type Statement,
} from "../../support/plans.ts";
import { act, endScene } from "../../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

const MONTHS = 25;

/** A member's session among thirty partitions, with executions in the last and in older months. */
async function scene(db: TestDatabase) {
  await defineTestAction(db);
  const tenant = await createTenant(db);
  const draft = definition([manual, act("a"), act("b")], ["start → a", "a → b"]);
  const workflow = await publish(db, tenant.organizationId, draft);
  const host = await db.session();
  const plans = await PlanRecorder.over(host);
  await host.query("set role sluice_worker");
  const worker = await new TestWorker(host).register();
  const first = await start(db, workflow);
  await worker.drain();
  plans.take();
  const id = await start(db, workflow);
  await worker.drain();
  const old = await copyTo(db, first, monthsAgo(5));
  const session = await db.session();
  await session.query("select set_config('jwt.claims.sub', $1, false)", [tenant.userId]);
  const recorder = await PlanRecorder.over(session);
  await session.query("set role sluice_member");
  const ask = async (text: string, values: unknown[]) => {
    recorder.take();
    const { rows } = await session.query<pg.QueryResultRow>(text, values);
    const statement = recorder.take().find(({ query }) => query === text);
    return { rows, statement: statement as Statement };
  };
  return { ...tenant, id, old, ask, doors: plans.take() };
}

const month = (instant: string) => instant.slice(0, 7).replace("-", "_");

describe("among thirty partitions", () => {
  test.beforeAll(async ({ db }) => {
    await addMonths(db, MONTHS);
    expect(await partitionsOf(db, "sluice_private.executions")).toHaveLength(MONTHS + 6);
  });

  test("what is asked by id reads one", async ({ db }) => {
    const { old, ask } = await scene(db);
    for (const [view, key, table] of [
      ["workflow_executions", "id", "executions"],
      ["workflow_execution_steps", "execution_id", "execution_steps"],
      ["workflow_step_attempts", "execution_id", "step_attempts"],
    ] as const) {
      const text = `select * from sluice.${view} where ${key} = $1`;
      const { rows, statement } = await ask(text, [old]);
      expect(rows.length).toBeGreaterThan(0);
      expect(partitionsRead(statement, table)).toEqual([`${table}_${month(monthsAgo(5))}`]);
    }
  });

  test("the newest ones cost a look into each, and with a window into those in it", async ({
    db,
  }) => {
    const { organizationId, ask } = await scene(db);
    const newest = (window: string) => `select id from sluice.workflow_executions
      where organization_id = $1 ${window} order by id desc limit 2`;
    const all = await ask(newest(""), [organizationId]);
    expect(all.rows).toHaveLength(2);
    expect(faultsOfReading(all.statement)).toEqual([]);
    const look = async () => [(await ask(newest(""), [organizationId])).statement];
    expect(await heavyTwice(look)).toEqual([]);
    const last = await ask(newest("and id >= sluice_hidden.uuid_floor($2)"), [
      organizationId,
      `${monthsAgo(0).slice(0, 7)}-01T00:00:00Z`,
    ]);
    expect(last.rows).toEqual(all.rows);
    const read = partitionsRead(last.statement, "executions");
    expect(read[0]).toBe(`executions_${month(monthsAgo(0))}`);
    expect(read.length).toBeLessThanOrEqual(5);
  });

  test("a window of time reads the partitions in it", async ({ db }) => {
    const { organizationId, old, ask } = await scene(db);
    const text = `select id from sluice.workflow_executions
      where organization_id = $1 and id >= sluice_hidden.uuid_floor($2)
        and id < sluice_hidden.uuid_floor($3) order by id`;
    const { rows, statement } = await ask(text, [organizationId, monthsAgo(6), monthsAgo(4)]);
    expect(rows).toEqual([{ id: old }]);
    expect(partitionsRead(statement, "executions")).toEqual(
      [6, 5, 4].map((ago) => `executions_${month(monthsAgo(ago))}`),
    );
  });

  test("no statement of the doors reads more than one", async ({ db }) => {
    const { doors } = await scene(db);
    expect(doors.length).toBeGreaterThan(50);
    expect(faultsOfDoors(doors)).toEqual([]);
  });

  test("every id has a place", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    for (const instant of ["1970-01-02", "2020-01-01", monthsAgo(3), "2500-01-01"]) {
      const kept = await db.query(
        `insert into sluice.workflow_events (organization_id, id, name, payload)
         values ($1, sluice_hidden.uuid_floor($2), 'x', '{}') returning id`,
        [organizationId, instant],
      );
      expect(kept).toHaveLength(1);
    }
  });
});
