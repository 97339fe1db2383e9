import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, publish, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { firingsOf } from "../../support/triggers.ts";
import { makeTable, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** An organization with a watched table and an SQL action of this body. */
async function scene(db: TestDatabase, bodyOf: (table: string, userId: string) => string) {
  const { organizationId, userId } = await createTenant(db);
  const table = await makeTable(db, THING);
  const action = `public.act_${table.split("_")[1]}`;
  await db.query(
    `create function ${action}(organization_id uuid, input jsonb, context jsonb)
     returns jsonb language sql security definer set search_path = pg_catalog, pg_temp as $$
       ${bodyOf(table, userId)}
     $$;
     grant execute on function ${action} to sluice_owner`,
  );
  await db.query(
    `insert into sluice.workflow_action_definitions (organization_id, name, title, runs, handler)
     values ($1, 'act', 'Act', 'sql', $2)`,
    [organizationId, action],
  );
  const listen = (trigger: Record<string, unknown>) =>
    publish(
      db,
      organizationId,
      definition(
        [
          { id: "on", type: "trigger", data: trigger },
          { id: "act", type: "action", data: { action: "act" } },
        ],
        ["on → act"],
      ),
    );
  const insert = () => db.query(`insert into ${table} values ($1, 0, 'x', 0)`, [organizationId]);
  return { organizationId, table, listen, insert };
}

const TOO_OFTEN = { status: "refused", reason: "workflows have started each other ten times" };

/** Pumps as often as the loop is to be long, and some more. */
async function go(db: TestDatabase): Promise<void> {
  const worker = await new TestWorker(db.worker).register();
  for (let n = 0; n < 30; n += 1) await worker.pump();
}

describe("a workflow that starts itself", () => {
  test("by what its SQL writes into a watched table ends after ten times", async ({ db }) => {
    const { table, listen, insert } = await scene(
      db,
      (name) =>
        `update ${name} set size = size + 1 where organization_id = $1 returning '{}'::jsonb`,
    );
    const created = await listen({ trigger: "record_created", config: { object: table } });
    const updated = await listen({ trigger: "record_updated", config: { object: table } });
    await insert();
    await go(db);
    expect(await firingsOf(db, created)).toMatchObject([{ status: "started" }]);
    const firings = await firingsOf(db, updated);
    expect(firings).toHaveLength(11);
    expect(firings.at(-1)).toMatchObject(TOO_OFTEN);
    await db.query(`update ${table} set size = 100`);
    await go(db);
    expect(await firingsOf(db, updated)).toHaveLength(11 + 12);
  });

  test("by an event that its SQL emits ends after ten times", async ({ db }) => {
    const { organizationId, listen } = await scene(
      db,
      (_table, userId) =>
        `select set_config('jwt.claims.sub', '${userId}', true);
         select to_jsonb(id) from sluice.emit_event('again', organization_id => $1)`,
    );
    const again = await listen({ trigger: "event", config: { name: "again" } });
    await db.query("select sluice.emit_event('again', organization_id => $1)", [organizationId]);
    await go(db);
    const firings = await firingsOf(db, again);
    expect(firings).toHaveLength(12);
    expect(firings.at(-1)).toMatchObject(TOO_OFTEN);
  });
});
