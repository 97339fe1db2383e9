import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

async function problemOf(db: TestDatabase, source: unknown): Promise<string | null> {
  const [row] = await db.query<{ problem: string | null }>(
    "select problem from sluice_private.compile_condition($1, '{a}')",
    [JSON.stringify(source)],
  );
  return row!.problem;
}

const all = (...rules: unknown[]) => ({ combinator: "and", rules });
const x = (operator: string, value?: unknown) => ({ field: "trigger.x", operator, value });
const nested = (levels: number): unknown =>
  levels === 1 ? all(x("exists")) : all(nested(levels - 1));

describe("a rule group is refused", () => {
  test.for([
    [{}, /^combinator must be "and" or "or"/],
    [{ combinator: "xor", rules: [x("exists")] }, /^combinator must/],
    [{ combinator: ["and"], rules: [x("exists")] }, /^combinator must/],
    [{ combinator: null, rules: [x("exists")] }, /^combinator must/],
    [all(), /^rules must be a list/],
    [{ combinator: "and" }, /^rules must be a list/],
    [{ combinator: "and", rules: x("exists") }, /^rules must be a list/],
    [{ ...all(x("exists")), not: "yes" }, /^not must be true or false/],
    [{ ...all(x("exists")), colour: 1 }, /^colour is not part of a rule group/],
    [all(x("exists"), all(all())), /^rules\[1\]\.rules\[0\]\.rules must be a list/],
    [all(x("exists"), "and", x("exists")), /^rules\[1\] must be a rule/],
    [all(null), /^rules\[0\] must be a rule/],
    [all({ ...x("exists"), muted: true }), /^rules\[0\]\.muted is not part of a rule/],
    [all({ operator: "exists" }), /^rules\[0\]\.field must be the path/],
    [all({ field: 7, operator: "exists" }), /^rules\[0\]\.field must be the path/],
    [all({ field: "amount", operator: "exists" }), /^rules\[0\]\.field is not a SQL\/JSON path/],
    [all({ field: "steps.b.output", operator: "exists" }), /^rules\[0\]\.field reads unknown step/],
    [all({ field: "trigger.x[*].y", operator: "exists" }), /\.field may be only a path of keys/],
    [all({ field: "strict $.trigger.x", operator: "exists" }), /\.field may be only a path/],
    [all({ field: "$.trigger.**", operator: "exists" }), /\.field may be only a path of keys/],
    [all({ field: "$.trigger.x == 1", operator: "exists" }), /\.field may be only a path of keys/],
    [all({ field: "trigger.x" }), /^rules\[0\]\.operator is missing; possible are equals, not_e/],
    [all(x("frobs", 1)), /^rules\[0\]\.operator is none: "frobs"; possible are equals, /],
    [all({ ...x("exists"), operator: { a: 1 } }), /^rules\[0\]\.operator is none/],
    [all(x("days_ago_less_than", 7)), /\.operator cannot count days from now: let a data/],
    [all(x("equals")), /^rules\[0\]\.value must be a text, a number, true or false/],
    [all(x("equals", null)), /\.value must be a text/],
    [all(x("equals", [1])), /\.value must be a text/],
    [all(x("equals", "{{ vars.x }}")), /\.value is compared as it is written/],
    [all(x("in", ["{{ vars.x }}"])), /\.value is compared as it is written/],
    [all({ ...x("equals", "x"), valueSource: "field" }), /\.valueSource must be value/],
    [all(x("greater_than", true)), /\.value must be a text or a number/],
    [all(x("contains", "")), /\.value must be a text that is not empty/],
    [all(x("starts_with", "")), /\.value must be a text that is not empty/],
    [all(x("starts_with", 5)), /\.value must be a text that is not empty/],
    [all(x("matches", "(")), /\.value is not a regular expression/],
    [all(x("matches", "(a*)\\1")), /\.value may not look back or ahead/],
    [all(x("matches", "(?=a)")), /\.value may not look back or ahead/],
    [all(x("matches", "a".repeat(201))), /\.value has more than 200 characters/],
    [all(x("before", "soon")), /\.value must be an ISO 8601 date/],
    [all(x("before", "2026-02-30")), /\.value must be an ISO 8601 date/],
    [all(x("before", "9999-12-31T23:00:00-05:00")), /\.value must be an ISO 8601 date/],
    [all(x("in", [])), /\.value must be a list of 1 to 1,000/],
    [all(x("in", [1, "a"])), /\.value must be a list of 1 to 1,000/],
    [all(x("in", [null])), /\.value must be a list of 1 to 1,000/],
    [all(x("in", "a,b")), /\.value must be a list of 1 to 1,000/],
    [all(x("in", Array(1001).fill(1))), /\.value must be a list of 1 to 1,000/],
    [all(x("between", [1])), /\.value must be \[from, to\], two texts or two numbers/],
    [all(x("between", [1, "2"])), /\.value must be \[from, to\], two texts or two numbers/],
    [all(x("between", [true, true])), /\.value must be \[from, to\], two texts or two numbers/],
    [all(x("between", [2, 1])), /\.value must be \[from, to\], the lower one first/],
    [all(x("is_true", false)), /\.value must be left out/],
    [nested(21), /^(rules\[0\]\.){20}rules are nested more than 20 deep/],
    [all(...Array(501).fill(x("exists"))), /^rules are more than 500 in all/],
    [
      all(...Array(21).fill(x("regex", "a"))),
      /^rules are more than 500 in all, of which a matches/,
    ],
    [all(...Array(26).fill(all(...Array(20).fill(x("exists"))))), /^rules are more than 500/],
    [all(...Array(400).fill(x("equals", "x".repeat(2000)))), /^rules are too long in all/],
  ] as const)("%j", async ([group, problem], { db }) => {
    expect(await problemOf(db, group)).toMatch(problem);
  });

  test.for([
    ["20 levels", nested(20)],
    ["500 rules", all(...Array(25).fill(all(...Array(20).fill(x("exists")))))],
    ["20 regular expressions", all(...Array(20).fill(x("matches", "a".repeat(200))))],
    ["a list of 1,000 values", all(x("in", [...Array(1000).keys()]))],
  ])("but not for %s", async ([, group], { db }) => {
    expect(await problemOf(db, group)).toBeNull();
  });
});
