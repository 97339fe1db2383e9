import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { definition, manual } from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";

interface Problem {
  severity: string;
  code: string;
  node_id: string | null;
  path: string | null;
  message: string;
  hint: string;
}

interface Draft {
  nodes: { id: string; type: string; data: Record<string, unknown> }[];
  edges: Record<string, unknown>[];
  settings?: object;
}

/** One node of each type, and nothing wrong with it. */
const clean = (): Draft =>
  definition(
    [
      manual,
      { id: "hook", type: "trigger", data: { trigger: "webhook_received" } },
      set("a", { n: "{{ trigger.payload.n }}" }),
      {
        id: "size",
        type: "choice",
        data: { default: "small", cases: [{ port: "big", when: "$.steps.a.output.n > 10" }] },
      },
      { id: "pause", type: "wait", data: { for: "PT5M" } },
      set("b", { was: "{{ steps.a.output.n }}" }, { retry: { max_attempts: 2, initial: "1s" } }),
      { id: "stop", type: "end", data: { scope: "execution", output: "{{ steps.a.output.n }}" } },
    ],
    [
      ...["start → a", "hook → a", "a → size", "size:big → pause", "size:small → b"],
      ...["pause → b", "b → stop"],
    ],
    { timeout: "1 hour", priority: 3 },
  ) as Draft;

const validate = (db: TestDatabase, draft: unknown): Promise<Problem[]> =>
  db.query("select * from sluice.validate_definition($1)", [JSON.stringify(draft)]);

const node = (draft: Draft, id: string) => draft.nodes.find((one) => one.id === id)!;

/** `[what is found, how the clean draft is spoilt, code, node, path]` */
type Rule = [string, (draft: Draft) => void, string, string | null, string | null];

const give =
  (id: string, data: object) =>
  (draft: Draft): void => {
    Object.assign(node(draft, id).data, data);
  };

const join = (id: string, source: string, target: string, rest: object = {}) => ({
  ...{ id, source, target },
  ...rest,
});

const OF_THE_SHAPE: Rule[] = [
  ["nodes that are no array", (d) => (d.nodes = {} as never), "shape", null, "$.nodes"],
  ["edges that are no array", (d) => (d.edges = 1 as never), "shape", null, "$.edges"],
  ["settings that are no object", (d) => (d.settings = []), "shape", null, "$.settings"],
  ["a part it does not know", (d) => Object.assign(d, { x: 1 }), "unknown_key", null, "$.x"],
  [
    "a node without an id",
    (d) => delete (d.nodes[2] as { id?: string }).id,
    "shape",
    null,
    "$.nodes[2]",
  ],
  ["a node with an empty id", (d) => (d.nodes[2]!.id = ""), "shape", "", "$.nodes[2]"],
  ["a node that is no object", (d) => (d.nodes[2] = 7 as never), "shape", null, "$.nodes[2]"],
  ["data that is no object", (d) => (d.nodes[2]!.data = [] as never), "shape", "a", "$.nodes[2]"],
  ["a type that is no string", (d) => (d.nodes[2]!.type = 1 as never), "shape", "a", "$.nodes[2]"],
  [
    "an id of 129 characters",
    (d) => (d.nodes[2]!.id = "x".repeat(129)),
    "shape",
    "x".repeat(129),
    "$.nodes[2]",
  ],
  ["an edge without a source", (d) => delete d.edges[1]!["source"], "shape", null, "$.edges[1]"],
  ["an edge that is no object", (d) => (d.edges[1] = "e" as never), "shape", null, "$.edges[1]"],
  [
    "a port that is no string",
    (d) => (d.edges[1]!["sourceHandle"] = 1),
    "shape",
    null,
    "$.edges[1]",
  ],
  ["an edge's data of another type", (d) => (d.edges[1]!["data"] = 1), "shape", null, "$.edges[1]"],
];

const OF_THE_GRAPH: Rule[] = [
  ["two nodes with one id", (d) => (node(d, "pause").id = "b"), "duplicate_id", "b", null],
  [
    "two edges with one id",
    (d) => (d.edges[1]!["id"] = d.edges[0]!["id"]),
    "duplicate_id",
    null,
    "$.edges",
  ],
  [
    "an edge to nowhere",
    (d) => (d.edges[6]!["target"] = "gone"),
    "missing_node",
    null,
    "$.edges[6]",
  ],
  [
    "an edge from nowhere",
    (d) => (d.edges[6]!["source"] = "gone"),
    "missing_node",
    null,
    "$.edges[6]",
  ],
  ["a cycle", (d) => d.edges.push(join("back", "b", "size")), "cycle", null, "$.edges"],
  ["an edge to itself", (d) => d.edges.push(join("self", "b", "b")), "cycle", null, "$.edges"],
  [
    "an edge to a trigger",
    (d) => d.edges.push(join("in", "a", "hook")),
    "trigger_has_input",
    "hook",
    null,
  ],
  [
    "a step that nothing leads to",
    (d) => d.nodes.push({ id: "alone", type: "action", data: { action: "data.set" } }),
    "unreachable",
    "alone",
    null,
  ],
  [
    "no trigger",
    (d) => {
      d.nodes = d.nodes.filter(({ type }) => type !== "trigger");
      d.edges = d.edges.slice(2);
    },
    "no_trigger",
    null,
    "$.nodes",
  ],
  [
    "a port that the node does not have",
    (d) => (d.edges[6]!["sourceHandle"] = "up"),
    "unknown_port",
    "b",
    "$.edges[6]",
  ],
  [
    "a choice left by no port of its own",
    (d) => delete d.edges[3]!["sourceHandle"],
    "unknown_port",
    "size",
    "$.edges[3]",
  ],
  [
    "an edge after an end",
    (d) =>
      d.edges.push(join("on", "stop", "b2")) &&
      d.nodes.push({ ...set("b2"), data: { action: "data.set" } }),
    "unknown_port",
    "stop",
    "$.edges[7]",
  ],
  [
    "on_error branch without an edge",
    give("b", { on_error: "branch" }),
    "missing_error_edge",
    "b",
    "data.on_error",
  ],
];

const OF_FIELDS: Rule[] = [
  ["an unknown type", (d) => (node(d, "pause").type = "dance"), "unknown_type", "pause", "type"],
  [
    "a field that its type does not have",
    give("b", { colour: 1 }),
    "unknown_key",
    "b",
    "data.colour",
  ],
  ["a field of the wrong type", give("b", { label: 1 }), "bad_field", "b", "data.label"],
  ["a disabled trigger", give("hook", { disabled: true }), "unknown_key", "hook", "data.disabled"],
  [
    "an action without an action",
    (d) => delete node(d, "b").data["action"],
    "missing_field",
    "b",
    "data.action",
  ],
  [
    "a trigger without a trigger",
    (d) => delete node(d, "hook").data["trigger"],
    "missing_field",
    "hook",
    "data.trigger",
  ],
  [
    "a wait without a duration",
    (d) => delete node(d, "pause").data["for"],
    "missing_field",
    "pause",
    "data.for",
  ],
  [
    "a choice without cases",
    (d) => delete node(d, "size").data["cases"],
    "missing_field",
    "size",
    "data.cases",
  ],
  ["a mode it does not know", give("size", { mode: "split" }), "bad_field", "size", "data.mode"],
  ["no cases", give("size", { cases: [] }), "bad_field", "size", "data.cases"],
  [
    "cases of one port",
    give("size", {
      cases: [
        { port: "x", when: "$.trigger.n == 1" },
        { port: "x", when: "$.trigger.n == 2" },
      ],
    }),
    "bad_field",
    "size",
    "data.cases",
  ],
  [
    "a case without a condition",
    give("size", { cases: [{ port: "big" }] }),
    "bad_field",
    "size",
    "data.cases",
  ],
  [
    "a first choice without a default",
    (d) => delete node(d, "size").data["default"],
    "bad_field",
    "size",
    "data.default",
  ],
  [
    "an on_error it does not know",
    give("b", { on_error: "panic" }),
    "bad_field",
    "b",
    "data.on_error",
  ],
  [
    "a join it does not know",
    give("b", { join: { kind: "quorum" } }),
    "bad_field",
    "b",
    "data.join.kind",
  ],
  [
    "a field that join does not have",
    give("b", { join: { kind: "any", n: 2 } }),
    "unknown_key",
    "b",
    "data.join.n",
  ],
  ["a duration that is none", give("pause", { for: "soon" }), "bad_field", "pause", "data.for"],
  ["a negative duration", give("pause", { for: "-1 second" }), "bad_field", "pause", "data.for"],
  ["a scope it does not know", give("stop", { scope: "world" }), "bad_field", "stop", "data.scope"],
  [
    "a status it does not know",
    give("stop", { status: "won" }),
    "bad_field",
    "stop",
    "data.status",
  ],
  [
    "a branch that ends failed",
    give("stop", { scope: "branch", status: "failed" }),
    "bad_field",
    "stop",
    "data.status",
  ],
  [
    "no attempts",
    give("b", { retry: { max_attempts: 0 } }),
    "bad_field",
    "b",
    "data.retry.max_attempts",
  ],
  [
    "half an attempt",
    give("b", { retry: { max_attempts: 1.5 } }),
    "bad_field",
    "b",
    "data.retry.max_attempts",
  ],
  [
    "a backoff it does not know",
    give("b", { retry: { backoff: "linear" } }),
    "bad_field",
    "b",
    "data.retry.backoff",
  ],
  [
    "a delay that is none",
    give("b", { retry: { initial: "x" } }),
    "bad_field",
    "b",
    "data.retry.initial",
  ],
  [
    "a delay that is too long",
    give("b", { retry: { max: "31 days" } }),
    "bad_field",
    "b",
    "data.retry.max",
  ],
  [
    "a jitter above 1",
    give("b", { retry: { jitter: 1.1 } }),
    "bad_field",
    "b",
    "data.retry.jitter",
  ],
  [
    "an attempt without time",
    give("b", { retry: { attempt_timeout: "0" } }),
    "bad_field",
    "b",
    "data.retry.attempt_timeout",
  ],
  [
    "a field that retry does not have",
    give("b", { retry: { when: 1 } }),
    "bad_field",
    "b",
    "data.retry.when",
  ],
  [
    "a timeout that is none",
    (d) => (d.settings = { timeout: "x" }),
    "bad_field",
    null,
    "$.settings.timeout",
  ],
  [
    "a priority above 10",
    (d) => (d.settings = { priority: 11 }),
    "bad_field",
    null,
    "$.settings.priority",
  ],
  [
    "a setting it does not know",
    (d) => (d.settings = { speed: 1 }),
    "unknown_key",
    null,
    "$.settings.speed",
  ],
];

const OF_MEANING: Rule[] = [
  ["an unknown action", give("b", { action: "fly" }), "unknown_action", "b", "data.action"],
  [
    "an unknown trigger",
    give("hook", { trigger: "dream" }),
    "unknown_trigger",
    "hook",
    "data.trigger",
  ],
  [
    "an input that is missing",
    give("b", { action: "log_activity", input: {} }),
    "bad_input",
    "b",
    "data.input.description",
  ],
  [
    "an input the action does not have",
    give("b", { action: "log_activity", input: { description: "x", up: 1 } }),
    "bad_input",
    "b",
    "data.input.up",
  ],
  [
    "a scheme it does not know",
    give("hook", { config: { scheme: "md5" } }),
    "bad_config",
    "hook",
    "data.config.scheme",
  ],
  [
    "a signature without a secret",
    give("hook", { config: { scheme: "github" } }),
    "bad_config",
    "hook",
    "data.config.secret",
  ],
  [
    "a secret in the clear",
    give("hook", { config: { secret: "hunter2" } }),
    "bad_config",
    "hook",
    "data.config.secret",
  ],
  [
    "a path with a slash",
    give("hook", { config: { path: "a/b" } }),
    "bad_config",
    "hook",
    "data.config.path",
  ],
  [
    "a setting a webhook does not have",
    give("hook", { config: { port: 1 } }),
    "bad_config",
    "hook",
    "data.config.port",
  ],
  [
    "an expression that cannot be read",
    give("b", { input: { x: "{{ steps.. }}" } }),
    "expression",
    "b",
    "data.input.x",
  ],
  [
    "an expression deep in an input",
    give("b", { input: { x: [{ y: "{{ nope.a }}" }] } }),
    "expression",
    "b",
    "data.input.x.0.y",
  ],
  [
    "a case that is no predicate",
    give("size", { cases: [{ port: "big", when: "$.trigger.n" }] }),
    "expression",
    "size",
    "data.cases[0].when",
  ],
  [
    "a run_if that is no predicate",
    give("b", { run_if: "$.trigger.n" }),
    "expression",
    "b",
    "data.run_if",
  ],
  [
    "a filter that reads a step",
    give("hook", { filter: "$.steps.a.output == 1" }),
    "expression",
    "hook",
    "data.filter",
  ],
  [
    "a dedupe that cannot be read",
    give("hook", { dedupe: "$.trigger.." }),
    "expression",
    "hook",
    "data.dedupe",
  ],
  [
    "an edge's guard that cannot be read",
    (d) => (d.edges[6]!["data"] = { when: "$.." }),
    "expression",
    "b",
    "$.edges[6].data.when",
  ],
  [
    "a step that does not exist",
    give("b", { input: { x: "{{ steps.gone.output }}" } }),
    "expression",
    "b",
    "data.input.x",
  ],
  [
    "a step that never runs before",
    give("a", { input: { x: "{{ steps.b.output }}" } }),
    "not_upstream",
    "a",
    "data.",
  ],
  [
    "a guard on a later step",
    (d) => (d.edges[2]!["data"] = { when: "$.steps.b.output == 1" }),
    "not_upstream",
    "a",
    "$.edges[2].data.",
  ],
];

describe("validate_definition", () => {
  test("finds nothing in a clean definition", async ({ db }) => {
    expect(await validate(db, clean())).toEqual([]);
  });

  test.for([null, 1, "x", [], true])("says that %j is no definition", async (draft, { db }) => {
    const [problem] = await validate(db, draft);
    expect(problem).toMatchObject({ severity: "error", code: "shape", path: "$" });
  });

  test("warns of a port of a choice that leads nowhere", async ({ db }) => {
    const draft = clean();
    draft.edges.splice(4, 1);
    expect(await validate(db, draft)).toMatchObject([
      { severity: "warning", code: "unconnected_port", node_id: "size", path: null },
    ]);
  });

  for (const [rule, spoil, code, nodeId, path] of [
    ...OF_THE_SHAPE,
    ...OF_THE_GRAPH,
    ...OF_FIELDS,
    ...OF_MEANING,
  ]) {
    test(`finds ${rule}`, async ({ db }) => {
      const draft = clean();
      spoil(draft);
      const problems = await validate(db, draft);
      const found = problems.find((problem) => problem.code === code && problem.path === path);
      expect({ found, problems }).toMatchObject({
        found: { severity: "error", code, node_id: nodeId, path },
      });
      expect(found!.message).toMatch(/^[a-z].*[^.]$/s);
      expect(found!.hint).toMatch(/\.$/);
    });
  }

  test("tells of every problem at once", async ({ db }) => {
    const draft = clean();
    for (const spoil of [OF_FIELDS[1]![1], OF_MEANING[0]![1], OF_THE_GRAPH[6]![1]]) spoil(draft);
    const codes = (await validate(db, draft)).map(({ code }) => code);
    expect(codes.sort()).toEqual(["cycle", "trigger_has_input", "unknown_action", "unknown_key"]);
  });
});
