/** W2 and W2x5: one run of one, or of five, actions at a time, with nothing else to do. */
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalPostgres } from "../../postgres/local.ts";
import type { Peer } from "../peers/peer.ts";
import { inSession, makeInputs, quantile, runAll, until, type Session } from "../session.ts";

const WARM_UP = 20;
const IDLE_MS = [20, 120] as const;

/** A gap of random length, so that no polling phase is favoured. */
export const idle = () => sleep(IDLE_MS[0] + Math.random() * (IDLE_MS[1] - IDLE_MS[0]));

const now = () => performance.timeOrigin + performance.now();

/** From the call of start to the end by the database's clock, which is this machine's, in ms. */
export async function timeOne(
  { peer, context }: Pick<Session, "peer" | "context">,
  workflow: "one" | "five",
): Promise<number> {
  const begin = now();
  const [id] = await peer.start(context, workflow, makeInputs(1));
  let end: number | undefined;
  await until("the run is done", async () => {
    end = await peer.doneAt!(context, id!);
    return end !== undefined;
  });
  return end! - begin;
}

/** How long this disk takes to make 8 kB durable, in ms: what each commit waits for. */
async function openProbe(
  directory: string,
): Promise<{ take(): Promise<number>; end(): Promise<void> }> {
  const path = join(directory, "fdatasync.probe");
  const file = await open(path, "w");
  const page = Buffer.alloc(8192, 1);
  await file.write(Buffer.alloc(2 ** 20), 0, 2 ** 20, 0);
  await file.sync();
  return {
    async take() {
      const begin = performance.now();
      await file.write(page, 0, page.length, 0);
      await file.datasync();
      return performance.now() - begin;
    },
    async end() {
      await file.close();
      await rm(path);
    },
  };
}

const spread = (times: number[]) => ({
  p50_ms: quantile(times, 0.5),
  p95_ms: quantile(times, 0.95),
  p99_ms: quantile(times, 0.99),
  max_ms: quantile(times, 1),
});

export async function latency(
  server: LocalPostgres,
  peer: Peer,
  workflow: "one" | "five",
  runs: number,
) {
  return inSession(server, peer, async (session) => {
    await runAll(session, workflow, makeInputs(WARM_UP));
    const { unique, total } = session.worker;
    const probe = await openProbe(server.directory);
    const times: number[] = [];
    const syncs: number[] = [];
    while (times.length < runs) {
      await idle();
      syncs.push(await probe.take());
      await idle();
      times.push(await timeOne(session, workflow));
    }
    await probe.end();
    await sleep(60);
    const steps = runs * (workflow === "one" ? 1 : 5);
    const { worker } = session;
    const ok = worker.unique - unique === steps && worker.total - total === steps;
    const disk = { disk_p50_ms: quantile(syncs, 0.5), disk_p99_ms: quantile(syncs, 0.99) };
    return { runs, ...spread(times), ...disk, ok };
  });
}
