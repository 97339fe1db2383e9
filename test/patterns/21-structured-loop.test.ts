// WCP-21  l [ a ] ──► b      while: looked at before each round; until: after it
import { act, expect, loop, pattern, within } from "./pattern.ts";

const line = (data: object) => [loop("l", data), ...within("l", act("a")), act("b")];
const edges = ["start → l", "l → b"];

pattern("structured loop, while: no round when the condition does not hold", async (play) => {
  const nodes = line({ while: "$.index < $.trigger.payload.n" });
  const none = await play(nodes, edges, { n: 0 });
  expect(await none.working()).toBe("b");
  await none.does("b");
  const two = await play(nodes, edges, { n: 2 });
  await two.does("l[0].a");
  expect(await two.working()).toBe("l[1].a");
  await two.does("l[1].a b");
  expect(await two.status()).toBe("completed");
});

pattern(
  "structured loop, until: one round at least, and the next when the last is done",
  async (play) => {
    const run = await play(line({ until: "$.steps.a.output.enough == true" }), edges);
    await run.does("l[0].a", { enough: false });
    expect(await run.working()).toBe("l[1].a");
    await run.does("l[1].a", { enough: true });
    expect(await run.working()).toBe("b");
    expect(await run.output("l")).toMatchObject({ iterations: 2 });
  },
);
