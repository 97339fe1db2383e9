import { describe } from "vitest";
import {
  foreach,
  group,
  makeDue,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import {
  execution,
  invariants,
  type Lease,
  reportLast,
  stepStatuses,
} from "../../support/engine.ts";
import { emit } from "../../support/events.ts";
import { begin, failing, ranBy, saga, undoable } from "../../support/sagas.ts";
import { act, attempts, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
  expect(await db.query("select from sluice_private.compensations")).toEqual([]);
});

describe("a group that compensates", () => {
  test("undoes what has completed in it, the last first, and then fails", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        ...saga(undoable("a"), act("b"), undoable("c"), act("boom"), undoable("never")),
        set("caught", { why: "{{ steps.g.output.error.class }}" }),
      ],
      ["start → g", "a → b", "b → c", "c → boom", "boom → never", "g:error → caught"],
    );
    expect(await ranBy(worker)).toEqual([
      "a {}",
      "b {}",
      "c {}",
      "boom {}",
      'c:compensate {"of": "c", "got": "c"}',
      'a:compensate {"of": "a", "got": "a"}',
    ]);
    expect(await trace(db, id)).toEqual([
      "caught completed",
      "g failed",
      "g[0].a completed",
      "g[0].a:compensate completed",
      "g[0].b completed",
      "g[0].boom failed",
      "g[0].c completed",
      "g[0].c:compensate completed",
    ]);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { caught: { why: "bad" } },
    });
  });

  test("runs one compensation after the other, and those in SQL in between", async ({ db }) => {
    const sql = set("s", { n: 1 }, { compensate: { action: "data.set", input: { undo: true } } });
    const { id, worker } = await scene(db, saga(undoable("a"), sql, undoable("c"), act("boom")), [
      "start → g",
      "a → s",
      "s → c",
      "c → boom",
    ]);
    for (const expected of ["a", "c", "boom", "c:compensate", "a:compensate"]) {
      const leases = await worker.begin();
      expect(leases.map(({ node_id }) => node_id)).toEqual([expected]);
      expect(await invariants(db)).toEqual([]);
      await reportLast(db, worker, [[leases[0]!, failing(leases[0]!)]]);
      await worker.pump();
    }
    expect(await stepStatuses(db, id)).toMatchObject({ "s:compensate": "completed" });
    expect(await execution(db, id)).toMatchObject({ status: "failed", error: { class: "bad" } });
  });

  test("undoes nothing once it has completed, or where nothing has", async ({ db }) => {
    const fine = await scene(db, [...saga(undoable("a")), act("boom")], ["start → g", "g → boom"]);
    expect(await ranBy(fine.worker)).toEqual(["a {}", "boom {}"]);
    const none = await scene(
      db,
      saga(act("boom"), { ...undoable("off"), data: { ...undoable("off").data, disabled: true } }),
      ["start → g", "off → boom"],
    );
    expect(await ranBy(none.worker)).toEqual(["boom {}"]);
    expect(await status(db, none.id)).toBe("failed");
  });

  test.for(["timed_out", "cancelled"] as const)("that is %s does so, too", async (how, { db }) => {
    const { id, worker } = await scene(
      db,
      [
        group("g", { compensate: true, timeout: "1 h", cancel_on: { name: "order.paid" } }),
        ...within("g", undoable("a"), act("b")),
        set("late"),
        set("off"),
      ],
      ["start → g", "a → b", "g:error:timeout → late", "g:cancelled → off"],
    );
    const [a] = await worker.begin();
    await reportLast(db, worker, [[a!, { n: 1 }]]);
    if (how === "cancelled") await emit(db, id, null);
    else await makeDue(db, id);
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      "g running",
      "g[0].a completed",
      "g[0].a:compensate queued",
      "g[0].b cancelled",
    ]);
    // neither ends it a second time
    await emit(db, id, null);
    expect(await ranBy(worker)).toEqual(['a:compensate {"of": "a", "got": 1}']);
    expect(await trace(db, id)).toContain(`g ${how}`);
    expect(await stepStatuses(db, id)).toMatchObject(
      how === "cancelled" ? { off: "completed" } : { late: "completed" },
    );
    if (how === "cancelled") {
      expect(await outputOf(db, id, "g")).toMatchObject({ event: { name: "order.paid" } });
    }
  });

  test("reaches into the groups and iterations that have completed in it", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [
        ...saga(foreach("each"), act("boom")),
        ...within("each", group("inner", { compensate: true })),
        ...within("inner", undoable("a", { item: "{{ item }}" })),
      ],
      ["start → g", "each → boom"],
    );
    expect(await ranBy(worker)).toEqual([
      "a {}",
      "a {}",
      "boom {}",
      'a:compensate {"of": "a", "got": "a", "item": 2}',
      'a:compensate {"of": "a", "got": "a", "item": 1}',
    ]);
    expect(await trace(db, id)).toContain("g[0].each[1].inner[0].a:compensate completed");
    expect(await trace(db, id)).toContain("g[0].each[0].inner[0].a:compensate completed");
  });

  test("does not undo again what a group in it has undone", async ({ db }) => {
    const { worker } = await scene(
      db,
      [
        ...saga(undoable("a"), group("inner", { compensate: true })),
        ...within("inner", undoable("b"), act("boom")),
      ],
      ["start → g", "a → inner", "b → boom"],
    );
    expect((await ranBy(worker)).map((line) => line.split(" ")[0])).toEqual([
      ...["a", "b", "boom", "b:compensate", "a:compensate"],
    ]);
  });

  test("takes over from a group in it that is undoing", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        ...saga(undoable("a"), group("inner", { compensate: true }), act("other")),
        ...within("inner", undoable("b"), act("boom")),
      ],
      ["start → g", "a → inner", "a → other", "b → boom"],
    );
    const report = async (node: string, result: object) => {
      const lease = (await worker.begin()).find(({ node_id }) => node_id === node)!;
      await reportLast(db, worker, [[lease, result]]);
      await worker.pump();
    };
    await report("a", { n: 1 });
    await report("b", { n: 2 });
    await report("boom", { error: { class: "bad" } });
    await report("other", { error: { class: "worse" } });
    expect(await trace(db, id)).toContain("g[0].inner[0].b:compensate cancelled");
    expect((await ranBy(worker)).map((line) => line.split(" ")[0])).toEqual([
      ...["b:compensate", "a:compensate"],
    ]);
    expect(await execution(db, id)).toMatchObject({ status: "failed", error: { class: "worse" } });
  });

  test("tries a compensation again, and pauses with the execution", async ({ db }) => {
    const retry = { max_attempts: 2, backoff: "fixed", initial: "0", jitter: 0 };
    const a = act("a", { compensate: { action: "act", retry } });
    const { id, worker } = await scene(db, saga(a, act("boom")), ["start → g", "a → boom"]);
    await reportLast(db, worker, [[(await worker.begin())[0]!, {}]]);
    await worker.pump();
    await reportLast(db, worker, [[(await worker.begin())[0]!, { error: { class: "bad" } }]]);
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    expect(await worker.begin()).toEqual([]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    await reportLast(db, worker, [[(await worker.begin())[0]!, { error: { class: "net" } }]]);
    await makeDue(db, id);
    await ranBy(worker);
    expect(await attempts(db, id)).toEqual([
      ...["a:1:completed", "boom:1:failed"],
      ...["a:compensate:1:failed", "a:compensate:2:completed"],
    ]);
    expect(await execution(db, id)).toMatchObject({ status: "failed", error: { class: "bad" } });
  });
});

describe("a compensation that fails", () => {
  const broken = (lease: Lease) =>
    lease.node_id === "b:compensate" ? { error: { class: "stuck", message: "x" } } : failing(lease);
  const NODES = [...saga(undoable("a"), undoable("b"), act("boom")), set("caught")];
  const EDGES = ["start → g", "a → b", "b → boom", "g:error → caught"];

  test("ends the execution, which says what is left", async ({ db }) => {
    const { id, worker } = await begin(db, NODES, EDGES, { compensate: true });
    expect((await ranBy(worker, broken)).at(-1)).toMatch(/^b:compensate/);
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: {
        class: "compensation",
        node_id: "b:compensate",
        failure: { class: "stuck" },
        cause: { class: "bad", node_id: "boom" },
        left: ["g[0].b:compensate", "g[0].a:compensate"],
      },
    });
  });

  test("is one whose input cannot be filled in", async ({ db }) => {
    const a = act("a", { compensate: { action: "act", input: { x: "x{{ steps.a.output.no }}" } } });
    const { id, worker } = await scene(db, saga(a, act("boom")), ["start → g", "a → boom"]);
    await ranBy(worker);
    expect(await execution(db, id)).toMatchObject({
      error: { class: "compensation", failure: { class: "expression" } },
    });
  });

  test("may be ended by hand, before it is given up", async ({ db }) => {
    const { id, worker } = await scene(db, NODES, EDGES);
    for (const _ of ["a", "b", "boom"]) {
      const [lease] = await worker.begin();
      await reportLast(db, worker, [[lease!, failing(lease!)]]);
      await worker.pump();
    }
    await db.query("select sluice.skip_step($1, 'b:compensate', null, 'g[0]')", [id]);
    expect((await ranBy(worker)).map((line) => line.split(" ")[0])).toEqual(["a:compensate"]);
    expect(await stepStatuses(db, id)).toMatchObject({
      "b:compensate": "skipped",
      caught: "completed",
    });
  });
});
