import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

const IDS = ["a", "send-mail"];

type Queries = Pick<TestDatabase, "query">;

interface Compiled {
  path: string | null;
  refs: string[];
  roots: string[];
  problem: string | null;
}

async function compile(db: Queries, source: unknown): Promise<Compiled> {
  const [row] = await db.query<Compiled>(
    `select path::text as path, refs, roots, problem
     from sluice_private.compile_condition($1, $2)`,
    [JSON.stringify(source), IDS],
  );
  return row!;
}

/** What a condition says of each payload: true, false, or null for unknown. */
async function answers(
  db: Queries,
  source: unknown,
  payloads: readonly unknown[],
): Promise<(boolean | null)[]> {
  const { path, problem } = await compile(db, source);
  expect(problem).toBeNull();
  const rows = await db.query<{ holds: boolean | null }>(
    `select jsonb_path_match_tz(jsonb_build_object('trigger', given.value), $1, '{}', true) as holds
     from unnest($2::jsonb[]) with ordinality as given (value, ordinal)
     order by given.ordinal`,
    [path, payloads.map((payload) => JSON.stringify(payload))],
  );
  return rows.map(({ holds }) => holds);
}

const all = (...rules: unknown[]) => ({ combinator: "and", rules });
const any = (...rules: unknown[]) => ({ combinator: "or", rules });
const none = (...rules: unknown[]) => ({ combinator: "or", not: true, rules });
const x = (operator: string, value?: unknown) => ({ field: "trigger.x", operator, value });

/** operator, value, what matches, what does not, and values of the wrong type. */
const OPERATORS: [string, unknown, unknown[], unknown[], unknown[]][] = [
  ["equals", 5, [5, 5.0], [6, 0, -5], ["5", true, [5], {}]],
  ["equals", -1.5, [-1.5], [1.5], ["-1.5"]],
  ["equals", "a", ["a"], ["A", "", "a "], [1, false, ["a"], { a: 1 }]],
  ["equals", "", [""], ["a"], [0, false, []]],
  ["equals", true, [true], [false], ["true", 1, [true]]],
  ["equals", "2026-11-21", ["2026-11-21"], ["2026/11/21"], [2026]],
  ["not_equals", 5, [6, 0], [5], ["5", "x", [6], {}]],
  ["not_equals", "a/b", ["a-b", ""], ["a/b"], [1, true, ["x"]]],
  ["greater_than", 9, [10, 9.5], [9, 8], ["10", [10], true]],
  ["greater_than", "b", ["c", "ba"], ["b", "a", "B"], [5, ["c"]]],
  ["greater_than_or_equal", 9, [9, 10], [8], ["9", {}]],
  ["less_than", 9, [8, -1], [9, 10], ["8", [8]]],
  ["less_than_or_equal", 9, [9, 8], [10], ["8", false]],
  ["between", [5, 10], [5, 7, 10], [4, 11], ["7", [7]]],
  ["between", ["b", "d"], ["b", "c"], ["a", "e"], [1, ["c"]]],
  ["not_between", [5, 10], [4, 11], [5, 7], ["4", [4]]],
  ["in", [1, 2], [1, 2], [3], ["1", [1], true]],
  ["in", ["a", "b"], ["a"], ["c", ""], [1, ["a"]]],
  ["in", [true], [true], [false], ["true", 1]],
  ["not_in", ["a", "b"], ["c", ""], ["a", "b"], [1, ["c"]]],
  ["contains", "b.", ["ab.c", ["a", "b."]], ["abc", "B.", [], ["ab.c"], [5]], [5, true, { b: 1 }]],
  ["contains", 5, [[5], ["a", 5]], [[], ["5"], [[5]]], [5, "5", {}]],
  ["not_contains", "b", ["ac", "", [], ["c", 5]], ["abc", ["b"]], [5, true, {}]],
  ["starts_with", "a.", ["a.b"], ["ab", "A.", ""], [1, ["a.b"], {}]],
  ["not_starts_with", "a", ["ba", ""], ["ab"], [1, ["b"]]],
  ["ends_with", "+b$", ["a+b$"], ["ab", "+b$ ", "+b$\n"], [1, ["+b$"]]],
  ["not_ends_with", "b", ["ba", "", "b\n"], ["ab"], [1, ["a"]]],
  ["matches", "^a.c$", ["abc"], ["xabc", "ABC"], [1, ["abc"], true]],
  ["before", "2026-11-21", ["2026-11-20", "2026-11-20T23:59:59.999Z"], ["2026-11-21"], [1, "x"]],
  ["after", "2026-11-21T10:00:00Z", ["2026-11-21T10:00:01Z"], ["2026-11-21"], [["2027-01-01"]]],
  ["is_true", undefined, [true], [false], ["true", 1, [true]]],
  ["is_false", null, [false], [true], ["false", 0, ""]],
];

/** operator, what matches, what does not, whether a missing value does, whether null does. */
const OF_PRESENCE: [string, unknown[], unknown[], boolean, boolean][] = [
  ["is_empty", ["", [], {}], [0, false, " ", [null], { a: 1 }, "x"], true, true],
  ["is_not_empty", [0, false, " ", [null], { a: 1 }, "x"], ["", [], {}], false, false],
  ["is_null", [], [0, "", false, [], {}], true, true],
  ["is_not_null", [0, "", false, [], {}], [], false, false],
  ["exists", [0, "", false, [], {}], [], false, true],
  ["not_exists", [], [0, "", false, [], {}], true, false],
];

describe("an operator", () => {
  test.for(OPERATORS)(
    "compares values of its type, and nothing else: %s %j",
    async ([operator, value, matching, others, wrong], { db }) => {
      const payloads = [...matching, ...others, ...wrong, null].map((given) => ({ x: given }));
      const expected = [
        ...matching.map(() => true),
        ...others.map(() => false),
        ...[...wrong, null].map(() => null),
        ...[null, null],
      ];
      const given = [...payloads, {}, [{ x: matching[0] }]];
      const rule = x(operator, value);
      expect(await answers(db, all(rule), given)).toEqual(expected);
      expect(await answers(db, none(rule), given)).toEqual(
        expected.map((answer) => (answer === null ? null : !answer)),
      );
    },
  );

  test.for(OF_PRESENCE)(
    "of presence knows an answer for every value: %s",
    async ([operator, matching, others, missing, onNull], { db }) => {
      const given = [...[...matching, ...others, null].map((value) => ({ x: value })), {}, "x"];
      const expected = [
        ...matching.map(() => true),
        ...others.map(() => false),
        ...[onNull, missing, missing],
      ];
      expect(await answers(db, all(x(operator)), given)).toEqual(expected);
      expect(await answers(db, none(x(operator, "")), given)).toEqual(
        expected.map((answer) => !answer),
      );
    },
  );

  test("is tried here, each one, under each of its names", async ({ db }) => {
    const rows = await db.query<{ name: string; aliases: string[]; value_kind: string }>(
      "select name, aliases, value_kind from sluice.condition_operators()",
    );
    const tried = new Map<string, unknown>([
      ...OPERATORS.map(([name, value]) => [name, value] as const),
      ...OF_PRESENCE.map(([name]) => [name, undefined] as const),
    ]);
    expect(rows.map(({ name }) => name).sort()).toEqual([...tried.keys()].sort());
    const names = rows.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, aliases } of rows) {
      const { path } = await compile(db, all(x(name, tried.get(name))));
      for (const alias of aliases) {
        expect((await compile(db, all(x(alias, tried.get(name))))).path).toBe(path);
      }
    }
  });
});

describe("an instant", () => {
  const EARLIER = [
    ...["2026-11-21T11:59:59+02:00", "2026-11-21T09:59:59Z", "2026-11-21T09:59:59.999999Z"],
    ...["2026-11-21T09:59:59", "2026-11-21 09:59:59", "2026-11-21", "2026-11-21T09:59:59.5+00:00"],
  ];
  const LATER = [
    ...["2026-11-21T09:00:00-02:00", "2026-11-21T10:00:00.001Z", "2026-11-21T10:00:01Z"],
    ...["2026-11-21T10:00:01", "2026-11-22", "2026-11-21T12:00:00.5+02:00"],
  ];

  test.for(["2026-11-21T10:00:00Z", "2026-11-21T12:00:00+02:00", "2026-11-21 10:00"])(
    "is the same however it is written: %s",
    async (value, { db }) => {
      const given = [...EARLIER, ...LATER].map((instant) => ({ x: instant }));
      const isEarlier = [...EARLIER.map(() => true), ...LATER.map(() => false)];
      const session = await db.session();
      const query: TestDatabase["query"] = async (text, values) =>
        (await session.query(text, values)).rows;
      for (const zone of ["UTC", "Asia/Tokyo"]) {
        await session.query(`set timezone = '${zone}'`);
        expect(await answers({ query }, all(x("before", value)), given)).toEqual(isEarlier);
        expect(await answers({ query }, all(x("after", value)), given)).toEqual(
          isEarlier.map((answer) => !answer),
        );
      }
    },
  );
});

describe("a group", () => {
  const yes = x("equals", 1);
  const no = x("equals", 2);
  const unknown = { field: "trigger.nothing", operator: "equals", value: 1 };

  test.for([
    [all(yes, yes), true],
    [all(yes, no), false],
    [all(no, unknown), false],
    [all(yes, unknown), null],
    [any(no, yes), true],
    [any(no, no), false],
    [any(yes, unknown), true],
    [any(no, unknown), null],
    [none(no), true],
    [none(unknown), null],
    [none(no, unknown), null],
    [none(none(unknown)), null],
    [all(yes, any(no, all(yes, none(no)))), true],
    [{ ...all(yes), id: "g-1", not: false }, true],
    [all({ ...yes, id: "r-1", valueSource: "value" }), true],
  ] as const)("of %j is %s", async ([group, expected], { db }) => {
    expect(await answers(db, group, [{ x: 1 }])).toEqual([expected]);
  });

  test("says which steps and roots it reads", async ({ db }) => {
    const group = all(
      x("exists"),
      any(
        { field: "steps.send-mail.output.ok", operator: "is_true" },
        { field: "$.steps.a.output[0]", operator: "is_true" },
        { field: 'vars."a b"', operator: "is_true" },
      ),
    );
    const { refs, roots, problem } = await compile(db, group);
    expect({ refs, roots, problem }).toEqual({
      refs: ["a", "send-mail"],
      roots: ["steps", "trigger", "vars"],
      problem: null,
    });
  });
});
