/**
 * npm run bench -- [--peers] [--executions 2000] [--repetitions 3] [--concurrency 500]
 *   [--statements]: and what the statements cost that took longest, with some overhead
 * One PostgreSQL with the same durable settings for all; JSON lines, then a markdown table.
 */
import { mkdtempSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../postgres/local.ts";
import { dbos } from "./peers/dbos.ts";
import { graphileChain } from "./peers/graphile-chain.ts";
import type { Peer } from "./peers/peer.ts";
import { sluice } from "./peers/sluice.ts";
import { resetStatements, statementsOf } from "./statements.ts";
import { w1, type Line } from "./w1.ts";

/** Durability is PostgreSQL's default; only sizes grow, so that no checkpoint falls in a window. */
const SETTINGS = {
  ...{ fsync: "on", synchronous_commit: "on", full_page_writes: "on", wal_level: "replica" },
  ...{ shared_buffers: "1GB", max_wal_size: "8GB", min_wal_size: "1GB" },
  ...{ checkpoint_timeout: "30min", jit: "off", autovacuum_naptime: "5s", max_connections: "300" },
};

const { values } = parseArgs({
  options: {
    peers: { type: "boolean", default: false },
    executions: { type: "string", default: "2000" },
    repetitions: { type: "string", default: "3" },
    concurrency: { type: "string", default: "500" },
    statements: { type: "boolean", default: false },
  },
});

function table(lines: Line[]): string {
  const peers = [...new Set(lines.map((line) => line.peer))];
  const rows = peers.map((peer) => {
    const own = lines.filter((line) => line.peer === peer);
    const range = (pick: (line: Line) => number) => {
      const sorted = own.map(pick).sort((a, b) => a - b);
      const median = sorted[(sorted.length - 1) >> 1];
      return sorted.length === 1 ? median : `${sorted[0]} / **${median}** / ${sorted.at(-1)}`;
    };
    const first = own[0]!;
    const cells = [
      `${peer} ${first.version}`,
      first.concurrency,
      range((line) => line.executions_per_s),
      range((line) => line.steps_per_s),
      range((line) => line.cpu_ms_per_step),
      range((line) => line.others),
      own.every((line) => line.ok) ? "yes" : "NO",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = [
    "engine",
    "slots",
    "executions/s",
    "steps/s",
    "CPU ms/step",
    "others",
    "exactly once",
  ];
  return [`| ${head.join(" | ")} |`, `|${head.map(() => "---").join("|")}|`, ...rows].join("\n");
}

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-"));
chmodSync(directory, 0o755);
const statements = { shared_preload_libraries: "pg_stat_statements" };
const settings = values.statements ? { ...SETTINGS, ...statements } : SETTINGS;
const server = await startPostgres({ directory, isEphemeral: true, settings });
const makers: (() => Peer)[] = [() => sluice(Number(values.concurrency))];
if (values.peers) makers.push(graphileChain, dbos);
const lines: Line[] = [];
try {
  for (let repetition = 0; repetition < Number(values.repetitions); repetition += 1) {
    for (const make of makers) {
      if (values.statements) await resetStatements(server);
      const line = await w1(server, make(), Number(values.executions));
      console.log(JSON.stringify(line));
      if (values.statements) console.table(await statementsOf(server));
      lines.push(line);
    }
  }
} finally {
  await server.stop();
}
console.log(`\nW1, ${values.executions} executions of five actions, min / **median** / max\n`);
console.log(table(lines));
if (!lines.every((line) => line.ok)) process.exitCode = 1;
