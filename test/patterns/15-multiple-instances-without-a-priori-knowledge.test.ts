// WCP-15  each slot [ wait ─ more ──► a ] ──► b      an event fills a slot while others run;
//                          └ closed                  another says that there are no more
import { act, expect, foreach, pattern, wait, within } from "./pattern.ts";

const slots = foreach("slot", { items: [0, 1, 2], concurrency: 3 });
const open = wait("open", [], {
  events: [
    { port: "more", name: "witness.found", match: "{{ index }}" },
    { port: "closed", name: "witnesses.closed" },
  ],
});

pattern(
  "multiple instances, more of them while others run: what follows waits for all there were",
  async (play) => {
    const run = await play(
      [slots, ...within("slot", open, act("a")), act("b")],
      ["start → slot", "open:more → a", "slot → b"],
    );
    expect(await run.working()).toBe("");
    await run.emits("witness.found", {}, "0");
    expect(await run.working()).toBe("slot[0].a");
    await run.emits("witness.found", {}, "1");
    expect(await run.working()).toBe("slot[0].a slot[1].a");
    await run.does("slot[0].a");
    expect(await run.working()).toBe("slot[1].a");
    await run.emits("witnesses.closed");
    expect(await run.working()).toBe("slot[1].a");
    await run.does("slot[1].a");
    expect(await run.trace()).toMatchObject({ "slot[2].a": "skipped", b: "running" });
    await run.does("b");
    expect(await run.status()).toBe("completed");
  },
);
