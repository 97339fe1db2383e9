// WCP-30  a ─┐
//         b ─┼─(2 of 3, keep)─► d      the third goes on, and starts nothing
//         c ─┘
import { act, expect, pattern, quorum } from "./pattern.ts";

pattern(
  "structured partial join: the second branch starts the step, the third does not",
  async (play) => {
    const run = await play(
      [act("a"), act("b"), act("c"), act("d", quorum(2))],
      ["start → a", "start → b", "start → c", "a → d", "b → d", "c → d"],
    );
    await run.does("c");
    expect(await run.working()).toBe("a b");
    await run.does("a");
    expect(await run.working()).toBe("b d");
    await run.does("d");
    expect(await run.does("b")).toEqual(["recorded"]);
    expect(await run.working()).toBe("");
    expect(await run.all("completed")).toBe("a b c d");
    expect(await run.status()).toBe("completed");
  },
);
