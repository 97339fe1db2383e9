import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, stepStatuses, type Node } from "../../support/engine.ts";
import { outputOf, scene } from "../../support/containers.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

/** None of these can do what it is for. */
const BROKEN: Node[] = [
  { id: "a", type: "wait", data: { for: "{{ trigger.payload.nothing }}" } },
  { id: "a", type: "choice", data: { mode: "split", key: "{{ trigger.payload.nothing }}" } },
  { id: "a", type: "join", data: { output: "x{{ trigger.payload.nothing }}" } },
];
const cases = [{ port: "main", weight: 1 }];
const broken = BROKEN.map(({ data, ...node }) => ({
  ...node,
  data: { ...data, ...(node.type === "choice" ? { cases } : {}) },
}));

describe("on_error", () => {
  for (const node of broken) {
    const { type } = node;
    test(`of a ${type} is fail: its frame fails`, async ({ db }) => {
      const { id } = await scene(db, [node, set("after")], ["start → a", "a → after"]);
      expect(await execution(db, id)).toMatchObject({
        status: "failed",
        error: { class: "expression", node_id: "a" },
      });
    });

    test(`of a ${type} with an error edge is branch`, async ({ db }) => {
      const { id } = await scene(
        db,
        [
          node,
          set("after"),
          set("other"),
          set("caught", { c: "{{ steps.a.output.error.class }}" }),
        ],
        ["start → a", "a → after", "a:error:http → other", "a:error:expression → caught"],
      );
      expect(await stepStatuses(db, id)).toMatchObject({
        ...{ a: "failed", after: "skipped", other: "skipped", caught: "completed" },
      });
      expect(await outputOf(db, id, "caught")).toEqual({ c: "expression" });
      expect(await execution(db, id)).toMatchObject({ status: "completed" });
    });
  }

  for (const node of broken.filter(({ type }) => type !== "choice")) {
    test(`continue of a ${node.type} takes main alone`, async ({ db }) => {
      const going = { ...node, data: { ...node.data, on_error: "continue" } };
      const port = node.type === "wait" ? "elapsed" : "error";
      const { id } = await scene(
        db,
        [going, set("after"), set("other")],
        ["start → a", "a → after", `a:${port} → other`],
      );
      expect(await stepStatuses(db, id)).toMatchObject({
        ...{ a: "failed", after: "completed", other: "skipped" },
      });
    });
  }
});
