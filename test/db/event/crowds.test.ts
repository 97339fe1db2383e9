import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  publish,
  TestWorker,
} from "../../support/engine.ts";
import { begin, emit } from "../../support/events.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";
import { emitIn, pass, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs");
});

/** As many triggers in one workflow, each of which listens with this config. */
const listeners = (count: number, config: object, trigger = "event", action = set("a")) => {
  const ids = Array.from({ length: count }, (_, n) => `on${n}`);
  return definition(
    [...ids.map((id) => ({ id, type: "trigger", data: { trigger, config } })), action],
    ids.map((id) => `${id} → a`),
  );
};

/** One transaction of a host; how many firings there are after it. */
async function pumpOnce(db: TestDatabase, { id, epoch }: TestWorker): Promise<number> {
  await db.worker.query("select sluice_private.pump($1, $2)", [id, epoch]);
  const [row] = await db.query<{ count: number }>(
    "select count(*)::int as count from sluice.workflow_trigger_firings",
  );
  return row!.count;
}

/** Pumps until nothing more is fired; how many firings there were after each. */
async function pumpAll(db: TestDatabase, worker: TestWorker): Promise<number[]> {
  const counts = [await pumpOnce(db, worker)];
  while (counts.at(-1) !== counts.at(-2)) counts.push(await pumpOnce(db, worker));
  return counts.slice(0, -1);
}

/** What an event has fired more than once. */
const twice = (db: TestDatabase) =>
  db.query(
    `select event_id, trigger_id from sluice.workflow_trigger_firings
     where trigger_id is not null group by event_id, trigger_id having count(*) <> 1`,
  );

async function scene(db: TestDatabase) {
  await db.query("delete from sluice.workflow_trigger_firings");
  const { organizationId } = await createTenant(db);
  return { organizationId, worker: await new TestWorker(db.worker).register() };
}

const burst = (db: TestDatabase, organizationId: string, count: number) =>
  db.query("select sluice.emit_event('x', '{}', null, null, $1) from generate_series(1, $2)", [
    organizationId,
    count,
  ]);

describe("a transaction of the pump fires no more than 500 triggers", () => {
  test("of many events that many listen to", async ({ db }) => {
    const { organizationId, worker } = await scene(db);
    await publish(db, organizationId, listeners(20, { name: "x" }));
    await publish(db, organizationId, listeners(10, { name: ["x", "**"] }));
    await burst(db, organizationId, 40);
    expect(await pumpAll(db, worker)).toEqual([500, 1000, 1200]);
    expect(await twice(db)).toEqual([]);
    expect(await db.query("select from sluice_private.new_events")).toEqual([]);
  });

  test("of one event, and goes on with the next one; whoever it ends is ended", async ({ db }) => {
    const { organizationId, worker } = await scene(db);
    await defineTestAction(db);
    const enrolment = { key: "trigger.id", exit_on: [{ event: "x" }] };
    const workflows = [];
    for (let n = 0; n < 3; n += 1) {
      workflows.push(
        await publish(db, organizationId, {
          ...listeners(200, { name: "x" }, "event", act("a")),
          settings: { enrolment },
        }),
      );
    }
    await emitIn(db, organizationId, "x");
    expect(await pumpAll(db, worker)).toEqual([498, 600]);
    for (const workflow of workflows) {
      const [first] = await startedBy(db, workflow);
      await emitIn(db, organizationId, "x", { key: first!.trigger["id"] as string });
      await worker.pump();
      expect(await execution(db, first!.id)).toMatchObject({ status: "cancelled" });
    }
    expect(await twice(db)).toEqual([]);
  });

  test("and tells waits of an event once, however long it takes", async ({ db }) => {
    await db.query("delete from sluice.workflow_trigger_firings");
    const { id } = await begin(db);
    const [row] = await db.query<{ organization_id: string }>(
      "select organization_id from sluice.workflow_executions where id = $1",
      [id],
    );
    await publish(db, row!.organization_id, listeners(600, { name: "order.paid" }));
    await emit(db, id, "7");
    const told = [];
    for (let n = 0; n < 3; n += 1) {
      await db.query("select sluice_private.match_events(500)");
      const [seen] = await db.query<{ arrivals: number; firings: number }>(
        `select count(*) filter (where kind = 'event')::int as arrivals,
           (select count(*)::int from sluice.workflow_trigger_firings) as firings
         from sluice_private.arrivals`,
      );
      told.push(seen);
    }
    expect(told).toEqual([
      { arrivals: 1, firings: 500 },
      { arrivals: 1, firings: 600 },
      { arrivals: 1, firings: 600 },
    ]);
  });

  test("of rows that change", async ({ db }) => {
    const { organizationId, worker } = await scene(db);
    const table = `t_${randomUUID().slice(0, 8)}`;
    await db.query(`create table ${table} (id int primary key, organization_id uuid)`);
    await db.query("select sluice.watch_table($1)", [table]);
    await publish(
      db,
      organizationId,
      listeners(20, { object: `public.${table}` }, "record_created"),
    );
    await db.query(`insert into ${table} select n, $1 from generate_series(1, 40) as n`, [
      organizationId,
    ]);
    expect(await pumpAll(db, worker)).toEqual([500, 800]);
    expect(await twice(db)).toEqual([]);
  });

  test("of what is replayed", async ({ db }) => {
    const { organizationId, worker } = await scene(db);
    await burst(db, organizationId, 30);
    await worker.pump();
    await publish(db, organizationId, listeners(40, { name: "x" }));
    await db.query(
      `select sluice.start_bulk_operation('replay', '{"name": "x", "created_after": "2020-01-01"}',
         organization_id => $1)`,
      [organizationId],
    );
    expect(await pumpAll(db, worker)).toEqual([520, 1040, 1200]);
    expect(await twice(db)).toEqual([]);
    const [operation] = await db.query("select done, failed, status from sluice.bulk_operations");
    expect(operation).toEqual({ done: 30, failed: 0, status: "completed" });
  });

  test("of schedules that have missed much", async ({ db }) => {
    const { organizationId, worker } = await scene(db);
    const config = { cron_expression: "* * * * *", missed_runs: "all", overlap: "allow" };
    await publish(db, organizationId, listeners(60, config, "scheduled_time"));
    await db.query(
      `update sluice.scheduled_jobs
       set next_run = next_run - interval '1 hour', due_at = due_at - interval '1 hour'`,
    );
    const counts = await pumpAll(db, worker);
    expect(counts[0]).toBe(1000);
    expect(counts.at(-1)).toBeGreaterThanOrEqual(3600);
  });
});

test("batches of many keys that are due at once come in parts of 16 MB", async ({ db }) => {
  const { organizationId, worker } = await scene(db);
  const batch = { size: 9, within: "1 hour" };
  await publish(db, organizationId, listeners(1, { name: "x", batch }));
  const text = "x".repeat(1_400_000);
  for (let n = 0; n < 20; n += 1) {
    await emitIn(db, organizationId, "x", { payload: { text }, key: String(n) });
  }
  await worker.pump();
  await pass(db, "2 hours");
  const [first, ...others] = await pumpAll(db, worker);
  expect(first).toBeLessThan(14);
  expect(others.at(-1)).toBe(20);
});
