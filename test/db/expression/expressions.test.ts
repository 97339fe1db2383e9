import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

const IDS = ["plain", "send-mail", 'say "hi"', "my step", "größe", '"'];
const CONTEXT = {
  trigger: {
    payload: { n: 5, text: "Grüße", list: ["a", "b"], when: "2026-11-21T10:00:00Z", nil: null },
  },
  steps: { plain: { output: { ok: true } }, "send-mail": { output: 7 } },
};

async function compile(db: TestDatabase, source: string) {
  const [row] = await db.query<{ refs: string[]; roots: string[]; problem: string | null }>(
    "select refs, roots, problem from sluice_private.compile_expression($1, $2)",
    [source, IDS],
  );
  return row!;
}

/** Compiles a template and fills it in, as publishing and running do. */
async function render(db: TestDatabase, template: unknown) {
  const [row] = await db.query<{
    value: unknown;
    error: { code: string } | null;
    problems: unknown;
  }>(
    `select rendered.value, rendered.error, compiled.problems
     from sluice_private.compile_template($1, 'input', $2) as compiled
     cross join lateral sluice_private.render($1, compiled.slots, compiled.paths, $3) as rendered`,
    [JSON.stringify(template), IDS, JSON.stringify(CONTEXT)],
  );
  return row!;
}

describe("an expression", () => {
  test.for([
    ["trigger.payload.n", ["trigger"], []],
    ["$.trigger.payload.n + 1", ["trigger"], []],
    ["steps.plain.output.ok", ["steps"], ["plain"]],
    ["steps.send-mail.output", ["steps"], ["send-mail"]],
    ["steps.my step.output", ["steps"], ["my step"]],
    ["steps.größe.output", ["steps"], ["größe"]],
    ['steps."say \\"hi\\"".output', ["steps"], ['say "hi"']],
    ['$.trigger.a == "$.steps.zzz"', ["trigger"], []],
  ] as const)("%s says what it reads", async ([source, roots, refs], { db }) => {
    expect(await compile(db, source)).toEqual({ roots, refs, problem: null });
  });

  test.for([
    ["", "is not"],
    ["$.trigger[", "is not"],
    ["$", "must begin with"],
    ["$.secrets.key", "unknown"],
    ["$.steps.*", "must name the step"],
    ["steps.unknown.output", "unknown step"],
    ["$x.trigger", "must begin with"],
    ["$.trigger.payload.n.bigint()", "PostgreSQL 15"],
  ] as const)("%s is refused", async ([source, problem], { db }) => {
    expect((await compile(db, source)).problem).toContain(problem);
  });
});

describe("a template", () => {
  test.for([
    ["keeps the type of a whole value", "{{ trigger.payload.n }}", 5],
    ["gives null for a whole value that is missing", "{{ trigger.nothing }}", null],
    ["interpolates text", "n={{ trigger.payload.n }}!", "n=5!"],
    ["interpolates an object as JSON", "{{ steps.plain.output }}.", '{"ok": true}.'],
    ["uses a default", 'x{{ trigger.nothing | default("y") }}', "xy"],
    ["reads ids with hyphens", "{{ steps.send-mail.output }}", 7],
    ["reads an id that is a quote", '{{ steps."\\"".output }}', null],
    ["leaves braces in strings alone", '{{ trigger.nothing | default("}} | {{") }}', "}} | {{"],
    ["reaches into lists and objects", { a: ["{{ trigger.payload.n }}", 1] }, { a: [5, 1] }],
    [
      "treats data as data",
      '{{ trigger.payload.text | replace("ü", "{{ now }}") }}',
      "Gr{{ now }}ße",
    ],
  ] as const)("%s", async ([, template, value], { db }) => {
    expect(await render(db, template)).toEqual({ value, error: null, problems: [] });
  });

  test("that interpolates a missing value is the step's error", async ({ db }) => {
    expect((await render(db, "n={{ trigger.nothing }}")).error).toMatchObject({ code: "SLEXP" });
  });

  test.for(["{{ trigger.n", "{{ trigger.n | sparkle }}", '{{ trigger.n | truncate("x") }}'])(
    "%s does not compile",
    async (template, { db }) => {
      const [row] = await db.query<{ problems: { path: string }[] }>(
        "select problems from sluice_private.compile_template($1, 'input', '{}')",
        [JSON.stringify({ a: template })],
      );
      expect(row!.problems).toEqual([expect.objectContaining({ path: "input.a" })]);
    },
  );
});
