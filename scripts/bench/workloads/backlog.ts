/** W1, five actions in a row, and W4, ten nodes without an effect: many runs at once. */
import type { Peer } from "../peers/peer.ts";
import { inSession, makeInputs, measured, rounded, runAll, type Session } from "../session.ts";
import type { LocalPostgres } from "../../postgres/local.ts";

const WARM_UP = 100;
const STEPS = { five: 5, logic: 10 };

/** One window; the session has been warmed up. */
export async function backlog(session: Session, workflow: keyof typeof STEPS, runs: number) {
  const steps = runs * STEPS[workflow];
  const effects = workflow === "five" ? steps : 0;
  const { ok, seconds, ...cost } = await measured(session, effects, () =>
    runAll(session, workflow, makeInputs(runs)),
  );
  return {
    ...{ runs, seconds },
    runs_per_s: Math.round(runs / seconds),
    steps_per_s: Math.round(steps / seconds),
    cpu_ms_per_step: rounded((1e3 * (cost.postgres_cpu_s + cost.worker_cpu_s)) / steps, 3),
    ...{ ok, ...cost },
  };
}

export async function w1(server: LocalPostgres, peer: Peer, runs: number) {
  return inSession(server, peer, async (session) => {
    await runAll(session, "five", makeInputs(WARM_UP));
    return backlog(session, "five", runs);
  });
}

export async function w4(server: LocalPostgres, peer: Peer, runs: number) {
  return inSession(server, peer, async (session) => {
    await runAll(session, "logic", makeInputs(WARM_UP));
    return backlog(session, "logic", runs);
  });
}
