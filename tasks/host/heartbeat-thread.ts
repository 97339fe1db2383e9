/** The thread of `startHeartbeat`. */
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";
import type { HeartbeatData, HeartbeatMessage } from "./heartbeat.ts";
import { messageOf } from "./faults.ts";
import { tokensIn } from "./held-tokens.ts";

const INTERVAL_MS = 5000;
const RETRY_MS = 1000;
const ANSWER_MS = 4000;

const { databaseUrl, workerId, epoch, tokens } = workerData as HeartbeatData;
let client: pg.Client | undefined;

function say(message: HeartbeatMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}

async function connect(): Promise<pg.Client> {
  const fresh = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: "sluice worker heartbeat",
  });
  fresh.on("error", () => {
    client = undefined;
  });
  await fresh.connect();
  return fresh;
}

async function beat(): Promise<boolean> {
  client ??= await connect();
  const { rows } = await client.query<{ is_alive: boolean }>({
    name: "heartbeat",
    text: "select sluice_private.heartbeat($1, $2, $3::bigint[]) as is_alive",
    values: [workerId, epoch, tokensIn(tokens)],
  });
  return rows[0]?.is_alive === true;
}

async function run(): Promise<void> {
  for (;;) {
    try {
      if (!(await beat())) break;
      say("beat");
      await sleep(INTERVAL_MS);
    } catch (error) {
      say({ failed: messageOf(error) });
      client?.end().catch(() => {});
      client = undefined;
      await sleep(RETRY_MS);
    }
  }
  say("lost");
  await sleep(ANSWER_MS);
  // The main thread ends this one when it hears that. It does not: it is stuck, and what it would
  // do next is not its to do any more.
  writeSync(2, `worker ${workerId} has lost its epoch and does not answer: killing the process\n`);
  process.kill(process.pid, "SIGKILL");
}

await run();
