/**
 * W6 and W9: W1 on a database without history, on the same one with many finished steps in it, and
 * with a transaction held open as well.
 */
import pg from "pg";
import type { LocalPostgres } from "../../postgres/local.ts";
import { cloneExecution } from "../clone.ts";
import { sluice } from "../peers/sluice.ts";
import { inSession, makeInputs, rounded, runAll, type Session } from "../session.ts";
import { backlog } from "./backlog.ts";

const DAYS = 60;
const ROUNDS = 3;
const STEPS = 5;

/** The median of a few windows. */
async function stepsPerSecond(session: Session, runs: number) {
  await runAll(session, "five", makeInputs(200));
  const lines: Awaited<ReturnType<typeof backlog>>[] = [];
  while (lines.length < ROUNDS) lines.push(await backlog(session, "five", runs));
  lines.sort((a, b) => a.steps_per_s - b.steps_per_s);
  return lines[(ROUNDS - 1) >> 1]!;
}

async function grow({ context: { pool } }: Session, steps: number): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from sluice_private.executions order by id desc limit 1",
  );
  await cloneExecution(pool, rows[0]!.id, { count: Math.ceil(steps / STEPS), days: DAYS });
  await pool.query("vacuum analyze");
}

export async function w9(
  server: LocalPostgres,
  concurrency: number,
  history: number,
  runs: number,
) {
  return inSession(server, sluice(concurrency), async (session) => {
    const empty = await stepsPerSecond(session, runs);
    await grow(session, history);
    const full = await stepsPerSecond(session, runs);
    const holder = new pg.Client({ connectionString: session.context.url });
    await holder.connect();
    try {
      await holder.query("begin isolation level repeatable read");
      await holder.query("select count(*) from sluice_private.live_executions");
      const held = await stepsPerSecond(session, runs);
      return {
        ...{ runs, history, empty_steps_per_s: empty.steps_per_s, steps_per_s: full.steps_per_s },
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
