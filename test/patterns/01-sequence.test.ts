// WCP-1   a ──► b ──► c
import { act, expect, pattern } from "./pattern.ts";

pattern("sequence: a step begins when the one before it has completed", async (play) => {
  const run = await play([act("a"), act("b"), act("c")], ["start → a", "a → b", "b → c"]);
  const order: string[] = [];
  for (let next = await run.working(); next !== ""; next = await run.working()) {
    order.push(next);
    await run.does(next);
  }
  expect(order).toEqual(["a", "b", "c"]);
  expect(await run.status()).toBe("completed");
});
