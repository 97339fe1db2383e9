// WCP-4   pick ─┬─ big ───► a
//               └─ small ─► b
import { act, choice, expect, pattern } from "./pattern.ts";

const either = [
  choice("pick", { big: "$.trigger.payload.n > 10", even: "$.trigger.payload.n > 5" }, "small"),
  ...[act("a"), act("b"), act("c")],
];
const edges = ["start → pick", "pick:big → a", "pick:even → b", "pick:small → c"];

pattern("exclusive choice: the first case that holds is taken, and no other", async (play) => {
  const big = await play(either, edges, { n: 11 });
  expect(await big.trace()).toMatchObject({ a: "running", b: "skipped", c: "skipped" });
  await big.does("a");
  const small = await play(either, edges, { n: 1 });
  expect(await small.trace()).toMatchObject({ a: "skipped", b: "skipped", c: "running" });
  await small.does("c");
  expect(await small.status()).toBe("completed");
});
