/** A fresh database, a peer in it, its worker process; and what all workloads need of them. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { LocalPostgres } from "../postgres/local.ts";
import { difference, snapshot, type Cost } from "./measure.ts";
import type { Context, Input, Peer, WorkflowName } from "./peers/peer.ts";
import { Worker } from "./worker.ts";

const LIMIT_MS = 600_000;
const SETTLE_MS = 2_000;

export interface Session {
  readonly server: LocalPostgres;
  readonly admin: pg.Pool;
  readonly peer: Peer;
  readonly context: Context;
  readonly worker: Worker;
}

/** How many effects a run has. */
const STEPS: Record<WorkflowName, number> = { one: 1, five: 5, fan: 1, logic: 0, sleeper: 1 };

let nextKey = 0;
export const makeInputs = (count: number, more: Partial<Input> = {}): Input[] =>
  Array.from({ length: count }, () => ({ k: nextKey++, n: 0, ...more }));

export const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0, 1);
}

export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it took too long until ${what}`);
    await sleep(8);
  }
}

export async function inSession<Result>(
  server: LocalPostgres,
  peer: Peer,
  run: (session: Session) => Promise<Result>,
): Promise<Result> {
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
    // what an engine does once at its start is in nobody's window
    await sleep(SETTLE_MS);
    await peer.connect?.(context);
    return await run({ server, admin, peer, context, worker });
  } finally {
    await worker.stop();
    await peer.close?.();
    await pool.end();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
}

/** Starts runs and waits until the engine's own tables show them completed. */
export async function runAll(
  { peer, context, worker }: Session,
  workflow: WorkflowName,
  inputs: Input[],
): Promise<void> {
  const before = { total: worker.total, done: await peer.done(context) };
  await peer.start(context, workflow, inputs);
  const steps = inputs.reduce((sum, { width }) => sum + (width ?? STEPS[workflow]), 0);
  await until("every step ran", () => worker.total >= before.total + steps);
  await until("every run is done", async () => {
    return (await peer.done(context)) >= before.done + inputs.length;
  });
}

export interface Window extends Cost {
  seconds: number;
  /** Every step ran exactly once, and the engine says that every run completed. */
  ok: boolean;
}

/** What `run`, which runs so many steps, takes. */
export async function measured(
  { server, admin, worker }: Session,
  steps: number,
  run: () => Promise<void>,
): Promise<Window> {
  await admin.query("checkpoint");
  const { unique, total } = worker;
  const before = snapshot(server.pid, worker.process.pid!);
  await run();
  const after = snapshot(server.pid, worker.process.pid!);
  await sleep(60);
  const ok = worker.unique - unique === steps && worker.total - total === steps;
  return { seconds: rounded((after.at - before.at) / 1000, 3), ok, ...difference(before, after) };
}
