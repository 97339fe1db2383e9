import { makeWorkerUtils, Logger, type WorkerUtils } from "graphile-worker";
import { readVersion } from "../install.ts";
import type { Context, Input, Peer, WorkflowName } from "./peer.ts";

const CHUNK = 500;
const CONCURRENCY = 24;

/** graphile-worker alone: each job adds the next one. It keeps no history of what ran. */
export function graphileChain(): Peer {
  let utils: WorkerUtils | undefined;
  let started = 0;
  return {
    key: "graphile-worker/chain",
    version: readVersion("node_modules", "graphile-worker"),
    worker: new URL("graphile-chain-worker.ts", import.meta.url),
    concurrency: CONCURRENCY,
    workflows: ["one", "five"],

    async setup({ pool }: Context) {
      started = 0;
      utils = await makeWorkerUtils({ pgPool: pool, logger: new Logger(() => () => {}) });
      await utils.migrate();
    },

    async start(_context: Context, workflow: WorkflowName, inputs: Input[]) {
      started += inputs.length;
      const left = workflow === "one" ? 1 : 5;
      for (let at = 0; at < inputs.length; at += CHUNK) {
        await utils!.addJobs(
          inputs
            .slice(at, at + CHUNK)
            .map((input) => ({ identifier: "chain", payload: { ...input, step: 0, left } })),
        );
      }
      return inputs.map(({ k }) => String(k));
    },

    async done({ pool }: Context) {
      const { rows } = await pool.query<{ n: number }>(
        "select count(*)::int as n from graphile_worker._private_jobs",
      );
      return started - rows[0]!.n;
    },

    async close() {
      await utils?.release();
    },
  };
}
