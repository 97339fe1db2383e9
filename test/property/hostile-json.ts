/** JSON as an enemy would write it, as text. */
import fc from "fast-check";

/** JSON as text: numbers and escapes that no value of JavaScript has. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** JSON text of a value in which there is raw text. */
export function write(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${write(one)}`)
    .join()}}`;
}

const deep = (levels: number, open: string, close: string) =>
  open.repeat(levels) + "1" + close.repeat(levels);

const scalar = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 8 }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      ...["null", "true", "false", "0", "-0", "-1", "1.0", "1e308", "-1e400", "1e-400", "1e131000"],
      ...["9007199254740993", "9223372036854775808", "123456789012345678901234567890.5", "0.1"],
      ...[
        "",
        " ",
        "{{ now }}",
        "infinity",
        "-infinity",
        "24:00",
        "P9999999Y",
        "1 century",
        "epoch",
      ],
      ...["2026-02-30", "2026-11-21T24:00:00Z", "294276-12-31", "4714-11-24 BC", "1e999", "NaN"],
      ...["$.trigger", "__proto__", "\u202E", "\u{1F600}", "\uFFFF", "x".repeat(5000), "%s\\1'\""],
    ),
  )
  .map((text) => (isJson(text) ? text : JSON.stringify(text)));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Text that is JSON for the database, up to so deep. */
export const json = (levels: number): fc.Arbitrary<string> =>
  fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", maxDepth: 4 },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join()}]`),
      fc
        .array(
          fc.tuple(fc.constantFrom("a", "b", "", "0", "$", "a.b", "\u{1F600}"), tie("value")),
          {
            maxLength: 4,
          },
        )
        .map((pairs) => `{${pairs.map(([key, one]) => `${JSON.stringify(key)}:${one}`).join()}}`),
      fc.constantFrom(
        ...[deep(30, "[", "]"), deep(levels, "[", "]"), deep(levels, '{"a":', "}")],
        ...[deep(levels / 2, '[{"a":', "}]"), `[${"1,".repeat(5000)}1]`],
      ),
    ),
  })).value;

export const hostile = json(3000);

/** Text that may be no JSON for the database: what workers may report. */
export const garbage = fc.oneof(
  { weight: 4, arbitrary: hostile },
  fc.constantFrom("", "{", '"\\u0000"', '"\\ud800"', "1e999999", "nul", deep(100_000, "[", "]")),
  fc.record({ class: hostile, message: hostile, retryable: hostile, retry_after: hostile }).map(
    (error) =>
      `{${Object.entries(error)
        .map(([key, one]) => `"${key}":${one}`)
        .join()}}`,
  ),
);
