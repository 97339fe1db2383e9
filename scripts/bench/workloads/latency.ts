/** W2 and W2x5: one run of one, or of five, actions at a time, with nothing else to do. */
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
    const times: number[] = [];
    while (times.length < runs) {
      await idle();
      times.push(await timeOne(session, workflow));
    }
    await sleep(60);
    const steps = runs * (workflow === "one" ? 1 : 5);
    const { worker } = session;
    const ok = worker.unique - unique === steps && worker.total - total === steps;
    return { runs, ...spread(times), ok };
  });
}
