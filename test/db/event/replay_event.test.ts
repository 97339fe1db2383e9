import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf, endExecutions, endScene } from "../../support/scenes.ts";
import { listen as watching, makeTable, pump, THING } from "../../support/watch.ts";
import { emitIn, firingsOf, listener, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const REPLAY = "select status, execution_id, is_replay from sluice.replay_event($1)";

describe("replay_event", () => {
  test("starts once more what listens, in spite of dedupe, and marks it", async ({ db }) => {
    const { organizationId, workflow, worker, claims } = await listener(
      db,
      { name: "a" },
      { dedupe: "trigger.payload.id" },
    );
    const id = await emitIn(db, organizationId, "a", { payload: { id: 1 } });
    await worker.drain();
    for (const turn of [1, 2]) {
      const { rows } = await db.as(claims, (client) => client.query(REPLAY, [id]));
      expect(rows).toMatchObject([{ status: "started", is_replay: true }]);
      expect(await startedBy(db, workflow)).toHaveLength(1 + turn);
    }
    const started = await startedBy(db, workflow);
    expect(started.map(({ trigger }) => trigger["replay"])).toEqual([undefined, true, true]);
    expect(started[2]!.trigger).toMatchObject({ event_id: id, payload: { id: 1 } });
  });

  test("of an event for a batch starts it for this one alone", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, {
      ...{ name: "a", batch: { size: 2, within: "1 hour" } },
    });
    const id = await emitIn(db, organizationId, "a");
    await worker.drain();
    expect(await db.query(REPLAY, [id])).toMatchObject([{ status: "started" }]);
    expect(await startedBy(db, workflow)).toMatchObject([{ trigger: { payload: { count: 1 } } }]);
  });

  test("of a changed row starts what asks for such a change", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await watching(db, organizationId, "record_created", { object });
    await db.query(`insert into ${object} values ($1, 1)`, [organizationId]);
    await pump(db);
    const [first] = await startedBy(db, workflow);
    const event = { id: first!.trigger["event_id"], name: `record.created:${object}`, key: "1" };
    expect(first).toMatchObject({ trigger: { event } });
    expect(await db.query(REPLAY, [event.id])).toMatchObject([
      { status: "started", is_replay: true },
    ]);
    expect((await startedBy(db, workflow)).slice(1)).toMatchObject([
      { trigger: { event, replay: true, payload: first!.trigger.payload } },
    ]);
    await db.query("select sluice.unwatch_table($1)", [object]);
  });

  test("says why nothing starts", async ({ db }) => {
    const { organizationId, workflow } = await listener(
      db,
      { name: "a" },
      { filter: "$.trigger.payload.x == 1" },
    );
    const id = await emitIn(db, organizationId, "a");
    expect(await db.query(REPLAY, [id])).toMatchObject([{ status: "refused" }]);
    expect(await startedBy(db, workflow)).toEqual([]);
  });

  test("is of one's own events only", async ({ db }) => {
    const { organizationId, workflow } = await listener(db, { name: "a" });
    const id = await emitIn(db, organizationId, "a");
    const { claims } = await createTenant(db);
    expect(await codeOf(db.as(claims, (client) => client.query(REPLAY, [id])))).toBe("SLNTF");
    expect(await startedBy(db, workflow)).toEqual([]);
  });
});

describe("a bulk operation that replays", () => {
  test("fires what listens to the events of a name and a time", async ({ db }) => {
    const { organizationId, workflow, worker, claims } = await listener(db, { name: "**" });
    await emitIn(db, organizationId, "order.early");
    await db.query(
      "update sluice.workflow_events set created_at = created_at - interval '1 minute'",
    );
    const after = new Date(Date.now() - 30_000).toISOString();
    for (const name of ["order.paid", "order.sent", "other"])
      await emitIn(db, organizationId, name);
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(4);
    const { rows } = await db.as(claims, (client) =>
      client.query("select * from sluice.start_bulk_operation('replay', $1)", [
        { name: "order.*", created_after: after },
      ]),
    );
    expect(rows).toMatchObject([{ total: 2 }]);
    await worker.drain();
    await worker.drain();
    const replayed = (await firingsOf(db, workflow)).filter(({ is_replay: is }) => is);
    expect(replayed).toHaveLength(2);
    const [operation] = await db.query(
      "select status, done, failed from sluice.bulk_operations where id = $1",
      [rows[0].id],
    );
    expect(operation).toEqual({ status: "completed", done: 2, failed: 0 });
  });

  for (const filter of [
    {},
    { name: "a" },
    { name: "a b", created_after: "2026-01-01" },
    { name: "a", created_after: "never" },
    { name: "a", created_after: "2026-01-01", statuses: [] },
  ]) {
    test(`is refused for ${JSON.stringify(filter)}`, async ({ db }) => {
      const { organizationId } = await createTenant(db);
      const asking = db.query("select sluice.start_bulk_operation('replay', $1, '{}', $2)", [
        filter,
        organizationId,
      ]);
      expect(await codeOf(asking)).toBe("SLVAL");
    });
  }
});
