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
  // on the straight way the lock is part of the statement: straight.race.test.ts; find_lockable and
  // hold_execution are the doors of workers that speak SQL
  test("are locked by the doors alone", async ({ db }) => {
    const rows = await db.query<{ name: string }>(
      `select name from (${BODIES}) as f
       where body ~* 'sluice_private\\.live_executions[^;]*for (no key update|update|share)' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      ...["advance_apart", "find_lockable", "find_passed", "find_starts", "find_wakes"],
      ...["hold_execution", "lock_executions", "wait_for_executions"],
    ]);
  });

  test("are waited for in the order of their ids, or not at all", async ({ db }) => {
    const rows = await db.query(
      `select name from (${BODIES}) as f, regexp_matches(
         body, '[^;]*sluice_private\\.live_executions[^;]*for (?:no key update|update|share)[^;]*', 'gi'
       ) as locking
       where locking[1] !~* 'for (no key update|update|share) (of [a-z_]+ )?skip locked'
         and locking[1] !~* 'order by [a-z_.]*_id\\M[^;]*for update'`,
    );
    // one row, by its key
    expect(rows).toEqual([{ name: "hold_execution" }]);
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
