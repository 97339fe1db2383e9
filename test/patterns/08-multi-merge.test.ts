// WCP-8   each branch [ pick ─┬─► a ─┐      one frame for each branch that is taken,
//                             └─► b ─┴─► c ]    so c runs once for each
import { act, choice, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "multi-merge: what follows runs once for every branch, when that branch is done",
  async (play) => {
    const run = await play(
      [
        foreach("branch", { items: ["a", "b"], concurrency: 2 }),
        ...within("branch", choice("pick", { a: '$.item == "a"' }, "b")),
        ...within("branch", act("a"), act("b"), act("c", { input: { after: "{{ item }}" } })),
      ],
      ["start → branch", "pick:a → a", "pick:b → b", "a → c", "b → c"],
    );
    expect(await run.working()).toBe("branch[0].a branch[1].b");
    await run.does("branch[1].b");
    expect(await run.working()).toBe("branch[0].a branch[1].c");
    await run.does("branch[0].a");
    expect(await run.working()).toBe("branch[0].c branch[1].c");
    await run.does("branch[0].c branch[1].c");
    expect(await run.status()).toBe("completed");
  },
);
