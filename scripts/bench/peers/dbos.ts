import { install } from "../install.ts";
import type { Context, Input, Peer, WorkflowName } from "./peer.ts";

const VERSION = "5.3.0";
const STARTERS = 10;

interface DbosClient {
  enqueue(options: object, input: Input): Promise<{ workflowID: string }>;
  destroy(): Promise<void>;
}
interface DbosSdk {
  DBOSClient: { create(options: object): Promise<DbosClient> };
}

/** DBOS Transact: a client in the driver enqueues, the worker process dequeues. */
export function dbos(): Peer {
  const { entry, version } = install("@dbos-inc/dbos-sdk", VERSION);
  let client: DbosClient | undefined;
  return {
    key: "dbos/queue",
    version,
    worker: new URL("dbos-worker.ts", import.meta.url),
    concurrency: 50,
    workflows: ["one", "five", "fan", "logic", "sleeper"],

    setup: () => Promise.resolve(),

    async connect({ url }: Context) {
      const { DBOSClient } = (await import(entry)) as DbosSdk;
      client = await DBOSClient.create({
        systemDatabaseUrl: url,
        systemDatabasePoolSize: STARTERS,
      });
    },

    async start(_context: Context, workflow: WorkflowName, inputs: Input[]) {
      const waiting = inputs[Symbol.iterator]();
      const ids: string[] = [];
      const queueName = workflow === "sleeper" ? "sleepers" : "bench";
      await Promise.all(
        Array.from({ length: STARTERS }, async () => {
          for (const input of waiting) {
            const run = await client!.enqueue({ queueName, workflowName: workflow }, input);
            ids.push(run.workflowID);
          }
        }),
      );
      return ids;
    },

    async done({ pool }: Context) {
      const { rows } = await pool.query<{ n: number }>(
        "select count(*)::int as n from dbos.workflow_status where status = 'SUCCESS'",
      );
      return rows[0]!.n;
    },

    async doneAt({ pool }: Context, id: string) {
      const { rows } = await pool.query<{ at: number | null }>(
        "select completed_at::float8 as at from dbos.workflow_status where workflow_uuid = $1",
        [id],
      );
      return rows[0]?.at ?? undefined;
    },

    async close() {
      await client?.destroy();
    },
  };
}
