import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, type Lease } from "../../support/engine.ts";
import { foreach, item, outputOf, scene, status, trace, within } from "../../support/containers.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

/** `again` while the answer of the step named in `of` asks for it, then `done`. */
const check = (id: string, of: string) => ({
  id,
  type: "choice",
  data: { cases: [{ port: "again", when: `$.steps.${of}.output.again == true` }], default: "done" },
});
/** Answers the nth run of a node with the nth value. */
const answers = (by: Record<string, unknown[]>) => {
  const seen: Record<string, number> = {};
  return ({ node_id }: Lease) => {
    const n = (seen[node_id] = (seen[node_id] ?? -1) + 1);
    return by[node_id]?.[n] ?? {};
  };
};
const AGAIN = { again: true };

describe("a cycle of edges", () => {
  const rework = [
    act("draft", { input: { note: "{{ steps.review.output.note }}" } }),
    act("review", { input: { of: "{{ steps.draft.output.n }}" } }),
    check("ok", "review"),
    set("send", { n: "{{ steps.draft.output.n }}", note: "{{ steps.review.output.note }}" }),
  ];
  const edges = ["start → draft", "draft → review", "review → ok", "ok:again → draft"];

  test("repeats its steps; each reads what the others gave last", async ({ db }) => {
    const { id, worker } = await scene(db, rework, [...edges, "ok:done → send"]);
    const ran = await worker.drain(
      answers({
        draft: [{ n: 1 }, { n: 2 }],
        review: [{ again: true, note: "shorter" }, { note: "good" }],
      }),
    );
    expect(ran.map(({ node_id, input }) => [node_id, JSON.parse(input) as unknown])).toEqual([
      ["draft", { note: null }],
      ["review", { of: 1 }],
      ["draft", { note: "shorter" }],
      ["review", { of: 2 }],
    ]);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { send: { n: 2, note: "good" } },
    });
    expect(await trace(db, id)).toEqual([
      "cycle:draft completed",
      "cycle:draft[0].cycle:draft:again completed",
      "cycle:draft[0].cycle:draft:exit:5 skipped",
      "cycle:draft[0].draft completed",
      "cycle:draft[0].ok completed",
      "cycle:draft[0].review completed",
      "cycle:draft[1].cycle:draft:again skipped",
      "cycle:draft[1].cycle:draft:exit:5 completed",
      "cycle:draft[1].draft completed",
      "cycle:draft[1].ok completed",
      "cycle:draft[1].review completed",
      "send completed",
    ]);
  });

  test("without an edge out of it ends where no edge leads back", async ({ db }) => {
    const { id, worker } = await scene(db, rework.slice(0, 3), edges);
    await worker.drain(answers({ review: [AGAIN, AGAIN] }));
    expect(await status(db, id)).toBe("completed");
    expect((await trace(db, id)).filter((line) => line.includes(".draft "))).toHaveLength(3);
  });

  test("that an edge leaves in any round is left by it once, when it ends", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [act("a"), check("more", "a"), set("log", { n: "{{ steps.a.output.n }}" }), set("rare")],
      ["start → a", "a → more", "more:again → a", "a → log", "more:again → rare"],
    );
    await worker.drain(answers({ a: [{ ...AGAIN, n: 1 }, { n: 2 }] }));
    expect(await outputOf(db, id, "log")).toEqual({ n: 2 });
    expect((await trace(db, id)).filter((line) => !line.startsWith("cycle"))).toEqual([
      "log completed",
      "rare completed",
    ]);
  });

  test("may be in another one", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        ...[act("a"), act("b"), check("inner", "b"), act("c", { input: { b: "{{ steps.b }}" } })],
        ...[check("outer", "c"), set("z", { b: "{{ steps.b.output.n }}" })],
      ],
      [
        ...["start → a", "a → b", "b → inner", "inner:again → b", "inner:done → c"],
        ...["c → outer", "outer:again → a", "outer:done → z"],
      ],
    );
    const ran = await worker.drain(
      answers({ b: [{ ...AGAIN, n: 1 }, { n: 2 }, { n: 3 }], c: [AGAIN, {}] }),
    );
    expect(ran.map(({ node_id }) => node_id).join("")).toBe("abbcabc");
    expect(await outputOf(db, id, "z")).toEqual({ b: 3 });
    expect(await status(db, id)).toBe("completed");
  });

  test("decides in each round anew where a cycle within it leads", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [act("a"), act("b"), check("inner", "b"), check("outer", "a"), set("z")],
      [
        ...["start → a", "a → b", "b → inner", "inner:again → b", "inner:done → outer"],
        ...["outer:again → a", "outer:done → z", "b:error → a"],
      ],
    );
    const ran = await worker.drain(
      answers({ b: [AGAIN, { error: { class: "bad", message: "no" } }, {}], a: [{}, AGAIN, {}] }),
    );
    expect(ran.map(({ node_id }) => node_id).join("")).toBe("abbabab");
    expect(await status(db, id)).toBe("completed");
  });

  test("whose step is skipped in a round gives nothing of an earlier one", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        act("a"),
        check("more", "a"),
        set("b", { n: "{{ steps.a.output.n }}" }),
        set("c"),
        set("z", {
          b: "{{ steps.b.output.n }}",
        }),
      ],
      ["start → a", "a → more", "more:again → b", "b → c", "c → a", "more:done → z"],
    );
    await worker.drain(answers({ a: [{ ...AGAIN, n: 1 }, { n: 2 }] }));
    expect(await outputOf(db, id, "z")).toEqual({ b: null });
  });

  test("in a foreach leaves item and index alone, and is told apart by item", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", { concurrency: 2, collect: "{{ steps.a.output.n }}" }),
        ...within("each", set("first"), act("a", item), check("more", "a"), set("b")),
      ],
      ["start → each", "first → a", "a → more", "more:again → a", "more:done → b"],
      ["x", "y"],
    );
    const seen: string[] = [];
    await worker.drain(({ input }) => {
      seen.push(input);
      const of = JSON.parse(input) as { item: string; index: number };
      const round = seen.filter((text) => text === input).length;
      expect(of.index).toBe(of.item === "x" ? 0 : 1);
      return { again: round <= of.index, n: `${of.item}${round}` };
    });
    expect(seen).toHaveLength(3);
    expect(await outputOf(db, id, "each")).toMatchObject({ items: ["x1", "y2"] });
    expect(await status(db, id)).toBe("completed");
  });

  test("holds containers, whose steps read what came before on it", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", { items: [1, 2] }),
        ...within(
          "each",
          act("a", { input: { item: "{{ item }}", last: "{{ steps.b.output }}" } }),
        ),
        ...[act("b"), check("more", "b"), set("z")],
      ],
      ["start → each", "each → b", "b → more", "more:again → each", "more:done → z"],
    );
    const ran = await worker.drain(answers({ b: [AGAIN, {}] }));
    expect(
      ran.filter(({ node_id }) => node_id === "a").map(({ input }) => JSON.parse(input)),
    ).toEqual([1, 2, 1, 2].map((n, at) => ({ item: n, last: at < 2 ? null : AGAIN })));
    expect(await trace(db, id)).toContain("cycle:each[1].each[1].a completed");
    expect(await status(db, id)).toBe("completed");
  });

  test("is left at once by an error edge, and ends with a failure that none handles", async ({
    db,
  }) => {
    const nodes = [act("a"), check("more", "a"), set("alarm"), set("z")];
    const cycle = ["start → a", "a → more", "more:again → a", "more:done → z"];
    const fails = answers({ a: [AGAIN, { error: { class: "bad", message: "no" } }] });
    const caught = await scene(db, nodes, [...cycle, "a:error → alarm"]);
    await caught.worker.drain(fails);
    const steps = (await trace(db, caught.id)).filter((line) => !line.startsWith("cycle"));
    expect(steps).toEqual(["alarm completed", "z skipped"]);
    const failed = await scene(db, nodes.slice(0, 2).concat(nodes[3]!), cycle);
    await failed.worker.drain(answers({ a: [AGAIN, { error: { class: "bad", message: "no" } }] }));
    expect(await execution(db, failed.id)).toMatchObject({
      status: "failed",
      error: { class: "bad", node_id: "a" },
    });
  });

  test("that does not end fails with class max_iterations", async ({ db }) => {
    const { id } = await scene(
      db,
      [set("a", { again: true }), check("more", "a")],
      ["start → a", "a → more", "more:again → a"],
    );
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "max_iterations" },
    });
  });
});
