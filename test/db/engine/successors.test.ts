import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import type { EdgeText, Node } from "../../support/engine.ts";
import { act, endExecutions, endScene, set, workflowOf } from "../../support/scenes.ts";
import { choice, expectSameEnd, LINE, wait, type Way } from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const line = (b: object = {}, c: object = {}, a: object = {}) => [
  act("a", { input: { n: "{{ trigger.payload.n }}" }, ...a }),
  act("b", { input: { n: "{{ steps.a.output.n }}", list: "{{ steps.a.output.list }}" }, ...b }),
  act("c", { input: { first: "{{ steps.a.output.n }}", last: "{{ steps.b.output }}" }, ...c }),
];

const limited = (id: string) => act(id, { limits: [{ key: "k", concurrency: 1 }] });
const other: Node = { id: "other", type: "trigger", data: { trigger: "manual", enabled: false } };

/** What follows straight from what, such as `a → b`, and `c.` for the end; `⇒`: it is fired. */
async function successors(db: TestDatabase, workflow: string): Promise<string[]> {
  const rows = await db.query<{ way: string }>(
    `select step.node_id || coalesce(
       case when step.next_action is null then ' ⇒ ' else ' → ' end || next.node_id, '.') as way
     from sluice_private.step_successors as step
     inner join sluice.workflow_versions as version on version.id = step.version_id
     left join sluice.workflow_steps as next
       on next.version_id = step.version_id and next.step_no = step.next_no
     where version.workflow_id = $1
     order by step.step_no`,
    [workflow],
  );
  return rows.map(({ way }) => way);
}

describe("a step has a successor", () => {
  test.for<[string, Node[], EdgeText[], object | undefined, string[]]>([
    ["in a line", line(), LINE, undefined, ["start → a", "a → b", "b → c", "c."]],
    [
      "but not at the start of what has a deadline",
      line(),
      LINE,
      { timeout: "1 day" },
      ["a → b", "b → c"],
    ],
    [
      "that is fired, where it begins",
      [wait("a"), act("b")],
      ["start → a", "a → b"],
      undefined,
      ["start ⇒ a", "a → b", "b."],
    ],
    [
      "that is fired, where it has a limit",
      [limited("a")],
      ["start → a"],
      undefined,
      ["start ⇒ a", "a."],
    ],
    [
      "but not one that joins at the start",
      [act("a"), act("b")],
      ["start → a", "start → b", "a → b"],
      undefined,
      [],
    ],
    [
      "but not after one of two triggers",
      [...line(), other],
      [...LINE, "other → a"],
      undefined,
      ["a → b", "b → c"],
    ],
    [
      "after a step of the database, but not before it",
      [act("a"), set("b"), act("c")],
      LINE,
      undefined,
      ["start → a", "b → c", "c."],
    ],
    [
      "after a wait, but not before it",
      [act("a"), wait("b"), act("c")],
      LINE,
      undefined,
      ["start → a", "b → c", "c."],
    ],
    [
      "unless the wait may end otherwise",
      [act("a"), wait("b", { for: "1 hour", timeout: "1 minute" }), act("c"), act("d")],
      [...LINE, "b:timeout → d"],
      undefined,
      ["start → a"],
    ],
    [
      "unless a condition decides",
      line({ run_if: "$.trigger.payload.n == 1" }),
      LINE,
      undefined,
      ["start → a", "b → c", "c."],
    ],
    ["unless it is timed", line({ timeout: "1 hour" }), LINE, undefined, ["start → a", "c."]],
    [
      "unless it is cached",
      line({ cache: { ttl: "1 hour" } }),
      LINE,
      undefined,
      ["start → a", "c."],
    ],
    [
      "unless text is put together",
      line({ input: { t: "is {{ steps.a.output.n }}" } }),
      LINE,
      undefined,
      ["start → a", "b → c", "c."],
    ],
    [
      "unless errors go elsewhere",
      [...line(), act("d")],
      [...LINE, "a:error → d"],
      undefined,
      ["start → a", "b → c"],
    ],
    [
      "unless two follow",
      [...line(), act("d")],
      [...LINE, "a → d"],
      undefined,
      ["start → a", "b → c"],
    ],
    [
      "unless it is disabled",
      line({ disabled: true }),
      LINE,
      undefined,
      ["start → a", "b → c", "c."],
    ],
    [
      "unless it is undone",
      line({ compensate: { action: "act" } }),
      LINE,
      { compensate: true },
      ["start → a", "a → b"],
    ],
  ])("%s", async ([, nodes, edges, settings, expected], { db }) => {
    expect(await successors(db, await workflowOf(db, nodes, edges, settings))).toEqual(expected);
  });
});

describe("the straight way leads where the other one does", () => {
  test.for<[string, Way]>([
    ["in a line", { nodes: line() }],
    ["without templates", { nodes: [act("a"), act("b", { input: { x: [1] } }), act("c")] }],
    ["with a trigger's payload that is not there", { nodes: line(), input: {} }],
    [
      "from what has no deadline into what the database runs",
      { nodes: [act("a"), act("b"), set("c")] },
    ],
    [
      "from a wait",
      { nodes: [act("a"), wait("b"), act("c", { input: { after: "{{ steps.b.status }}" } })] },
    ],
    ["from a wait that begins it", { nodes: [wait("a"), act("b"), act("c")] }],
    ["beside another branch", { nodes: [...line(), act("d")], edges: [...LINE, "start → d"] }],
    ["with a long payload", { nodes: line(), input: { n: "x".repeat(100_000) } }],
    [
      "with an input that is too long",
      {
        nodes: line({
          input: Object.fromEntries(
            Array.from({ length: 60 }, (_, n) => [`k${n}`, "{{ trigger.payload.n }}"]),
          ),
        }),
        input: { n: "y".repeat(60_000) },
      },
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, () => way);
  });
});

/** The followers of a version's steps, such as `a → b`. */
async function followers(db: TestDatabase, workflow: string): Promise<string[]> {
  const rows = await db.query<{ way: string }>(
    `select step.node_id || ' → ' || next.node_id as way
     from sluice.workflow_steps as step
     inner join sluice.workflow_versions as version on version.id = step.version_id
     inner join sluice.workflow_steps as next
       on next.version_id = step.version_id and next.step_no = step.follower
     where version.workflow_id = $1
     order by step.step_no`,
    [workflow],
  );
  return rows.map(({ way }) => way);
}

const BOTH: EdgeText[] = ["start → a", "a:yes → b", "a:no → b", "b → c"];
const decided = (b: object = {}) => [
  choice("a", "$.trigger.payload.n == 1"),
  set("b", { n: "{{ steps.a.output.ports }}", of: "{{ trigger.payload.n }}" }, b),
  set("c", { both: "{{ steps.b.output }} {{ steps.a.status }}" }),
];

describe("steps of the database are fired in one go", () => {
  test("where each is decided by the one before it alone", async ({ db }) => {
    const of = async (nodes: Node[], edges: EdgeText[]) =>
      followers(db, await workflowOf(db, nodes, edges));
    expect(await of(decided(), BOTH)).toEqual(["a → b", "b → c"]);
    expect(await of([...decided(), set("d")], [...BOTH, "a:no → d"])).toEqual(["b → c"]);
    expect(await of([...decided(), set("d")], [...BOTH, "start → d", "d → c"])).toEqual(["a → b"]);
    expect(await of([set("a"), act("b"), set("c")], LINE)).toEqual([]);
  });

  const long = Array.from({ length: 120 }, (_, at) =>
    set(`s${at}`, { n: at === 0 ? "{{ trigger.payload.n }}" : `{{ steps.s${at - 1}.output.n }}` }),
  );
  const each: Node = { id: "each", type: "foreach", data: { items: "{{ trigger.payload.list }}" } };
  test.for<[string, Way]>([
    ["on either port", { nodes: decided(), edges: BOTH }],
    ["on the other port", { nodes: decided(), edges: BOTH, input: { n: 2 } }],
    [
      "past a step whose condition is false",
      { nodes: decided({ run_if: "$.trigger.payload.n == 2" }), edges: BOTH },
    ],
    ["past one that is disabled", { nodes: decided({ disabled: true }), edges: BOTH }],
    [
      "where no port leads on",
      { nodes: decided(), edges: ["start → a", "a:yes → b", "b → c"], input: { n: 2 } },
    ],
    [
      "into a failure",
      { nodes: decided({ input: { n: "is {{ trigger.payload.gone }}" } }), edges: BOTH },
    ],
    [
      "to a step of a worker",
      {
        nodes: [...decided(), act("d", { input: { n: "{{ steps.c.output.both }}" } })],
        edges: [...BOTH, "c → d"],
      },
    ],
    [
      "further than one transaction goes at once",
      {
        nodes: long,
        edges: long.map(({ id }, at) => `${at === 0 ? "start" : `s${at - 1}`} → ${id}`),
      },
    ],
    [
      "in a container",
      {
        nodes: [each, ...decided().map((node) => ({ ...node, parentId: "each" }))],
        edges: ["start → each", ...BOTH.slice(1)],
        input: { n: 1, list: [1, 2, 3] },
      },
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, () => way);
  });
});
