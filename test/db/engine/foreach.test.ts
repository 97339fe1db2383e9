import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, invariants } from "../../support/engine.ts";
import {
  byInput,
  end,
  foreach,
  item,
  makeDue,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

describe("a foreach", () => {
  test("runs what is in it once for each item, and collects", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { collect: "{{ steps.double.output.n }}" }),
        ...within("each", set("double", { n: "{{ $.item * 2 }}", at: "{{ index }}" }), set("then")),
        set("after", { all: "{{ steps.each.output.items }}" }),
      ],
      ["start → each", "double → then", "each → after"],
      [1, 2, 3],
    );
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { after: { all: [2, 4, 6] } },
    });
    expect(await outputOf(db, id, "each")).toEqual({
      total: 3,
      completed: 3,
      failed: 0,
      items: [2, 4, 6],
    });
    expect(await trace(db, id)).toEqual([
      "after completed",
      "each completed",
      ...[0, 1, 2].flatMap((n) => [`each[${n}].double completed`, `each[${n}].then completed`]),
    ]);
    expect(await invariants(db)).toEqual([]);
  });

  test.for([
    ["one after the other", 1, ["a"]],
    ["two at a time", 2, ["a", "b"]],
    ["all at once", 5, ["a", "b", "c"]],
  ] as const)("runs a worker's steps %s", async ([, concurrency, first], { db }) => {
    const { id, worker } = await scene(
      db,
      [foreach("each", { concurrency }), ...within("each", act("a", item))],
      ["start → each"],
      ["a", "b", "c"],
    );
    const leases = await worker.begin();
    expect(leases.map(({ input }) => (JSON.parse(input) as { item: string }).item).sort()).toEqual(
      first,
    );
    expect(await invariants(db)).toEqual([]);
    await worker.report(leases.map((lease) => [lease, {}]));
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("of nothing completes at once", async ({ db }) => {
    const { id } = await scene(
      db,
      [foreach("each", { collect: 1 }), ...within("each", act("a")), set("b")],
      ["start → each", "each:done → b"],
      [],
    );
    expect(await status(db, id)).toBe("completed");
    expect(await outputOf(db, id, "each")).toEqual({
      total: 0,
      completed: 0,
      failed: 0,
      items: [],
    });
  });

  test("of what is no list fails", async ({ db }) => {
    const { id } = await scene(
      db,
      [foreach("each"), ...within("each", act("a")), set("b")],
      ["start → each", "each:error → b"],
      { no: "list" },
    );
    expect(await trace(db, id)).toEqual(["b completed", "each failed"]);
  });

  test("fails with the first item that does, and cancels the others", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [foreach("each", { concurrency: 3 }), ...within("each", act("a", item), act("b"))],
      ["start → each", "a → b"],
      ["x", "y", "z", "never"],
    );
    const leases = await worker.begin();
    await worker.report([[byInput(leases, '"x"'), {}]]);
    await worker.report([[byInput(leases, '"y"'), { error: { class: "bad", message: "no" } }]]);
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "bad", node_id: "a", frame: "each[1]" },
    });
    expect(await trace(db, id)).toEqual([
      "each failed",
      "each[0].a completed",
      "each[0].b cancelled",
      "each[1].a failed",
      "each[2].a cancelled",
    ]);
    const late = await worker.report([[byInput(leases, '"z"'), {}]]);
    expect(late).toMatchObject([{ verdict: "stale" }]);
    expect(await invariants(db)).toEqual([]);
  });

  test.for([
    ["continue", "completed", { total: 3, completed: 1, failed: 2 }],
    [{ tolerate: 2 }, "completed", { total: 3, completed: 1, failed: 2 }],
    [{ tolerate: 1 }, "failed", null],
  ] as const)(
    "with on_item_error %j is then %s",
    async ([on_item_error, expected, counts], { db }) => {
      const choice = {
        id: "c",
        type: "choice",
        data: { cases: [{ port: "bad", when: "$.item < 0" }], default: "good" },
      };
      const fail = end("fail", { scope: "frame", status: "failed", error: { class: "negative" } });
      const { id } = await scene(
        db,
        [
          foreach("each", { on_item_error, collect: "{{ item }}" }),
          ...within("each", choice, fail, set("ok")),
        ],
        ["start → each", "c:bad → fail", "c:good → ok"],
        [-1, 2, -3],
      );
      expect(await status(db, id)).toBe(expected);
      if (counts === null) return;
      expect(await outputOf(db, id, "each")).toEqual({
        ...counts,
        items: [
          { error: { class: "negative", node_id: "fail" } },
          2,
          { error: { class: "negative", node_id: "fail" } },
        ],
      });
    },
  );

  test.for([
    ["cancel", ["each[1].a cancelled", "each[2].a cancelled"]],
    ["keep", ["each[1].a running", "each[2].a running"]],
  ] as const)("that needs one item of three, rest %s", async ([rest, others], { db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", { concurrency: 3, completion: 1, rest }),
        ...within("each", act("a", item)),
        set("after"),
      ],
      ["start → each", "each → after"],
      ["x", "y", "z", "never"],
    );
    const leases = await worker.begin();
    await worker.report([[byInput(leases, '"x"'), {}]]);
    expect(await trace(db, id)).toEqual([
      "after completed",
      "each completed",
      "each[0].a completed",
      ...others,
    ]);
    expect(await invariants(db)).toEqual([]);
    expect(await status(db, id)).toBe(rest === "keep" ? "running" : "completed");
    await worker.report(["y", "z"].map((text) => [byInput(leases, `"${text}"`), {}]));
    expect(await status(db, id)).toBe("completed");
    expect(await outputOf(db, id, "each")).toEqual({ total: 4, completed: 1, failed: 0 });
  });

  test.for([[[1, 2]], [[]]])("of %j that needs three items fails", async ([items], { db }) => {
    const { id } = await scene(
      db,
      [foreach("each", { completion: 3 }), ...within("each", set("a"))],
      ["start → each"],
      items,
    );
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "incomplete", node_id: "each" },
    });
  });

  test("in a foreach sees both items, and outer steps", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        set("before", { mark: "!" }),
        foreach("rows", { collect: "{{ steps.cells.output.items }}", concurrency: 2 }),
        ...within("rows", set("first", { row: "{{ index }}" }), {
          ...foreach("cells", { items: "{{ item }}", collect: "{{ steps.text.output.t }}" }),
        }),
        ...within(
          "cells",
          set("text", {
            t: "{{ steps.rows.index }}{{ steps.first.output.row }}{{ index }}={{ item }}{{ steps.before.output.mark }}",
          }),
        ),
      ],
      ["start → before", "before → rows", "first → cells"],
      [["a", "b"], ["c"], []],
    );
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await outputOf(db, id, "rows")).toMatchObject({
      items: [["000=a!", "001=b!"], ["110=c!"], []],
    });
    expect(await trace(db, id)).toContain("rows[0].cells[1].text completed");
  });

  test("that takes too long is ended, whatever becomes of its items", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", { concurrency: 2, on_item_error: "continue", timeout: "1 hour" }),
        ...within("each", act("a")),
        set("late"),
      ],
      ["start → each", "each:error:timeout → late"],
      [1, 2, 3, 4],
    );
    await makeDue(db, id);
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      "each timed_out",
      "each[0].a cancelled",
      "each[1].a cancelled",
      "late completed",
    ]);
  });

  test("of 3,000 items is moved on by several transactions", async ({ db }) => {
    const items = Array.from({ length: 3000 }, (_, n) => n);
    const { id } = await scene(
      db,
      [
        foreach("each", { concurrency: 100, collect: "{{ steps.s.output.n }}" }),
        ...within("each", set("s", { n: "{{ item }}" }), set("t"), set("u"), set("v"), set("w")),
      ],
      ["start → each", "s → t", "t → u", "u → v", "v → w"],
      items,
    );
    expect(await status(db, id)).toBe("completed");
    expect(await outputOf(db, id, "each")).toMatchObject({ completed: 3000, items });
  });

  test("is cancelled with its execution", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [foreach("each", { concurrency: 2 }), ...within("each", act("a"))],
      ["start → each"],
      [1, 2, 3],
    );
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      "each cancelled",
      "each[0].a cancelled",
      "each[1].a cancelled",
    ]);
  });

  test("pauses, and goes on with the items that are left", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [foreach("each"), ...within("each", act("a"))],
      ["start → each"],
      [1, 2, 3],
    );
    const leases = await worker.begin();
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    await worker.report(leases.map((lease) => [lease, {}]));
    expect(await trace(db, id)).toEqual(["each running", "each[0].a completed"]);
    expect(await invariants(db)).toEqual([]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });
});
