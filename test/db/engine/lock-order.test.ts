import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";

/** The body of every function, without its comments. */
const BODIES = `
  select p.proname as name,
    regexp_replace(pg_get_functiondef(p.oid), '--[^\\n]*|/\\*.*?\\*/', '', 'g') as body
  from pg_proc as p
  where p.pronamespace in ('sluice'::regnamespace, 'sluice_hidden'::regnamespace,
    'sluice_private'::regnamespace) and p.prokind = 'f'`;

describe("executions", () => {
  // on the straight way the lock is part of the statement: straight.race.test.ts
  test("are locked by the doors alone", async ({ db }) => {
    const rows = await db.query<{ name: string }>(
      `select name from (${BODIES}) as f
       where body ~* 'sluice_private\\.live_executions[^;]*for (no key )?update' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      ...["advance_apart", "find_passed", "find_starts", "find_wakes", "lock_executions"],
      "wait_for_executions",
    ]);
  });

  test("are waited for in the order of their ids, or not at all", async ({ db }) => {
    const rows = await db.query(
      `select name from (${BODIES}) as f, regexp_matches(
         body, '[^;]*sluice_private\\.live_executions[^;]*for (?:no key )?update[^;]*', 'gi'
       ) as locking
       where locking[1] !~* 'for (no key )?update (of [a-z_]+ )?skip locked'
         and locking[1] !~* 'order by [a-z_.]*_id\\M[^;]*for update'`,
    );
    expect(rows).toEqual([]);
  });
});

describe("a transaction of the engine", () => {
  test("reads what is committed: nothing asks for another isolation", async ({ db }) => {
    const rows = await db.query(
      `select name from (${BODIES}) as f where body ~* 'isolation|serializable|repeatable read'`,
    );
    expect(rows).toEqual([]);
  });
});
