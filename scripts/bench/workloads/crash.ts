/** W8: a worker is killed with kill -9; how long it takes until its step runs on another one. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalPostgres } from "../../postgres/local.ts";
import { ORGANIZATION, publish, sluice, startMany } from "../peers/sluice.ts";
import { inSession, makeInputs, rounded, until, type Session } from "../session.ts";
import { Worker } from "../worker.ts";

const HOLD_MS = 60_000;
const input = { k: "{{ trigger.payload.k }}", step: 0, n: 0, hold_ms: HOLD_MS };
const definition = {
  nodes: [
    { id: "start", type: "trigger", data: { trigger: "manual" } },
    { id: "hold", type: "action", data: { action: "bench_act", input } },
  ],
  edges: [{ id: "e", source: "start", target: "hold" }],
};

/** How often the step has been begun, and when last, in milliseconds since 1970. */
async function begun({ context }: Session, id: string): Promise<{ crashes: number; at: number }> {
  const { rows } = await context.pool.query<{ crashes: number; at: number }>(
    `select crashes, extract(epoch from bound_at)::float8 * 1000 as at
     from sluice_private.step_leases
     where organization_id = $1 and execution_id = $2 and bound_at is not null`,
    [ORGANIZATION, id],
  );
  return rows[0] ?? { crashes: -1, at: 0 };
}

export async function w8(server: LocalPostgres) {
  const peer = sluice(10);
  return inSession(server, peer, async (session) => {
    const { context, worker } = session;
    const workflow = await publish(context, "hold", definition);
    const [id] = await startMany(context, workflow, makeInputs(1));
    await until("the step runs", async () => (await begun(session, id!)).crashes === 0);
    const other = new Worker(peer, context.url);
    try {
      await other.ready;
      // it has been there for a while when the first one dies
      await sleep(3000);
      const killed = Date.now();
      worker.process.kill("SIGKILL");
      await until("the step runs again", async () => (await begun(session, id!)).crashes === 1);
      const { at } = await begun(session, id!);
      return { recovered_s: rounded((at - killed) / 1000), ok: true };
    } finally {
      await context.pool.query("select sluice.cancel_execution($1)", [id]);
      other.process.kill("SIGKILL");
    }
  });
}
