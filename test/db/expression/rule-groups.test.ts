import fc from "fast-check";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  invariants,
  manual,
  publish,
  start,
} from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";

const all = (...rules: unknown[]) => ({ combinator: "and", rules });
const rule = (field: string, operator: string, value?: unknown) => ({ field, operator, value });

const CONDITION = all(
  rule("trigger.payload.amount", "greater_than", 100),
  {
    combinator: "or",
    rules: [
      rule("trigger.payload.labels", "contains", "urgent"),
      rule("trigger.payload.customer.email", "endsWith", "@example.test"),
    ],
  },
  { ...all(rule("trigger.payload.status", "in", ["closed", "void"])), not: true },
);
const HOLDS = { amount: 250, labels: ["urgent"], status: "open" };
const PAYLOADS: [unknown, boolean][] = [
  [HOLDS, true],
  [{ amount: 250, customer: { email: "a@example.test" }, status: "open" }, true],
  [{ ...HOLDS, amount: "250" }, false],
  [{ ...HOLDS, status: "void" }, false],
  [{ ...HOLDS, status: null }, false],
  [{ amount: 250, labels: ["urgent"] }, false],
  [{}, false],
  ["text", false],
];

/** The sinks that an execution of this draft reached. */
async function reached(db: TestDatabase, workflow: string, input: unknown): Promise<string[]> {
  const executionId = await start(db, workflow, input);
  await db.query("select sluice.tick()");
  const { status, output } = await execution(db, executionId);
  expect(status).toBe("completed");
  return Object.keys(output ?? {});
}

describe("a rule group", () => {
  test("opens a case of a choice, the guard of an edge, and a step", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const draft = definition(
      [
        manual,
        {
          id: "c",
          type: "choice",
          data: { cases: [{ port: "yes", when: CONDITION }], default: "no" },
        },
        set("chosen"),
        set("guarded"),
        set("run", {}, { run_if: CONDITION }),
      ],
      ["start → c", "c:yes → chosen", "start → guarded", "start → run"],
    );
    Object.assign(draft.edges[2]!, { data: { when: CONDITION } });
    const workflow = await publish(db, organizationId, draft);
    for (const [payload, holds] of PAYLOADS) {
      expect(await reached(db, workflow, payload)).toEqual(
        holds ? ["run", "chosen", "guarded"] : [],
      );
    }
    expect(await invariants(db)).toEqual([]);
  });

  test("filters what a trigger receives", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const data = {
      trigger: "webhook_received",
      config: { path: "orders" },
      filter: CONDITION,
    };
    const draft = definition([{ id: "hook", type: "trigger", data }, set("a")], ["hook → a"]);
    const workflow = await publish(db, organizationId, draft);
    const receive = `
      select execution_id is not null as holds
      from sluice.webhook_registrations as hook
      cross join lateral sluice_private.receive_webhook(
        hook.organization_id, hook.id, null, 'POST', '{}', '{}', $2, null
      )
      where hook.workflow_id = $1`;
    for (const [payload, holds] of PAYLOADS) {
      expect(await db.query(receive, [workflow, JSON.stringify(payload)])).toEqual([{ holds }]);
    }
    const spoilt = { ...data, filter: all(rule("vars.x", "exists")) };
    const problems = await db.query<{ path: string; message: string }>(
      "select path, message from sluice.validate_definition($1)",
      [JSON.stringify({ ...draft, nodes: [{ ...draft.nodes[0], data: spoilt }, draft.nodes[1]] })],
    );
    expect(problems).toEqual([
      { path: "data.filter", message: "may read only $.trigger: nothing has run yet" },
    ]);
  });

  test("reads steps that come before, and says where it is wrong", async ({ db }) => {
    const draft = definition(
      [
        manual,
        set("send-mail", { ok: true }),
        set("a", {}, { run_if: all(rule("steps.send-mail.output.ok", "is_true")) }),
        set("b", {}, { run_if: all(all(rule("steps.a.output", "sparkles"))) }),
      ],
      ["start → send-mail", "send-mail → a", "start → b"],
    );
    const problems = await db.query<{ node_id: string; path: string; message: string }>(
      "select node_id, path, message, hint from sluice.validate_definition($1)",
      [JSON.stringify(draft)],
    );
    expect(problems).toEqual([
      {
        node_id: "b",
        path: "data.run_if",
        message: expect.stringMatching(/^rules\[0\]\.rules\[0\]\.operator is none: "sparkles"; /),
        hint: expect.stringContaining("sluice.condition_operators()"),
      },
    ]);
  });
});

const HOSTILE = [
  ...['"', '\\"', "\\", "'", '" || 1 == 1 || "', '") || exists($) || ("', "%1$s", "%s %%", "${x}"],
  ...[
    "a\nb",
    "\u0001\u001f\u007f",
    "\u2028\u{1F600}",
    "\\u0041",
    "/* x */",
    "$.trigger",
    "**",
    "]",
  ],
];

describe("data in a rule", () => {
  test.for(HOSTILE)("stays data: %j", async (text, { db }) => {
    const holds = async (condition: unknown, payload: unknown) => {
      const [row] = await db.query<{ holds: boolean | null; problem: string | null }>(
        `select problem, jsonb_path_match_tz($2, path, '{}', true) as holds
         from sluice_private.compile_condition($1, '{}')`,
        [JSON.stringify(condition), JSON.stringify({ trigger: payload })],
      );
      expect(row!.problem).toBeNull();
      return row!.holds;
    };
    for (const operator of ["equals", "contains", "starts_with", "ends_with"]) {
      expect(await holds(all(rule("trigger.x", operator, text)), { x: text })).toBe(true);
      expect(await holds(all(rule("trigger.x", operator, text)), { x: "other" })).toBe(false);
    }
    expect(await holds(all(rule("trigger.x", "in", ["?", text])), { x: text })).toBe(true);
    expect(await holds(all(rule("trigger.x", "between", [text, text])), { x: text })).toBe(true);
    const field = `$.trigger.${JSON.stringify(text)}`;
    expect(await holds(all(rule(field, "equals", 1)), { [text]: 1 })).toBe(true);
    expect(await holds(all(rule(field, "equals", 1)), { other: 1 })).toBe(null);
  });

  test("of any kind compiles or has a problem, and evaluates", async ({ db }) => {
    const operators = (
      await db.query<{ name: string }>("select name from sluice.condition_operators()")
    ).map(({ name }) => name);
    const field = fc.oneof(
      fc.constantFrom("trigger.x", "$.trigger.x[0]", "trigger", "$", "trigger.x[*]", "vars.x"),
      fc.string(),
      fc.string({ unit: "binary" }).map((key) => `$.trigger.${JSON.stringify(key)}`),
      fc.jsonValue(),
    );
    const anyRule = fc.record(
      {
        field,
        operator: fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom(...operators) },
          { weight: 1, arbitrary: fc.jsonValue() },
        ),
        value: fc.oneof(
          fc.jsonValue(),
          fc.string({ unit: "binary" }),
          fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }),
          fc.constantFrom("2026-11-21", "2026-11-21T10:00:00Z", "(a|b)+$", "[[:<:]]", "***="),
        ),
      },
      { requiredKeys: ["field", "operator"] },
    );
    const { group } = fc.letrec((tie) => ({
      group: fc.record(
        {
          combinator: fc.constantFrom("and", "or", "and", "or", 1),
          rules: fc.array(
            fc.oneof(
              { weight: 9, arbitrary: anyRule },
              { weight: 2, arbitrary: tie("group") },
              { weight: 1, arbitrary: fc.jsonValue() },
            ),
            { minLength: 1, maxLength: 3 },
          ),
          not: fc.boolean(),
        },
        { requiredKeys: ["combinator", "rules"] },
      ),
    }));
    const clean = (_: string, value: unknown) =>
      typeof value === "string" ? value.replaceAll("\0", "?") : value;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 9, arbitrary: group }, fc.jsonValue()),
        async (source) => {
          const [row] = await db.query<{ problem: string | null; has_path: boolean }>(
            `select problem, path is not null as has_path, jsonb_path_match_tz($2, path, '{}', true)
           from sluice_private.compile_condition($1, '{a}')`,
            [JSON.stringify(source, clean), JSON.stringify({ trigger: { x: ["a", 1, null] } })],
          );
          expect(row!.has_path).toBe(row!.problem === null);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
