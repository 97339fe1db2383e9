import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { definition, manual } from "../../support/engine.ts";

const set = (id: string, data: Record<string, unknown> = {}) => ({
  id,
  type: "action",
  data: { action: "data.set", input: {}, ...data },
});
const choice = (data: Record<string, unknown>) => ({ id: "c", type: "choice", data });
const line = (node: { id: string; type: string; data?: Record<string, unknown> }) =>
  definition([manual, node], [`start → ${node.id}`]);
const each = (data: object) => ({ id: "each", type: "foreach", data: { items: [1], ...data } });
const cases = [{ port: "yes", when: "$.trigger.payload.n > 1" }];

/** What is wrong, and the code, node and path that say so. */
const FAULTS: [string, unknown, string, string | null, string | null][] = [
  ["a scalar", 7, "shape", null, "$"],
  ["an array", [], "shape", null, "$"],
  ["nodes that are no list", { nodes: {}, edges: [] }, "shape", null, "$.nodes"],
  ["a key nobody knows", { nodes: [], edges: [], colour: 1 }, "unknown_key", null, "$.colour"],
  ["a node without id", { nodes: [{ type: "end" }], edges: [] }, "shape", null, "$.nodes[0]"],
  ["an edge without target", { nodes: [], edges: [{ source: "a" }] }, "shape", null, "$.edges[0]"],
  ["two nodes of one id", definition([manual, manual], []), "duplicate_id", "start", null],
  ["an edge to nowhere", definition([manual], ["start → x"]), "missing_node", null, "$.edges[0]"],
  [
    "a cycle that is entered at two nodes",
    definition([manual, set("a"), set("b")], ["start → a", "start → b", "a → b", "b → a"]),
    "cycle",
    null,
    "$.edges",
  ],
  ["no trigger", definition([set("a")], []), "no_trigger", null, "$.nodes"],
  ["a node out of reach", definition([manual, set("a")], []), "unreachable", "a", null],
  [
    "an edge into a trigger",
    definition([manual, { ...manual, id: "t" }], ["start → t"]),
    "trigger_has_input",
    "t",
    null,
  ],
  ["an unknown type", line({ id: "x", type: "magic" }), "unknown_type", "x", "type"],
  ["an unknown field", line(set("a", { colour: 1 })), "unknown_key", "a", "data.colour"],
  [
    "a missing field",
    line({ id: "a", type: "action", data: {} }),
    "missing_field",
    "a",
    "data.action",
  ],
  ["a field of the wrong type", line(set("a", { input: [] })), "bad_field", "a", "data.input"],
  ["a choice without default", line(choice({ cases })), "bad_field", "c", "data.default"],
  ...["1st", "item", "a b", "a-b", "exists", ""].map((as): (typeof FAULTS)[number] => [
    `an item named ${as}`,
    definition([manual, each({ as }), { ...set("a"), parentId: "each" }], ["start → each"]),
    ...(["bad_field", "each", "data.as"] as const),
  ]),
  [
    "a name that is another container's",
    definition(
      [
        manual,
        each({ as: "x" }),
        { ...set("a"), parentId: "each" },
        set("b", { input: { n: "{{ x }}" } }),
      ],
      ["start → each", "each → b"],
    ),
    ...(["expression", "b", "data.input.n"] as const),
  ],
  [
    "a completion that reads an item by its name",
    definition(
      [manual, each({ as: "x", completion: "$.x == 1" }), { ...set("a"), parentId: "each" }],
      ["start → each"],
    ),
    ...(["expression", "each", "data.completion"] as const),
  ],
  [
    "items that are a text without an expression",
    definition(
      [
        manual,
        { id: "each", type: "foreach", data: { items: "$.trigger.payload.n" } },
        { ...set("a"), parentId: "each" },
      ],
      ["start → each"],
    ),
    "bad_field",
    "each",
    "data.items",
  ],
  [
    "cases with one port twice",
    line(choice({ cases: [...cases, ...cases], default: "no" })),
    "bad_field",
    "c",
    "data.cases",
  ],
  [
    "an unknown join",
    line(set("a", { join: { kind: "some" } })),
    "bad_field",
    "a",
    "data.join.kind",
  ],
  [
    "a retry out of range",
    line(set("a", { retry: { max_attempts: 0 } })),
    "bad_field",
    "a",
    "data.retry.max_attempts",
  ],
  [
    "a wait for no duration",
    line({ id: "w", type: "wait", data: { for: "soon" } }),
    "bad_field",
    "w",
    "data.for",
  ],
  [
    "a branch that ends failed",
    line({ id: "e", type: "end", data: { status: "failed" } }),
    "bad_field",
    "e",
    "data.status",
  ],
  [
    "a port that is not there",
    definition([manual, set("a"), set("b")], ["start → a", "a:left → b"]),
    "unknown_port",
    "a",
    "$.edges[1]",
  ],
  [
    "a branch without its edge",
    line(set("a", { on_error: "branch" })),
    "missing_error_edge",
    "a",
    "data.on_error",
  ],
  [
    "an expression that does not parse",
    line(set("a", { input: { x: "{{ trigger.. }}" } })),
    "expression",
    "a",
    "data.input.x",
  ],
  [
    "a condition that compares nothing",
    line(set("a", { run_if: "$.trigger.payload.n" })),
    "expression",
    "a",
    "data.run_if",
  ],
  [
    "a filter nobody knows",
    line(set("a", { input: { x: "{{ trigger.payload.n | sparkle }}" } })),
    "expression",
    "a",
    "data.input.x",
  ],
  [
    "a step that comes later",
    definition(
      [manual, set("a", { input: { x: "{{ steps.b.output }}" } }), set("b")],
      ["start → a", "a → b"],
    ),
    "not_upstream",
    "a",
    "data.input.x",
  ],
  [
    "an unknown step",
    line(set("a", { input: { x: "{{ steps.zzz.output }}" } })),
    "expression",
    "a",
    "data.input.x",
  ],
  ["an unknown action", line(set("a", { action: "fly" })), "unknown_action", "a", "data.action"],
  [
    "an input the action lacks",
    line(set("a", { action: "log_activity" })),
    "bad_input",
    "a",
    "data.input.description",
  ],
  [
    "an unknown trigger",
    definition([{ id: "start", type: "trigger", data: { trigger: "moon" } }], []),
    "unknown_trigger",
    "start",
    "data.trigger",
  ],
  [
    "a secret in the open",
    definition(
      [
        {
          id: "start",
          type: "trigger",
          data: { trigger: "webhook_received", config: { scheme: "github", secret: "hush" } },
        },
      ],
      [],
    ),
    "bad_config",
    "start",
    "data.config.secret",
  ],
  [
    "a timeout that is none",
    definition([manual], [], { timeout: "never" }),
    "bad_field",
    null,
    "$.settings.timeout",
  ],
  [
    "a setting nobody knows",
    definition([manual], [], { colour: [] }),
    "unknown_key",
    null,
    "$.settings.colour",
  ],
];

describe("validate_definition", () => {
  test.for(FAULTS)("finds %s", async ([, draft, code, nodeId, path], { db }) => {
    const rows = await db.query(
      "select severity, code, node_id, path, message, hint from sluice.validate_definition($1)",
      [JSON.stringify(draft)],
    );
    expect(rows).toContainEqual({
      ...{ severity: "error", code, node_id: nodeId, path },
      ...{ message: expect.stringMatching(/./), hint: expect.stringMatching(/\.$/) },
    });
  });

  test("finds nothing in a definition without fault", async ({ db }) => {
    const draft = definition(
      [manual, choice({ cases, default: "no" }), set("a", { run_if: "$.trigger.payload.n > 2" })],
      ["start → c", "c:yes → a", "c:no → a"],
    );
    expect(
      await db.query("select * from sluice.validate_definition($1)", [JSON.stringify(draft)]),
    ).toEqual([]);
  });

  test("says where the filters are listed, and how an expression may begin", async ({ db }) => {
    const hints = async (x: string) =>
      (
        await db.query<{ hint: string }>("select hint from sluice.validate_definition($1)", [
          JSON.stringify(line(set("a", { input: { x } }))),
        ])
      ).map(({ hint }) => hint);
    expect(await hints("{{ now | uper }}")).toMatchObject([
      expect.stringContaining("expression_filters()"),
    ]);
    expect(await hints("{{ nosuch.a }}")).toMatchObject([
      expect.stringContaining("begins with trigger, steps"),
    ]);
    expect(await hints("{{ steps.nosuch.output }}")).toMatchObject([
      expect.stringContaining("the id of a node"),
    ]);
    expect(await hints("{{ now = 1 }}")).toMatchObject([expect.stringContaining("== 10")]);
  });
});
