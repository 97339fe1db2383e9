/**
 * npm run bench:sleepers -- [--asleep 1000000] [--woken 10000]
 * What so many sleeping executions cost while they sleep, and how fast others wake among them.
 */
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startPostgres } from "../postgres/local.ts";
import { cloneExecution } from "./clone.ts";
import { difference, snapshot } from "./measure.ts";
import { sluice } from "./peers/sluice.ts";
import { Worker } from "./worker.ts";

const { values } = parseArgs({
  options: {
    asleep: { type: "string", default: "1000000" },
    woken: { type: "string", default: "10000" },
  },
});
const IDLE_MS = 10_000;
const LIMIT_MS = 60_000;

const DEFINITION = {
  nodes: [
    { id: "start", type: "trigger", data: { trigger: "manual" } },
    { id: "sleep", type: "wait", data: { until: "{{ trigger.payload.at }}" } },
    { id: "woken", type: "action", data: { action: "data.set", input: { woken: true } } },
  ],
  edges: [
    { id: "e1", source: "start", target: "sleep" },
    { id: "e2", source: "sleep", target: "woken" },
  ],
};

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-"));
chmodSync(directory, 0o755);
const settings = { shared_buffers: "1GB", max_wal_size: "8GB", jit: "off" };
const server = await startPostgres({ directory, isEphemeral: true, settings });
const pool = new pg.Pool({ connectionString: server.url(), max: 4 });
pool.on("error", () => undefined);

async function one<T>(text: string, parameters: unknown[] = []): Promise<T> {
  return (await pool.query<{ value: T }>(`select (${text}) as value`, parameters)).rows[0]!.value;
}

const workflowId = async () => {
  const id = await one<string>(
    `select id from sluice.create_workflow('sleeper', $1, '', (
       select id from sluice.organizations where slug = 'b'))`,
    [JSON.stringify(DEFINITION)],
  );
  await pool.query("select sluice.publish_workflow($1)", [id]);
  return id;
};

async function startSleepers(workflow: string, count: number, at: Date): Promise<void> {
  for (let left = count; left > 0; left -= 500) {
    const inputs = Array.from({ length: Math.min(left, 500) }, () => ({ at: at.toISOString() }));
    await pool.query("select count(*) from sluice.start_workflows($1, $2)", [
      workflow,
      JSON.stringify(inputs),
    ]);
  }
}

const asleep = () => one<number>("select count(*)::int from sluice_private.waits");
const live = () => one<number>("select count(*)::int from sluice_private.live_executions");

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it took too long until ${what}`);
    await sleep(20);
  }
}

/** CPU seconds per second, of PostgreSQL and the worker, while nothing is due. */
async function idle(worker: Worker): Promise<number> {
  await sleep(2000);
  const before = snapshot(server.pid, worker.process.pid!);
  await sleep(IDLE_MS);
  const { postgres_cpu_s, worker_cpu_s } = difference(
    before,
    snapshot(server.pid, worker.process.pid!),
  );
  return Math.round((postgres_cpu_s + worker_cpu_s) * 1000 * (1000 / IDLE_MS)) / 1000;
}

async function wake(workflow: string, count: number, others: number) {
  const start = Date.now();
  const at = new Date(start + 4000 + 4 * count);
  await startSleepers(workflow, count, at);
  await until("all are asleep", async () => (await asleep()) === others + count);
  console.error(`asleep after ${Date.now() - start} ms`);
  if (Date.now() > at.getTime()) throw new Error("they were not all asleep in time");
  await sleep(at.getTime() - Date.now());
  await until("all have ended", async () => (await live()) <= others);
  return Math.round((count * 1000) / (Date.now() - at.getTime()));
}

const peer = sluice(50);
await peer.setup({ url: server.url(), pool });
const worker = new Worker(peer, server.url());
try {
  await worker.ready;
  const workflow = await workflowId();
  const others = Number(values.asleep);
  const count = Number(values.woken);
  await wake(workflow, 500, 0);
  const empty = { idle: await idle(worker), woken: await wake(workflow, count, 0) };
  await startSleepers(workflow, 1, new Date(Date.now() + 365 * 86_400_000));
  await until("one is asleep", async () => (await asleep()) === 1);
  const first = await one<string>("select id from sluice_private.live_executions limit 1");
  await cloneExecution(pool, first, { count: others - 1, days: 1 });
  await pool.query("vacuum analyze");
  const full = { idle: await idle(worker), woken: await wake(workflow, count, others) };
  const row = (name: string, { idle: cpu, woken }: typeof empty) =>
    console.log(JSON.stringify({ asleep: name, idle_cpu_s_per_s: cpu, woken_per_s: woken }));
  row("0", empty);
  row(values.asleep, full);
} finally {
  await worker.stop();
  await pool.end();
  await server.stop();
}
