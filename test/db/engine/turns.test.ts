import { describe } from "vitest";
import { end, foreach, group, scene, status, trace, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, reportLast, type TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const ONE = { order: "one_at_a_time" };
/** Ends what runs, one report after the other, and says what it was each time. */
async function turns(
  db: TestDatabase,
  worker: TestWorker,
  outcome: object = {},
): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    await worker.pump();
    const leases = await worker.begin();
    if (leases.length === 0) return seen;
    seen.push(
      leases
        .map(({ node_id }) => node_id)
        .sort()
        .join("+"),
    );
    await reportLast(db, worker, [[leases[0]!, outcome]]);
  }
}

describe("a group that runs its steps one at a time", () => {
  test("has at most one of them under way", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [group("g", ONE), ...within("g", act("a"), act("b"), act("c"), act("d")), set("after")],
      ["start → g", "a → d", "g → after"],
    );
    expect(await turns(db, worker)).toEqual(["a", "b", "c", "d"]);
    expect(await status(db, id)).toBe("completed");
  });

  test.for([
    ["free", ["a+b"]],
    ["one_at_a_time", ["a"]],
  ] as const)("that is %s begins with %j", async ([order, first], { db }) => {
    const { worker } = await scene(
      db,
      [group("g", { order }), ...within("g", act("a"), act("b"))],
      ["start → g"],
    );
    expect((await turns(db, worker)).slice(0, 1)).toEqual(first);
  });

  test("takes a container in it as one step, and what the database runs as another", async ({
    db,
  }) => {
    const { id, worker } = await scene(
      db,
      [
        group("g", ONE),
        ...within("g", foreach("each", { concurrency: 2 }), set("s"), act("z")),
        ...within("each", act("i")),
        { id: "w", type: "wait", parentId: "g", data: { for: "0" } },
      ],
      ["start → g"],
      [1, 2],
    );
    expect(await turns(db, worker)).toEqual(["i+i", "i", "z"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("skips without a turn, and goes on after what was skipped", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        group("g", ONE),
        ...within(
          "g",
          act("a"),
          act("no", { run_if: "$.trigger.payload.no == true" }),
          act("follows"),
          act("c"),
        ),
      ],
      ["start → g", "no → follows"],
    );
    expect(await turns(db, worker)).toEqual(["a", "c"]);
    expect(await trace(db, id)).toContain("g[0].follows skipped");
    expect(await status(db, id)).toBe("completed");
  });

  test.for([
    ["fails", "failed"],
    ["ends the frame", "completed"],
  ] as const)("begins nothing more when one of them %s", async ([how, expected], { db }) => {
    const first = how === "fails" ? act("a") : end("a", { scope: "frame" });
    const { id, worker } = await scene(
      db,
      [group("g", ONE), ...within("g", first, set("b"), act("c"))],
      ["start → g"],
    );
    await turns(db, worker, { error: { class: "bad", message: "no" } });
    expect(await trace(db, id)).toEqual([
      `g ${expected}`,
      `g[0].a ${how === "fails" ? "failed" : "completed"}`,
    ]);
    expect(await execution(db, id)).toMatchObject({ status: expected });
  });

  test("hands the turn on when the step that has it is ended by hand", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [group("g", ONE), ...within("g", act("a"), act("b"))],
      ["start → g"],
    );
    await db.query("select sluice.cancel_step($1, 'a', null, 'g[0]')", [id]);
    expect(await turns(db, worker)).toEqual(["b"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("pauses with a step that has its turn, and those that wait for theirs", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [group("g", ONE), ...within("g", act("a"), act("b"), act("c"))],
      ["start → g"],
    );
    const [a] = await worker.begin();
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    await worker.report([[a!, {}]]);
    await worker.pump();
    expect(await worker.begin()).toEqual([]);
    expect(await invariants(db)).toEqual([]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    expect(await invariants(db)).toEqual([]);
    expect(await turns(db, worker)).toEqual(["b", "c"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("cancels with a quorum what has its turn, and what waits for it", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        group("g", ONE),
        ...within("g", set("in"), act("a"), act("b"), act("c"), {
          ...act("first", { join: { kind: "quorum", n: 1, rest: "cancel" } }),
        }),
      ],
      ["start → g", ...["a", "b", "c"].flatMap((one) => [`in → ${one}`, `${one} → first`])],
    );
    expect(await turns(db, worker)).toEqual(["a", "first"]);
    expect(await trace(db, id)).toEqual([
      "g completed",
      "g[0].a completed",
      "g[0].b cancelled",
      "g[0].c cancelled",
      "g[0].first completed",
      "g[0].in completed",
    ]);
  });

  test("of more steps than a transaction's fuel ends, too", async ({ db }) => {
    const steps = Array.from({ length: 600 }, (_, n) => set(`s${n}`));
    const { id, worker } = await scene(
      db,
      [group("g", ONE), ...within("g", ...steps)],
      ["start → g"],
    );
    await worker.pump();
    expect(await status(db, id)).toBe("completed");
  });
});
