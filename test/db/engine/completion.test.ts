import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution } from "../../support/engine.ts";
import {
  byInput,
  foreach,
  item,
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

describe("a foreach that completes by a condition", () => {
  test.for([
    ["cancel", ["each[2].a cancelled"]],
    ["keep", ["each[2].a running"]],
  ] as const)("looks at its output so far, rest %s", async ([rest, others], { db }) => {
    const { id, worker } = await scene(
      db,
      [
        foreach("each", {
          concurrency: 3,
          rest,
          on_item_error: "continue",
          completion: "$.steps.each.output.completed + $.steps.each.output.failed >= 2",
        }),
        ...within("each", act("a", item)),
        set("after", { n: "{{ steps.each.output.completed }}" }),
      ],
      ["start → each", "each → after"],
      ["x", "y", "z"],
    );
    const leases = await worker.begin();
    await worker.report([[byInput(leases, '"x"'), { error: { class: "bad", message: "no" } }]]);
    expect(await trace(db, id)).not.toContain("each completed");
    await worker.report([[byInput(leases, '"y"'), {}]]);
    expect(await trace(db, id)).toEqual([
      "after completed",
      "each completed",
      "each[0].a failed",
      "each[1].a completed",
      ...others,
    ]);
    expect(await outputOf(db, id, "after")).toEqual({ n: 1 });
    await worker.report([[byInput(leases, '"z"'), {}]]);
    expect(await status(db, id)).toBe("completed");
  });

  test("reads what has been collected, other steps and rule groups", async ({ db }) => {
    const nodes = (completion: unknown) => [
      set("goal", { n: 2 }),
      foreach("each", { completion, collect: "{{ item }}" }),
      ...within("each", set("a")),
    ];
    const edges = ["start → goal", "goal → each"];
    const items = [3, 2, 1];
    const { id } = await scene(
      db,
      nodes("$.steps.each.output.items[*] == $.steps.goal.output.n"),
      edges,
      items,
    );
    expect(await outputOf(db, id, "each")).toMatchObject({ completed: 2, items: [3, 2] });
    const rules = {
      combinator: "and",
      rules: [{ field: "steps.each.output.completed", operator: "=", value: 1 }],
    };
    const ruled = await scene(db, nodes(rules), edges, items);
    expect(await outputOf(db, ruled.id, "each")).toMatchObject({ completed: 1 });
  });

  test.for([[[1, 2]], [[]]])("fails if it does not hold after %j", async ([items], { db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { completion: "$.steps.each.output.completed == 3" }),
        ...within("each", set("a")),
      ],
      ["start → each"],
      items,
    );
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "incomplete", node_id: "each" },
    });
  });

  test("completes with no items if it holds for none", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { completion: "$.steps.each.output.total == 0" }),
        ...within("each", set("a")),
      ],
      ["start → each"],
      [],
    );
    expect(await status(db, id)).toBe("completed");
  });
});
