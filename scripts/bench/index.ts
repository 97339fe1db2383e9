/**
 * One PostgreSQL with the same durable settings for all; JSON lines, then markdown tables.
 */
import { mkdtempSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres, type LocalPostgres } from "../postgres/local.ts";
import { dbos } from "./peers/dbos.ts";
import { graphileChain } from "./peers/graphile-chain.ts";
import type { Peer, WorkflowName } from "./peers/peer.ts";
import { sluice } from "./peers/sluice.ts";
import { resetStatements, statementsOf } from "./statements.ts";
import { tableOf, type Line } from "./table.ts";
import { w1, w4 } from "./workloads/backlog.ts";
import { w8 } from "./workloads/crash.ts";
import { w3 } from "./workloads/fan.ts";
import { latency } from "./workloads/latency.ts";
import { w9 } from "./workloads/history.ts";
import { w7 } from "./workloads/noisy.ts";
import { w5 } from "./workloads/sleepers.ts";

/** Durability is PostgreSQL's default; only sizes grow, so that no checkpoint falls in a window. */
const SETTINGS = {
  ...{ fsync: "on", synchronous_commit: "on", full_page_writes: "on", wal_level: "replica" },
  ...{ shared_buffers: "1GB", max_wal_size: "8GB", min_wal_size: "1GB" },
  ...{ checkpoint_timeout: "30min", jit: "off", autovacuum_naptime: "5s", max_connections: "300" },
};

const USAGE = `npm run bench -- [W1 W1x10 W2 W2x5 W3 W4 W5 W6 W7 W8 W9] [options]
  --peers            measures the installed peers in the same run
  --repetitions 3    of each; of W9 one
  --concurrency 2000 the slots of Sluice's worker
  --scale 1          of how many executions there are
  --statements       shows the statements that took longest, with some overhead`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: "boolean", default: false },
    repetitions: { type: "string" },
    concurrency: { type: "string", default: "2000" },
    scale: { type: "string", default: "1" },
    statements: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
const concurrency = Number(values.concurrency);
const scaled = (count: number) => Math.max(1, Math.round(count * Number(values.scale)));

interface Workload {
  name: string;
  /** What a peer must have to be measured; undefined: only this engine is. */
  needs?: WorkflowName;
  /** Unless told otherwise; 3 if not given. */
  repetitions?: number;
  run(server: LocalPostgres, peer: Peer): Promise<object>;
}

const WORKLOADS: Workload[] = [
  { name: "W1", needs: "five", run: (server, peer) => w1(server, peer, scaled(2000)) },
  { name: "W1x10", needs: "five", run: (server, peer) => w1(server, peer, scaled(20_000)) },
  { name: "W2", needs: "one", run: (server, peer) => latency(server, peer, "one", scaled(200)) },
  {
    name: "W2x5",
    needs: "five",
    run: (server, peer) => latency(server, peer, "five", scaled(100)),
  },
  { name: "W3", needs: "fan", run: (server, peer) => w3(server, peer, 1000) },
  { name: "W4", needs: "logic", run: (server, peer) => w4(server, peer, scaled(2000)) },
  { name: "W5", needs: "sleeper", run: (server, peer) => w5(server, peer, scaled(10_000)) },
  { name: "W6", run: (server) => w9(server, concurrency, scaled(500_000), 2000) },
  { name: "W7", run: (server) => w7(server, concurrency, scaled(200)) },
  { name: "W8", run: (server) => w8(server) },
  {
    name: "W9",
    repetitions: 1,
    run: (server) => w9(server, concurrency, scaled(10_000_000), 2000),
  },
];

const unknown = positionals.filter((name) => WORKLOADS.every((workload) => workload.name !== name));
if (values.help || unknown.length > 0) {
  console.log(
    unknown.length > 0 ? `there is no workload ${unknown.join(", ")}\n\n${USAGE}` : USAGE,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}

/** Without names: all but the long ones. */
const isWanted = ({ name }: Workload) =>
  positionals.length === 0 ? !/W1x10|W9/.test(name) : positionals.includes(name);

const makers: (() => Peer)[] = [() => sluice(concurrency)];
if (values.peers) makers.push(graphileChain, dbos);

/** Latencies are told by the engine's own tables. */
function canRun(peer: Peer, { name, needs }: Workload, index: number): boolean {
  if (needs === undefined) return index === 0;
  const isTimed = /^W[23]/.test(name);
  return peer.workflows.includes(needs) && (!isTimed || peer.doneAt !== undefined);
}

async function measure(server: LocalPostgres, workload: Workload, peer: Peer): Promise<Line> {
  if (values.statements) await resetStatements(server);
  const own = { peer: `${peer.key} ${peer.version}`, workload: workload.name };
  const line = { ...own, ...(await workload.run(server, peer)) } as Line;
  console.log(JSON.stringify(line));
  if (values.statements) console.table(await statementsOf(server));
  return line;
}

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-"));
chmodSync(directory, 0o755);
const statements = { shared_preload_libraries: "pg_stat_statements" };
const settings = values.statements ? { ...SETTINGS, ...statements } : SETTINGS;
const server = await startPostgres({ directory, isEphemeral: true, settings });
const lines: Line[] = [];
try {
  for (const workload of WORKLOADS.filter(isWanted)) {
    const repetitions = Number(values.repetitions ?? workload.repetitions ?? 3);
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      for (const [index, make] of makers.entries()) {
        const peer = make();
        if (canRun(peer, workload, index)) lines.push(await measure(server, workload, peer));
      }
    }
  }
} finally {
  await server.stop();
}
console.log(`\nMinimum / **median** / maximum\n\n${tableOf(lines)}`);
if (!lines.every((line) => line["ok"] === true)) process.exitCode = 1;
