import { Logger, run } from "graphile-worker";
import pg from "pg";
import { act, concurrency, ready, url } from "../worker-kit.ts";

const pool = new pg.Pool({ connectionString: url, max: concurrency + 2 });
pool.on("error", () => {});
pool.on("connect", (client) => client.on("error", () => {}));

const runner = await run({
  pgPool: pool,
  noHandleSignals: true,
  logger: new Logger(() => () => {}),
  taskList: {
    async chain(payload, helpers) {
      const { k, step, n } = payload as { k: number; step: number; n: number };
      const result = act(k, step, n);
      if (step < 4) await helpers.addJob("chain", { k, step: step + 1, n: result.n });
    },
  },
  // the fastest settings we found for it; a refetch delay would make chained jobs wait for a poll
  preset: {
    worker: {
      concurrentJobs: concurrency,
      maxPoolSize: concurrency + 2,
      pollInterval: 2000,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
});
ready(() => runner.stop());
