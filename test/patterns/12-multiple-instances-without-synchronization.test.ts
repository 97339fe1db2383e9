// WCP-12  each item [ a ]      nothing follows the container
//         b                    the branch beside it does not wait
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "multiple instances without synchronization: all run beside each other and what goes on",
  async (play) => {
    const run = await play(
      [foreach("each", { concurrency: 10 }), ...within("each", act("a")), act("b"), act("c")],
      ["start → each", "start → b", "b → c"],
      ["x", "y"],
    );
    expect(await run.working()).toBe("b each[0].a each[1].a");
    await run.does("b c");
    expect(await run.status()).toBe("running");
    await run.does("each[1].a each[0].a");
    expect(await run.status()).toBe("completed");
  },
);
