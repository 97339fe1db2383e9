// WCP-6   pick ─┬─ fire ──► a      any number of them
//               ├─ flood ─► b
//               └─ theft ─► c
import { act, choice, expect, pattern } from "./pattern.ts";

const any = [
  choice("pick", {
    fire: "$.trigger.payload.fire == true",
    flood: "$.trigger.payload.flood == true",
    theft: "$.trigger.payload.theft == true",
  }),
  ...[act("a"), act("b"), act("c")],
];
const edges = ["start → pick", "pick:fire → a", "pick:flood → b", "pick:theft → c"];

pattern("multi-choice: every case that holds is taken", async (play) => {
  const two = await play(any, edges, { fire: true, theft: true });
  expect(await two.trace()).toMatchObject({ a: "running", b: "skipped", c: "running" });
  await two.does("a c");
  const none = await play(any, edges);
  expect(await none.all("skipped")).toBe("a b c");
  expect(await none.status()).toBe("completed");
});
