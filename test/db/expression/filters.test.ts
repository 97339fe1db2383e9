import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

/** Compiles filters, and applies them to a value as running does; undefined is a missing one. */
async function pipe(
  db: TestDatabase,
  filters: string,
  value: unknown,
): Promise<{ value: unknown; problem: string | null }> {
  const [row] = await db.query<{ value: unknown; problem: string | null }>(
    `select rendered.value, compiled.problems #>> '{0,message}' as problem
     from sluice_private.compile_template($1, 'input', '{}') as compiled
     cross join lateral sluice_private.render($1, compiled.slots, compiled.paths, $2) as rendered`,
    [
      JSON.stringify(`{{ trigger.x${filters === "" ? "" : ` | ${filters}`} }}`),
      JSON.stringify({ trigger: { x: value } }),
    ],
  );
  return row!;
}

const UTC = "2026-11-21T10:20:30+00:00";
const AT = "2026-11-21T10:20:30Z";

/** filter, value → answer. */
const ANSWERS: [string, unknown, unknown][] = [
  ['default("x")', "Grüße", "Grüße"],
  ['default("x")', null, "x"],
  ['default({"a": [1]})', undefined, { a: [1] }],
  ["json", ["a", "b"], '["a", "b"]'],
  ["json", "a", '"a"'],
  ["json", null, "null"],
  ["parse_json", '{"a": [1, null]}', { a: [1, null] }],
  ["length", "Grüße", 5],
  ["length", ["a"], 1],
  ["length", { a: 1, b: 2 }, 2],
  ["slice(1)", "Grüße", "rüße"],
  ["slice(1, 3)", "Grüße", "rü"],
  ["slice(-2)", [1, 2, 3], [2, 3]],
  ["slice(0, -1)", [1, 2, 3], [1, 2]],
  ["slice(-9, 9)", "abc", "abc"],
  ["slice(2, 1)", "abc", ""],
  ["slice(5)", [1], []],
  ["upper", "abc", "ABC"],
  ["lower", "ABC", "abc"],
  ["capitalize", "hello World", "Hello World"],
  ["title", "it's  a\nlong day", "It's  A\nLong Day"],
  ["title", "", ""],
  ["trim", " \t a b\r\n", "a b"],
  ["truncate(3)", "Grüße", "Gr…"],
  ["truncate(5)", "Grüße", "Grüße"],
  ['replace("ü", "{{ now }}")', "Grüße", "Gr{{ now }}ße"],
  ['replace("", "x")', "abc", "abc"],
  ['replace("a.", "")', "a.ba", "ba"],
  ['split(",")', "a,b,,c", ["a", "b", "", "c"]],
  ["slug", "  Grüße, Ærø & Łódź — ½ off! ", "grusse-aero-lodz-1-2-off"],
  ["slug", "日本", ""],
  ["pad_start(5)", "ab", "   ab"],
  ['pad_start(5, "0")', 42, "00042"],
  ["pad_start(2)", "abc", "abc"],
  ['pad_end(4, ".")', "ab", "ab.."],
  ["url_encode", "a b&ü/~\u{1F600}", "a%20b%26%C3%BC%2F~%F0%9F%98%80"],
  ["url_encode", "", ""],
  ["url_decode", "a%20b+%C3%BC%2f", "a b+ü/"],
  ["base64", "Grüße" + "x".repeat(60), Buffer.from("Grüße" + "x".repeat(60)).toString("base64")],
  ["base64_decode", "R3LDvMOfZQ==", "Grüße"],
  ["base64_decode", "R3LDvMOfZQ", "Grüße"],
  ["base64_decode", Buffer.from("??>>ÿÿ").toString("base64url"), "??>>ÿÿ"],
  ["md5", "ü", "c03410a5204b21cd8229ff754688d743"],
  ["sha256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["number", " -1.50e1 ", -15],
  ["number", 7, 7],
  ["round", 2.5, 3],
  ["round(2)", 1.005, 1.01],
  ["floor", -1.5, -2],
  ["ceil", -1.5, -1],
  ["abs", -1.5, 1.5],
  ["plus(0.2)", 0.1, 0.3],
  ["minus(1)", 0.1, -0.9],
  ["times(1.5)", 3, 4.5],
  ["divided_by(4)", 10, 2.5],
  ["modulo(3)", -7, -1],
  ["format_number", 1234567.5, "1,234,568"],
  ["format_number(2)", -1234.5, "-1,234.50"],
  ['format_number(2, ".", ",")', 1234567.891, "1.234.567,89"],
  ['format_number(1, "", ".")', 999.99, "1000.0"],
  ["format_number", -0.4, "0"],
  ['date("YYYY-MM-DD HH24:MI")', AT, "2026-11-21 10:20"],
  ['date("HH24:MI", "Asia/Tokyo")', AT, "19:20"],
  ['date("FMDay, DD FMMonth", "America/New_York")', "2026-07-01", "Tuesday, 30 June"],
  ['add("1 day")', AT, "2026-11-22T10:20:30+00:00"],
  ['add("P-1M")', "2026-03-31", "2026-02-28T00:00:00+00:00"],
  ['add("1 day -02:00:00")', AT, "2026-11-22T08:20:30+00:00"],
  ['start_of("hour")', "2026-11-21T12:20:30.5+02:00", "2026-11-21T10:00:00+00:00"],
  ['start_of("week")', AT, "2026-11-16T00:00:00+00:00"],
  ['start_of("day", "Asia/Tokyo")', "2026-11-21T16:00:00Z", "2026-11-21T15:00:00+00:00"],
  ["unix", AT, 1795256430],
  ["unix", "1969-12-31T23:59:59.5Z", -1],
  ["from_unix", 1795256430, UTC],
  ["from_unix", 0.25, "1970-01-01T00:00:00.25+00:00"],
  ["first", ["a", "b"], "a"],
  ["first", [], null],
  ["last", ["a", "b"], "b"],
  ["join", ["a", 1, null, { b: 1 }], 'a, 1, , {"b": 1}'],
  ['join("-")', ["a", "b"], "a-b"],
  ["join", [], ""],
  ["unique", ["b", 1, "b", 1.0, null, { a: 1 }, null, { a: 1 }], ["b", 1, null, { a: 1 }]],
  ["sort", [10, 9, -1], [-1, 9, 10]],
  ["sort", ["b", "ä", "B", "a"], ["B", "a", "b", "ä"]],
  ["sort", [], []],
  ["reverse", [1, 2, 3], [3, 2, 1]],
  ["flatten", [1, [2, [3]], []], [1, 2, [3]]],
  ["compact", [0, null, "", false, [], {}, "a"], [0, false, "a"]],
  ['pluck("id")', [{ id: 1 }, { x: 1 }, 7], [1, null, null]],
  ["sum", [1, 0.1, 0.2], 1.3],
  ["sum", [], 0],
  ["min", [3, 1, 2], 1],
  ["min", [], null],
  ["max", ["a", "c", "b"], "c"],
  ["keys", { b: 1, aa: 2, a: 3 }, ["a", "aa", "b"]],
  ["values", { b: 1, aa: 2, a: 3 }, [3, 2, 1]],
  ["keys", {}, []],
  ['pick("a", "z")', { a: 1, b: 2 }, { a: 1 }],
  ['pick("z")', { a: 1 }, {}],
  ['omit("a", "z")', { a: 1, b: 2 }, { b: 2 }],
];

/** filter, and values that it is not for. */
const WRONG: [string, unknown[]][] = [
  ["parse_json", ["{", 5, {}, '"\\u0000"']],
  ["length", []],
  ["slice(0)", [5, true, {}]],
  ...["upper", "lower", "capitalize", "title", "trim", "truncate(3)", 'split(",")', "slug"].map(
    (filter): [string, unknown[]] => [filter, [[], {}, ["a"]]],
  ),
  ...['replace("a", "b")', "pad_start(3)", "pad_end(3)", "url_encode", "md5", "sha256"].map(
    (filter): [string, unknown[]] => [filter, [[], {}, ["a"]]],
  ),
  ["base64", [[], {}]],
  ["url_decode", ["%", "%zz", "%ff", "%00", []]],
  ["base64_decode", ["?", "a", "/w==", "AA==", []]],
  ["number", ["x", "", "1e9999", "1e309", "0x10", "NaN", "1_000", true, [], "9".repeat(1001)]],
  ...["round", "floor", "ceil", "abs", "plus(1)", "minus(1)", "times(2)", "divided_by(2)"].map(
    (filter): [string, unknown[]] => [filter, ["5", true, [5], {}]],
  ),
  ["modulo(2)", ["5", []]],
  ["format_number", ["5", []]],
  ...['date("YYYY")', 'add("1 day")', 'start_of("day")', "unix"].map(
    (filter): [string, unknown[]] => [
      filter,
      ["soon", "2026", "2026-02-30", "infinity", "0000-01-01", 20261121, []],
    ],
  ),
  ['add("7990 years")', [AT]],
  ["from_unix", ["5", 1e12, -1e12, []]],
  ...["first", "last", "join", "unique", "sort", "reverse", "flatten", "compact", "sum"].map(
    (filter): [string, unknown[]] => [filter, ["ab", 5, {}]],
  ),
  ["sort", [[1, "a"], [null], [[1]]]],
  ["sum", [["1"], [null], [1, "a"]]],
  ["min", ["a", 5, [1, "a"]]],
  ["max", ["a", {}, [true]]],
  ['pluck("a")', [{ a: 1 }, "a"]],
  ...["keys", "values", 'pick("a")', 'omit("a")'].map((filter): [string, unknown[]] => [
    filter,
    [[], ["a"], "a", 5],
  ]),
];

/** Filters that answer although nothing is there. */
const OF_NOTHING = ["default", "json"];
const nameOf = (filter: string): string => /^\w+/.exec(filter)![0];

describe("a filter", () => {
  test.for(ANSWERS)("%s of %j is %j", async ([filter, value, expected], { db }) => {
    expect(await pipe(db, filter, value)).toEqual({ value: expected, problem: null });
  });

  test.for(WRONG)("%s finds nothing in %j", async ([filter, values], { db }) => {
    for (const value of values) {
      expect(await pipe(db, filter, value)).toEqual({ value: null, problem: null });
    }
  });

  test("finds nothing in nothing", async ({ db }) => {
    for (const filter of ANSWERS.map(([text]) => text)) {
      if (OF_NOTHING.includes(nameOf(filter))) continue;
      expect(await pipe(db, filter, null)).toEqual({ value: null, problem: null });
      expect(await pipe(db, filter, undefined)).toEqual({ value: null, problem: null });
    }
  });

  test("is tried here, each one", async ({ db }) => {
    const rows = await db.query<{ name: string }>("select name from sluice.expression_filters()");
    const names = rows.map(({ name }) => name);
    expect([...new Set(ANSWERS.map(([filter]) => nameOf(filter)))].sort()).toEqual(names.sort());
    const wrong = new Set(WRONG.map(([filter]) => nameOf(filter)));
    expect(names.filter((name) => !wrong.has(name)).sort()).toEqual(OF_NOTHING);
  });

  test("does not depend on the settings of the session", async ({ db }) => {
    const session = await db.session();
    await session.query("set timezone = 'Asia/Tokyo'");
    await session.query("set datestyle = 'SQL, DMY'");
    await session.query("set intervalstyle = 'sql_standard'");
    const query: TestDatabase["query"] = async (text, values) =>
      (await session.query(text, values)).rows;
    for (const [filter, value, expected] of ANSWERS) {
      expect(await pipe({ ...db, query }, filter, value)).toEqual({
        value: expected,
        problem: null,
      });
    }
  });
});

describe("the arguments of a filter are refused", () => {
  test.for([
    ['upper("x")', "filter upper takes 0 arguments, not 1"],
    ["replace", "filter replace takes 2 arguments, not 0"],
    ["format_number(1, 2, 3, 4)", "filter format_number takes 0 to 3 arguments, not 4"],
    ["pick", "filter pick takes 1 to 100 arguments, not 0"],
    ['replace("a", 1)', "filter replace: argument 2 must be a text"],
    ['pick("a", 1)', "filter pick: argument 2 must be a text"],
    ['pad_start(5, "ab")', "filter pad_start: argument 2 must be one character"],
    ["pad_start(10001)", "filter pad_start: argument 1 must be a whole number from 0 to 10000"],
    ['truncate("3")', "filter truncate: argument 1 must be a whole number from 0 to 1000000"],
    ["truncate(5.0)", "filter truncate: argument 1 must be a whole number from 0 to 1000000"],
    ["truncate(1.5)", "filter truncate: argument 1 must be a whole number from 0 to 1000000"],
    ["round(21)", "filter round: argument 1 must be a whole number from 0 to 20"],
    ["slice(0.5)", "filter slice: argument 1 must be a whole number; negative ones count back"],
    ['plus("1")', "filter plus: argument 1 must be a number"],
    ["times(1e400)", "filter times: argument 1 must be a number"],
    ["divided_by(0)", "filter divided_by: argument 1 must be a number other than 0"],
    ['date("")', 'filter date: argument 1 must be a pattern of to_char, such as "YYYY-MM-DD"'],
    ...["PST", "Foo/Bar", "Foo/Bar5", "EST5EDT", "+02:00", "europe/berlin", ""].map(
      (zone) =>
        [
          `date("YYYY", "${zone}")`,
          'filter date: argument 2 must be the name of a time zone, such as "Europe/Berlin"',
        ] as const,
    ),
    ...["soon", "infinity", "9999 years", ""].map(
      (duration) =>
        [
          `add("${duration}")`,
          'filter add: argument 1 must be a duration, such as "PT5M" or "-7 days"',
        ] as const,
    ),
    [
      'start_of("decade")',
      "filter start_of: argument 1 must be second, minute, hour, day, week, month, quarter or year",
    ],
  ] as const)("%s", async ([filter, problem], { db }) => {
    expect((await pipe(db, filter, "x")).problem).toContain(problem);
  });

  test("and so are more than 20 filters", async ({ db }) => {
    const chain = (count: number) => Array(count).fill("trim").join(" | ");
    expect(await pipe(db, chain(20), " x ")).toEqual({ value: "x", problem: null });
    expect((await pipe(db, chain(21), " x ")).problem).toContain("has more than 20 filters");
  });

  test("but the names of time zones are not", async ({ db }) => {
    const zones = ["UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"];
    for (const zone of zones) {
      expect((await pipe(db, `date("YYYY", "${zone}")`, AT)).problem).toBeNull();
    }
  });
});

describe("a result that would be too large", () => {
  const many = (text: string) => text.repeat(1_000_000 / text.length);

  test.for([
    [`replace("x", "${"y".repeat(3000)}") | length`, "x".repeat(400)],
    ['replace("x", "yy") | replace("y", "zz") | replace("z", "xx")', many("x")],
    [`join("${"-".repeat(3000)}")`, Array(400).fill("a")],
    ["json", many('"')],
    ["url_encode", many(" ")],
    ["base64", many("a")],
    ["upper", many("x") + "x"],
    [Array(19).fill("times(1e200)").join(" | "), 1],
    [Array(19).fill("times(1e-200)").join(" | "), 1],
    ["sum", Array(10).fill(9e307)],
  ] as const)("is none: %s", async ([filters, value], { db }) => {
    expect(await pipe(db, filters, value)).toEqual({ value: null, problem: null });
  });

  test.for([
    ...["url_encode | url_decode", "title", "slug", "base64 | base64_decode"],
    ...['replace("a", "b")', "upper | lower", "slice(1, 10)", 'split(" ") | sort | unique'],
  ])("is made in bounded time where it is not: %s", { timeout: 5000 }, async (filters, { db }) => {
    const value = many("aä ").slice(0, 150_000);
    expect((await pipe(db, filters, value)).value).not.toBeNull();
  });
});
