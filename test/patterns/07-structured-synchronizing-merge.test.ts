// WCP-7   pick ─┬─► a ─┐
//               ├─► b ─┼─► d      waits for the branches that were taken
//               └─► c ─┘
import { act, choice, expect, pattern } from "./pattern.ts";

const merge = [
  choice("pick", {
    fire: "$.trigger.payload.fire == true",
    flood: "$.trigger.payload.flood == true",
    theft: "$.trigger.payload.theft == true",
  }),
  ...[act("a"), act("b"), act("c"), act("d")],
];
const edges = [
  ...["start → pick", "pick:fire → a", "pick:flood → b", "pick:theft → c"],
  ...["a → d", "b → d", "c → d"],
];

pattern("structured synchronizing merge: waits for all that were taken", async (play) => {
  const two = await play(merge, edges, { fire: true, theft: true });
  await two.does("c");
  expect(await two.working()).toBe("a");
  await two.does("a");
  expect(await two.working()).toBe("d");
  await two.does("d");
  expect(await two.status()).toBe("completed");
});

pattern("and follows one branch at once when no other was taken", async (play) => {
  const one = await play(merge, edges, { flood: true });
  await one.does("b");
  expect(await one.working()).toBe("d");
  await one.does("d");
});
