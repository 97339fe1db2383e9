import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "vitest";
import { attemptsOf, ending, test } from "../support/chaos/scene.ts";
import { expect } from "../support/database.ts";
import { invariants, start } from "../support/engine.ts";

const SILENCE_MS = 10_000;

describe("a worker process that is killed", () => {
  test("is found dead by its connection, and its step runs again elsewhere", async ({
    db,
    chaos,
  }) => {
    const { effects } = chaos;
    const workflow = await chaos.calls("/held", "/free");
    effects.hold("/held");
    const first = await chaos.work();
    const id = await start(db, workflow);
    await effects.reach(1);
    await chaos.work();
    const killedAt = performance.now();
    await first.kill();
    await effects.reach(2);
    expect(effects.all[1]!.at - killedAt).toBeLessThan(SILENCE_MS);
    effects.release("/held");
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    expect(effects.keys.size).toBe(2);
    expect(await attemptsOf(db, id)).toEqual(["crashed", "completed", "completed"]);
    expect(await invariants(db)).toEqual([]);
  });
});

describe("a worker process that gets SIGTERM", () => {
  test("finishes what it runs and takes nothing new", async ({ db, chaos }) => {
    const { effects } = chaos;
    const workflow = await chaos.calls("/held", "/next");
    effects.hold("/held");
    const worker = await chaos.work();
    const id = await start(db, workflow);
    await effects.reach(1);
    worker.signal("SIGTERM");
    for (;;) {
      const rows = await db.query("select from sluice.workers where is_draining");
      if (rows.length > 0) break;
      await sleep(10);
    }
    effects.release("/held");
    expect(await worker.ended).toBe(0);
    expect(effects.all).toHaveLength(1);
    expect(await attemptsOf(db, id)).toEqual(["completed"]);
    expect(await db.query("select from sluice.workers")).toEqual([]);
    expect(await db.query("select crashes from sluice_private.ready_steps")).toEqual([
      { crashes: 0 },
    ]);
    await chaos.work();
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
  });
});
