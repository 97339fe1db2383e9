/** The thread of `startHeartbeat`. */
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";
import type { HeartbeatData, HeartbeatMessage } from "./heartbeat.ts";
import { messageOf } from "./faults.ts";
import { tokensIn } from "./held-tokens.ts";
import { KEEP_ALIVE, processIdOf, type Connection } from "./session.ts";

/** The engine waits 12 s: long enough for an answer that does not come, and two tries more. */
const INTERVAL_MS = 3000;
const RETRY_MS = 500;
const ANSWER_MS = 2500;

const { databaseUrl, workerId, epoch, tokens } = workerData as HeartbeatData;
let client: pg.Client | undefined;
let wake = () => {};

function say(message: HeartbeatMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}

/** This session's end tells the engine of ours, so when it is lost another one is due at once. */
async function connect(): Promise<pg.Client> {
  const fresh = new pg.Client({
    connectionString: databaseUrl,
    ...KEEP_ALIVE,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: "sluice worker heartbeat",
  });
  fresh.on("error", () => forget(fresh));
  fresh.on("end", () => forget(fresh));
  client = fresh;
  await fresh.connect();
  const { rows } = await fresh.query<{ connection: Connection | null }>(
    "select sluice_private.hold_session($1, $2, $3) as connection",
    [workerId, epoch, processIdOf(fresh)],
  );
  const connection = rows[0]?.connection ?? null;
  if (connection !== null) say({ connection });
  return fresh;
}

function forget(lost: pg.Client): void {
  if (client !== lost) return;
  client = undefined;
  wake();
}

async function beat(): Promise<boolean> {
  const session = client ?? (await connect());
  const { rows } = await session.query<{ is_alive: boolean }>(
    "select sluice_private.heartbeat($1, $2, $3::bigint[]) as is_alive",
    [workerId, epoch, tokensIn(tokens)],
  );
  return rows[0]?.is_alive === true;
}

async function untilNextBeat(): Promise<void> {
  if (client === undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, INTERVAL_MS);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  wake = () => {};
}

async function run(): Promise<void> {
  for (;;) {
    try {
      if (!(await beat())) break;
      say("beat");
      await untilNextBeat();
    } catch (error) {
      say({ failed: messageOf(error) });
      const failed = client;
      client = undefined;
      failed?.end().catch(() => {});
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
