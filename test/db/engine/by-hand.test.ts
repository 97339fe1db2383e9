import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, type Node } from "../../support/engine.ts";
import {
  foreach,
  group,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { act, codeOf, endExecutions, endScene, hold, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const wait: Node = { id: "w", type: "wait", data: { for: "1 year" } };
const complete = (db: TestDatabase, ...args: unknown[]) =>
  db.query(
    `select sluice.complete_step(${args.map((_, n) => `$${n + 1}`).join(", ")})`,
    args.map((arg) => (typeof arg === "object" && arg !== null ? JSON.stringify(arg) : arg)),
  );

describe("a step that is ended by hand", () => {
  test("completes with the output it is given, and its worker is refused", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [act("a"), set("b", { got: "{{ steps.a.output.n }}" })],
      ["start → a", "a → b"],
    );
    const [lease] = await worker.begin();
    await complete(db, id, "a", { n: 7 }, null, null, "the partner called");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { b: { got: 7 } },
    });
    expect(await worker.report([[lease!, { n: 8 }]])).toMatchObject([{ verdict: "stale" }]);
    const [row] = await db.query<{ verdicts: object }>(
      `select verdicts from sluice.workflow_execution_steps where execution_id = $1 and node_id = 'a'`,
      [id],
    );
    expect(row?.verdicts).toMatchObject({ by_hand: { reason: "the partner called" } });
  });

  test("may be a wait, on a port of its own", async ({ db }) => {
    const { id, worker } = await scene(db, [wait, set("b")], ["start → w", "w:elapsed → b"]);
    expect(await codeOf(complete(db, id, "w", null, null, "nowhere"))).toBe("SLVAL");
    await complete(db, id, "w", null, null, "elapsed");
    await worker.pump();
    expect(await trace(db, id)).toEqual(["b completed", "w completed"]);
    expect(await invariants(db)).toEqual([]);
  });

  test("and waited for an event waits for none", async ({ db }) => {
    const events = [{ port: "paid", name: "order.paid", match: "1" }];
    const awaiting = { ...wait, data: { events } };
    const { id, worker } = await scene(db, [awaiting, act("a")], ["start → w", "w → a"]);
    await complete(db, id, "w");
    await worker.pump();
    expect(await invariants(db)).toEqual([]);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test.for(["skip", "cancel"])("may be made to %s: nothing follows", async (verb, { db }) => {
    const { id, worker } = await scene(
      db,
      [act("a"), set("b"), set("c")],
      ["start → a", "a → b", "start → c"],
    );
    await db.query(`select sluice.${verb}_step($1, 'a', 'not needed')`, [id]);
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      verb === "skip" ? "a skipped" : "a cancelled",
      "b skipped",
      "c completed",
    ]);
    expect(await status(db, id)).toBe("completed");
  });

  test("may be in an iteration, or be a container", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", { concurrency: 2, collect: "{{ steps.a.output }}" }),
        ...within("each", act("a")),
        group("box"),
        ...within("box", act("inner")),
        set("end"),
      ],
      ["start → each", "each → box", "box → end"],
      [1, 2],
    );
    await complete(db, id, "a", { by: "hand" }, "each[1]");
    await worker.pump();
    expect(await trace(db, id)).toContain("each[1].a completed");
    await expect(complete(db, id, "a", { by: "us" })).rejects.toMatchObject({
      code: "SLNTF",
      hint: "It is in a container: give as frame_path one of each[0], each[1].",
    });
    await complete(db, id, "a", { by: "us" }, "each[0]");
    await worker.pump();
    expect(await outputOf(db, id, "each")).toMatchObject({ items: [{ by: "us" }, { by: "hand" }] });
    await complete(db, id, "box");
    await worker.pump();
    expect(await trace(db, id)).toContain("box[0].inner cancelled");
    expect(await status(db, id)).toBe("completed");
    expect(await invariants(db)).toEqual([]);
  });

  test("must be under way", async ({ db }) => {
    const { id } = await scene(db, [set("a"), wait, set("b")], ["start → a", "a → w", "w → b"]);
    expect(await codeOf(complete(db, id, "a"))).toBe("SLSTA");
    expect(await codeOf(complete(db, id, "b"))).toBe("SLNTF");
    expect(await codeOf(complete(db, id, "w", null, "each[0]"))).toBe("SLNTF");
    expect(await codeOf(complete(db, null, "w"))).toBe("SLNTF");
  });

  test("and ends meanwhile stays as it ended", async ({ db }) => {
    const { id, worker } = await scene(db, [act("a"), set("b")], ["start → a", "a → b"]);
    const [lease] = await worker.begin();
    const release = await hold(db, id);
    await worker.report([[lease!, { by: "worker" }]]); // deferred
    await complete(db, id, "a", { by: "hand" });
    await release();
    await worker.pump();
    expect(await status(db, id)).toBe("completed");
    expect(["worker", "hand"]).toContainEqual(((await outputOf(db, id, "a")) as { by: string }).by);
    expect((await trace(db, id)).filter((line) => line.startsWith("a "))).toHaveLength(1);
    expect(await invariants(db)).toEqual([]);
  });

  test("of a paused execution ends, and what follows waits for the resume", async ({ db }) => {
    const { id, worker } = await scene(db, [wait, set("b")], ["start → w", "w → b"]);
    await db.query("select sluice.pause_execution($1)", [id]);
    await complete(db, id, "w");
    await worker.pump();
    expect(await trace(db, id)).toEqual(["w completed"]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    expect(await status(db, id)).toBe("completed");
  });
});

describe("a wait for events that is ended by hand", () => {
  test("waits for them no more, while its execution goes on", async ({ db }) => {
    const event = { port: "paid", name: "order.paid", match: "7" };
    const nodes = [
      { id: "w", type: "wait", data: { events: [event], timeout: "1 h" } },
      { id: "long", type: "wait", data: { for: "1 day" } },
    ];
    const { id, worker } = await scene(db, nodes, ["start → w", "start → long"]);
    await db.query("select sluice.skip_step($1, 'w')", [id]);
    await worker.drain();
    expect(await db.query("select from sluice_private.awaited_events")).toEqual([]);
    expect(await invariants(db)).toEqual([]);
  });
});
