import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

const IDS = ["a", "send-mail"];

async function problemOf(
  db: TestDatabase,
  kind: "expression" | "condition",
  source: unknown,
): Promise<string | null> {
  const [row] = await db.query<{ problem: string | null }>(
    kind === "expression"
      ? "select problem from sluice_private.compile_expression($1, $2)"
      : "select problem from sluice_private.compile_condition($1, $2)",
    [kind === "expression" ? source : JSON.stringify(source), IDS],
  );
  return row!.problem;
}

describe("an expression", () => {
  test.for([
    ...["$.trigger.payload[0].x", "$.trigger.payload[*].x", "$.trigger.payload[last]"],
    ...["$.trigger.*", "$.trigger.**.x", "$.trigger.payload.size()", "$.trigger.x.type()"],
    ...["$.trigger.x.double()", "$.trigger.x.ceiling()", "$.trigger.x.abs()", "-$.trigger.x"],
    ...["$.trigger.x.keyvalue().value", "$.trigger.when.datetime()", "strict $.trigger.x"],
    '$.trigger.when.datetime("YYYY-MM-DD \\"at\\" HH24") > $.now.datetime()',
    ...['$.trigger.list[*] ? (@.n > 3 && @.name starts with "a").n', "lax $.trigger.x"],
    ...['$.trigger.text ? (@ like_regex "^a.*b$" flag "i")', "$.trigger.x * 2 + $.vars.y"],
    ...['$.trigger."date()"', '$.trigger.x ? (@ == ".lower()")', "trigger.date.lower.replace"],
    ...["  now  ", "execution.id", "workflow.id", "organization.id", "$.steps.a ? (@.x == 1)"],
    ...['$.trigger."0x10".x', "$.trigger.x_1", '$.trigger ? (@."$" == 1)'],
  ])("may be %s", async (source, { db }) => {
    expect(await problemOf(db, "expression", source)).toBeNull();
  });

  test.for([
    ...["bigint", "boolean", "date", "integer", "number", "string", "time", "timestamp"],
    ...["time_tz", "timestamp_tz", "decimal", "btrim", "lower", "upper", "initcap"],
  ])("may not call .%s(), which PostgreSQL 15 does not know", async (method, { db }) => {
    expect(await problemOf(db, "expression", `$.trigger.x.${method}()`)).toMatch(
      /PostgreSQL 15|is not a SQL\/JSON path expression/,
    );
  });

  test.for([
    ...["$.trigger.x + 0x10", "$.trigger.x + 0b11", "$.trigger.x + 0o17", "$.trigger.x + 1_000"],
    ...["$", "@", "$.trigger + $", "$.nothing.x", "$.steps", "$.steps.*", "$.steps[*]"],
    '$.trigger.when.datetime("bogus")',
    ...["$.steps.ghost", "$.*", "$.**", "$[0]", "$name", "$.trigger.x ? (@ == $other)"],
    ...["$.trigger.", "$.trigger]", "$.trigger; select 1", "$.trigger -- x", "trigger payload", ""],
  ])("may not be %s", async (source, { db }) => {
    expect(await problemOf(db, "expression", source)).toMatch(/^(is|has|must|reads|uses) \S/);
  });
});

describe("a condition", () => {
  test.for([
    ...["$.trigger.x == 1", "exists($.trigger.x)", "!($.trigger.x == 1)", "trigger.x > 2"],
    ...["$.trigger.x == 1 && $.steps.a.output.y != 2", "($.trigger.x == 1) is unknown"],
    ...['$.trigger.x starts with "a"', '$.trigger.x like_regex "b"', "steps.send-mail.output == 1"],
    ...["exists($.trigger.list[*] ? (@.n == 1))", "strict $.trigger.x == 1"],
  ])("may be %s", async (source, { db }) => {
    expect(await problemOf(db, "condition", source)).toBeNull();
  });

  test.for([
    ...["$.trigger.x", "$.trigger.x ? (@ == 1)", "$.trigger.x + 1", "now", "", "1 == 1 +"],
    ...[true, 1, null, []],
  ])("may not be %j", async (source, { db }) => {
    expect(await problemOf(db, "condition", source)).toMatch(/^(is|has|must|reads|uses) \S/);
  });
});

describe("filters", () => {
  const problemIn = async (db: TestDatabase, text: string) => {
    const [row] = await db.query<{ problem: string | null }>(
      "select problem from sluice_private.compile_text($1, '{}')",
      [text],
    );
    return row!.problem;
  };

  test.for([
    ...["upper ( )", "upper(1)", 'replace("a")', "default", "truncate", "truncate(-1)"],
    ...[
      "truncate(1.5)",
      'truncate("x")',
      "round(null)",
      "round(1234567)",
      "date",
      "split",
      "Upper",
    ],
    ...[
      "replace(a, b)",
      "default(x)",
      'default("a" "b")',
      "default({)",
      "upper; lower",
      "",
      "  ",
      "||",
    ],
    ...["upper | ", "drop_table", "default(1", "default 1"],
  ])("cannot be %j", async (filter, { db }) => {
    const problem = await problemIn(db, `{{ now | ${filter} }}`);
    expect(problem).toMatch(/filter|never closed/);
  });

  test.for([
    ["a | b", 'replace("|", "}}")', "a }} b"],
    ["(", 'replace("(", ")")', ")"],
    ['say "x"', 'replace("\\"", "\'")', "say 'x'"],
    ["{{ x }}", 'replace("{{", "}}")', "}} x }}"],
    ["back\\slash", 'replace("\\\\", "/")', "back/slash"],
  ])("take apart %j by %s", async ([value, filter, expected], { db }) => {
    const [row] = await db.query<{ value: unknown }>(
      `select rendered.value from sluice_private.compile_template($1, 'input', '{}') as compiled
       cross join lateral sluice_private.render($1, compiled.slots, compiled.paths, $2) as rendered`,
      [JSON.stringify(`{{ trigger | ${filter} }}`), JSON.stringify({ trigger: value })],
    );
    expect(row!.value).toBe(expected);
  });

  const VALUES = [
    ...[
      null,
      true,
      0,
      -1.5,
      1e300,
      "",
      " ",
      "text",
      "12",
      "1e999",
      "-.5",
      "2026-02-30",
      "infinity",
    ],
    ...[
      "2026-11-21T10:00:00+02:00",
      "0000-00-00",
      "9999999-01-01",
      [],
      [1],
      [[null]],
      {},
      { a: 1 },
    ],
    ...["x".repeat(10_000), "ß\u{1F600}"],
  ];
  const CALLS = [
    ...[
      ["upper"],
      ["lower"],
      ["trim"],
      ["truncate", 0],
      ["truncate", 999_999],
      ["replace", "", "x"],
    ],
    ...[["replace", "x", ""], ["split", ""], ["split", "x"], ["join"], ["join", ""], ["length"]],
    ...[["first"], ["last"], ["json"], ["number"], ["round"], ["round", 999_999], ["date", ""]],
    ...[
      ["date", "YYYY-MM-DD HH24:MI:SS TZ %s '\"\\"],
      ["default", { a: 1 }],
      ["default", null],
    ],
    ...[
      ["replace", "a", null],
      ["split", 1],
      ["join", { a: 1 }],
      ["date", 7],
    ],
  ];

  test.for(CALLS)("answer for every value: %j", async (call, { db }) => {
    const rows = await db.query<{ is_text: boolean | null }>(
      `select jsonb_typeof(sluice_private.apply_filter(given.value, $2)) = 'string' as is_text
       from unnest($1::jsonb[]) as given (value)`,
      [VALUES.map((value) => JSON.stringify(value)), JSON.stringify(call)],
    );
    expect(rows).toHaveLength(VALUES.length);
  });
});
