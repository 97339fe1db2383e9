// WCP-22  more ─┬─ yes ──► self (call of the same workflow) ─┐
//               └─ no ───────────────────────────────────────┴─► a
import { choice, expect, pattern, set } from "./pattern.ts";

pattern("recursion: a step of a workflow is the workflow itself, with an end", async (play) => {
  const call = {
    workflow: "countdown",
    input: { n: "{{ trigger.payload.n | minus(1) }}" },
  };
  const run = await play(
    [
      choice("more", { yes: "$.trigger.payload.n > 0" }, "no"),
      { id: "self", type: "call", data: call },
      set("a", { n: "{{ trigger.payload.n }}", below: "{{ steps.self.output.a }}" }),
    ],
    ["start → more", "more:yes → self", "self → a", "more:no → a"],
    { n: 2 },
    "countdown",
  );
  expect(await run.trace()).toEqual({ more: "completed", self: "completed", a: "completed" });
  expect(await run.result()).toEqual({
    a: { n: 2, below: { n: 1, below: { n: 0, below: null } } },
  });
});
