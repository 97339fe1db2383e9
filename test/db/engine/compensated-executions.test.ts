import { describe } from "vitest";
import { foreach, group, makeDue, status, trace, within } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { execution, invariants, type Lease, reportLast } from "../../support/engine.ts";
import { begin, failing, ranBy, undoable } from "../../support/sagas.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
  expect(await db.query("select from sluice_private.compensations")).toEqual([]);
});

describe("an execution that compensates", () => {
  const NODES = [undoable("a"), foreach("each"), ...within("each", undoable("b")), act("boom")];
  const EDGES = ["start → a", "a → each", "each → boom"];

  test("undoes everything in it when it fails", async ({ db }) => {
    const { id, worker } = await begin(db, [...NODES, act("other")], [...EDGES, "each → other"], {
      compensate: true,
      timeout: "1 h",
    });
    for (const _ of ["a", "b", "b"]) {
      const [lease] = await worker.begin();
      await reportLast(db, worker, [[lease!, { n: 1 }]]);
      await worker.pump();
    }
    const boom = (await worker.begin()).find(({ node_id }) => node_id === "boom")!;
    await reportLast(db, worker, [[boom, { error: { class: "bad" } }]]);
    expect(await execution(db, id)).toMatchObject({ status: "running", error: null });
    expect(await invariants(db)).toEqual([]);
    expect(await db.query("select from sluice_private.timers")).toEqual([]);
    expect((await ranBy(worker)).map((line) => line.split(" ")[0])).toEqual([
      ...["b:compensate", "b:compensate", "a:compensate"],
    ]);
    expect(await execution(db, id)).toMatchObject({ status: "failed", error: { class: "bad" } });
    expect(await trace(db, id)).toContain("other cancelled");
    expect(await trace(db, id)).toContain("each[1].b:compensate completed");
  });

  test.for([
    ["takes too long", "timed_out", true],
    ["is cancelled", "cancelled", false],
    ["does not compensate", "failed", false],
  ] as const)("%s: %s", async ([, expected, undoes], { db }) => {
    const { id, worker } = await begin(db, NODES, EDGES, {
      compensate: expected !== "failed",
      timeout: "1 h",
    });
    const [a] = await worker.begin();
    await reportLast(db, worker, [[a!, { n: 1 }]]);
    if (expected === "timed_out") await makeDue(db, id);
    if (expected === "cancelled") await db.query("select sluice.cancel_execution($1)", [id]);
    const ran = await ranBy(worker);
    expect(ran.includes('a:compensate {"of": "a", "got": 1}')).toBe(undoes);
    expect(await status(db, id)).toBe(expected);
  });

  test("undoes what was completed by hand", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [undoable("a"), act("boom")],
      ["start → a", "a → boom"],
      {
        compensate: true,
      },
    );
    await db.query("select sluice.complete_step($1, 'a', '{\"n\": 5}')", [id]);
    expect(await ranBy(worker)).toEqual(["boom {}", 'a:compensate {"of": "a", "got": 5}']);
  });

  test("is cancelled while it does, and undoes no more", async ({ db }) => {
    const { id, worker } = await begin(db, NODES, EDGES, { compensate: true });
    for (const _ of ["a", "b", "b", "boom"]) {
      const [lease] = await worker.begin();
      await reportLast(db, worker, [[lease!, failing(lease!)]]);
      await worker.pump();
    }
    await db.query("select sluice.cancel_execution($1)", [id]);
    expect(await ranBy(worker)).toEqual([]);
    expect(await status(db, id)).toBe("cancelled");
    expect(await trace(db, id)).toContain("each[1].b:compensate cancelled");
  });

  test("does so in a simulation, too", async ({ db }) => {
    const { id } = await begin(db, NODES, EDGES, { compensate: true });
    const steps = await db.query<{ line: string }>(
      `select s.node_id || ' ' || s.status as line
       from sluice.workflow_executions as e
       cross join lateral sluice.simulate_workflow(
         e.workflow_id, '[1]', '{"boom": {"error": {"class": "bad"}}}'
       ) as s
       where e.id = $1 and s.type = 'compensation' order by 1`,
      [id],
    );
    expect(steps.map(({ line }) => line)).toEqual([
      "a:compensate completed",
      "b:compensate completed",
    ]);
  });

  test("begins again what a group was undoing, under the same key", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [group("g", { compensate: true }), ...within("g", undoable("a"), act("boom")), act("x")],
      ["start → g", "a → boom", "start → x"],
      { compensate: true },
    );
    const ready = async (node: string): Promise<Lease> => {
      await worker.pump();
      return (await worker.begin()).find(({ node_id }) => node_id === node)!;
    };
    const x = await ready("x");
    const [answer] = await worker.report([[await ready("a"), {}]]);
    await worker.report([[answer!.next!, { error: { class: "bad" } }]]);
    const undo = await ready("a:compensate");
    await worker.report([[x, { error: { class: "bad" } }]]);
    const again = await ready("a:compensate");
    expect(again.idempotency_key).toBe(undo.idempotency_key);
    expect(await worker.report([[undo, {}]])).toMatchObject([{ verdict: "stale" }]);
    await worker.report([[again, {}]]);
    expect(await status(db, id)).toBe("failed");
  });
});
