import { setTimeout as sleep } from "node:timers/promises";
import type { Complaints } from "./complaints.ts";
import type { Engine } from "./engine.ts";

const INTERVAL_MS = 2000;

export interface Sweeper {
  stop(): Promise<void>;
}

/** Lets the engine give back what dead workers held. */
export function startSweeper(engine: Pick<Engine, "sweep">, complaints: Complaints): Sweeper {
  const stop = new AbortController();
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        await engine.sweep();
        complaints.worked("the sweeper");
      } catch (error) {
        complaints.failed("the sweeper", error);
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
