import { describe } from "vitest";
import { attemptsOf, callsOf, ending, test, until } from "../support/chaos/scene.ts";
import { expect } from "../support/database.ts";
import { createTenant, invariants, publish, start } from "../support/engine.ts";

const DEADLY_PORT = "4999";
/** Longer than a worker may be silent. */
const BUSY_MS = "14000";

const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);

describe("a worker process", () => {
  test("that is killed is found within 5 s", { timeout: 60_000 }, async ({ db, chaos }) => {
    const { effects } = chaos;
    const workflow = await chaos.calls("/held");
    effects.hold("/held");
    const first = await chaos.work();
    const id = await start(db, workflow);
    await effects.reach(1);
    await chaos.work();
    const killedAt = performance.now();
    await first.kill();
    await effects.reach(2);
    const took = effects.all[1]!.at - killedAt;
    console.log(`SIGKILL to step running again: ${seconds(0, took)} s`);
    expect(took).toBeLessThan(5000);
    effects.release("/held");
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    expect(effects.keys.size).toBe(1);
  });

  test(
    "that is killed with no other there is found by the one that takes its place",
    { timeout: 60_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const workflow = await chaos.calls("/held");
      effects.hold("/held");
      const first = await chaos.work();
      const id = await start(db, workflow);
      await effects.reach(1);
      await first.kill();
      const second = chaos.work();
      const killedAt = performance.now();
      await effects.reach(2);
      const took = effects.all[1]!.at - killedAt;
      console.log(`SIGKILL, start of another, to step running again: ${seconds(0, took)} s`);
      await second;
      effects.release("/held");
      expect(await ending(db, id)).toMatchObject({ status: "completed" });
      expect(await attemptsOf(db, id)).toEqual(["crashed", "completed"]);
    },
  );

  test(
    "that is stopped for too long is found by its silence, and exits when it wakes up",
    { timeout: 90_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const workflow = await chaos.calls("/held", "/next");
      effects.hold("/held");
      const sleeper = await chaos.work();
      const id = await start(db, workflow);
      await effects.reach(1);
      await chaos.work();
      const stoppedAt = performance.now();
      sleeper.signal("SIGSTOP");
      await effects.reach(2);
      const took = effects.all[1]!.at - stoppedAt;
      console.log(`SIGSTOP to step running again: ${seconds(0, took)} s`);
      expect(took).toBeLessThan(15_000);
      effects.release("/held");
      sleeper.signal("SIGCONT");
      expect(await sleeper.ended).toBe(1);
      expect(sleeper.output).toContain("the worker is lost");
      expect(await ending(db, id)).toMatchObject({ status: "completed" });
      expect(await attemptsOf(db, id)).toEqual(["crashed", "completed", "completed"]);
      expect(effects.keys.size).toBe(2);
      expect(await invariants(db)).toEqual([]);
    },
  );
});

describe("a step that keeps its process busy", () => {
  test(
    "does not make it silent: it beats in a thread",
    { timeout: 90_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const { port } = new URL(effects.url);
      await chaos.work({
        preload: [new URL("../support/chaos/busy.ts", import.meta.url)],
        env: { BUSY_PORT: port, BUSY_MS },
      });
      await chaos.work({ args: ["--actions", "send_email"] });
      const id = await start(db, await chaos.calls("/free"));
      expect(await ending(db, id)).toMatchObject({ status: "completed" });
      expect(await attemptsOf(db, id)).toEqual(["completed"]);
      expect(effects.all).toHaveLength(1);
    },
  );
});

describe("a step that kills its process", () => {
  test(
    "runs alone from then on, kills nobody else, and fails after the third time",
    { timeout: 90_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const { organizationId } = await createTenant(db);
      const deadly = callsOf(`http://127.0.0.1:${DEADLY_PORT}`, ["/"]);
      const poison = await publish(db, organizationId, deadly);
      const innocent = await chaos.calls("/held");
      effects.hold("/held");
      const options = {
        preload: [new URL("../support/chaos/deadly.ts", import.meta.url)],
        env: { DEADLY_PORT },
      };
      const victim = await chaos.work(options);
      const bystanders = [await start(db, innocent), await start(db, innocent)];
      await effects.reach(2);
      const culprit = await start(db, poison);
      expect(await victim.ended).toBe("SIGKILL");
      const survivor = await chaos.work(options);
      expect(await ending(db, culprit)).toMatchObject({
        status: "failed",
        error: { class: "crash", message: "its worker died 3 times while it ran" },
      });
      expect(await attemptsOf(db, culprit)).toEqual(["crashed", "crashed", "failed"]);
      await until(async () => survivor.children().length === 2);
      effects.release("/held");
      for (const id of bystanders) {
        expect(await ending(db, id)).toMatchObject({ status: "completed" });
        expect(await attemptsOf(db, id)).toEqual(["crashed", "completed"]);
      }
      await until(async () => survivor.children().length === 0);
      survivor.signal("SIGTERM");
      expect(await survivor.ended).toBe(0);
    },
  );
});
