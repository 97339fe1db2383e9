// WCP-41  each of 3 [ a ] ──► b      the threads of one branch become one
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern("thread merge: what follows the threads of a branch runs once", async (play) => {
  const run = await play(
    [
      foreach("thread", { concurrency: 3, collect: "{{ steps.a.output.n }}" }),
      ...within("thread", act("a")),
      act("b", { input: { all: "{{ steps.thread.output.items }}" } }),
    ],
    ["start → thread", "thread → b"],
    ["x", "y", "z"],
  );
  for (const n of [1, 2, 0]) {
    expect(await run.trace()).not.toHaveProperty("b");
    await run.does(`thread[${n}].a`, { n });
  }
  expect(await run.working()).toBe("b");
  await run.does("b");
  expect(await run.output("thread")).toMatchObject({ items: [0, 1, 2] });
  expect(await run.working()).toBe("");
  expect(await run.status()).toBe("completed");
});
