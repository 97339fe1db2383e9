import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, definition, manual, publish } from "../../support/engine.ts";

const set = (id: string, data: Record<string, unknown> = {}) => ({
  id,
  type: "action",
  data: { action: "data.set", input: {}, ...data },
});
const choice = (data: Record<string, unknown>) => ({ id: "c", type: "choice", data });
const line = (node: object & { id: string }) =>
  definition([manual, { type: "action", ...node }], [`start → ${node.id}`]);
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
    "a cycle",
    definition([manual, set("a"), set("b")], ["start → a", "a → b", "b → a"]),
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
  ["an unknown type", line({ id: "x", type: "magic" } as never), "unknown_type", "x", "type"],
  ["an unknown field", line(set("a", { colour: 1 })), "unknown_key", "a", "data.colour"],
  ["a missing field", line({ id: "a", data: {} } as never), "missing_field", "a", "data.action"],
  ["a field of the wrong type", line(set("a", { input: [] })), "bad_field", "a", "data.input"],
  ["a choice without default", line(choice({ cases }) as never), "bad_field", "c", "data.default"],
  [
    "cases with one port twice",
    line(choice({ cases: [...cases, ...cases], default: "no" }) as never),
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
    line({ id: "w", type: "wait", data: { for: "soon" } } as never),
    "bad_field",
    "w",
    "data.for",
  ],
  [
    "a branch that ends failed",
    line({ id: "e", type: "end", data: { status: "failed" } } as never),
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
    line(set("a", { input: { x: "{{ trigger.n | sparkle }}" } })),
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
    "data.",
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
    definition([manual], [], { limits: [] }),
    "unknown_key",
    null,
    "$.settings.limits",
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

  test("raises on no JSON value", async ({ db }) => {
    let seed = 20_261_121;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed % n;
    };
    const words = ["nodes", "edges", "id", "type", "data", "source", "action", "trigger", "when"];
    const value = (depth: number): unknown => {
      const kind = random(depth > 4 ? 5 : 8);
      if (kind === 0) return null;
      if (kind === 1) return random(2) === 0;
      if (kind === 2) return random(1000) - 500;
      if (kind === 3) return words[random(words.length)];
      if (kind === 4) return `{{ steps.${words[random(words.length)]} | "} }}`;
      if (kind === 5) return Array.from({ length: random(4) }, () => value(depth + 1));
      return Object.fromEntries(
        Array.from({ length: random(5) }, () => [words[random(words.length)], value(depth + 1)]),
      );
    };
    const valid = definition(
      [manual, set("a"), choice({ cases, default: "no" })],
      ["start → a", "a → c"],
    );
    for (let round = 0; round < 400; round += 1) {
      const draft = structuredClone(valid) as Record<string, unknown>;
      const node = (draft["nodes"] as Record<string, unknown>[])[random(3)]!;
      if (random(3) === 0) node[words[random(words.length)]!] = value(0);
      else (node["data"] as Record<string, unknown>)[words[random(words.length)]!] = value(0);
      for (const candidate of [value(0), draft]) {
        const text = JSON.stringify(candidate);
        await expect(
          db.query("select count(*) from sluice.validate_definition($1)", [text]),
          `${seed}: ${text}`,
        ).resolves.toHaveLength(1);
      }
    }
  });
});

describe("publish_workflow", () => {
  test("refuses a draft with errors, lists them all, and writes nothing", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const failure = publish(
      db,
      organizationId,
      definition(
        [manual, set("a", { colour: 1 }), set("b", { action: "fly" })],
        ["start → a", "a → b"],
      ),
    );
    const error = (await failure.catch((reason: unknown) => reason)) as {
      code: string;
      detail: string;
      hint: string;
    };
    expect(error.code).toBe("SLVAL");
    expect(JSON.parse(error.detail)).toEqual([
      expect.objectContaining({ node_id: "a", code: "unknown_key" }),
      expect.objectContaining({ node_id: "b", code: "unknown_action" }),
    ]);
    expect(
      await db.query("select from sluice.workflow_versions where organization_id = $1", [
        organizationId,
      ]),
    ).toEqual([]);
  });

  test("numbers versions, keeps triggers and hooks, and changes no version", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const hook = {
      id: "hook",
      type: "trigger",
      data: { trigger: "webhook_received", config: { path: "in" } },
    };
    const id = await publish(db, organizationId, definition([hook, set("a")], ["hook → a"]));
    const keys = () =>
      db.query("select id, key from sluice.webhook_registrations where workflow_id = $1", [id]);
    const before = await keys();
    await db.query("select sluice.publish_workflow($1)", [id]);
    expect(await keys()).toEqual(before);
    expect(
      await db.query(
        "select number from sluice.workflow_versions where workflow_id = $1 order by number",
        [id],
      ),
    ).toEqual([{ number: 1 }, { number: 2 }]);
    await expect(
      db.query("update sluice.workflow_versions set number = 9 where workflow_id = $1", [id]),
    ).rejects.toMatchObject({ code: "SLSTA" });
  });

  test("refuses a variable that does not exist", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const draft = line(set("a", { input: { x: "{{ vars.team }}" } }));
    await expect(publish(db, organizationId, draft)).rejects.toMatchObject({
      code: "SLVAL",
      message: "variable team does not exist",
    });
    await db.query("select sluice.set_variable('team', '1', organization_id => $1)", [
      organizationId,
    ]);
    await publish(db, organizationId, draft);
  });

  test("accepts a line of 1,500 nodes and refuses 10,001", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const long = (length: number) =>
      definition(
        [manual, ...Array.from({ length }, (_, at) => set(`n${at}`))],
        Array.from({ length }, (_, at) => `${at === 0 ? "start" : `n${at - 1}`} → n${at}`),
      );
    await publish(db, organizationId, long(1500));
    await expect(publish(db, organizationId, long(10_001))).rejects.toMatchObject({
      code: "SLVAL",
    });
  });
});
