// WCP-16  wait ─┬─ accepted ──► a      the first event decides
//               └─ declined ──► b
import { act, expect, pattern, wait } from "./pattern.ts";

pattern(
  "deferred choice: the branches are offered, and the first event takes one",
  async (play) => {
    const run = await play(
      [wait("answer", ["accepted", "declined"]), act("a"), act("b")],
      ["start → answer", "answer:accepted → a", "answer:declined → b"],
    );
    expect(await run.trace()).toEqual({ answer: "waiting" });
    await run.emits("declined");
    expect(await run.trace()).toEqual({ answer: "completed", a: "skipped", b: "running" });
    await run.emits("accepted");
    expect((await run.trace())["a"]).toBe("skipped");
    await run.does("b");
    expect(await run.status()).toBe("completed");
  },
);
