import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, invariants, type Lease, type Node } from "../../support/engine.ts";
import { foreach, group, scene, status, trace, within } from "../../support/containers.ts";
import { act, endExecutions, endScene, set, stepOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const quorum = (id: string, n: number, rest?: string): Node =>
  set(id, {}, { join: { kind: "quorum", n, ...(rest && { rest }) } });
const of = (leases: Lease[], node: string) => leases.find(({ node_id }) => node_id === node)!;
const choice = (id: string, port: string): Node => ({
  id,
  type: "choice",
  data: { cases: [{ port: "yes", when: "$.trigger.payload.go == true" }], default: port },
});

describe("a quorum", () => {
  test("fires at the edge it needs; the rest goes on", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [act("a"), act("b"), act("c"), quorum("two", 2)],
      ["start → a", "start → b", "start → c", "a → two", "b → two", "c → two"],
    );
    const leases = await worker.begin();
    await worker.report([[of(leases, "b"), {}]]);
    expect(await trace(db, id)).not.toContain("two completed");
    await worker.report([[of(leases, "c"), {}]]);
    expect(await trace(db, id)).toContain("two completed");
    expect(await status(db, id)).toBe("running");
    await worker.report([[of(leases, "a"), {}]]);
    expect(await status(db, id)).toBe("completed");
    expect(await invariants(db)).toEqual([]);
  });

  test("is skipped as soon as it cannot be reached", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [act("a"), choice("b", "no"), choice("c", "no"), quorum("two", 2), set("after")],
      [
        "start → a",
        "start → b",
        "start → c",
        "a → two",
        "b:yes → two",
        "c:yes → two",
        "two → after",
      ],
    );
    expect(await trace(db, id)).toEqual([
      "a queued",
      "after skipped",
      "b completed",
      "c completed",
      "two skipped",
    ]);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("that all edges reach at once counts them", async ({ db }) => {
    const { id } = await scene(
      db,
      [set("a"), set("b"), choice("c", "no"), quorum("two", 2), quorum("three", 3)],
      [
        "start → a",
        "start → b",
        "start → c",
        ...["two", "three"].flatMap((join) => [`a → ${join}`, `b → ${join}`, `c:yes → ${join}`]),
      ],
    );
    expect(await trace(db, id)).toEqual([
      "a completed",
      "b completed",
      "c completed",
      "three skipped",
      "two completed",
    ]);
  });
});

describe("a quorum that cancels the rest", () => {
  test("ends what it does not wait for, whatever it is at", async ({ db }) => {
    const events = [{ port: "paid", name: "order.paid", match: "1" }];
    const wait: Node = { id: "w", type: "wait", data: { for: "1 hour", events } };
    const nodes = [
      set("fork"),
      act("quick"),
      act("running"),
      act("then"),
      wait,
      group("box"),
      ...within("box", act("inner")),
      act("outside"),
      set("side"),
      quorum("first", 1, "cancel"),
    ];
    const { id, worker } = await scene(db, nodes, [
      "start → fork",
      "start → outside",
      ...["quick", "running", "w", "box"].map((node) => `fork → ${node}`),
      "running → then",
      ...["quick", "then", "w", "box"].map((node) => `${node} → first`),
      "running → side",
    ]);
    const leases = await worker.begin();
    await worker.report([[of(leases, "quick"), {}]]);
    expect(await trace(db, id)).toEqual([
      "box cancelled",
      "box[0].inner cancelled",
      "first completed",
      "fork completed",
      "outside running",
      "quick completed",
      "running cancelled",
      "side skipped",
      "then cancelled",
      "w cancelled",
    ]);
    expect(await invariants(db)).toEqual([]);
    expect(await worker.report([[of(leases, "running"), {}]])).toMatchObject([
      { verdict: "stale" },
    ]);
    await worker.report([[of(leases, "outside"), {}]]);
    expect(await status(db, id)).toBe("completed");
  });

  test("cancels what the same transaction has begun", async ({ db }) => {
    const { id } = await scene(
      db,
      [set("quick"), act("a"), set("b"), act("c"), quorum("first", 1, "cancel"), set("after")],
      [
        ...["quick", "a", "b"].map((node) => `start → ${node}`),
        "b → c",
        ...["quick", "a", "c"].map((node) => `${node} → first`),
        "first → after",
      ],
    );
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await trace(db, id)).toEqual([
      "a cancelled",
      "after completed",
      "b completed",
      "c cancelled",
      "first completed",
      "quick completed",
    ]);
  });

  test("inside a foreach cancels in its own iteration only", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", { concurrency: 2 }),
        ...within("each", act("a"), act("b"), quorum("first", 1, "cancel")),
      ],
      ["start → each", "a → first", "b → first"],
      [1, 2],
    );
    const leases = await worker.begin();
    await worker.report([[of(leases, "a"), {}]]);
    const cancelled = (await trace(db, id)).filter((line) => line.endsWith("cancelled"));
    expect(cancelled).toHaveLength(1);
    expect(await trace(db, id)).toContain("each running");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("cancels containers that the same transaction has opened, with all in them", async ({
    db,
  }) => {
    const { id } = await scene(
      db,
      [
        set("go"),
        group("box"),
        ...within(
          "box",
          act("begun"),
          group("deep"),
          foreach("none", { completion: 1, items: [] }),
        ),
        ...within("deep", act("deepest")),
        ...within("none", act("never")),
        quorum("first", 1, "cancel"),
      ],
      ["start → go", "start → box", "box → first", "go → first"],
    );
    expect(await trace(db, id)).toEqual(["box cancelled", "first completed", "go completed"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("does so in each iteration and execution of a batch", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { concurrency: 3 }),
        ...within("each", set("go"), act("a"), act("b"), quorum("first", 1, "cancel")),
      ],
      ["start → each", "go → a", "go → b", "go → first", "a → first", "b → first"],
      [1, 2, 3],
    );
    const cancelled = (await trace(db, id)).filter((line) => line.endsWith("cancelled"));
    expect(cancelled).toHaveLength(6);
    expect(await status(db, id)).toBe("completed");
  });

  test.for([
    ["from a fork before it", ["a", "b"], "fork"],
    ["from the triggers", ["a", "b", "fork", "x"], "start"],
  ] as const)("knows what lies between: %s", async ([, region, from], { db }) => {
    const { id } = await scene(
      db,
      [set("fork"), set("x"), act("a"), act("b"), quorum("join", 1, "cancel")],
      ["start → fork", "start → x", "fork → a", "fork → b", "a → join", "b → join"].concat(
        from === "start" ? ["x → join"] : [],
      ),
    );
    expect((await stepOf(db, id, "join")).region).toEqual([...region].sort());
  });
});
