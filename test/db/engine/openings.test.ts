import { describe } from "vitest";
import { test } from "../../support/database.ts";
import type { Node } from "../../support/engine.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";
import { expectSameEnd, wait, type Way } from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const called: Way["child"] = {
  nodes: [set("x", { n: "{{ trigger.payload.n }}" })],
  edges: ["start → x"],
};
const inside = (type: string, data: Record<string, unknown>): Node[] => [
  { id: "a", type, data },
  { ...act("x", { input: { n: "{{ trigger.payload.n }}" } }), parentId: "a" },
];
const after = act("b", { input: { seen: "{{ trigger.payload.n }}" } });

describe("what follows the trigger is fired as the rounds would", () => {
  test.for<[string, Node[]]>([
    ["a wait", [wait("a"), after]],
    ["a wait that has a deadline", [wait("a", { for: "0 s", timeout: "1 day" }), after]],
    ["data.set", [set("a", { n: "{{ trigger.payload.n }}" }), after]],
    ["a step that is disabled", [act("a", { disabled: true }), after]],
    ["a step whose condition is false", [act("a", { run_if: "$.trigger.payload.n == 2" }), after]],
    [
      "a step that fails to begin",
      [act("a", { input: { n: "is {{ trigger.payload.gone }}" } }), after],
    ],
    ["a step with a timeout", [act("a", { timeout: "1 day" }), after]],
    ["a step with a cache", [act("a", { cache: { key: "k", ttl: "1 day" } }), after]],
    ["a step with a limit", [act("a", { limits: [{ key: "k", concurrency: 1 }] }), after]],
    ["a step with a priority", [act("a", { priority: 1 }), after]],
    ["a call", [{ id: "a", type: "call", data: { workflow: "child", input: { n: 1 } } }, after]],
    ["a foreach", [...inside("foreach", { items: "{{ trigger.payload.list }}" }), after]],
    [
      "a loop",
      [...inside("loop", { while: "$.trigger.payload.n == 1", max_iterations: 2 }), after],
    ],
    ["a group", [...inside("group", { order: "one_at_a_time" }), after]],
    ["an end", [{ id: "a", type: "end", data: { scope: "execution" } }]],
    [
      "an end that fails",
      [{ id: "a", type: "end", data: { status: "failed", scope: "execution" } }],
    ],
  ])("%s", async ([, nodes], { db }) => {
    const way: Way = {
      nodes,
      edges: nodes.includes(after) ? ["start → a", "a → b"] : ["start → a"],
      input: { n: 1, list: [1, 2] },
      child: called,
    };
    await expectSameEnd(db, () => way);
  });
});
