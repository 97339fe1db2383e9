import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
  type EdgeText,
  type Lease,
  type Node,
} from "../../support/engine.ts";
import { act, endScene, leasesOf, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

const every = { join: { kind: "every" } };

/** A choice that opens port yes or no, by the input. */
const choice = (id: string, field = id): Node => ({
  id,
  type: "choice",
  data: { default: "no", cases: [{ port: "yes", when: `$.trigger.payload.${field} == true` }] },
});

/** Runs a workflow to its end; the statuses of its steps. */
async function run(
  db: TestDatabase,
  nodes: Node[],
  edges: EdgeText[],
  input: object = {},
): Promise<Record<string, string>> {
  const id = await start(db, await workflowOf(db, nodes, edges), input);
  await (await new TestWorker(db.worker).register()).drain();
  return stepStatuses(db, id);
}

/** Starts a workflow whose worker steps the test reports one by one, by node. */
async function stepwise(db: TestDatabase, nodes: Node[], edges: EdgeText[], input: object = {}) {
  const id = await start(db, await workflowOf(db, nodes, edges), input);
  const worker = await new TestWorker(db.worker).register();
  const held = new Map<string, Lease>();
  for (const lease of await leasesOf(worker, id)) held.set(lease.node_id, lease);
  return {
    id,
    /** Reports these nodes in one batch; the statuses after it. */
    report: async (...names: string[]) => {
      for (const { next } of await worker.report(names.map((name) => [held.get(name)!, {}]))) {
        if (next) held.set(next.node_id, next);
      }
      return stepStatuses(db, id);
    },
  };
}

describe("a join of kind any", () => {
  const nodes = [act("a"), act("b"), set("join")];
  const edges = ["start → a", "start → b", "a → join", "b → join"];

  test("fires once, when its last edge is resolved", async ({ db }) => {
    const { id, report } = await stepwise(db, nodes, edges);
    expect(await report("a")).not.toHaveProperty("join");
    expect(await report("b")).toMatchObject({ join: "completed" });
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("fires once when both edges are resolved in one batch", async ({ db }) => {
    const { report } = await stepwise(db, nodes, edges);
    expect(await report("a", "b")).toMatchObject({ join: "completed" });
  });

  test("fires when one edge is live and the other one dead, in either order", async ({ db }) => {
    for (const [first, second] of [
      ["a", "b"],
      ["b", "a"],
    ] as const) {
      const { report } = await stepwise(
        db,
        [act("a"), act("b"), set("join")],
        ["start → a", "start → b", "a:error → join", "b → join"],
      );
      expect(await report(first)).not.toHaveProperty("join");
      expect(await report(second)).toMatchObject({ join: "completed" });
    }
  });

  test("is skipped when every edge is dead, and what follows it too", async ({ db }) => {
    expect(
      await run(
        db,
        [choice("x"), choice("y"), set("join"), set("after")],
        ["start → x", "start → y", "x:yes → join", "y:yes → join", "join → after"],
      ),
    ).toEqual({
      start: "completed",
      x: "completed",
      y: "completed",
      join: "skipped",
      after: "skipped",
    });
  });
});

describe("a join of kind every", () => {
  const nodes = [act("a"), act("b"), act("c"), set("join", {}, every)];
  const edges = ["start → a", "start → b", "start → c", "a → join", "b → join", "c → join"];

  test("fires once all edges are live, over as many reports as it takes", async ({ db }) => {
    const { report } = await stepwise(db, nodes, edges);
    expect(await report("c")).not.toHaveProperty("join");
    expect(await report("a")).not.toHaveProperty("join");
    expect(await report("b")).toMatchObject({ join: "completed" });
  });

  test("fires once when the last two edges are resolved together", async ({ db }) => {
    const { report } = await stepwise(db, nodes, edges);
    expect(await report("c")).not.toHaveProperty("join");
    expect(await report("a", "b")).toMatchObject({ join: "completed" });
  });

  test("is skipped as soon as one edge is dead, once, whatever comes later", async ({ db }) => {
    const { id, report } = await stepwise(
      db,
      [choice("x"), act("b"), act("c"), set("join", {}, every), set("after")],
      [
        "start → x",
        "start → b",
        "start → c",
        "x:yes → join",
        "b → join",
        "c:error → join",
        "join → after",
      ],
    );
    expect(await stepStatuses(db, id)).toMatchObject({ join: "skipped", after: "skipped" });
    expect(await report("b")).toMatchObject({ join: "skipped" });
    expect(await report("c")).toMatchObject({ join: "skipped" });
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});

describe("a choice", () => {
  test("stores what each case answered, and skips the paths not taken", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [choice("x"), set("yes"), set("no")],
      ["start → x", "x:yes → yes", "x:no → no"],
    );
    const id = await start(db, workflow, { x: true });
    await (await new TestWorker(db.worker).register()).pump();
    expect(await stepStatuses(db, id)).toMatchObject({ yes: "completed", no: "skipped" });
    const [row] = await db.query(
      `select ports, verdicts from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'x'`,
      [id],
    );
    expect(row).toMatchObject({
      ports: ["yes"],
      verdicts: {
        cases: [{ port: "yes", answer: true }],
        values: { '$."trigger"."payload"."x"': true },
        edges: { "x:yes → yes": true, "x:no → no": false },
      },
    });
  });

  test("in mode all opens every port that matches", async ({ db }) => {
    const all: Node = {
      id: "x",
      type: "choice",
      data: {
        mode: "all",
        cases: [
          { port: "a", when: "$.trigger.payload.n > 1" },
          { port: "b", when: "$.trigger.payload.n > 2" },
          { port: "c", when: "$.trigger.payload.n > 3" },
        ],
      },
    };
    const edges = ["start → x", "x:a → a", "x:b → b", "x:c → c"];
    expect(await run(db, [all, set("a"), set("b"), set("c")], edges, { n: 3 })).toMatchObject({
      a: "completed",
      b: "completed",
      c: "skipped",
    });
  });
});

describe("a step", () => {
  test("whose run_if is false or unknown is skipped, and says so", async ({ db }) => {
    const nodes = [set("a", {}, { run_if: "$.trigger.payload.n > 1" }), set("b")];
    const edges = ["start → a", "a → b"];
    expect(await run(db, nodes, edges, { n: 2 })).toMatchObject({ a: "completed", b: "completed" });
    expect(await run(db, nodes, edges, { n: 1 })).toMatchObject({ a: "skipped", b: "skipped" });
    expect(await run(db, nodes, edges, { n: "x" })).toMatchObject({ a: "skipped", b: "skipped" });
    const answers = await db.query(
      `select verdicts #> '{run_if,answer}' as answer, verdicts #> '{run_if,values}' as values
       from sluice.workflow_execution_steps
       where node_id = 'a' and status = 'skipped' and verdicts ? 'run_if' order by execution_id`,
    );
    expect(answers).toEqual([
      { answer: false, values: { '$."trigger"."payload"."n"': 1 } },
      { answer: null, values: { '$."trigger"."payload"."n"': "x" } },
    ]);
  });

  test("that is disabled passes through, as if it had succeeded with null", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { disabled: true }), set("b", { got: "{{ steps.a.output }}" })],
      ["start → a", "a → b"],
    );
    const id = await start(db, workflow);
    await (await new TestWorker(db.worker).register()).pump();
    expect(await stepStatuses(db, id)).toMatchObject({ a: "completed", b: "completed" });
    expect(await execution(db, id)).toMatchObject({ output: { b: { got: null } } });
  });
});

describe("an edge with a guard", () => {
  test("is live only where its guard holds, and the verdict is stored", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const draft = definition(
      [manual, act("a"), set("big"), set("any")],
      ["start → a", "a → big", "a → any"],
    );
    const guarded = {
      ...draft,
      edges: draft.edges.map((edge) =>
        edge.target === "big" ? { ...edge, data: { when: "$.steps.a.output.n > 10" } } : edge,
      ),
    };
    const workflow = await publish(db, organizationId, guarded);
    const worker = await new TestWorker(db.worker).register();
    for (const [n, status] of [
      [11, "completed"],
      [9, "skipped"],
    ] as const) {
      const id = await start(db, workflow);
      await worker.drain(() => ({ n }));
      expect(await stepStatuses(db, id)).toMatchObject({ big: status, any: "completed" });
      const [row] = await db.query(
        `select verdicts #> '{edges,a → big}' as verdict from sluice.workflow_execution_steps
         where execution_id = $1 and node_id = 'a'`,
        [id],
      );
      expect(row).toMatchObject({
        verdict: { port: true, answer: n > 10, values: { '$."steps"."a"."output"."n"': n } },
      });
    }
  });
});
