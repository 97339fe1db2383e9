// WCP-18  a ──► open [ offer ─ asked ──► b ─┐     ] ──► c    b as often as it is asked for,
//                    [   ▲──────────────────┘     ]          while the state is open
//                    [ closes ──► shut (frame)    ]
import { act, end, expect, group, pattern, set, wait, within } from "./pattern.ts";

const nodes = [
  ...[act("a"), group("open"), act("c")],
  ...within("open", set("in"), wait("offer", ["asked"]), act("b")),
  ...within("open", wait("closes", ["closed"]), end("shut", { scope: "frame" })),
];
const edges = [
  ...["start → a", "a → open", "open → c", "in → offer", "offer:asked → b", "b → offer"],
  ...["in → closes", "closes:closed → shut"],
];

pattern(
  "milestone: the step can be asked for once the state is reached, until it is left",
  async (play) => {
    const run = await play(nodes, edges);
    expect(await run.all("waiting")).toBe("");
    await run.does("a");
    await run.emits("asked");
    await run.does("open[0].cycle:offer[0].b");
    await run.emits("asked");
    await run.does("open[0].cycle:offer[1].b");
    await run.emits("closed");
    expect(await run.working()).toBe("c");
    await run.emits("asked");
    expect(await run.working()).toBe("c");
    await run.does("c");
    expect(await run.status()).toBe("completed");
  },
);

pattern("when the state is left, a step that was begun in it is withdrawn", async (play) => {
  const run = await play(nodes, edges);
  await run.does("a");
  await run.emits("asked");
  expect(await run.working()).toBe("open[0].cycle:offer[0].b");
  await run.emits("closed");
  expect(await run.does("open[0].cycle:offer[0].b")).toEqual(["stale"]);
  expect(await run.working()).toBe("c");
});
