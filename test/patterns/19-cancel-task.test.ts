// WCP-19  a ──► b      cancel_step(a): b does not follow, what is beside goes on
//         c
import { act, expect, pattern } from "./pattern.ts";

pattern(
  "cancel task: the step is withdrawn, and what its worker reports is refused",
  async (play) => {
    const run = await play([act("a"), act("b"), act("c")], ["start → a", "start → c", "a → b"]);
    expect(await run.working()).toBe("a c");
    await run.byHand("cancel_step", "a");
    expect(await run.trace()).toEqual({ a: "cancelled", b: "skipped", c: "running" });
    expect(await run.does("a")).toEqual(["stale"]);
    await run.does("c");
    expect(await run.trace()).toEqual({ a: "cancelled", b: "skipped", c: "completed" });
    expect(await run.status()).toBe("completed");
  },
);
