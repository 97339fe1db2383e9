import { describe } from "vitest";
import { fill, install } from "../../support/crm.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf } from "../../support/scenes.ts";

test.beforeAll(({ db }) => install(db));

const tablesOf = async (db: TestDatabase): Promise<string[]> =>
  (
    await db.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class as c
       where c.relnamespace = 'crm'::regnamespace and c.relkind = 'r' order by 1`,
    )
  ).map(({ name }) => name);

/** Two organizations with a row in every table. */
async function scene(db: TestDatabase) {
  const [ours, theirs] = [await createTenant(db), await createTenant(db)];
  const ourIds = await fill(db, ours.organizationId, ours.userId);
  const theirIds = await fill(db, theirs.organizationId, theirs.userId);
  return { ours, theirs, ourIds, theirIds };
}

describe("another organization", () => {
  test("is neither read nor changed, in any table of the pack", async ({ db }) => {
    const { ours, theirs } = await scene(db);
    const tables = await tablesOf(db);
    expect(tables).toHaveLength(20);
    // to name it as the active one gives no right
    for (const org of [ours.organizationId, theirs.organizationId]) {
      for (const table of tables) {
        const found = await db.as({ sub: ours.userId, org }, async (client) => ({
          seen: (await client.query(`select distinct organization_id as id from ${table}`)).rows,
          updated: (
            await client.query(
              `update ${table} set created_at = now() where organization_id = $1`,
              [theirs.organizationId],
            )
          ).rowCount,
          deleted: (
            await client.query(`delete from ${table} where organization_id = $1`, [
              theirs.organizationId,
            ])
          ).rowCount,
        }));
        expect([table, found]).toEqual([
          table,
          { seen: [{ id: ours.organizationId }], updated: 0, deleted: 0 },
        ]);
      }
    }
  });

  test("gets no row, by insert or by update, in any table of the pack", async ({ db }) => {
    const { ours, theirs } = await scene(db);
    for (const table of await tablesOf(db)) {
      const moved = db.as(ours.claims, (client) =>
        client.query(`update ${table} set organization_id = $1`, [theirs.organizationId]),
      );
      expect([table, await codeOf(moved)]).toEqual([table, "42501"]);
      const [row] = await db.query<{ row: object }>(
        `select to_jsonb(t) as row from ${table} as t where organization_id = $1`,
        [theirs.organizationId],
      );
      const inserted = db.as(ours.claims, (client) =>
        client.query(`insert into ${table} select (jsonb_populate_record(null::${table}, $1)).*`, [
          JSON.stringify(row!.row),
        ]),
      );
      expect([table, await codeOf(inserted)]).toEqual([table, "42501"]);
    }
  });

  test("is not reached by a foreign key either", async ({ db }) => {
    const { ours, ourIds, theirs, theirIds } = await scene(db);
    const references: [string, string, string][] = [
      ["notes", "contact_id", theirIds["contacts"]!],
      ["contacts", "owner_id", theirs.userId],
      ["appointments", "class_id", theirIds["classes"]!],
      ["opportunities", "stage_id", theirIds["stages"]!],
    ];
    for (const [table, column, id] of references) {
      const pointed = db.as(ours.claims, (client) =>
        client.query(`update crm.${table} set ${column} = $1 where id = $2`, [id, ourIds[table]]),
      );
      expect([table, await codeOf(pointed)]).toEqual([table, "23503"]);
    }
  });
});

describe("the members of an organization", () => {
  test("write what is theirs, viewers only read, visitors nothing", async ({ db }) => {
    const member = await createTenant(db);
    const viewer = await createTenant(db, "viewer");
    const write = "insert into crm.contacts (first_name) values ('Eve') returning organization_id";
    const [made] = await db.as(member.claims, async (c) => (await c.query(write)).rows);
    expect(made).toEqual({ organization_id: member.organizationId });
    const ids = await fill(db, viewer.organizationId, viewer.userId);
    expect(await codeOf(db.as(viewer.claims, (c) => c.query(write)))).toBe("42501");
    const [seen, changed] = await db.as(viewer.claims, async (c) => [
      (await c.query("select id from crm.contacts")).rows,
      (await c.query("update crm.contacts set score = 1")).rowCount,
    ]);
    expect([seen, changed]).toEqual([[{ id: ids["contacts"] }], 0]);
    expect(await codeOf(db.as(undefined, (c) => c.query("select from crm.contacts")))).toBe(
      "42501",
    );
  });
});
