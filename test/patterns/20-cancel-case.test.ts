// WCP-20  a ──► b      cancel_execution, or an end of scope execution with status cancelled
//         c
import { act, end, expect, pattern, wait } from "./pattern.ts";

pattern("cancel case: whatever is under way is withdrawn", async (play) => {
  const run = await play(
    [act("a"), act("b"), act("c"), wait("w", ["x"])],
    ["start → a", "start → c", "start → w", "a → b"],
  );
  await run.does("a");
  await run.cancels();
  expect(await run.trace()).toEqual({
    ...{ a: "completed", b: "cancelled", c: "cancelled", w: "cancelled" },
  });
  expect(await run.status()).toBe("cancelled");
  expect(await run.does("b c")).toEqual(["stale", "stale"]);
  expect(await run.status()).toBe("cancelled");
});

pattern("it can be drawn", async (play) => {
  const run = await play(
    [act("a"), wait("w", ["withdrawn"]), end("stop", { scope: "execution", status: "cancelled" })],
    ["start → a", "start → w", "w:withdrawn → stop"],
  );
  await run.emits("withdrawn");
  expect(await run.status()).toBe("cancelled");
  expect(await run.does("a")).toEqual(["stale"]);
});
