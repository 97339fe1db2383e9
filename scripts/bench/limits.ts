/**
 * npm run bench:limits -- [--scale 1]
 * One execution each that is as long, as wide or as deep as may be: how long it took, the longest
 * statement of a worker, and the memory of its process. JSON lines, then a markdown table.
 */
import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startPostgres } from "../postgres/local.ts";
import { sluice } from "./peers/sluice.ts";
import { Worker } from "./worker.ts";

interface Workload {
  name: string;
  definition: { nodes: object[]; edges: object[] };
  payload: unknown;
  steps: number;
}

const { values } = parseArgs({ options: { scale: { type: "string", default: "1" } } });
const scale = Number(values.scale);
const CHAIN = Math.round(10_000 * scale);
const ITEMS = Math.round(100_000 * scale);
const DEPTH = 20;
const start = { id: "start", type: "trigger", data: { trigger: "manual" } };
const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target });
const action = (id: string, parentId?: string) => ({
  ...{ id, type: "action", ...(parentId === undefined ? {} : { parentId }) },
  data: { action: "bench_act", input: { k: "{{ index }}", step: 0, n: 1 } },
});

function chain(): Workload {
  const ids = Array.from({ length: CHAIN }, (_, n) => `n${n}`);
  const nodes = ids.map((id, n) => ({
    ...{ id, type: "action" },
    data: {
      action: "data.set",
      input: { n: n === 0 ? 1 : `{{ steps.n${n - 1}.output.n }}` },
    },
  }));
  const edges = ids.map((id, n) => edge(n === 0 ? "start" : `n${n - 1}`, id));
  const definition = { nodes: [start, ...nodes], edges };
  return { name: `a chain of ${CHAIN} pure nodes`, definition, payload: {}, steps: CHAIN };
}

function items(name: string, inner: object): Workload {
  const each = {
    ...{ id: "each", type: "foreach" },
    data: { items: "{{ trigger.payload }}", concurrency: 200 },
  };
  return {
    name: `a foreach of ${ITEMS} items, ${name}`,
    definition: { nodes: [start, each, inner], edges: [edge("start", "each")] },
    payload: Array.from({ length: ITEMS }, (_, n) => n),
    steps: ITEMS,
  };
}

function nesting(): Workload {
  const nodes: object[] = [];
  for (let depth = 0; depth < DEPTH; depth += 1) {
    nodes.push({
      ...{ id: `d${depth}`, type: "foreach", ...(depth > 0 && { parentId: `d${depth - 1}` }) },
      data: { items: [1, 2].slice(0, depth < 10 ? 2 : 1), concurrency: 2 },
    });
  }
  nodes.push(action("leaf", `d${DEPTH - 1}`));
  const definition = { nodes: [start, ...nodes], edges: [edge("start", "d0")] };
  return { name: `containers nested ${DEPTH} deep`, definition, payload: {}, steps: 1024 };
}

const memory = (pid: number): number => {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
};

async function measure(pool: pg.Pool, worker: Worker, workload: Workload) {
  const one = async (text: string, parameters: unknown[]) =>
    (await pool.query<{ id: string }>(text, parameters)).rows[0]!.id;
  const workflow = await one(
    `select id from sluice.create_workflow($1, $2, '', (
       select id from sluice.organizations where slug = 'b'))`,
    [workload.name, JSON.stringify(workload.definition)],
  );
  const publishing = performance.now();
  await pool.query("select sluice.publish_workflow($1)", [workflow]);
  const published = performance.now();
  await pool.query("select pg_stat_statements_reset()");
  const id = await one("select id from sluice.start_workflow($1, $2)", [
    workflow,
    JSON.stringify(workload.payload),
  ]);
  let status: string | undefined;
  while (status === undefined) {
    await sleep(50);
    const text = "select status from sluice.workflow_executions where id = $1";
    const { rows } = await pool.query<{ status: string }>(text, [id]);
    if (!["pending", "running", "waiting"].includes(rows[0]!.status)) status = rows[0]!.status;
  }
  const seconds = (performance.now() - published) / 1000;
  const { rows } = await pool.query<{ ms: number; query: string }>(
    `select max_exec_time as ms, query from pg_stat_statements
     where query ~ 'sluice_private' order by max_exec_time desc limit 1`,
  );
  return {
    workload: workload.name,
    status,
    publish_s: Math.round((published - publishing) / 10) / 100,
    seconds: Math.round(seconds * 100) / 100,
    steps_per_s: Math.round(workload.steps / seconds),
    longest_statement_ms: Math.round(rows[0]!.ms),
    longest_statement: rows[0]!.query.replaceAll(/\s+/g, " ").slice(0, 60),
    worker_mb: memory(worker.process.pid!),
  };
}

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-"));
chmodSync(directory, 0o755);
const settings = { shared_buffers: "1GB", shared_preload_libraries: "pg_stat_statements" };
const server = await startPostgres({ directory, isEphemeral: true, settings });
const pool = new pg.Pool({ connectionString: server.url(), max: 2 });
pool.on("error", () => undefined);
const lines: object[] = [];
let worker: Worker | undefined;
try {
  await pool.query("create extension pg_stat_statements");
  const peer = sluice(200);
  await peer.setup({ url: server.url(), pool });
  worker = new Worker(peer, server.url());
  await worker.ready;
  const pure = { id: "set", type: "action", parentId: "each" };
  const all = [
    nesting(),
    chain(),
    items("pure", { ...pure, data: { action: "data.set", input: { n: "{{ item }}" } } }),
    items("each on a worker", action("act", "each")),
  ];
  for (const workload of all) {
    const line = await measure(pool, worker, workload);
    console.log(JSON.stringify(line));
    lines.push(line);
  }
} finally {
  await worker?.stop();
  await pool.end();
  await server.stop();
}
const cells = lines.map((line) => `| ${Object.values(line).join(" | ")} |`);
const head = Object.keys(lines[0] ?? {});
console.log(`\n| ${head.join(" | ")} |\n|${head.map(() => "---").join("|")}|\n${cells.join("\n")}`);
