import { setTimeout as sleep } from "node:timers/promises";
import { describe, onTestFinished } from "vitest";
import { Effects } from "../support/chaos/effects.ts";
import { WorkerProcess } from "../support/chaos/process.ts";
import { Proxy } from "../support/chaos/proxy.ts";
import { attemptsOf, callsOf, ending, until } from "../support/chaos/scene.ts";
import { ChaosServer } from "../support/chaos/server.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { createTenant, invariants, publish, start } from "../support/engine.ts";

/** Longer than a worker may be silent. */
const OUTAGE_MS = 13_000;

/** Two workers that run 20 steps on a server of its own, reached through a proxy. */
async function scene() {
  const server = await ChaosServer.start();
  const proxy = await Proxy.to(server.target);
  const effects = await Effects.start();
  effects.hold("/held");
  const databaseUrl = proxy.through(server.db.workerUrl);
  const workers = [
    await WorkerProcess.start({ databaseUrl }),
    await WorkerProcess.start({ databaseUrl }),
  ];
  onTestFinished(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await proxy.close();
    await effects.close();
    await server.close();
  });
  const { organizationId } = await createTenant(server.db);
  const draft = callsOf(effects.url, ["/held", "/next"]);
  const workflow = await publish(server.db, organizationId, draft);
  const ids: string[] = [];
  for (let n = 0; n < 20; n += 1) ids.push(await start(server.db, workflow));
  await effects.reach(20);
  return { server, proxy, effects, workers, ids };
}

/** Resolves when whoever has not been heard again by then would count as dead. */
async function graceOf(db: TestDatabase): Promise<void> {
  await until(async () => {
    const rows = await db.query(
      `select from sluice_private.sweeps
       where last_at > pg_postmaster_start_time()
         and clock_timestamp() > armed_at + interval '9.5 seconds'`,
    );
    return rows.length === 1;
  });
}

async function nothingIsLost(
  db: TestDatabase,
  { effects, workers, ids }: Awaited<ReturnType<typeof scene>>,
): Promise<void> {
  await graceOf(db);
  expect(await db.query("select connection, is_listening from sluice.workers")).toEqual([
    { connection: "direct", is_listening: true },
    { connection: "direct", is_listening: true },
  ]);
  effects.release("/held");
  for (const id of ids) {
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    expect(await attemptsOf(db, id)).toEqual(["completed", "completed"]);
  }
  expect(effects.all).toHaveLength(40);
  expect(await invariants(db)).toEqual([]);
  for (const { output } of workers) expect(output).not.toContain("lost");
}

describe("workers whose server", () => {
  test("crashes and comes back are not taken for dead", { timeout: 120_000 }, async () => {
    const all = await scene();
    await all.server.crash();
    await sleep(OUTAGE_MS);
    await all.server.restart();
    await nothingIsLost(all.server.db, all);
  });

  test("is replaced by another one are not taken for dead", { timeout: 120_000 }, async () => {
    const all = await scene();
    const standby = await all.server.standBy();
    onTestFinished(() => standby.close());
    await all.server.crash();
    await standby.promote();
    all.proxy.moveTo(standby.target);
    await nothingIsLost(standby.db, all);
  });
});
