// WCP-37  a ─┬─► b ───────────┬─► d ─┬─► f      splits and merges need not be nested:
//            └─► pick ─┬─ left ┘     │          d merges b and left, f merges d and e
//                      └─ right ─► e ┘
import { act, choice, expect, pattern } from "./pattern.ts";

const nodes = [
  choice("pick", {
    left: "$.trigger.payload.left == true",
    right: "$.trigger.payload.right == true",
  }),
  ...[act("a"), act("b"), act("d"), act("e"), act("f")],
];
const edges = [
  ...["start → a", "a → b", "b → d", "a → pick", "pick:left → d", "pick:right → e"],
  ...["d → f", "e → f"],
];

pattern(
  "local synchronizing merge: each waits for what can still come, without nesting",
  async (play) => {
    const both = await play(nodes, edges, { left: true, right: true });
    await both.does("a");
    await both.does("e");
    expect(await both.working()).toBe("b");
    await both.does("b d");
    expect(await both.working()).toBe("f");
    await both.does("f");
    const none = await play(nodes, edges);
    await none.does("a b");
    expect(await none.trace()).toMatchObject({ d: "running", e: "skipped" });
    await none.does("d f");
    expect(await none.status()).toBe("completed");
  },
);
