import { describe } from "vitest";
import { expect, test } from "../support/database.ts";

/** Lines of a log are found by their execution. */
const INNER = ["sluice.workflow_execution_logs"];

describe("a table of the API", () => {
  test("is found by id alone, where its rows have one", async ({ db }) => {
    const without = await db.query(
      `select t.oid::regclass::text as name
       from pg_class as t
       where t.relnamespace = 'sluice'::regnamespace and t.relkind in ('r', 'p')
         and exists (select from pg_attribute where attrelid = t.oid and attname = 'id')
         and not exists (
           select from pg_index as i
           inner join pg_attribute as first
             on first.attrelid = t.oid and first.attnum = i.indkey[0]
           where i.indrelid = t.oid and i.indisvalid and first.attname = 'id'
             and i.indpred is null
         )
         and t.oid::regclass::text <> all ($1)
       order by 1`,
      [INNER],
    );
    expect(without).toEqual([]);
  });
});

describe("idempotency keys", () => {
  test("are in one table, which has no partitions", async ({ db }) => {
    const [found] = await db.query(
      "select relkind from pg_class where oid = 'sluice_private.idempotency_keys'::regclass",
    );
    expect(found).toEqual({ relkind: "r" });
  });
});
