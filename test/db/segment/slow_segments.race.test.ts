import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, openSession } from "../../support/scenes.ts";
import { emitIn, firingsOf, listen as hear, startedBy } from "../../support/triggers.ts";
import { listen, makeTable, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers");
  await endExecutions(db);
});

/** Looks at each pair of numbers in the record. */
const SLOW =
  "exists($.trigger.payload.record.n[*] ? (exists($.trigger.payload.record.n[*] ? (@ < 0))))";

/** A host whose statements may take half a second. */
async function hurried(db: TestDatabase): Promise<TestWorker> {
  const session = await openSession(db, "sluice_worker");
  await session.query("set statement_timeout = '500ms'");
  return new TestWorker(session).register();
}

/** A segment of a watched table with this condition, and another organization's batch. */
async function scene(db: TestDatabase, condition: string) {
  const { organizationId } = await createTenant(db);
  const object = await makeTable(db, `${THING}, n jsonb`);
  await db.query(`grant select on ${object} to sluice_owner`);
  const segment = await listen(db, organizationId, "segment_entered", { object, condition });
  const { organizationId: neighbour } = await createTenant(db);
  const batch = await hear(db, neighbour, {
    ...{ trigger: "event", config: { name: "a", batch: { size: 2, within: "1 hour" } } },
  });
  const emit = async () => {
    await emitIn(db, neighbour, "a");
    await emitIn(db, neighbour, "a");
  };
  return { organizationId, object, segment, batch, emit };
}

/** Looks at all segments; those of their triggers that are off by then. */
async function look(db: TestDatabase, host: TestWorker) {
  await db.query("update sluice_private.trigger_timers set due_at = clock_timestamp()");
  for (let n = 0; n < 2; n += 1) await host.pump();
  return db.query("select is_enabled from sluice.workflow_triggers where not is_enabled");
}

describe("a segment", () => {
  test("whose table somebody has locked holds up nobody, and is looked at later", async ({
    db,
  }) => {
    const { organizationId, object, segment, batch, emit } = await scene(
      db,
      "trigger.payload.record.size > 1",
    );
    const gate = await openSession(db);
    await gate.query(`begin; lock table ${object} in access exclusive mode`);
    const host = await hurried(db);
    await emit();
    for (let n = 0; n < 3; n += 1) await host.pump();
    expect(await startedBy(db, batch)).toHaveLength(1);
    await gate.query("rollback");
    expect(await look(db, host)).toEqual([]);
    await db.query(`insert into ${object} values ($1, 1, 'x', 2)`, [organizationId]);
    await look(db, host);
    expect(await firingsOf(db, segment)).toMatchObject([{ status: "started" }]);
  });

  test("whose condition takes too long is switched off, and holds up nobody", async ({ db }) => {
    const { organizationId, object, segment, batch, emit } = await scene(db, SLOW);
    await db.query(
      `insert into ${object} select $1, i, 'x', 1, (
         select jsonb_agg(n) from generate_series(1, 1000) as n
       ) from generate_series(1, 150) as i`,
      [organizationId],
    );
    const host = await hurried(db);
    await emit();
    for (let n = 0; n < 3; n += 1) await host.pump();
    expect(await startedBy(db, batch)).toHaveLength(1);
    const slow = { status: "refused", reason: "it takes too long to look" };
    expect(await firingsOf(db, segment)).toMatchObject([slow]);
    expect(await look(db, host)).toEqual([{ is_enabled: false }]);
    expect(await look(db, host)).toEqual([{ is_enabled: false }]);
    expect(await firingsOf(db, segment)).toMatchObject([slow, slow]);
  });

  test("that is switched off is not looked at, and tells afterwards", async ({ db }) => {
    const { organizationId, object, segment } = await scene(db, "trigger.payload.record.size > 1");
    const host = await hurried(db);
    await look(db, host);
    const turn = (isOn: boolean) =>
      db.query(
        "select sluice.set_trigger_enabled(id, $2) from sluice.workflow_triggers where workflow_id = $1",
        [segment, isOn],
      );
    await turn(false);
    await db.query(`insert into ${object} values ($1, 1, 'x', 2)`, [organizationId]);
    await look(db, host);
    expect(await firingsOf(db, segment)).toEqual([]);
    await turn(true);
    await look(db, host);
    expect(await firingsOf(db, segment)).toMatchObject([{ status: "started" }]);
  });
});
