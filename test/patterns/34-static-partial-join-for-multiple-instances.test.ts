// WCP-34  each item (2 are enough, keep) [ a ] ──► b      the others go on
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "static partial join for multiple instances: the second one starts what follows",
  async (play) => {
    const run = await play(
      [
        foreach("each", { concurrency: 3, completion: 2, rest: "keep" }),
        ...within("each", act("a")),
        act("b"),
      ],
      ["start → each", "each → b"],
      ["x", "y", "z"],
    );
    await run.does("each[2].a");
    expect(await run.working()).toBe("each[0].a each[1].a");
    await run.does("each[0].a");
    expect(await run.working()).toBe("b each[1].a");
    await run.does("b");
    expect(await run.status()).toBe("running");
    expect(await run.does("each[1].a")).toEqual(["recorded"]);
    expect(await run.all("completed")).toBe("b each each[0].a each[1].a each[2].a");
    expect(await run.status()).toBe("completed");
  },
);
