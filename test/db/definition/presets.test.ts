import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  manual,
  publish,
  start,
  stepStatuses,
  type Node,
} from "../../support/engine.ts";
import { outputOf, within } from "../../support/containers.ts";
import { validate } from "../../support/drafts.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const node = (type: string, data: object = {}): Node => ({ id: "x", type, data: { ...data } });
const form = { type: "object", properties: { n: { type: "integer" } } };
const assignees = ["boss@example.test"];

/** What a node is compiled to; edges lead to it and, where it may have some, from it. */
async function compiled(db: TestDatabase, given: Node, ...inside: Node[]) {
  const { organizationId } = await createTenant(db);
  const drawn = definition([manual, given, ...within("x", ...inside)], ["start → x"]);
  const workflow = await publish(db, organizationId, drawn);
  const [row] = await db.query<Record<string, unknown>>(
    `select step.type, step.action, step.config, step.join_kind, step.input_template as input,
       version.definition -> 'nodes' -> 1 ->> 'type' as written
     from sluice.workflows as w
     inner join sluice.workflow_versions as version on version.id = w.live_version_id
     inner join sluice.workflow_steps as step
       on step.version_id = w.live_version_id and step.node_id = 'x'
     where w.id = $1`,
    [workflow],
  );
  expect(row!.written).toBe(given.type);
  return row!;
}

const MAPPED: [Node, object, ...Node[]][] = [
  [
    node("condition", { when: "1 == 1" }),
    { type: "choice", config: { mode: "first", ports: ["true"], default: "false" } },
  ],
  [
    node("smart_condition", { when: "1 == 1", default: "no" }),
    { type: "choice", config: { default: "no" } },
  ],
  [
    node("filter", { when: "1 == 1" }),
    { type: "choice", config: { mode: "all", ports: ["main"] } },
  ],
  [node("switch", { cases: [{ port: "a", when: "1 == 1" }], default: "b" }), { type: "choice" }],
  [
    node("ab_split", { cases: [{ port: "a", weight: 1 }] }),
    { type: "choice", config: { mode: "split" } },
  ],
  [node("merge"), { type: "join", join_kind: "any" }],
  [node("parallel"), { type: "join" }],
  [node("wait_for_all"), { type: "join", join_kind: "every" }],
  [node("first_wins"), { type: "join", join_kind: "quorum" }],
  [node("delay", { for: "1 hour" }), { type: "wait", input: { for: "1 hour" } }],
  [node("delay", { duration: "PT5M" }), { type: "wait", input: { for: "PT5M" } }],
  [node("dynamic_wait", { duration: 2, unit: "days" }), { type: "wait", input: { for: "2 days" } }],
  [
    node("approval", { assignees, timeout: "1 day" }),
    { type: "wait", input: { approval: { assignees }, timeout: "1 day" } },
  ],
  [
    node("approval", { approval: { assignees }, timeout: "1 day" }),
    { type: "wait", input: { approval: { assignees } } },
  ],
  [node("form", { assignees, form, timeout: "1 day" }), { type: "wait", config: { form } }],
  [node("for_each", { items: [1] }), { type: "foreach" }, set("a")],
  [node("map", { items: [1] }), { type: "foreach" }, set("a")],
  [node("loop", { items: [1] }), { type: "foreach" }, set("a")],
  [node("loop_controller", { until: "1 == 1", max_iterations: 2 }), { type: "loop" }, set("a")],
  [node("try"), { type: "group" }, set("a")],
  [node("saga"), { type: "group", config: { compensate: "outermost" } }, set("a")],
  [node("stop"), { type: "end", config: { scope: "execution", status: "completed" } }],
  [
    node("stop_and_error", { error: "no" }),
    { type: "end", config: { scope: "execution", status: "failed" } },
  ],
  [node("output", { output: 7 }), { type: "end", config: { scope: "branch" } }],
  [node("transform", { input: { n: 1 } }), { type: "action", action: "data.set" }],
  [
    node("webhook", { input: { url: "https://example.test" } }),
    { type: "action", action: "http_request" },
  ],
  [node("tool", { action: "data.set" }), { type: "action", action: "data.set" }],
];

describe("a preset", () => {
  for (const [given, expected, ...inside] of MAPPED) {
    test(`${given.type} ${JSON.stringify(given.data)} is compiled`, async ({ db }) => {
      expect(await compiled(db, given, ...inside)).toMatchObject(expected);
    });
  }

  test("of each type is that of a primitive, with fields that it has", async ({ db }) => {
    const rows = await db.query(
      `select preset.type, key from sluice_private.node_presets() as preset
       left join lateral jsonb_object_keys(preset.given) as key on true
       where key is not null and not exists (
           select from sluice_private.node_fields() as known
           where known.type in ('*', preset.primitive) and known.field = key
         )
         or preset.primitive not in (select known.type from sluice_private.node_fields() as known)
         or preset.type in (select known.type from sluice_private.node_fields() as known)`,
    );
    expect(rows).toEqual([]);
  });

  test("webhook that no edge leads to is a trigger", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const nodes = [{ id: "x", type: "webhook", data: { config: { path: "in" } } }, set("a")];
    const workflow = await publish(db, organizationId, definition(nodes, ["x → a"]));
    const rows = await db.query(
      `select t.node_id, t.trigger, hook.path from sluice.workflow_triggers as t
       inner join sluice.webhook_registrations as hook on hook.trigger_id = t.id
       where t.workflow_id = $1`,
      [workflow],
    );
    expect(rows).toEqual([{ node_id: "x", trigger: "webhook_received", path: "in" }]);
  });

  test("condition opens true or false, and filter lets through what suits", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const nodes: Node[] = [
      manual,
      { id: "big", type: "condition", data: { when: "$.trigger.payload.n > 10" } },
      { id: "odd", type: "filter", data: { when: "$.trigger.payload.n % 2 == 1" } },
      ...[set("yes"), set("no"), set("let through"), { id: "all", type: "merge" }],
    ];
    const edges = [
      ...["start → big", "start → odd", "big:true → yes", "big:false → no", "odd → let through"],
      ...["yes → all", "no → all", "let through → all"],
    ];
    const workflow = await publish(db, organizationId, definition(nodes, edges));
    for (const [n, ran] of [
      [11, ["let through", "yes"]],
      [2, ["no"]],
    ] as const) {
      const id = await start(db, workflow, { n });
      await db.query("select sluice_private.advance_batch(1000)");
      expect(Object.keys((await outputOf(db, id, "all")) as object).toSorted()).toEqual(ran);
      expect(await execution(db, id)).toMatchObject({ status: "completed" });
      expect(await stepStatuses(db, id)).toMatchObject({ big: "completed", odd: "completed" });
    }
  });
});

const FAULTS: [Node, string][] = [
  [node("condition"), "missing_field data.when"],
  [node("filter", { when: 7 }), "bad_field data.when"],
  [node("condition", { when: "1 == 1", cases: [] }), "bad_field data.when"],
  [node("condition", { when: "1 ==" }), "expression data.when"],
  [node("filter", { when: { combinator: "and", rules: [{}] } }), "expression data.when"],
  [node("delay"), "missing_field data.duration"],
  [node("delay", { duration: "soon" }), "bad_field data.duration"],
  [node("delay", { duration: true }), "bad_field data.duration"],
  [node("delay", { duration: 5 }), "missing_field data.unit"],
  [node("delay", { duration: 5, unit: "moons" }), "bad_field data.unit"],
  [node("delay", { duration: "1 h", unit: "hours" }), "bad_field data.unit"],
  [node("delay", { duration: "1 h", for: "1 h" }), "bad_field data.duration"],
  [node("approval", { assignees, quorum: 0, timeout: "1 day" }), "bad_field data.quorum"],
  [node("approval", { timeout: "1 day" }), "bad_field data.assignees"],
  [
    node("approval", { approval: { assignees }, title: "x", timeout: "1 day" }),
    "unknown_key data.title",
  ],
  [node("form", { assignees, timeout: "1 day" }), "missing_field data.form"],
  [node("merge", { colour: 1 }), "unknown_key data.colour"],
  [node("agent", { input: {} }), "unknown_action data.action"],
  [node("mcpNode"), "unknown_action data.action"],
  [node("dance"), "unknown_type type"],
];

describe("validate_definition of a preset", () => {
  for (const [given, finding] of FAULTS) {
    test(`${given.type} ${JSON.stringify(given.data)} finds ${finding}`, async ({ db }) => {
      const problems = await validate(db, definition([manual, given], ["start → x"]));
      const errors = problems.filter(({ severity }) => severity === "error");
      expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual([finding]);
      expect(errors[0]).toMatchObject({
        node_id: "x",
        hint: expect.stringMatching(/^[A-Z].*\.$/s),
        message: expect.stringMatching(/^[a-z].*[^.]$/s),
      });
    });
  }

  test("names the action that the catalogue lacks, and how to do without", async ({ db }) => {
    const [problem] = await validate(db, definition([manual, node("agent")], ["start → x"]));
    expect(problem).toMatchObject({
      message: "names action run_agent, which is not in the catalogue",
      hint: "A node of type agent needs it there; or name another one in data.action.",
    });
  });
});
