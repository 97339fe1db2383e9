// WCP-2   a ─┬─► b
//            └─► c
import { act, expect, pattern } from "./pattern.ts";

const split = [act("a"), act("b"), act("c")];
const edges = ["start → a", "a → b", "a → c"];

pattern("parallel split: both branches begin, and neither waits for the other", async (play) => {
  const run = await play(split, edges);
  expect(await run.working()).toBe("a");
  await run.does("a");
  expect(await run.working()).toBe("b c");
  await run.does("c");
  expect(await run.trace()).toEqual({ a: "completed", b: "running", c: "completed" });
  await run.does("b");
  expect(await run.status()).toBe("completed");
});
