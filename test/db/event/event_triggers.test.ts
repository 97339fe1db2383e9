import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { emitIn, firingsOf, listen, listener, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const PATTERNS: [pattern: string | string[], name: string, fires: boolean][] = [
  ["order.paid", "order.paid", true],
  ["order.paid", "order.paid.late", false],
  ["order.paid", "orderXpaid", false],
  ["order.*", "order.paid", true],
  ["order.*", "order.paid.late", false],
  ["order.*", "order", false],
  ["order.**", "order.paid", true],
  ["order.**", "order.paid.late", true],
  ["order.**", "order", false],
  ["*.paid", "order.paid", true],
  ["*.paid", "order.sent", false],
  ["a.*.c.**", "a.b.c.d.e", true],
  ["a.*.c.**", "a.b.c", false],
  ["*", "order", true],
  ["*", "order.paid", false],
  ["**", "order.paid", true],
  ["1.2.3.4.5.6.7.8.9.10.*", "1.2.3.4.5.6.7.8.9.10.11", true],
  ["1.2.3.4.5.6.7.8.9.10.*", "1.2.3.4.5.6.7.8.9.x.11", false],
  [["order.sent", "order.lost"], "order.lost", true],
  [["order.sent", "order.*", "**"], "order.sent", true],
];

describe("an event", () => {
  for (const [name, emitted, fires] of PATTERNS) {
    test(`${emitted} ${fires ? "fires" : "does not fire"} a trigger for ${String(name)}`, async ({
      db,
    }) => {
      const { organizationId, workflow, worker } = await listener(db, { name });
      const id = await emitIn(db, organizationId, emitted, { payload: { n: 1 }, key: "k" });
      await worker.drain();
      const started = await startedBy(db, workflow);
      expect(started).toHaveLength(fires ? 1 : 0);
      if (fires) {
        expect(started[0]!.trigger).toMatchObject({
          ...{ type: "event", event_id: id, payload: { n: 1 } },
          event: { id, name: emitted, key: "k" },
        });
        expect(await firingsOf(db, workflow)).toEqual([
          {
            ...{ status: "started", reason: null, event_id: id, is_replay: false },
            execution_id: started[0]!.id,
          },
        ]);
      }
    });
  }

  test("fires each trigger of each workflow once, of its organization alone", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "order.paid" });
    const other = await listen(db, organizationId, {
      trigger: "event",
      config: { name: "order.*" },
    });
    const stranger = await createTenant(db);
    const theirs = await listen(db, stranger.organizationId, {
      ...{ trigger: "event", config: { name: "**" } },
    });
    for (let n = 0; n < 5; n += 1)
      await emitIn(db, organizationId, "order.paid", { payload: { n } });
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(5);
    expect(await startedBy(db, other)).toHaveLength(5);
    expect(await startedBy(db, theirs)).toEqual([]);
  });

  test("that the filter does not let through starts nothing, and it says so", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(
      db,
      { name: "order.paid" },
      { filter: "$.trigger.payload.amount > 10", dedupe: "trigger.payload.id" },
    );
    for (const payload of [{ amount: 9 }, { amount: 11, id: "a" }, { amount: 12, id: "a" }]) {
      await emitIn(db, organizationId, "order.paid", { payload });
      await worker.drain();
    }
    expect(await firingsOf(db, workflow)).toMatchObject([
      { status: "refused", reason: "the filter does not hold", execution_id: null },
      { status: "started" },
      { status: "duplicate", reason: "the key has started one before" },
    ]);
    expect(await startedBy(db, workflow)).toHaveLength(1);
  });

  test("fires nothing that is switched off, until it is switched on", async ({ db }) => {
    const { organizationId, workflow, worker, claims } = await listener(db, { name: "a" });
    const turn = (on: boolean) =>
      db.as(claims, (client) =>
        client.query(
          "select sluice.set_trigger_enabled(id, $2) from sluice.workflow_triggers where workflow_id = $1",
          [workflow, on],
        ),
      );
    await turn(false);
    await emitIn(db, organizationId, "a");
    await worker.drain();
    await turn(true);
    await emitIn(db, organizationId, "a");
    await worker.drain();
    expect(await firingsOf(db, workflow)).toMatchObject([
      { status: "refused", reason: "the trigger is switched off" },
      { status: "started" },
    ]);
  });

  test("past its ttl starts nothing", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "a" });
    await emitIn(db, organizationId, "a", { ttl: "1 hour" });
    await emitIn(db, organizationId, "a", { ttl: "1 hour" });
    await db.query(
      `update sluice.workflow_events set expires_at = clock_timestamp()
       where id = (select id from sluice.workflow_events where organization_id = $1 order by id limit 1)`,
      [organizationId],
    );
    await worker.drain();
    expect((await firingsOf(db, workflow)).map(({ reason }) => reason).sort()).toEqual([
      null,
      "the event has expired",
    ]);
  });

  test("that cannot start one workflow starts the others", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "a" });
    const full = await listen(db, organizationId, { trigger: "event", config: { name: "a" } });
    await db.query(
      "select sluice.set_limit('few', concurrency => 1, backlog => 2, workflow_id => $1, organization_id => $2)",
      [full, organizationId],
    );
    for (let n = 0; n < 6; n += 1) await emitIn(db, organizationId, "a");
    await worker.pump();
    expect(await startedBy(db, workflow)).toHaveLength(6);
    const refused = (await firingsOf(db, full)).filter(({ status }) => status === "refused");
    expect(refused).not.toEqual([]);
    for (const { reason } of refused) expect(reason).toContain("as many as may already wait");
    expect(await startedBy(db, full)).toHaveLength(6 - refused.length);
  });

  test("is emitted by nobody under the engine's names", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await expect(emitIn(db, organizationId, "sluice.workflow.x.completed")).rejects.toMatchObject({
      code: "SLVAL",
    });
  });

  test("is looked at by the pump of any host, once", async ({ db }) => {
    const { organizationId, workflow } = await listener(db, { name: "a" });
    const hosts = await Promise.all(
      [1, 2, 3].map(async () => new TestWorker(await db.session("sluice_worker")).register()),
    );
    await Promise.all([
      ...Array.from({ length: 20 }, () => emitIn(db, organizationId, "a")),
      ...hosts.map((host) => host.pump()),
    ]);
    await Promise.all(hosts.map((host) => host.pump()));
    expect(await startedBy(db, workflow)).toHaveLength(20);
  });
});
