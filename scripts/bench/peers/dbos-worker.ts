import { install } from "../install.ts";
import { act, concurrency, ready, url } from "../worker-kit.ts";
import type { Input } from "./peer.ts";

interface Dbos {
  registerWorkflow(run: (input: Input) => Promise<unknown>, options: object): unknown;
  runStep<T>(step: () => Promise<T>, options: object): Promise<T>;
  setConfig(config: object): void;
  launch(): Promise<void>;
  registerQueue(name: string, options: object): Promise<void>;
  shutdown(): Promise<void>;
}

const { entry } = install("@dbos-inc/dbos-sdk", "5.3.0");
const { DBOS } = (await import(entry)) as { DBOS: Dbos };

DBOS.registerWorkflow(
  async (input) => {
    let n = input.n;
    for (let step = 0; step < 5; step += 1) {
      const before = n;
      const run = () => Promise.resolve(act(input.k, step, before));
      n = (await DBOS.runStep(run, { name: `step_${step}` })).n;
    }
    return { n };
  },
  { name: "five" },
);
DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: url,
  logLevel: "error",
  systemDatabasePoolSize: 20,
});
await DBOS.launch();
await DBOS.registerQueue("bench", {
  workerConcurrency: concurrency,
  minPollingIntervalMs: 50,
  onConflict: "always_update",
});
ready(() => DBOS.shutdown());
