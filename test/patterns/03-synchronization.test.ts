// WCP-3   a ─┐
//            ├─(every)─► c
//         b ─┘
import { act, choice, every, expect, pattern } from "./pattern.ts";

pattern("synchronization: the step waits for both branches, and begins once", async (play) => {
  const run = await play(
    [act("a"), act("b"), act("c", every)],
    ["start → a", "start → b", "a → c", "b → c"],
  );
  await run.does("b");
  expect(await run.working()).toBe("a");
  await run.does("a");
  expect(await run.working()).toBe("c");
  await run.does("c");
  expect(await run.trace()).toEqual({ a: "completed", b: "completed", c: "completed" });
});

pattern("unlike a merge, it is skipped when one branch is not taken", async (play) => {
  const run = await play(
    [act("a"), choice("b", { yes: "$.trigger.payload.b == true" }), act("c", every)],
    ["start → a", "start → b", "a → c", "b:yes → c"],
  );
  expect((await run.trace())["c"]).toBe("skipped");
  await run.does("a");
  expect(await run.status()).toBe("completed");
});
