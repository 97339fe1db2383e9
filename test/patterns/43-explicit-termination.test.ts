// WCP-43  a ──► stop (execution)      whatever else is under way is withdrawn
//         b ──► c
import { act, end, expect, pattern } from "./pattern.ts";

pattern("explicit termination: the execution ends where the end is reached", async (play) => {
  const run = await play(
    [act("a"), act("b"), act("c"), end("stop", { scope: "execution", output: "enough" })],
    ["start → a", "start → b", "b → c", "a → stop"],
  );
  await run.does("a");
  expect(await run.status()).toBe("completed");
  expect(await run.result()).toBe("enough");
  expect(await run.trace()).toMatchObject({ a: "completed", b: "cancelled", stop: "completed" });
  expect(await run.does("b")).toEqual(["stale"]);
  expect(await run.trace()).not.toMatchObject({ c: "running" });
});
