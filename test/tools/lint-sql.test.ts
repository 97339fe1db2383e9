import { describe, expect, test } from "vitest";
import { lintSql } from "../../scripts/lint-sql.ts";
import { CLEAN_FILES, instead } from "./lint-sql.clean.ts";
import { FAULTS } from "./lint-sql.faults.ts";

describe("lint-sql", () => {
  test.for(CLEAN_FILES)("finds nothing in a clean %s", async ([path, text]) => {
    expect(await lintSql(path, text)).toEqual([]);
  });

  test.for(FAULTS)("$rule finds $what", async ({ rule, line, path, text }) => {
    const findings = await lintSql(path ?? "engine/fail_step.sql", text);
    const expected = line === undefined ? { rule } : { rule, line };
    expect(findings).toContainEqual(expect.objectContaining(expected));
  });

  test("allows every handler that gives its reason", async () => {
    const reason = "-- lint: allow when-others: the item is reported, not lost";
    const text = instead("when unique_violation then", `${reason}\n  when others then`);
    expect(await lintSql("engine/fail_step.sql", text)).toEqual([]);
  });

  test("allows dynamic SQL in core", async () => {
    const text = instead(
      "  update sluice_private",
      "  execute 'select 1';\n  update sluice_private",
    );
    expect(await lintSql("core/fail_step.sql", text)).toEqual([]);
  });

  test("allows the clock itself to read the transaction's time", async () => {
    const text = `create or replace function sluice_hidden.now()
returns timestamptz
language sql
stable
return coalesce(sluice_private.test_clock(), pg_catalog.now());

comment on function sluice_hidden.now() is 'The time, as tests may move it.';
`;
    expect(await lintSql("core/now.sql", text)).toEqual([]);
  });

  test("reads words after characters of several bytes at the right line", async () => {
    const text = instead("/* A step", "/* Ein Schritt: äöü → ✓").replace(
      "\nvolatile",
      "\nVOLATILE",
    );
    const findings = await lintSql("engine/fail_step.sql", text);
    expect(findings).toMatchObject([{ rule: "keyword-case", line: 5 }]);
  });
});
