/** W5: runs that sleep until one instant, then run an action. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalPostgres } from "../../postgres/local.ts";
import { difference, snapshot } from "../measure.ts";
import type { Peer } from "../peers/peer.ts";
import { inSession, makeInputs, measured, rounded, runAll, until } from "../session.ts";

const PARKING_MS = 40_000;
const QUIET_MS = 5000;

export async function w5(server: LocalPostgres, peer: Peer, runs: number) {
  return inSession(server, peer, async (session) => {
    const { context, worker } = session;
    await runAll(session, "one", makeInputs(20));
    const before = { total: worker.total, done: await peer.done(context) };
    const due = Date.now() + PARKING_MS;
    await peer.start(context, "sleeper", makeInputs(runs, { until: due }));
    // what is still being parked is over long before
    await sleep(due - Date.now() - 2 * QUIET_MS);
    const asleep = snapshot(server.pid, worker.process.pid!);
    await sleep(QUIET_MS);
    const idle = difference(asleep, snapshot(server.pid, worker.process.pid!));
    const early = worker.total - before.total;
    // measuring begins with a checkpoint
    await sleep(due - Date.now() - 2000);
    let late = 0;
    const cost = await measured(session, runs, async () => {
      while (Date.now() < due) await sleep(1);
      const begin = performance.now();
      await until("every step ran", () => worker.total >= before.total + runs);
      await until("every run is done", async () => {
        return (await peer.done(context)) >= before.done + runs;
      });
      late = (performance.now() - begin) / 1000;
    });
    return {
      ...{ runs, ...cost, seconds: rounded(late, 3), woken_per_s: Math.round(runs / late) },
      ok: cost.ok && early === 0,
      idle_cpu_share: rounded((idle.postgres_cpu_s + idle.worker_cpu_s) / (QUIET_MS / 1000), 3),
    };
  });
}
