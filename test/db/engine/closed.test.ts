import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf } from "../../support/scenes.ts";

describe("the engine's state", () => {
  test("is closed to members: they have no usage of its schema", async ({ db }) => {
    const { claims } = await createTenant(db);
    for (const query of [
      "select from sluice_private.live_executions",
      "select sluice_private.sweep()",
      "select sluice_private.advance_batch(1)",
    ]) {
      expect(await codeOf(db.as(claims, (client) => client.query(query)))).toBe("42501");
    }
  });

  test("is closed to workers but for the functions of the protocol", async ({ db }) => {
    const [row] = await db.query<{ readable: string[]; callable: string[] }>(
      `select
         array(
           select c.oid::regclass::text from pg_class as c
           where c.relnamespace in ('sluice'::regnamespace, 'sluice_private'::regnamespace)
             and c.relkind in ('r', 'p', 'v')
             and has_table_privilege('sluice_worker', c.oid, 'select')
         ) as readable,
         array(
           select p.proname::text from pg_proc as p
           where p.pronamespace = 'sluice'::regnamespace
             and has_function_privilege('sluice_worker', p.oid, 'execute')
         ) as callable`,
    );
    expect(row).toEqual({ readable: [], callable: [] });
    expect(await codeOf(db.worker.query("select from sluice_private.step_leases"))).toBe("42501");
    expect(await codeOf(db.worker.query("select from sluice.workflows"))).toBe("42501");
  });
});
