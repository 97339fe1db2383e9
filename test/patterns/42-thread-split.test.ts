// WCP-42  a ──► thread of 2 [ b ──► c ]      one branch becomes several of the same steps
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "thread split: from here on the steps of the branch run once for each thread",
  async (play) => {
    const run = await play(
      [act("a"), foreach("thread", { items: [1, 2], concurrency: 2 })].concat(
        within("thread", act("b"), act("c")),
      ),
      ["start → a", "a → thread", "b → c"],
    );
    await run.does("a");
    expect(await run.working()).toBe("thread[0].b thread[1].b");
    await run.does("thread[1].b thread[1].c");
    expect(await run.working()).toBe("thread[0].b");
    await run.does("thread[0].b thread[0].c");
    expect(await run.all("completed")).toBe(
      "a thread thread[0].b thread[0].c thread[1].b thread[1].c",
    );
    expect(await run.status()).toBe("completed");
  },
);
