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
      type Payload = { k: number; step: number; n: number; left: number };
      const { k, step, n, left } = payload as Payload;
      const next = { k, step: step + 1, n: act(k, step, n).n, left: left - 1 };
      if (next.left > 0) await helpers.addJob("chain", next);
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
