/**
 * W6 and W9: W1 on a database without history, on the same one with many finished steps in it, and
 * with a transaction held open as well.
 */
import { statfsSync } from "node:fs";
import pg from "pg";
import type { LocalPostgres } from "../../postgres/local.ts";
import { cloneExecution } from "../clone.ts";
import { sluice } from "../peers/sluice.ts";
import { inSession, makeInputs, rounded, runAll, type Session } from "../session.ts";
import { backlog } from "./backlog.ts";

const DAYS = 60;
const ROUNDS = 3;
const STEPS = 5;
const SAY_EVERY_S = 60;
const GB = 1e9;
const BYTES_A_STEP = 1500;
/** max_wal_size, and some. */
const WAL_GB = 10;

/** The median of a few windows. */
async function stepsPerSecond(session: Session, runs: number) {
  await runAll(session, "five", makeInputs(200));
  const lines: Awaited<ReturnType<typeof backlog>>[] = [];
  while (lines.length < ROUNDS) lines.push(await backlog(session, "five", runs));
  lines.sort((a, b) => a.steps_per_s - b.steps_per_s);
  return lines[(ROUNDS - 1) >> 1]!;
}

/** Says now and then how far it is; answers how long it took, and how large it has become. */
async function grow({ context: { pool }, server }: Session, steps: number) {
  const { rows } = await pool.query<{ id: string }>(
    "select id from sluice_private.executions order by id desc limit 1",
  );
  const before = await sizeOf(pool);
  assertRoom(server.directory, steps);
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const count = Math.ceil(steps / STEPS);
  let said = 0;
  await cloneExecution(pool, rows[0]!.id, { count, days: DAYS }, (made) => {
    if (seconds() - said < SAY_EVERY_S && made < count) return;
    said = seconds();
    console.error(`history: ${made} of ${count} executions, ${said} s`);
  });
  await pool.query("vacuum analyze");
  const bytes = (await sizeOf(pool)) - before;
  return { fill_seconds: seconds(), history_gb: rounded(bytes / GB) };
}

async function sizeOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    "select pg_database_size(current_database()) as bytes",
  );
  return Number(rows[0]!.bytes);
}

/** Its WAL and what vacuum writes come on top of the tables. */
function assertRoom(directory: string, steps: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const [free, needed] = [(bavail * bsize) / GB, (steps * BYTES_A_STEP) / GB + WAL_GB];
  if (free > needed) return;
  throw new Error(
    `${steps} steps of history need some ${Math.ceil(needed)} GB in ${directory}, where ` +
      `${Math.floor(free)} are free (TMPDIR names another place)`,
  );
}

export async function w9(
  server: LocalPostgres,
  concurrency: number,
  history: number,
  runs: number,
) {
  return inSession(server, sluice(concurrency), async (session) => {
    const empty = await stepsPerSecond(session, runs);
    const grown = await grow(session, history);
    const full = await stepsPerSecond(session, runs);
    const holder = new pg.Client({ connectionString: session.context.url });
    await holder.connect();
    try {
      await holder.query("begin isolation level repeatable read");
      await holder.query("select count(*) from sluice_private.live_executions");
      const held = await stepsPerSecond(session, runs);
      return {
        ...{ runs, history, ...grown },
        ...{ empty_steps_per_s: empty.steps_per_s, steps_per_s: full.steps_per_s },
        ratio: rounded(full.steps_per_s / empty.steps_per_s),
        held_steps_per_s: held.steps_per_s,
        held_ratio: rounded(held.steps_per_s / empty.steps_per_s),
        others: Math.max(empty.others, full.others, held.others),
        ok: empty.ok && full.ok && held.ok,
      };
    } finally {
      await holder.end();
    }
  });
}
