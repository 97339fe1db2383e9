import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import {
  createTenant,
  definition,
  manual,
  publish,
  start,
  stepStatuses,
} from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";

const PAGE = readFileSync(new URL("../../../docs/expressions.md", import.meta.url), "utf8");

/** The cells of the table whose first header is this, without back quotes. */
function tableOf(header: string): string[][] {
  const lines = PAGE.split("\n");
  const from = lines.findIndex((line) => RegExp(`^\\| ${header} +\\| (also|gives)`).test(line)) + 2;
  const rest = lines.slice(from);
  return rest.slice(0, rest.indexOf("")).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll("`", "").trim()),
  );
}

describe("docs/expressions.md", () => {
  test("lists the operators as they are", async ({ db }) => {
    const rows = await db.query<Record<string, string>>(
      `select name, array_to_string(aliases, ' ') as aliases, value_kind, description
       from sluice.condition_operators()`,
    );
    expect(tableOf("operator")).toEqual(rows.map((row) => Object.values(row)));
  });

  test("lists the filters as they are", async ({ db }) => {
    const rows = await db.query<Record<string, string>>(
      `select name || coalesce('(' || nullif(array_to_string(args, ', '), '') || ')', '') as call,
         description
       from sluice.expression_filters()`,
    );
    expect(tableOf("filter")).toEqual(rows.map((row) => Object.values(row)));
  });

  test("names every kind of value and argument", async ({ db }) => {
    const rows = await db.query<{ kind: string }>(
      `select value_kind as kind from sluice.condition_operators()
       union
       select rtrim(unnest(args), '?…') from sluice.expression_filters()`,
    );
    const cells = [...PAGE.matchAll(/^\| ([a-z, ]+?) +\|/gm)];
    const named = new Set(cells.flatMap(([, cell]) => cell!.split(", ")));
    expect(rows.map(({ kind }) => kind).filter((kind) => !named.has(kind))).toEqual([]);
  });

  test("shows conditions and templates that compile", async ({ db }) => {
    const blocks = [...PAGE.matchAll(/```(json)?\n(.*?)```/gs)].map(([, kind, text]) =>
      kind === "json" ? [JSON.parse(text!) as object] : text!.trim().split("\n"),
    );
    const examples = blocks.flat();
    expect(examples).toHaveLength(7);
    for (const example of examples) {
      const compiler =
        typeof example === "string" || "rules" in example
          ? "select problem from sluice_private.compile_condition($1, '{score,times}')"
          : `select problems #>> '{0,message}' as problem
             from sluice_private.compile_template($1, 'input', '{score,times}')`;
      expect(await db.query(compiler, [JSON.stringify(example)])).toEqual([{ problem: null }]);
    }
  });

  test("counts the days since a time", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const times = { now: "{{ now | unix }}", at: "{{ trigger.payload.at | unix }}" };
    const run_if = "$.steps.times.output.now - $.steps.times.output.at < 7 * 86400";
    const draft = definition(
      [manual, set("times", times), set("recent", {}, { run_if })],
      ["start → times", "times → recent"],
    );
    const workflow = await publish(db, organizationId, draft);
    for (const [days, status] of [
      [6, "completed"],
      [8, "skipped"],
    ] as const) {
      const at = new Date(Date.now() - days * 86_400_000).toISOString();
      const executionId = await start(db, workflow, { at });
      await db.query("select sluice.tick()");
      expect(await stepStatuses(db, executionId)).toMatchObject({ recent: status });
    }
  });

  test.for([
    ["$.trigger.x > 1", false],
    ["!($.trigger.x > 1)", true],
    ["strict $.trigger.x > 1", null],
    ['"5" > 4', null],
  ] as const)(
    "says what a missing value does to a predicate: %s",
    async ([path, holds], { db }) => {
      const text = `select jsonb_path_match_tz('{"trigger": {}}', $1, '{}', true) as holds`;
      expect(await db.query(text, [path])).toEqual([{ holds }]);
    },
  );
});
