import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { install } from "../../support/crm.ts";
import { expect, test } from "../../support/database.ts";

const RULES = readFileSync(new URL("../rules.sql", import.meta.url), "utf8")
  .replaceAll("'sluice_hidden', 'sluice_private')", "'sluice_hidden', 'sluice_private', 'crm')")
  .replaceAll("relations.nspname = 'sluice'\n", "relations.nspname in ('sluice', 'crm')\n");

test.beforeAll(({ db }) => install(db));

describe("the tables of the pack", () => {
  test("keep the rules of the house", async ({ db }) => {
    expect(await db.query(RULES)).toEqual([]);
    expect(RULES.match(/'crm'\)/g)).toHaveLength(3);
  });

  test("are found by id alone, where their rows have one", async ({ db }) => {
    const without = await db.query(
      `select t.oid::regclass::text as name from pg_class as t
       inner join pg_attribute as a on a.attrelid = t.oid and a.attname = 'id'
       where t.relnamespace = 'crm'::regnamespace and t.relkind = 'r' and not exists (
         select from pg_index as i
         where i.indrelid = t.oid and i.indkey[0] = a.attnum and i.indpred is null
       )`,
    );
    expect(without).toEqual([]);
  });

  test("are watched, each of them, and can be installed again", async ({ db }) => {
    await install(db);
    const watched = await db.query(
      `select count(*)::int as n, bool_and(organization_column = 'organization_id') as is_each_its_own
       from sluice.watched_tables where relation like 'crm.%'`,
    );
    expect(watched).toEqual([{ n: 20, is_each_its_own: true }]);
  });

  test("hold created_at, and move updated_at forward", async ({ db }) => {
    const missing = await db.query(
      `select t.oid::regclass::text as name from pg_class as t
       where t.relnamespace = 'crm'::regnamespace and t.relkind = 'r' and not exists (
         select from pg_trigger as g
         where g.tgrelid = t.oid and g.tgfoid = 'sluice_private.tg__stamp'::regproc
       )`,
    );
    expect(missing).toEqual([]);
  });
});
