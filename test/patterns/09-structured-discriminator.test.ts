// WCP-9   a ─┐
//            ├─(1 of 2, keep)─► c      the other branch goes on, and starts nothing
//         b ─┘
import { act, expect, pattern, quorum } from "./pattern.ts";

pattern(
  "structured discriminator: the first branch starts the step, the second does not",
  async (play) => {
    const run = await play(
      [act("a"), act("b"), act("c", quorum(1))],
      ["start → a", "start → b", "a → c", "b → c"],
    );
    await run.does("b");
    expect(await run.working()).toBe("a c");
    await run.does("c");
    expect(await run.does("a")).toEqual(["recorded"]);
    expect(await run.trace()).toEqual({ a: "completed", b: "completed", c: "completed" });
    expect(await run.working()).toBe("");
    expect(await run.status()).toBe("completed");
  },
);
