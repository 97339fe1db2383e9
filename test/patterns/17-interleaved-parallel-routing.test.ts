// WCP-17  next ──► pick ─┬─► a ─┐                   b only after a; c whenever; one at a time
//          ▲  (event)    ├─► b ─┼─► did ──► left ─ none ──► d
//          │             └─► c ─┘             │
//          └────────────── some ──────────────┘
import { act, choice, expect, pattern, set, wait } from "./pattern.ts";

const did = (step: string) => `$.steps.did.output.${step} == true`;
/** In this round, or before: `||` without the sign of a filter. */
const now = (step: string) => `{{ !($.steps.${step}.status == "skipped" && !(${did(step)})) }}`;
const asked = (step: string) => `$.steps.next.output.event.payload == "${step}" && !(${did(step)})`;
const nodes = [
  wait("next", ["step.chosen"]),
  choice("pick", { a: asked("a"), b: `${asked("b")} && ${did("a")}`, c: asked("c") }, "none"),
  ...[act("a"), act("b"), act("c"), act("d")],
  set("did", { a: now("a"), b: now("b"), c: now("c") }),
  choice("left", { none: ["a", "b", "c"].map(did).join(" && ") }, "some"),
];
const edges = [
  ...["start → next", "next:step.chosen → pick"],
  ...["pick:a → a", "pick:b → b", "pick:c → c", "pick:none → did"],
  ...["a → did", "b → did", "c → did", "did → left", "left:some → next", "left:none → d"],
];

for (const order of ["a b c", "a c b", "c a b"]) {
  pattern(`interleaved parallel routing: ${order}, one at a time`, async (play) => {
    const run = await play(nodes, edges);
    for (const [round, step] of order.split(" ").entries()) {
      expect(await run.working()).toBe("");
      await run.emits("step.chosen", step);
      await run.emits("step.chosen", "d");
      expect(await run.working()).toBe(`cycle:next[${2 * round}].${step}`);
      await run.does(`cycle:next[${2 * round}].${step}`);
    }
    await run.does("d");
    expect(await run.status()).toBe("completed");
  });
}

pattern("one that may not run yet, or has run, is not begun", async (play) => {
  const run = await play(nodes, edges);
  await run.emits("step.chosen", "b");
  expect(await run.working()).toBe("");
  await run.emits("step.chosen", "a");
  await run.does("cycle:next[1].a");
  await run.emits("step.chosen", "a");
  expect(await run.working()).toBe("");
  expect(await run.status()).toBe("waiting");
});
