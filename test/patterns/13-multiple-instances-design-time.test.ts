// WCP-13  each of 3 [ a ] ──► b      the number is in the definition
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "multiple instances, their number known at design time: what follows waits for all",
  async (play) => {
    const run = await play(
      [
        foreach("each", { items: [1, 2, 3], concurrency: 3 }),
        ...within("each", act("a", { input: { n: "{{ item }}" } })),
        act("b"),
      ],
      ["start → each", "each → b"],
    );
    expect(await run.working()).toBe("each[0].a each[1].a each[2].a");
    await run.does("each[2].a each[0].a");
    expect(await run.working()).toBe("each[1].a");
    await run.does("each[1].a");
    expect(await run.working()).toBe("b");
    await run.does("b");
    expect(await run.status()).toBe("completed");
  },
);
