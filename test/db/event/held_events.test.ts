import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, defineTestAction, definition, TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";
import { emitIn, firingsOf, listener, pass, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const held = (db: TestDatabase) => db.query("select from sluice_private.held_events");
const timers = (db: TestDatabase) => db.query("select from sluice_private.trigger_timers");

/** Emits one event for each number, with these as payloads. */
async function emitAll(db: TestDatabase, organizationId: string, numbers: number[], key?: string) {
  for (const n of numbers) {
    await emitIn(db, organizationId, "a", { payload: { n }, key: key ?? null });
  }
}

const batches = async (db: TestDatabase, workflow: string) =>
  (await startedBy(db, workflow)).map(({ trigger }) =>
    (trigger.payload["events"] as { payload: { n: number } }[]).map(({ payload }) => payload.n),
  );

describe("a batch", () => {
  const BATCH = { name: "a", batch: { size: 3, within: "10 minutes" } };

  test("starts once for so many events, and the others wait", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, BATCH);
    await emitAll(db, organizationId, [1, 2]);
    await worker.drain();
    expect(await startedBy(db, workflow)).toEqual([]);
    await emitAll(db, organizationId, [3, 4]);
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([[1, 2, 3]]);
    await pass(db, "11 minutes");
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([[1, 2, 3], [4]]);
    expect([await held(db), await timers(db)]).toEqual([[], []]);
  });

  test("shows what it holds, to whom it belongs", async ({ db }) => {
    const { organizationId, claims, worker } = await listener(db, BATCH);
    await emitAll(db, organizationId, [1, 2], "k");
    await worker.drain();
    const shownTo = async (who: typeof claims) => {
      const { rows } = await db.as(who, (client) =>
        client.query(
          `select key, event_count, due_at - oldest_at as left
           from sluice.workflow_trigger_timers`,
        ),
      );
      return rows;
    };
    expect(await shownTo(claims)).toEqual([
      { key: "k", event_count: 2, left: expect.objectContaining({ minutes: 10 }) },
    ]);
    expect(await shownTo((await createTenant(db)).claims)).toEqual([]);
  });

  test("starts for as many at once as there are batches", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, BATCH);
    await emitAll(db, organizationId, [1, 2, 3, 4, 5, 6, 7]);
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test("starts for what has come when its time is over, by key", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, BATCH);
    await emitAll(db, organizationId, [1], "left");
    await emitAll(db, organizationId, [2, 3], "right");
    await worker.drain();
    await pass(db, "9 minutes");
    await worker.drain();
    expect(await startedBy(db, workflow)).toEqual([]);
    await pass(db, "2 minutes");
    await worker.drain();
    expect((await batches(db, workflow)).sort()).toEqual([[1], [2, 3]]);
  });

  test("is by the value of its key where it has one", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, {
      ...BATCH,
      key: "trigger.payload.n",
    });
    await emitAll(db, organizationId, [1, 2, 1, 2, 1]);
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([[1, 1, 1]]);
  });

  test("has only what the filter lets through", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, BATCH, {
      filter: "$.trigger.payload.n > 1",
    });
    await emitAll(db, organizationId, [1, 2, 3, 4]);
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([[2, 3, 4]]);
    expect(await firingsOf(db, workflow)).toMatchObject([
      { status: "refused", reason: "the filter does not hold" },
      { status: "started" },
    ]);
  });

  test("is no longer than an input may be", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, BATCH);
    for (let n = 0; n < 3; n += 1) {
      await emitIn(db, organizationId, "a", { payload: { n, much: "x".repeat(1_000_000) } });
    }
    await worker.drain();
    await pass(db, "11 minutes");
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([[0], [1], [2]]);
  });

  test("that is taken out of a trigger is started with what it has", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, BATCH);
    await emitAll(db, organizationId, [1, 2]);
    await worker.drain();
    await db.query(
      `update sluice.workflows set definition =
         jsonb_set(definition, '{nodes,0,data,config}', '{"name": "a"}') where id = $1`,
      [workflow],
    );
    await db.query("select sluice.publish_workflow($1)", [workflow]);
    await pass(db, "11 minutes");
    await worker.drain();
    expect(await batches(db, workflow)).toEqual([[1, 2]]);
  });
});

describe("a debounce", () => {
  const DEBOUNCE = { name: "a", debounce: { for: "10 minutes", at_most: "30 minutes" } };

  test("starts once for the last, when none has come for so long", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, DEBOUNCE);
    for (const n of [1, 2, 3]) {
      await emitAll(db, organizationId, [n]);
      await worker.drain();
      expect(await startedBy(db, workflow)).toEqual([]);
      await pass(db, "9 minutes");
      await worker.drain();
    }
    await pass(db, "2 minutes");
    await worker.drain();
    expect(await startedBy(db, workflow)).toMatchObject([
      { trigger: { payload: { n: 3 }, count: 3 } },
    ]);
    expect([await held(db), await timers(db)]).toEqual([[], []]);
  });

  test("starts after at most so long, though more come", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, DEBOUNCE);
    for (const n of [1, 2, 3, 4]) {
      await emitAll(db, organizationId, [n]);
      await worker.drain();
      await pass(db, "8 minutes");
      await worker.drain();
    }
    expect(await startedBy(db, workflow)).toMatchObject([{ trigger: { payload: { n: 4 } } }]);
  });

  test("is of each key", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, DEBOUNCE);
    await emitAll(db, organizationId, [1, 2], "left");
    await emitAll(db, organizationId, [3], "right");
    await worker.drain();
    await pass(db, "11 minutes");
    await worker.drain();
    const started = await startedBy(db, workflow);
    expect(started.map(({ trigger }) => trigger.payload["n"]).sort()).toEqual([2, 3]);
  });
});

describe("a throttle", () => {
  const THROTTLE = { name: "a", throttle: { count: 2, per: "1 hour" } };

  test("lets so many through in any such time, by key, and says why not", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, THROTTLE);
    await emitAll(db, organizationId, [1], "left");
    await worker.drain();
    await pass(db, "40 minutes");
    await emitAll(db, organizationId, [2, 3], "left");
    await emitAll(db, organizationId, [4], "right");
    await worker.drain();
    await pass(db, "30 minutes");
    await emitAll(db, organizationId, [5, 6], "left");
    await worker.drain();
    const started = await startedBy(db, workflow);
    expect(started.map(({ trigger }) => trigger.payload["n"])).toEqual([1, 2, 4, 5]);
    const refused = (await firingsOf(db, workflow)).filter(({ status }) => status === "refused");
    expect(refused.map(({ reason }) => reason)).toEqual(
      Array(2).fill("throttled: 2 within 01:00:00 have been started"),
    );
    await pass(db, "2 hours");
    await worker.drain();
    expect([await held(db), await timers(db)]).toEqual([[], []]);
  });
});

test("sizes and counts are numbers, however they are written", async ({ db }) => {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const configs = [
    { name: "a", batch: { size: "N", within: "1 hour" } },
    { name: "a", throttle: { count: "N", per: "1 hour" } },
  ];
  for (const config of configs) {
    const trigger = { id: "on", type: "trigger", data: { trigger: "event", config } };
    const draft = JSON.stringify(definition([trigger, act("s")], ["on → s"]));
    const [workflow] = await db.query<{ id: string }>(
      "select id from sluice.create_workflow($1, $2, '', $3)",
      [config.batch ? "batch" : "throttle", draft.replace('"N"', "2.0"), organizationId],
    );
    await db.query("select sluice.publish_workflow($1)", [workflow!.id]);
  }
  const worker = await new TestWorker(db.worker).register();
  await emitAll(db, organizationId, [1, 2, 3]);
  await worker.drain();
  const started = await db.query(
    `select workflow.name, count(*)::int as n
     from sluice_private.executions as past
     inner join sluice.workflows as workflow on workflow.id = past.workflow_id
     where past.organization_id = $1 group by workflow.name order by workflow.name`,
    [organizationId],
  );
  expect(started).toEqual([
    { name: "batch", n: 1 },
    { name: "throttle", n: 2 },
  ]);
});
