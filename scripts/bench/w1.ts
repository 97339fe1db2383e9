/** W1: five actions in a row, as a backlog; from the first start to the last completion. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { LocalPostgres } from "../postgres/local.ts";
import { difference, snapshot, type Cost } from "./measure.ts";
import type { Context, Input, Peer } from "./peers/peer.ts";
import { Worker } from "./worker.ts";

const STEPS = 5;
const WARM_UP = 100;
const LIMIT_MS = 240_000;

export interface Line extends Cost {
  peer: string;
  version: string;
  workload: "W1";
  executions: number;
  seconds: number;
  executions_per_s: number;
  steps_per_s: number;
  cpu_ms_per_step: number;
  concurrency: number;
  /** Every step ran exactly once, and the engine says that every run completed. */
  ok: boolean;
}

let nextKey = 0;
const makeInputs = (count: number): Input[] =>
  Array.from({ length: count }, () => ({ k: nextKey++, n: 0 }));

async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it took too long until ${what}`);
    await sleep(8);
  }
}

/** Starts runs and waits until the engine's own tables show them completed. */
async function runAll(peer: Peer, context: Context, worker: Worker, count: number) {
  const before = { total: worker.total, done: await peer.done(context) };
  await peer.start(context, makeInputs(count));
  await until("every step ran", () => worker.total >= before.total + count * STEPS);
  await until("every run is done", async () => (await peer.done(context)) >= before.done + count);
}

export async function w1(server: LocalPostgres, peer: Peer, executions: number): Promise<Line> {
  const name = `bench_${peer.key.replaceAll(/\W/g, "_")}`;
  const admin = new pg.Pool({ connectionString: server.url(), max: 1 });
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const url = server.url(name);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  for (const each of [admin, pool]) each.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const context = { url, pool };
  await peer.setup(context);
  const worker = new Worker(peer, url);
  try {
    await worker.ready;
    await peer.connect?.(context);
    await runAll(peer, context, worker, WARM_UP);
    await admin.query("checkpoint");
    const unique = worker.unique;
    const total = worker.total;
    const before = snapshot(server.pid, worker.process.pid!);
    await runAll(peer, context, worker, executions);
    const after = snapshot(server.pid, worker.process.pid!);
    await sleep(60);
    const steps = executions * STEPS;
    const ok = worker.unique - unique === steps && worker.total - total === steps;
    return describe(peer, executions, (after.at - before.at) / 1000, difference(before, after), ok);
  } finally {
    await worker.stop();
    await peer.close?.();
    await pool.end();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

function describe(peer: Peer, executions: number, seconds: number, cost: Cost, ok: boolean): Line {
  const steps = executions * STEPS;
  const cpu = cost.postgres_cpu_s + cost.worker_cpu_s;
  return {
    ...{ peer: peer.key, version: peer.version, workload: "W1", executions },
    seconds: Math.round(seconds * 100) / 100,
    executions_per_s: Math.round(executions / seconds),
    steps_per_s: Math.round(steps / seconds),
    cpu_ms_per_step: Math.round((1e6 * cpu) / steps) / 1000,
    ...{ concurrency: peer.concurrency, ok },
    ...cost,
  };
}
