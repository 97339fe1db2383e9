import { install } from "../install.ts";
import { act, concurrency, pureNodes, ready, url } from "../worker-kit.ts";
import type { Input } from "./peer.ts";

interface Dbos {
  registerWorkflow(run: (input: Input) => Promise<unknown>, options: object): unknown;
  runStep<T>(step: () => Promise<T>, options: object): Promise<T>;
  setConfig(config: object): void;
  launch(): Promise<void>;
  registerQueue(name: string, options: object): Promise<void>;
  sleep(ms: number): Promise<void>;
  shutdown(): Promise<void>;
}

const { entry } = install("@dbos-inc/dbos-sdk", "5.3.0");
const { DBOS } = (await import(entry)) as { DBOS: Dbos };

const step = (k: number, name: number, n: number) =>
  DBOS.runStep(() => Promise.resolve(act(k, name, n)), { name: `step_${name}` });

const row = (steps: number) => async (input: Input) => {
  let n = input.n;
  for (let at = 0; at < steps; at += 1) n = (await step(input.k, at, n)).n;
  return { n };
};
DBOS.registerWorkflow(row(1), { name: "one" });
DBOS.registerWorkflow(row(5), { name: "five" });
DBOS.registerWorkflow(
  async ({ k, width = 0 }) => {
    const all = Array.from({ length: width }, async (_, at) => step(k, at, at));
    return (await Promise.all(all)).length;
  },
  { name: "fan" },
);
/** As its users would write it: plain code, of which only the run is recorded. */
DBOS.registerWorkflow(({ n }) => Promise.resolve({ n: pureNodes(n) }), { name: "logic" });
DBOS.registerWorkflow(
  async ({ k, n, until = 0 }) => {
    await DBOS.sleep(Math.max(1, until - Date.now()));
    return step(k, 0, n);
  },
  { name: "sleeper" },
);
DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: url,
  logLevel: "error",
  systemDatabasePoolSize: 20,
});
await DBOS.launch();
const queue = { minPollingIntervalMs: 50, onConflict: "always_update" };
await DBOS.registerQueue("bench", { ...queue, workerConcurrency: concurrency });
await DBOS.registerQueue("sleepers", queue);
ready(() => DBOS.shutdown());
