// WCP-26  each item [ a ] ──► b      cancel_step(each): those that are done stay done
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "cancel multiple instance activity: what still runs is withdrawn, nothing follows",
  async (play) => {
    const run = await play(
      [foreach("each", { concurrency: 2 }), ...within("each", act("a")), act("b"), act("c")],
      ["start → each", "each → b", "start → c"],
      ["x", "y", "z"],
    );
    await run.does("each[0].a");
    expect(await run.working()).toBe("c each[1].a each[2].a");
    await run.byHand("cancel_step", "each");
    expect(await run.trace()).toEqual({
      ...{ each: "cancelled", b: "skipped", c: "running" },
      ...{ "each[0].a": "completed", "each[1].a": "cancelled", "each[2].a": "cancelled" },
    });
    expect(await run.does("each[1].a each[2].a")).toEqual(["stale", "stale"]);
    await run.does("c");
    expect(await run.status()).toBe("completed");
  },
);
