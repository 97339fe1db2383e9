// WCP-27  each item [ a ] ──► b      complete_step(each): the rest is withdrawn, b follows
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "complete multiple instance activity: what still runs is withdrawn, what follows begins",
  async (play) => {
    const run = await play(
      [foreach("each", { concurrency: 2 }), ...within("each", act("a")), act("b")],
      ["start → each", "each → b"],
      ["x", "y", "z"],
    );
    await run.does("each[0].a");
    await run.byHand("complete_step", "each");
    expect(await run.trace()).toEqual({
      ...{ each: "completed", b: "running" },
      ...{ "each[0].a": "completed", "each[1].a": "cancelled", "each[2].a": "cancelled" },
    });
    expect(await run.does("each[1].a each[2].a")).toEqual(["stale", "stale"]);
    await run.does("b");
    expect(await run.status()).toBe("completed");
  },
);
