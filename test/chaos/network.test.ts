import { describe } from "vitest";
import { Pooler } from "../support/chaos/pooler.ts";
import { Proxy } from "../support/chaos/proxy.ts";
import { attemptsOf, ending, targetOf, test, until } from "../support/chaos/scene.ts";
import { expect, type TestDatabase } from "../support/database.ts";
import { invariants, start } from "../support/engine.ts";

const proxyOf = (db: TestDatabase) => Proxy.to(targetOf(db.workerUrl));

describe("a worker whose connections are reset", () => {
  test("lives on, and what it runs is recorded", { timeout: 60_000 }, async ({ db, chaos }) => {
    const { effects } = chaos;
    const proxy = chaos.use(await proxyOf(db));
    const workflow = await chaos.calls("/held", "/next");
    effects.hold("/held");
    const worker = await chaos.work({ databaseUrl: proxy.through(db.workerUrl) });
    await chaos.work();
    const id = await start(db, workflow);
    await effects.reach(1);
    for (let round = 0; round < 3; round += 1) {
      proxy.cut();
      await until(async () => proxy.size > 2);
    }
    effects.release("/held");
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    expect(await attemptsOf(db, id)).toEqual(["completed", "completed"]);
    await worker.says(/listening for ticks failed: .*; it polls meanwhile/);
    await worker.says(/listening for ticks works again/);
    expect(await invariants(db)).toEqual([]);
  });
});

describe("a worker whose connections are half open", () => {
  test("is dead within 15 s, notices it and exits", { timeout: 90_000 }, async ({ db, chaos }) => {
    const { effects } = chaos;
    const proxy = chaos.use(await proxyOf(db));
    const workflow = await chaos.calls("/held", "/next");
    effects.hold("/held");
    const worker = await chaos.work({ databaseUrl: proxy.through(db.workerUrl) });
    const id = await start(db, workflow);
    await effects.reach(1);
    await chaos.work();
    const frozenAt = performance.now();
    proxy.freeze();
    await effects.reach(2);
    const took = effects.all[1]!.at - frozenAt;
    console.log(`silent network to step running again: ${(took / 1000).toFixed(1)} s`);
    expect(took).toBeLessThan(15_000);
    proxy.heal();
    expect(await worker.ended).toBe(1);
    expect(worker.output).toContain("the worker is lost");
    effects.release("/held");
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    expect(effects.keys.size).toBe(2);
  });

  test("for a while lives on and hangs nowhere", { timeout: 90_000 }, async ({ db, chaos }) => {
    const { effects } = chaos;
    const proxy = chaos.use(await proxyOf(db));
    const workflow = await chaos.calls("/held", "/next");
    effects.hold("/held");
    const worker = await chaos.work({ databaseUrl: proxy.through(db.workerUrl) });
    const id = await start(db, workflow);
    await effects.reach(1);
    proxy.freeze();
    effects.release("/held");
    await worker.says(/the heartbeat failed/);
    proxy.heal();
    const healedAt = performance.now();
    await worker.says(/the heartbeat works again/);
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    const took = performance.now() - healedAt;
    console.log(`half-open connections replaced, and on: ${(took / 1000).toFixed(1)} s`);
    expect(await attemptsOf(db, id)).toEqual(["completed", "completed"]);
    expect(effects.keys.size).toBe(2);
  });
});

describe("a worker behind a pooler in transaction mode", () => {
  test(
    "polls, says so, and is found by its silence",
    { timeout: 90_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const pooler = chaos.use(await Pooler.to(targetOf(db.workerUrl), "sluice_worker", db.name));
      const workflow = await chaos.calls("/free", "/free", "/held");
      effects.hold("/held");
      const url = `postgresql://sluice_worker:hunter2@127.0.0.1:${pooler.port}/${db.name}`;
      const worker = await chaos.work({ databaseUrl: url });
      await worker.says(/a pooler is in between, so ticks are not heard: it polls/);
      await worker.says(/a pooler is in between: its death is found by its silence alone/);
      expect(await db.query("select connection, is_listening from sluice.workers")).toEqual([
        { connection: "pooled", is_listening: false },
      ]);
      const ids = [];
      for (let n = 0; n < 10; n += 1) ids.push(await start(db, workflow));
      await effects.reach(30);
      await chaos.work();
      const killedAt = performance.now();
      await worker.kill();
      await effects.reach(31);
      const took = effects.all[30]!.at - killedAt;
      console.log(`SIGKILL behind a pooler to step running again: ${(took / 1000).toFixed(1)} s`);
      expect(took).toBeLessThan(15_000);
      effects.release("/held");
      for (const id of ids) expect(await ending(db, id)).toMatchObject({ status: "completed" });
      expect(effects.keys.size).toBe(30);
      expect(worker.output).not.toContain("hunter2");
      expect(worker.output).not.toContain("failed");
    },
  );

  test(
    "is found by its connection if it has one past it",
    { timeout: 60_000 },
    async ({ db, chaos }) => {
      const pooler = chaos.use(await Pooler.to(targetOf(db.workerUrl), "sluice_worker", db.name));
      const worker = await chaos.work({
        databaseUrl: `postgresql://sluice_worker@127.0.0.1:${pooler.port}/${db.name}`,
        env: { SLUICE_DIRECT_DATABASE_URL: db.workerUrl },
      });
      const kinds = await until(async () => {
        const rows = await db.query<{ is_listening: boolean }>(
          "select connection, is_listening from sluice.workers where connection <> 'unknown'",
        );
        return rows[0]?.is_listening === true && rows;
      });
      expect(kinds).toEqual([{ connection: "direct", is_listening: true }]);
      expect(worker.output).not.toContain("pooler");
      const id = await start(db, await chaos.calls("/free"));
      expect(await ending(db, id)).toMatchObject({ status: "completed" });
    },
  );
});
