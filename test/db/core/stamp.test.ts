import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, manual, publish } from "../../support/engine.ts";

interface Stamps {
  created_at: Date;
  updated_at: Date;
}

/** Updates one organization as the owner of the tables would; answers its stamps. */
async function update(db: TestDatabase, id: string, assignments: string): Promise<Stamps> {
  const [row] = await db.query<Stamps>(
    `update sluice.organizations set ${assignments} where id = $1
     returning created_at, updated_at`,
    [id],
  );
  return row!;
}

describe("the stamp of a row", () => {
  test("keeps created_at and moves updated_at, whatever an update says", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const first = await update(db, organizationId, "name = 'A'");
    const second = await update(
      db,
      organizationId,
      "created_at = 'epoch', updated_at = '2001-01-01', name = 'B'",
    );
    expect(second.created_at).toEqual(first.created_at);
    expect(second.created_at.getFullYear()).toBeGreaterThan(2001);
    expect(second.updated_at.getTime()).toBeGreaterThanOrEqual(first.updated_at.getTime());
    expect(second.updated_at.getTime()).toBeGreaterThan(second.created_at.getTime() - 1);
  });

  test("moves on even while the clock stands, or goes back", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const client = await db.session();
    await client.query("begin; insert into sluice_private.test_mode values (true)");
    const seen: string[] = [];
    for (const clock of ["2100-01-01", "2100-01-01", "2099-01-01"]) {
      await client.query("select set_config('sluice.clock', $1, true)", [clock]);
      const { rows } = await client.query<{ at: string }>(
        `update sluice.organizations set name = 'C' where id = $1
         returning (updated_at at time zone 'UTC')::text as at`,
        [organizationId],
      );
      seen.push(rows[0]!.at);
    }
    await client.query("rollback");
    expect(seen).toEqual([
      "2100-01-01 00:00:00",
      "2100-01-01 00:00:00.000001",
      "2100-01-01 00:00:00.000002",
    ]);
  });

  test("is on every table that has updated_at", async ({ db }) => {
    const rows = await db.query<{ name: string }>(
      `select c.oid::regclass::text as name
       from pg_attribute as a
       inner join pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p')
       where a.attname = 'updated_at' and c.relnamespace = 'sluice'::regnamespace
         and not exists (
           select from pg_trigger as t
           where t.tgrelid = c.oid and t.tgfoid = 'sluice_private.tg__stamp'::regproc
             and t.tgenabled = 'O'
         )`,
    );
    expect(rows).toEqual([]);
  });

  test("tells of a workflow's last change, and who made it", async ({ db }) => {
    const { organizationId, userId, claims } = await createTenant(db);
    const id = await publish(db, organizationId, definition([manual], []));
    const [before] = await db.query<Stamps>("select * from sluice.workflows where id = $1", [id]);
    const { rows } = await db.as(claims, (client) =>
      client.query<Stamps & { updated_by: string; created_by: string | null }>(
        "select * from sluice.update_workflow($1, description => 'new')",
        [id],
      ),
    );
    expect(rows[0]).toMatchObject({ updated_by: userId, created_by: null });
    expect(rows[0]!.created_at).toEqual(before!.created_at);
    expect(rows[0]!.updated_at.getTime()).toBeGreaterThan(before!.updated_at.getTime() - 1);
  });
});
