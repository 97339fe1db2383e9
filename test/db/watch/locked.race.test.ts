import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, openSession } from "../../support/scenes.ts";
import { emitIn, listen as hear, startedBy } from "../../support/triggers.ts";
import { listen, makeTable, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("a watched table", () => {
  test("that somebody is about to watch otherwise holds up nobody's changes", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query(`insert into ${object} values ($1, 1, 'x', 1)`, [organizationId]);
    const user = await openSession(db);
    await db.query(`alter table ${object} add column more text`);
    await user.query(`begin; select sluice.watch_table('${object}', leave_out => '{status}')`);
    const session = await openSession(db, "sluice_worker");
    await session.query("set statement_timeout = '500ms'");
    const host = await new TestWorker(session).register();
    const { organizationId: neighbour } = await createTenant(db);
    const other = await hear(db, neighbour, { trigger: "event", config: { name: "a" } });
    await emitIn(db, neighbour, "a");
    for (let n = 0; n < 3; n += 1) await host.pump();
    expect(await startedBy(db, other)).toHaveLength(1);
    expect(await startedBy(db, workflow)).toHaveLength(1);
    await user.query("rollback");
  });

  test("that somebody has locked holds up nobody's changes", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query(`insert into ${object} values ($1, 1, 'x', 1)`, [organizationId]);
    const user = await openSession(db);
    await user.query(`begin; alter table ${object} add column more text`);
    const session = await openSession(db, "sluice_worker");
    await session.query("set statement_timeout = '500ms'");
    const host = await new TestWorker(session).register();
    for (let n = 0; n < 3; n += 1) await host.pump();
    expect(await startedBy(db, workflow)).toHaveLength(1);
    await user.query("rollback");
  });
});
