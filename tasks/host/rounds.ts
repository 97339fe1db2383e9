import { setTimeout as sleep } from "node:timers/promises";
import type { Complaints } from "./complaints.ts";

const INTERVAL_MS = 500;

export interface Rounds {
  /** Resolves when the round that is under way has ended. */
  stop(): Promise<void>;
}

/** Runs a round, and again half a second after it has ended; a round that fails is a complaint. */
export function startRounds(
  what: string,
  round: (stopping: AbortSignal) => Promise<void>,
  complaints: Complaints,
): Rounds {
  const stop = new AbortController();
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        await round(stop.signal);
        complaints.worked(what);
      } catch (error) {
        complaints.failed(what, error);
      }
      await sleep(INTERVAL_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  };
  const loop = run();
  return {
    async stop() {
      stop.abort();
      await loop;
    },
  };
}
