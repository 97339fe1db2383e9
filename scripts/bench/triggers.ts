/**
 * npm run bench:triggers -- [--events 200] [--schedules 10000]
 * From an event to the begin of the first step that it starts, with nothing else to do; and how long
 * it takes until all schedules that are due at one instant have fired. As JSON lines.
 */
import { mkdtempSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../postgres/local.ts";
import { ORGANIZATION, publish, sluice } from "./peers/sluice.ts";
import { inSession, quantile, rounded, until, type Session } from "./session.ts";
import { idle } from "./workloads/latency.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "200" },
    schedules: { type: "string", default: "10000" },
  },
});
const A_WORKFLOW = 100;
/** Publishing all of them takes less. */
const AHEAD_MS = 60_000;

const step = {
  id: "step",
  type: "action",
  data: { action: "bench_act", input: { k: 1, step: 1, n: 1 } },
};
const startedBy = (configs: object[]) => {
  const nodes = configs.map((data, at) => ({ id: `start_${at}`, type: "trigger", data }));
  const edges = nodes.map(({ id }) => ({ id: `from_${id}`, source: id, target: "step" }));
  return { nodes: [...nodes, step], edges };
};

async function events({ context, worker }: Session, count: number) {
  const trigger = { trigger: "event", config: { name: "bench.happened" } };
  await publish(context, "listener", startedBy([trigger]));
  const times: number[] = [];
  while (times.length < count + 20) {
    await idle();
    const before = worker.total;
    const begin = performance.timeOrigin + performance.now();
    const { rows } = await context.pool.query<{ id: string }>(
      "select id from sluice.emit_event('bench.happened', organization_id => $1)",
      [ORGANIZATION],
    );
    await until("the step ran", () => worker.total > before);
    let at: number | undefined;
    await until("it is recorded", async () => {
      const { rows: begun } = await context.pool.query<{ at: number }>(
        `select extract(epoch from step.started_at)::float8 * 1000 as at
         from sluice.workflow_trigger_firings as firing
         inner join sluice_private.execution_steps as step
           on step.organization_id = firing.organization_id
           and step.execution_id = firing.execution_id and step.node_id = 'step'
         where firing.event_id = $1`,
        [rows[0]!.id],
      );
      at = begun[0]?.at;
      return at !== undefined;
    });
    times.push(at! - begin);
  }
  const taken = times.slice(20);
  const [p50_ms, p95_ms, p99_ms] = [0.5, 0.95, 0.99].map((share) => quantile(taken, share));
  return { workload: "event to first step", runs: count, p50_ms, p95_ms, p99_ms };
}

async function schedules({ context, worker }: Session, count: number) {
  const due = new Date(Date.now() + AHEAD_MS);
  const data = { trigger: "scheduled_dates", config: { dates: [due.toISOString()] } };
  const draft = startedBy(Array.from({ length: A_WORKFLOW }, () => data));
  for (let at = 0; at < count / A_WORKFLOW; at += 1) await publish(context, `due ${at}`, draft);
  if (Date.now() > due.getTime()) throw new Error("they were due before all were there");
  const before = worker.total;
  await until("every step ran", () => worker.total >= before + count);
  const { rows } = await context.pool.query<Record<string, number>>(
    `select count(*)::int as fired, count(distinct trigger_id)::int as schedules,
       extract(epoch from max(created_at) - $2::timestamptz)::float8 as fired_within_s
     from sluice.workflow_trigger_firings
     where organization_id = $1 and status = 'started' and created_at >= $2::timestamptz`,
    [ORGANIZATION, due],
  );
  const ran_within_s = rounded((Date.now() - due.getTime()) / 1000);
  return { workload: "schedules of one instant", ...rows[0]!, ran_within_s };
}

const directory = mkdtempSync(join(tmpdir(), "sluice-bench-"));
chmodSync(directory, 0o755);
const settings = { shared_buffers: "1GB", max_wal_size: "8GB", jit: "off" };
const server = await startPostgres({ directory, isEphemeral: true, settings });
try {
  await inSession(server, sluice(500), async (session) => {
    console.log(JSON.stringify(await events(session, Number(values.events))));
    console.log(JSON.stringify(await schedules(session, Number(values.schedules))));
  });
} finally {
  await server.stop();
}
