// WCP-14  count ──► each of count [ a ] ──► b      the number is known when they begin
import { act, expect, foreach, pattern, within } from "./pattern.ts";

pattern(
  "multiple instances, their number known at run time: a step before them says it",
  async (play) => {
    for (const items of [["x", "y"], ["z"], []]) {
      const run = await play(
        [
          act("count"),
          foreach("each", { items: "{{ steps.count.output.items }}", concurrency: 3 }),
          ...within("each", act("a", { input: { item: "{{ item }}" } })),
          act("b"),
        ],
        ["start → count", "count → each", "each → b"],
      );
      await run.does("count", { items });
      const instances = items.map((_, n) => `each[${n}].a`);
      expect(await run.working()).toBe(instances.length === 0 ? "b" : instances.join(" "));
      for (const instance of instances) await run.does(instance);
      expect(await run.working()).toBe("b");
      await run.does("b");
      expect(await run.status()).toBe("completed");
    }
  },
);
