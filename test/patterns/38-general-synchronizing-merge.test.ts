// WCP-38  pick ─┬─► a ──────────────┐
//               └─► b ──► ok ─ yes ─┴─► c      waits for the cycle too, if it was entered
//                   ▲──────┘ no
import { act, choice, expect, pattern } from "./pattern.ts";

const nodes = [
  choice("pick", { a: "$.trigger.payload.a == true", b: "$.trigger.payload.b == true" }),
  ...[act("a"), act("b"), act("c")],
  choice("ok", { no: "$.steps.b.output.ok == false" }, "yes"),
];
const edges = [
  ...["start → pick", "pick:a → a", "pick:b → b", "b → ok", "ok:no → b"],
  ...["a → c", "ok:yes → c"],
];

pattern(
  "general synchronizing merge: waits as long as a cycle may still reach it",
  async (play) => {
    const both = await play(nodes, edges, { a: true, b: true });
    await both.does("a");
    await both.does("cycle:b[0].b", { ok: false });
    expect(await both.working()).toBe("cycle:b[1].b");
    await both.does("cycle:b[1].b", { ok: true });
    expect(await both.working()).toBe("c");
    await both.does("c");
    expect(await both.status()).toBe("completed");
  },
);

pattern("and not for one that was never entered", async (play) => {
  const one = await play(nodes, edges, { a: true });
  await one.does("a");
  expect(await one.working()).toBe("c");
});
