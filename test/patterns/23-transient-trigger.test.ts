// WCP-23  a ──► wait (inbox: 0) ──► b      an event that nobody waits for is lost
import { act, expect, pattern, wait } from "./pattern.ts";

pattern("transient trigger: only an event that comes during the wait ends it", async (play) => {
  const run = await play(
    [act("a"), wait("w", ["rang"], { inbox: "0 s" }), act("b")],
    ["start → a", "a → w", "w:rang → b"],
  );
  await run.emits("rang");
  await run.does("a");
  expect(await run.trace()).toEqual({ a: "completed", w: "waiting" });
  await run.emits("rang");
  expect(await run.working()).toBe("b");
});
