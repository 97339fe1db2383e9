import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";

describe("what a verdict keeps", () => {
  const context = {
    trigger: { payload: { n: 7, labels: [{ name: "bug" }, { name: "ui" }], none: null } },
    'odd "$." key': 1,
    long: "x".repeat(600),
  };

  test.for([
    ["$.trigger.payload.n > 5", { '$."trigger"."payload"."n"': 7 }],
    [
      "strict $.trigger.payload.n > 5 && $.trigger.payload.n < 9",
      { '$."trigger"."payload"."n"': 7 },
    ],
    ["$.trigger.payload.missing == 1", null],
    ["$.trigger.payload.none == null", { '$."trigger"."payload"."none"': null }],
    [
      'exists($.trigger.payload.labels[*] ? (@.name == "bug"))',
      { '$."trigger"."payload"."labels"[*]': context.trigger.payload.labels },
    ],
    ['$.trigger.payload.n == "$.long"', { '$."trigger"."payload"."n"': 7 }],
    ['$."odd \\"$.\\" key" == 1', { '$."odd \\"$.\\" key"': 1 }],
    [
      "$.trigger.payload.labels[$.trigger.payload.n - 7].name == 1",
      {
        '$."trigger"."payload"."labels"': context.trigger.payload.labels,
        '$."trigger"."payload"."n"': 7,
      },
    ],
    ["1 == 1", null],
  ] as const)("of %s", async ([path, values], { db }) => {
    const [row] = await db.query<{ values: object | null }>(
      `select sluice_private.values_of(
         $1, sluice_private.reads_of(array[$2::jsonpath, $2::jsonpath])) as values`,
      [JSON.stringify(context), path],
    );
    expect(row!.values).toEqual(values);
  });

  test("is cut when it is long", async ({ db }) => {
    const [row] = await db.query<{ values: Record<string, string> }>(
      "select sluice_private.values_of($1, array['$.long'::jsonpath]) as values",
      [JSON.stringify(context)],
    );
    expect(row!.values['$."long"']).toBe(`"${"x".repeat(499)}…`);
  });
});
