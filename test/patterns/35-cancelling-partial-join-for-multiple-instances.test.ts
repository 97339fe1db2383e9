// WCP-35  each item (2 are enough, cancel) [ a ] ──► b      the others are withdrawn
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "cancelling partial join for multiple instances: the others end with the second",
  async (play) => {
    const run = await play(
      [
        foreach("each", { concurrency: 3, completion: 2, rest: "cancel" }),
        ...within("each", act("a")),
        act("b"),
      ],
      ["start → each", "each → b"],
      ["w", "x", "y", "z"],
    );
    await run.does("each[2].a");
    expect(await run.working()).toBe("each[0].a each[1].a each[3].a");
    await run.does("each[0].a");
    expect(await run.all("cancelled")).toBe("each[1].a each[3].a");
    expect(await run.does("each[1].a each[3].a")).toEqual(["stale", "stale"]);
    expect(await run.working()).toBe("b");
    await run.does("b");
    expect(await run.status()).toBe("completed");
  },
);
