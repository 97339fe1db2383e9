// WCP-33  each item [ a ─┐            ]      one frame an item: a branch may be ahead by items,
//                   [    ├(every)─► c ]      and each item's pair is joined by itself
//                   [ b ─┘            ]
import { act, every, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "generalized AND-join: branches that run ahead are paired, one pair an item",
  async (play) => {
    const run = await play(
      [foreach("each", { concurrency: 3 }), ...within("each", act("a"), act("b"), act("c", every))],
      ["start → each", "a → c", "b → c"],
      [1, 2, 3],
    );
    await run.does("each[0].a each[1].a each[2].a");
    expect(await run.working()).toBe("each[0].b each[1].b each[2].b");
    await run.does("each[1].b");
    expect(await run.working()).toBe("each[0].b each[1].c each[2].b");
    await run.does("each[0].b each[2].b");
    expect(await run.working()).toBe("each[0].c each[1].c each[2].c");
    await run.does("each[0].c each[1].c each[2].c");
    expect(await run.status()).toBe("completed");
  },
);
