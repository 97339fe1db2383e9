// WCP-25  region [ a ──► b      ] ──► d      what is in the region is withdrawn as a whole
//                [ c            ]
//                [ call ──► off ]            e, beside it, goes on
import { act, end, expect, group, pattern, wait, within } from "./pattern.ts";

const nodes = [
  ...[group("region"), act("d"), act("e")],
  ...within("region", act("a"), act("b"), act("c")),
  ...within("region", wait("call", ["alarm"]), end("off", { scope: "frame" })),
];
const edges = ["start → region", "start → e", "region → d", "a → b", "call:alarm → off"];

pattern("cancel region: an event withdraws every step of it, whatever each is at", async (play) => {
  const run = await play(nodes, edges);
  await run.does("region[0].a");
  expect(await run.working()).toBe("e region[0].b region[0].c");
  await run.emits("alarm");
  expect(await run.all("cancelled")).toBe("region[0].b region[0].c");
  expect(await run.does("region[0].b region[0].c")).toEqual(["stale", "stale"]);
  expect(await run.working()).toBe("d e");
  await run.does("d e");
  expect(await run.status()).toBe("completed");
});

pattern("by hand it is withdrawn with what follows it", async (play) => {
  const run = await play(nodes, edges);
  await run.byHand("cancel_step", "region");
  expect(await run.all("cancelled")).toBe("region region[0].a region[0].c region[0].call");
  expect(await run.trace()).toMatchObject({ d: "skipped", e: "running" });
  expect(await run.does("region[0].a region[0].c")).toEqual(["stale", "stale"]);
});

pattern("cancel region: the event withdraws every step of the group", async (play) => {
  const run = await play(
    [
      ...[group("region", { cancel_on: { name: "alarm" } }), act("d"), act("e")],
      ...within("region", act("a"), act("b"), act("c")),
    ],
    ["start → region", "start → e", "region → d", "a → b"],
  );
  await run.does("region[0].a");
  await run.emits("alarm");
  expect(await run.all("cancelled")).toBe("region region[0].b region[0].c");
  expect(await run.does("region[0].b region[0].c")).toEqual(["stale", "stale"]);
  expect(await run.trace()).toMatchObject({ d: "skipped", e: "running" });
});
