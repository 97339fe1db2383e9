import { describe } from "vitest";
import { foreach, makeDue, within } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { start } from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  openSession,
  set,
  workflowOf,
} from "../../support/scenes.ts";
import {
  calling,
  choice,
  expectSameEnd,
  HOUR,
  inTurn,
  LINE,
  wait,
  type Course,
  type Way,
} from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const long = { text: "{{ trigger.payload.text }}" };
const both = choice("b", "1 == 1", {
  mode: "all",
  cases: ["p", "q"].map((port) => ({ port, when: "1 == 1" })),
});
const isLong = (id: string) => choice(id, '$.trigger.payload.text != "y"');
const TO_B = ["start → a", "a → b"];

describe("a row of steps of the database", () => {
  test.for<[string, object, Pick<Way, "nodes" | "edges">, { length?: number; most?: number }]>([
    ["is fired in one go", ["a", "b", "c"], { nodes: [set("a", long), set("b"), set("c")] }, {}],
    ["is cut where so many are enough", ["a"], { nodes: [set("a"), set("b")] }, { most: 1 }],
    ["is cut after a long output", ["a"], { nodes: [set("a", long), set("b")] }, { length: 7e4 }],
    [
      "is cut where it holds much",
      ["a", "b"],
      {
        nodes: [isLong("a"), isLong("b"), isLong("c")],
        edges: ["start → a", "a:yes → b", "a:no → b", "b:yes → c", "b:no → c"],
      },
      { length: 150_000 },
    ],
    [
      "is cut where several ports open",
      ["a", "b"],
      { nodes: [set("a"), both, set("c")], edges: [...TO_B, "b:p → c", "b:q → c"] },
      {},
    ],
    [
      "is cut before a step that fails",
      ["a"],
      { nodes: [set("a"), set("b", { text: "x {{ steps.a.output.gone }}" }), set("c")] },
      {},
    ],
  ])("%s", async ([, expected, { nodes, edges }, { length = 9, most = 50 }], { db }) => {
    const ways = edges ?? LINE.slice(0, nodes.length);
    const input = { text: "x".repeat(length) };
    const id = await start(db, await workflowOf(db, nodes, ways), input);
    const fire = async (generation: number) => {
      const session = await openSession(db);
      const nodesOf = async (text: string, values: unknown[]) =>
        (await session.query<{ node: string }>(text, values)).rows.map(({ node }) => node);
      await session.query("begin");
      const settled = await nodesOf(
        `with line as materialized (
           select line.settled
           from sluice_private.live_executions as e
           inner join sluice.workflow_steps as first
             on first.version_id = e.version_id and first.node_id = 'a'
           cross join lateral sluice_private.fire_lines(array[
             (e.organization_id, e.id, e.version_id, 0, first.step_no, $2, true, null, false,
               false)::sluice_private.fired_step
           ], $3) as line
           where e.id = $1
         )
         select step.node_id as node
         from line
         cross join lateral unnest(line.settled) as last
         inner join sluice.workflow_steps as step
           on step.version_id = last.version_id and step.step_no = last.step_no`,
        [id, generation, most],
      );
      const recorded = await nodesOf(
        `select node_id as node from sluice_private.execution_steps
         where execution_id = $1 and type <> 'trigger' order by step_no`,
        [id],
      );
      await session.query("rollback");
      return [...recorded, ...settled];
    };
    expect(await fire(0)).toEqual(expected);
    expect(await fire(1)).toEqual([]);
  });
});

const due = ({ db, id }: Course) => makeDue(db, id);
const reads = { all: "{{ steps.a }}", now: "{{ execution.id }}", n: "{{ trigger.payload.n }}" };
const rest = [set("b", { a: "{{ steps.a.output }}" }), set("c", { b: "{{ steps.b.output }}" })];

const ofLength = (length: number): Way => ({
  nodes: [act("a"), set("b"), set("c", { a: "{{ steps.a.output }}" })],
  answer: () => "x".repeat(length),
});

describe("an execution that ends with a row", () => {
  test.for<[string, () => Way]>([
    ["of three", () => ({ nodes: [set("a"), set("b", reads), set("c", { b: "{{ steps.b }}" })] })],
    ["of one", () => ({ nodes: [act("a"), set("b", reads)], edges: TO_B })],
    ["with a choice", () => ({ nodes: [set("a"), choice("b", "1 == 2")], edges: TO_B })],
    [
      "whose steps are asked whether they run",
      () => ({
        nodes: [
          set("a", {}, { run_if: "$.trigger.payload.n == 2" }),
          set("b", { a: "{{ steps.a }}" }, { run_if: "$.trigger.payload.gone > 1" }),
          set("c", reads, { run_if: "$.trigger.payload.n == 1" }),
        ],
      }),
    ],
    [
      "whose steps are asked and run",
      () => ({
        nodes: [
          set("a", {}, { run_if: "$.trigger.payload.n == 1" }),
          set("b", { a: "{{ steps.a }}" }, { run_if: '$.steps.a.status == "completed"' }),
          set("c", reads, { run_if: "$.trigger.payload.n == 2" }),
        ],
      }),
    ],
    [
      "whose steps are disabled",
      () => ({ nodes: ["a", "b", "c"].map((id) => set(id, { id }, { disabled: true })) }),
    ],
    ["that gives nearly 2 MiB", () => ofLength(2 * 1024 * 1024 - 20)],
    ["that gives more", () => ofLength(2 * 1024 * 1024 - 2)],
    [
      "of which one fails",
      () => ({ nodes: [set("a"), set("b"), set("c", { n: "x {{ steps.b.output.gone }}" })] }),
    ],
    [
      "beside another one",
      () => ({ nodes: [set("a"), set("b"), set("c")], edges: ["start → a", "start → b", "b → c"] }),
    ],
    [
      "after a join",
      () => ({
        nodes: [act("a"), act("x"), set("b", { x: "{{ steps.x.output.n }}" }), set("c", reads)],
        edges: [...LINE, "start → x", "x → b"],
      }),
    ],
    [
      "after iterations",
      () => ({
        nodes: [foreach("a", {}), ...within("a", set("i"), set("j")), ...rest],
        edges: [...LINE, "i → j"],
        input: [1, 2],
      }),
    ],
    [
      "and is cancelled meanwhile",
      () => ({
        nodes: [wait("a", HOUR), ...rest],
        meanwhile: inTurn(due, calling("select sluice.cancel_execution($1)")),
      }),
    ],
    [
      "and is paused meanwhile",
      () => ({
        nodes: [wait("a", HOUR), ...rest],
        meanwhile: inTurn(
          due,
          calling("select sluice.pause_execution($1)"),
          async ({ worker }) => {
            await worker.pump();
          },
          calling("select sluice.resume_execution($1)"),
        ),
      }),
    ],
    [
      "after its deadline, and undoes what it has done",
      () => ({
        nodes: [act("a", { compensate: { action: "act" } }), wait("b", HOUR), set("c")],
        settings: { compensate: true, timeout: "1 hour" },
        meanwhile: inTurn(async ({ drain }) => drain(), due),
      }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, way);
  });
});
