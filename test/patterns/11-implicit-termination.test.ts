// WCP-11  a ──► b
//         c              no end node: the execution ends when nothing is left to do
import { act, expect, pattern } from "./pattern.ts";

pattern(
  "implicit termination: the execution is completed when the last branch is",
  async (play) => {
    const run = await play([act("a"), act("b"), act("c")], ["start → a", "start → c", "a → b"]);
    await run.does("a");
    await run.does("b");
    expect(await run.status()).toBe("running");
    await run.does("c", { n: 3 });
    expect(await run.status()).toBe("completed");
    expect(await run.result()).toEqual({ b: {}, c: { n: 3 } });
  },
);
