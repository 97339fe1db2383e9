// WCP-32  a ─┐
//         b ─┼─(2 of 3, cancel)─► d      the third is withdrawn
//         c ─┘
import { act, expect, pattern, quorum } from "./pattern.ts";

pattern(
  "cancelling partial join: the second branch starts the step, the third ends there",
  async (play) => {
    const run = await play(
      [act("fork"), act("a"), act("b"), act("c"), act("d", quorum(2, "cancel"))],
      ["start → fork", "fork → a", "fork → b", "fork → c", "a → d", "b → d", "c → d"],
    );
    await run.does("fork a");
    expect(await run.working()).toBe("b c");
    await run.does("c");
    expect(await run.trace()).toMatchObject({ b: "cancelled", d: "running" });
    expect(await run.does("b")).toEqual(["stale"]);
    await run.does("d");
    expect(await run.status()).toBe("completed");
  },
);
