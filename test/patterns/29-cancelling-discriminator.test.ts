// WCP-29  a ─┐
//            ├─(1 of 2, cancel)─► c      the other branch is withdrawn
//         b ──► b2 ─┘
import { act, expect, pattern, quorum } from "./pattern.ts";

pattern(
  "cancelling discriminator: the first branch starts the step, the other one ends there",
  async (play) => {
    const run = await play(
      [act("fork"), act("a"), act("b"), act("b2"), act("c", quorum(1, "cancel")), act("d")],
      [...["start → fork", "fork → a", "fork → b", "start → d", "b → b2"], ...["a → c", "b2 → c"]],
    );
    await run.does("fork");
    await run.does("a");
    expect(await run.trace()).toEqual({
      ...{ fork: "completed", a: "completed", b: "cancelled", b2: "cancelled" },
      ...{ c: "running", d: "running" },
    });
    expect(await run.does("b")).toEqual(["stale"]);
    await run.does("c d");
    expect(await run.status()).toBe("completed");
  },
);
