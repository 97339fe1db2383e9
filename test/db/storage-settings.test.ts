import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { expect, test } from "../support/database.ts";

const README = readFileSync("db/README.md", "utf8");
const namesIn = (row: RegExp) =>
  [...row.exec(README)![1]!.matchAll(/`(\w+)`/g)].map((match) => match[1]!);

/** As the README lists them, with the others that are vacuumed like them. */
const hotTables = () => [
  ...namesIn(/^\| hot +\|(.*?)\| organization, execution/m),
  ...namesIn(/^\| hot, (.*?)\| `autovacuum_vacuum_scale_factor`/m),
];

describe("the storage settings", () => {
  test("of every hot table have it vacuumed early, never shortened, seldom analysed", async ({
    db,
  }) => {
    const rows = await db.query<{ name: string; options: string[] }>(
      `select relname as name, coalesce(reloptions, '{}') as options from pg_class
       where relnamespace = 'sluice_private'::regnamespace and relkind = 'r' and relname = any($1)`,
      [hotTables()],
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const { name, options } of rows) {
      expect([name, options]).toEqual([
        name,
        expect.arrayContaining([
          ...["autovacuum_vacuum_scale_factor=0.02", "autovacuum_vacuum_cost_delay=0"],
          ...["vacuum_truncate=off", "autovacuum_analyze_threshold=100000"],
        ]),
      ]);
    }
  });

  test("of every partition have it frozen after it was written", async ({ db }) => {
    const rows = await db.query<{ options: string[] | null }>(
      "select reloptions as options from pg_class where relispartition and relkind = 'r'",
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { options } of rows) expect(options).toContain("autovacuum_freeze_min_age=0");
  });

  test("are told of every hot table", async ({ db }) => {
    const rows = await db.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r'
       and 'vacuum_truncate=off' = any(reloptions)`,
    );
    expect(rows.map(({ name }) => name).filter((name) => !hotTables().includes(name))).toEqual([]);
  });
});
