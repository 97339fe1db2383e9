import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  manual,
  publish,
  start,
} from "../../support/engine.ts";
import { endScene } from "../../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

/** A tenant's action that inserts into a table whose key is checked at the end, or at once. */
async function tenantWith(db: TestDatabase, deferral: string): Promise<string> {
  const schema = `shop_${deferral.replaceAll(" ", "_")}`;
  await db.query(
    `create schema ${schema};
     create table ${schema}.sales (n int, constraint once unique (n) ${deferral});
     create function ${schema}.sell(organization_id uuid, input jsonb, context jsonb)
     returns jsonb language sql security definer set search_path = pg_catalog, pg_temp as $$
       insert into ${schema}.sales values ((input ->> 'n')::int) returning to_jsonb(n)
     $$;
     grant usage on schema ${schema} to sluice_owner;
     grant execute on function ${schema}.sell to sluice_owner`,
  );
  const { organizationId } = await createTenant(db);
  await db.query(
    `insert into sluice.workflow_action_definitions (organization_id, name, title, runs, handler)
     values ($1, 'sell', 'Sell', 'sql', $2)`,
    [organizationId, `${schema}.sell`],
  );
  const sell = {
    id: "sell",
    type: "action",
    data: { action: "sell", input: { n: "{{ trigger.payload.n }}" } },
  };
  return publish(db, organizationId, definition([manual, sell], ["start → sell"]));
}

const sold = (db: TestDatabase, schema: string) =>
  db.query(`select n from ${schema}.sales order by n`);

describe("an SQL action in a batch", () => {
  for (const deferral of ["not deferrable", "deferrable initially deferred"]) {
    test(`that breaks a key (${deferral}) fails alone, and leaves nothing`, async ({ db }) => {
      const workflow = await tenantWith(db, deferral);
      const ids: string[] = [];
      for (const n of [1, 2, 1, 3]) ids.push(await start(db, workflow, { n }));
      await db.query("select sluice_private.advance_batch(100)");
      const ended = await Promise.all(ids.map((id) => execution(db, id)));
      expect(ended[1]).toMatchObject({ status: "completed" });
      expect(ended[3]).toMatchObject({ status: "completed" });
      // whichever of the two came second
      const lost = ended.filter(({ status }) => status === "failed");
      expect(lost).toMatchObject([{ error: { class: "sql", code: "23505" } }]);
      const schema = `shop_${deferral.replaceAll(" ", "_")}`;
      expect(await sold(db, schema)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    });
  }

  test("is undone with the transaction that moved its execution on", async ({ db }) => {
    const workflow = await tenantWith(db, "deferrable");
    const id = await start(db, workflow, { n: 1 });
    const session = await db.session();
    await session.query("begin; select sluice_private.advance_batch(100); rollback");
    expect(await sold(db, "shop_deferrable")).toEqual([]);
    await db.query("select sluice_private.advance_batch(100)");
    expect(await sold(db, "shop_deferrable")).toEqual([{ n: 1 }]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});

test("an SQL action whose input lacks something fails in words of the input", async ({ db }) => {
  const { organizationId } = await createTenant(db);
  const description = "{{ trigger.payload.nothere.x }}";
  const note = {
    id: "note",
    type: "action",
    data: { action: "log_activity", input: { description } },
  };
  const workflow = await publish(db, organizationId, definition([manual, note], ["start → note"]));
  const id = await start(db, workflow, {});
  await db.query("select sluice_private.advance_batch(100)");
  const { error } = await execution(db, id);
  expect(error).toMatchObject({ class: "invalid_input", message: "input.description is missing" });
});
