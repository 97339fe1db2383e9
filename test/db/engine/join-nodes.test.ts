import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  manual,
  publish,
  start,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import { foreach, group, outputOf, scene, within } from "../../support/containers.ts";
import { act, endExecutions, endScene, leasesOf, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const join = (id: string, data: object = {}): Node => ({ id, type: "join", data: { ...data } });

const statusOf = async (db: TestDatabase, id: string, node: string) => {
  const [row] = await db.query<{ status: string }>(
    "select status from sluice.workflow_execution_steps where execution_id = $1 and node_id = $2",
    [id, node],
  );
  return row?.status;
};

describe("a node of type join", () => {
  test("gives the outputs of the steps whose edges came live, by node", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        set("a", { n: 1 }),
        set("b", { n: 2 }),
        set("left out", { n: 3 }, { run_if: "$.trigger.payload.all == true" }),
        join("both"),
        set("after", { got: "{{ steps.both.output.b.n }}" }),
      ],
      [
        ...["start → a", "start → b", "start → left out", "a → both", "b → both"],
        ...["left out → both", "both → after"],
      ],
    );
    expect(await outputOf(db, id, "both")).toEqual({ a: { n: 1 }, b: { n: 2 } });
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { after: { got: 2 } },
    });
  });

  test("leaves out a step whose guard or port did not open its edge", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const drawn = definition(
      [
        manual,
        set("a", { n: 1 }),
        set("bad", { text: "x {{ trigger.payload.nothing }}" }, { on_error: "branch" }),
        set("other"),
        join("m"),
      ],
      ["start → a", "start → bad", "bad:error → m", "bad → other", "a → m"],
    );
    Object.assign(drawn.edges.at(-1)!, { data: { when: "$.steps.a.output.n == 2" } });
    const id = await start(db, await publish(db, organizationId, drawn));
    await (await new TestWorker(db.worker).register()).pump();
    expect(await outputOf(db, id, "m")).toEqual({
      bad: { error: expect.objectContaining({ class: "expression" }) },
    });
  });

  test("of kind every is skipped with one dead edge, of kind any not", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        set("a"),
        set("b", {}, { run_if: "1 == 2" }),
        join("all", { join: { kind: "every" } }),
        join("some"),
      ],
      ["start → a", "start → b", "a → all", "b → all", "a → some", "b → some"],
    );
    expect(await statusOf(db, id, "all")).toBe("skipped");
    expect(await statusOf(db, id, "some")).toBe("completed");
    expect(await outputOf(db, id, "some")).toEqual({ a: { by: "a" } });
  });

  test("of kind quorum gives what had come when it fired", async ({ db }) => {
    const { id } = await scene(
      db,
      [act("a"), act("b"), join("first", { join: { kind: "quorum", n: 1 } })],
      ["start → a", "start → b", "a → first", "b → first"],
    );
    const worker = await new TestWorker(db.worker).register();
    const leases = await leasesOf(worker, id);
    const b = leases.find(({ node_id }) => node_id === "b")!;
    await worker.report([[b, { n: 2 }]]);
    expect(await outputOf(db, id, "first")).toEqual({ b: { n: 2 } });
    await worker.report([[leases.find(({ node_id }) => node_id === "a")!, { n: 1 }]]);
    expect(await outputOf(db, id, "first")).toEqual({ b: { n: 2 } });
    expect(await execution(db, id)).toMatchObject({ output: { first: { b: { n: 2 } } } });
  });

  test("joins in each iteration what is in it, and nothing where no edge leads", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { collect: "{{ steps.m.output }}" }),
        ...within("each", set("a", { n: "{{ item }}" }), set("b"), join("m"), join("none")),
        group("g"),
        ...within("g", join("x")),
        join("out"),
      ],
      ["start → each", "a → m", "b → m", "start → g", "each → out", "g → out"],
      [1, 2],
    );
    const items = [1, 2].map((n) => ({ a: { n }, b: { by: "b" } }));
    expect(await outputOf(db, id, "out")).toEqual({
      each: { total: 2, completed: 2, failed: 0, items },
      g: { x: {} },
    });
    expect(await outputOf(db, id, "none")).toEqual({});
  });

  test("behind a cycle has what its steps gave in their last round", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        set("a", { n: "{{ steps.a.output.n | default(0) | plus(1) }}" }),
        {
          id: "more",
          type: "choice",
          data: { default: "no", cases: [{ port: "yes", when: "$.steps.a.output.n < 3" }] },
        },
        set("b"),
        join("m"),
      ],
      ["start → a", "start → b", "a → more", "more:yes → a", "a → m", "more:no → m", "b → m"],
    );
    expect(await outputOf(db, id, "m")).toEqual({
      ...{ a: { n: 3 }, b: { by: "b" } },
      more: { ports: ["no"] },
    });
  });

  test("that is run again has what is kept of the steps before it", async ({ db }) => {
    const { id } = await scene(
      db,
      [set("a", { n: 1 }), set("b"), join("m"), set("bad", { text: "x {{ trigger.payload.no }}" })],
      ["start → a", "start → b", "start → m", "a → m", "b → m", "m → bad"],
    );
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    await db.query("select sluice.retry_execution($1, 'm')", [id]);
    await db.query("select sluice_private.advance_batch(1000)");
    const rows = await db.query(
      `select generation, output from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'm' order by generation`,
      [id],
    );
    const output = { start: null, a: { n: 1 }, b: { by: "b" } };
    expect(rows.at(-1)).toEqual({ generation: 1, output });
  });

  test("that is disabled passes on with null", async ({ db }) => {
    const { id } = await scene(
      db,
      [set("a"), join("m", { disabled: true }), set("c")],
      ["start → a", "a → m", "m → c"],
    );
    expect(await outputOf(db, id, "m")).toBeNull();
    expect(await statusOf(db, id, "c")).toBe("completed");
  });

  test("whose output would be too long fails with class oversized", async ({ db }) => {
    const { id } = await scene(
      db,
      [act("a"), act("b"), join("m"), set("caught", { c: "{{ steps.m.output.error.class }}" })],
      ["start → a", "start → b", "a → m", "b → m", "m:error → caught"],
    );
    const worker = await new TestWorker(db.worker).register();
    const text = "x".repeat(1_200_000);
    await worker.report((await leasesOf(worker, id)).map((lease) => [lease, { text }]));
    expect(await outputOf(db, id, "caught")).toEqual({ c: "oversized" });
  });
});
