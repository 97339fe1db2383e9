// WCP-24  a ──► wait (inbox: 1 day) ──► b      an event is kept until somebody waits for it
import { act, expect, pattern, wait } from "./pattern.ts";

pattern("persistent trigger: an event that came before the wait ends it", async (play) => {
  const run = await play(
    [act("a"), wait("w", ["rang"], { inbox: "1 day" }), act("b")],
    ["start → a", "a → w", "w:rang → b"],
  );
  await run.emits("rang", { by: "the neighbour" });
  expect(await run.working()).toBe("a");
  await run.does("a");
  expect(await run.working()).toBe("b");
  expect(await run.output("w")).toMatchObject({ event: { payload: { by: "the neighbour" } } });
});
