// WCP-40  turn, one at a time [ which ─┬─► a ]      in whatever order is said when they begin
//                             [        ├─► b ]
//                             [        └─► c ] ──► d
import { act, choice, expect, foreach, pattern, within } from "./pattern.ts";

const is = (step: string) => `$.item == "${step}"`;
const nodes = [
  foreach("turn", { items: "{{ trigger.payload }}" }),
  ...within("turn", choice("which", { a: is("a"), b: is("b") }, "c")),
  ...within("turn", act("a"), act("b"), act("c")),
  act("d"),
];
const edges = ["start → turn", "which:a → a", "which:b → b", "which:c → c", "turn → d"];

for (const order of [
  ["a", "b", "c"],
  ["c", "a", "b"],
  ["b", "c", "a"],
]) {
  pattern(`interleaved routing: ${order.join(", ")}, one at a time`, async (play) => {
    const run = await play(nodes, edges, order);
    for (const [turn, step] of order.entries()) {
      expect(await run.working()).toBe(`turn[${turn}].${step}`);
      await run.does(`turn[${turn}].${step}`);
    }
    expect(await run.working()).toBe("d");
    await run.does("d");
    expect(await run.status()).toBe("completed");
  });
}
