// WCP-17  one at a time [ a ──► b ]      b after a; c whenever; never two at once
//                       [ c       ] ──► d
import { act, expect, group, pattern, within } from "./pattern.ts";

pattern(
  "interleaved parallel routing: each once, in an order the edges allow, one at a time",
  async (play) => {
    const run = await play(
      [
        ...[group("turns", { order: "one_at_a_time" }), act("d")],
        ...within("turns", act("a"), act("b"), act("c")),
      ],
      ["start → turns", "turns → d", "a → b"],
    );
    const order: string[] = [];
    while ((await run.working()) !== "d") {
      const [step, ...others] = (await run.working()).split(" ");
      expect(others).toEqual([]);
      order.push(step!.replace("turns[0].", ""));
      await run.does(step!);
    }
    expect([...order].sort()).toEqual(["a", "b", "c"]);
    expect(order.indexOf("a")).toBeLessThan(order.indexOf("b"));
    await run.does("d");
    expect(await run.status()).toBe("completed");
  },
);
