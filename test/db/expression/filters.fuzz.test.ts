import fc from "fast-check";
import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";

const json = fc.jsonValue();
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "a", "%", "\\1", '"'));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e308, 1e-300, Number.MAX_VALUE, Number.MIN_VALUE),
);

/** Arguments of each type, good ones and bad ones. */
const ARGUMENTS: Record<string, fc.Arbitrary<unknown>> = {
  json,
  text,
  number,
  char: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  divisor: number,
  count: fc.integer({ min: 0, max: 1_000_000 }),
  width: fc.integer({ min: 0, max: 10_000 }),
  places: fc.integer({ min: 0, max: 20 }),
  index: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  pattern: fc.oneof(
    text,
    fc
      .array(
        fc.constantFrom("YYYY", "MM", "TMMonth", "TZ", "OF", "J", "SP", "TH", "RN", "EEEE", " "),
      )
      .map((parts) => parts.join("")),
  ),
  duration: fc.oneof(
    text,
    fc
      .tuple(fc.integer({ min: -9999, max: 9999 }), fc.constantFrom("day", "year", "month", "hour"))
      .map(([count, unit]) => `${count} ${unit}`),
  ),
  unit: fc.constantFrom("second", "week", "month", "quarter", "year"),
  zone: fc.constantFrom("UTC", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns"),
};

const value = fc.oneof(
  json,
  text,
  number,
  fc.array(number),
  fc.array(text),
  fc.array(fc.dictionary(text, json)),
  fc
    .date({ noInvalidDate: true, min: new Date("0001-01-01"), max: new Date("9999-12-31") })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    "1e999",
    "9".repeat(400),
    "infinity",
    "24:00",
    "2026-11-21T24:00:00Z",
    "-infinity",
  ),
);

describe("a filter", () => {
  test("answers whatever it is given", { timeout: 60_000 }, async ({ db }) => {
    const known = await db.query<{ name: string; args: string[] }>(
      "select name, args from sluice.expression_filters()",
    );
    const call = fc.constantFrom(...known).chain(({ name, args }) =>
      fc
        .tuple(
          ...args.map((type) => {
            const one = fc.oneof(
              { weight: 9, arbitrary: ARGUMENTS[type.replace(/[?…]$/, "")]! },
              { weight: 1, arbitrary: json },
            );
            return type.endsWith("?") ? fc.option(one, { nil: undefined }) : one;
          }),
        )
        .map((given) => given.filter((argument) => argument !== undefined))
        .map((given) => `${name}(${JSON.stringify(given).slice(1, -1)})`),
    );
    const noNul = (_: string, given: unknown) =>
      typeof given === "string" ? given.replaceAll("\0", "?") : given;
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 3 }),
        value,
        async (calls, given) => {
          const rows = await db.query(
            `select rendered.value
           from sluice_private.compile_filters($1) as compiled
           cross join lateral sluice_private.render_part(
             jsonb_build_object('path', 1, 'filters', compiled.filters), '{$.x}', $2
           ) as rendered (value)
           where compiled.problem is null`,
            [calls, JSON.stringify({ x: given }, noNul).replaceAll("\\u0000", "?")],
          );
          answered += rows.length;
        },
      ),
      { numRuns: 2000 },
    );
    expect(answered).toBeGreaterThan(500);
  });

  test.for(["1e1000", "-1e-1000", "1.0", "9".repeat(1000), "[1e400, 5.0]", "[1e-500]"])(
    "answers for a number that only JSON can write: %s",
    async (given, { db }) => {
      const known = await db.query<{ name: string; args: string[] }>(
        "select name, args from sluice.expression_filters()",
      );
      const samples: Record<string, string> = { unit: '"day"', duration: '"1 day"', zone: '"UTC"' };
      const sampleOf = (type: string) =>
        samples[type] ?? (/text|char|pattern/.test(type) ? '"a"' : "1");
      for (const { name, args } of known) {
        const list = args.map((type) => sampleOf(type.replace(/[?…]$/, ""))).join();
        const [row] = await db.query<{ problem: string | null }>(
          `select compiled.problem, sluice_private.apply_filter($2, compiled.filters -> 0)
           from sluice_private.compile_filters($1) as compiled`,
          [[`${name}(${list})`], given],
        );
        expect(row!.problem).toBeNull();
      }
    },
  );
});
