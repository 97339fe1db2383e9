// WCP-39  a ──► one (lock: desk) [ b ──► b2 ] ─┐      the sections of a lock are never in two at once
//         c ──► two (lock: desk) [ d ──► d2 ] ─┴─► e
import { act, expect, group, pattern, within } from "./pattern.ts";

pattern("critical section: while one section is entered the other one waits", async (play) => {
  const lock = { lock: "desk" };
  const run = await play(
    [
      ...[act("a"), group("one", lock), act("c"), group("two", lock), act("e")],
      ...within("one", act("b"), act("b2")),
      ...within("two", act("d"), act("d2")),
    ],
    [
      ...["start → a", "a → one", "b → b2", "one → e"],
      ...["start → c", "c → two", "d → d2", "two → e"],
    ],
  );
  await run.does("c");
  expect(await run.working()).toBe("a two[0].d");
  await run.does("a");
  expect(await run.working()).toBe("two[0].d");
  await run.does("two[0].d");
  expect(await run.working()).toBe("two[0].d2");
  await run.does("two[0].d2");
  expect(await run.working()).toBe("one[0].b");
  await run.does("one[0].b one[0].b2 e");
  expect(await run.status()).toBe("completed");
});
