// WCP-36  poll [ slot [ asked ──► a ]       ] ──► b      instances are added while others run,
//              [ stop ─ enough ──► over      ]          and an event says that these are enough
import { act, end, expect, foreach, group, pattern, wait, within } from "./pattern.ts";

const nodes = [
  ...[group("poll"), act("b")],
  ...within("poll", foreach("slot", { items: [0, 1, 2, 3], concurrency: 4 })),
  ...within("poll", wait("stop", ["enough"]), end("over", { scope: "frame" })),
  ...within(
    "slot",
    wait("asked", [], { events: [{ port: "asked", name: "asked", match: "{{ index }}" }] }),
    act("a"),
  ),
];
const edges = ["start → poll", "poll → b", "asked:asked → a", "stop:enough → over"];

for (const count of [1, 3]) {
  pattern(`dynamic partial join for multiple instances: ${count} are enough`, async (play) => {
    const run = await play(nodes, edges);
    for (let n = 0; n <= count; n++) await run.emits("asked", {}, `${n}`);
    for (let n = 0; n < count; n++) {
      await run.does(`poll[0].slot[${n}].a`);
      expect(await run.trace()).not.toHaveProperty("b");
    }
    await run.emits("enough");
    expect(await run.working()).toBe("b");
    expect((await run.all("cancelled")).split(" ")).toContain(`poll[0].slot[${count}].a`);
    expect(await run.does(`poll[0].slot[${count}].a`)).toEqual(["stale"]);
    await run.does("b");
    expect(await run.status()).toBe("completed");
  });
}
