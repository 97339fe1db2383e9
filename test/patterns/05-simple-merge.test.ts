// WCP-5   pick ─┬─► a ─┐
//               └─► b ─┴─► c
import { act, choice, expect, pattern } from "./pattern.ts";

const merge = [
  choice("pick", { left: "$.trigger.payload.left == true" }, "right"),
  ...[act("a"), act("b"), act("c", { input: { a: "{{ steps.a.status }}" } })],
];
const edges = ["start → pick", "pick:left → a", "pick:right → b", "a → c", "b → c"];

pattern("simple merge: whichever branch was taken, the step follows it", async (play) => {
  for (const [left, taken, other] of [
    [true, "a", "b"],
    [false, "b", "a"],
  ] as const) {
    const run = await play(merge, edges, { left });
    expect(await run.working()).toBe(taken);
    await run.does(taken);
    expect(await run.working()).toBe("c");
    await run.does("c");
    expect(await run.trace()).toMatchObject({ [taken]: "completed", [other]: "skipped" });
    expect(await run.status()).toBe("completed");
  }
});
