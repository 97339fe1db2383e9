import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, start, TestWorker, type EdgeText, type Node } from "../../support/engine.ts";
import { ended, fail, retry, run, stepsOf } from "../../support/retries.ts";
import { act, endScene, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

describe("a retry inside containers", () => {
  const inside = (id: string, parentId: string, data: object = {}): Node => ({
    ...act(id, data),
    parentId,
  });
  const each: Node = {
    id: "each",
    type: "foreach",
    data: { items: [1, 2, 3], concurrency: 3, collect: "{{ steps.y.output.of }}" },
  };
  const nodes = [act("a"), each, inside("x", "each"), inside("y", "each"), act("z")];
  const edges: EdgeText[] = ["start → a", "a → each", "x → y", "each → z"];

  test("keeps the iterations that were done, and the finished steps of the others", async ({
    db,
  }) => {
    let broken = 0;
    const { id, worker } = await ended(db, nodes, edges, (lease) =>
      lease.node_id === "y" && (broken += 1) === 3 ? { error: { class: "http" } } : { of: "first" },
    );
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    await retry(db, id);
    const ran = await worker.drain(() => ({ of: "second" }));
    expect(ran.map((lease) => lease.node_id)).toEqual(["y", "z"]);
    const [row] = await db.query<{ output: { results: string[] } }>(
      `select output from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'each' and generation = 1`,
      [id],
    );
    expect(JSON.stringify(row!.output)).toMatch(/first.*second|second.*first/);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("runs one iteration again from a step, and what follows the container", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail());
    await retry(db, id, { node_id: "y", frame_path: "each[1]" });
    expect(await run(db, worker)).toEqual(["y", "z"]);
    expect(await stepsOf(db, id, 1)).toEqual([
      ...["start completed", "a kept 0", "each completed", "z completed"],
      ...["each[0].x kept 0", "each[0].y kept 0", "each[1].x kept 0", "each[1].y completed"],
      ...["each[2].x kept 0", "each[2].y kept 0"],
    ]);
  });

  test("runs all of a container again when that is the step", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail());
    await retry(db, id, { node_id: "each" });
    expect(await run(db, worker)).toEqual(["x", "x", "x", "y", "y", "y", "z"]);
  });

  test("keeps a container that had completed whole", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail("z"));
    await retry(db, id);
    expect(await run(db, worker)).toEqual(["z"]);
    expect(await stepsOf(db, id, 1)).toEqual([
      ...["start completed", "a kept 0", "each kept 0", "z completed"],
    ]);
  });

  test("runs the later iterations of a loop again, and not the earlier ones", async ({ db }) => {
    const loop: Node = {
      id: "turn",
      type: "loop",
      data: { while: "$.index < 4", max_iterations: 10, carry: "{{ steps.x.output }}" },
    };
    const { id, worker } = await ended(
      db,
      [loop, inside("x", "turn"), inside("y", "turn")],
      ["start → turn", "x → y"],
      fail(),
    );
    const before = (await stepsOf(db, id, 0)).length;
    await retry(db, id, { node_id: "y", frame_path: "turn[2]" });
    const ran = await run(db, worker);
    const all = await stepsOf(db, id, 1);
    expect(all).toHaveLength(before);
    expect(all.filter((step) => step.endsWith("kept 0"))).toEqual([
      ...["turn[0].x kept 0", "turn[0].y kept 0", "turn[1].x kept 0", "turn[1].y kept 0"],
      "turn[2].x kept 0",
    ]);
    expect(ran.length).toBe(before - 2 - 5);
  });

  test("works below two containers, whatever their names", async ({ db }) => {
    const outer: Node = { id: "o[1].", type: "foreach", data: { items: ["a", "b"] } };
    const inner: Node = { id: "i]", type: "foreach", data: { items: [1, 2] }, parentId: "o[1]." };
    const { id, worker } = await ended(
      db,
      [outer, inner, inside("x", "i]"), inside("after", "o[1].")],
      ["start → o[1].", "i] → after"],
      fail(),
    );
    await retry(db, id, { node_id: "x", frame_path: "o[1].[1].i][0]" });
    expect(await run(db, worker)).toEqual(["after", "x"]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});

test("a retry runs again what had been undone", async ({ db }) => {
  const workflow = await workflowOf(
    db,
    [act("a", { compensate: { action: "act" } }), act("b"), act("c")],
    ["start → a", "a → b", "b → c"],
    { compensate: true },
  );
  const id = await start(db, workflow);
  const worker = await new TestWorker(db.worker).register();
  expect(await run(db, worker, fail("c"))).toEqual(["a", "a:compensate", "b", "c"]);
  expect(await execution(db, id)).toMatchObject({ status: "failed" });
  await retry(db, id);
  expect(await run(db, worker)).toEqual(["a", "c"]);
  expect(await execution(db, id)).toMatchObject({ status: "completed" });
});
