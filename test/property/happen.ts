/** What happens to executions from outside. */
import type { TestDatabase } from "../support/database.ts";
import { TestWorker } from "../support/engine.ts";
import { sweepEvenly } from "../support/scenes.ts";
import { placeOf } from "./calls.ts";
import type { Crowd, Run } from "./driver.ts";
import type { Event, Key } from "./language.ts";

/** What happens but for the reports, each kind of event in one statement for all executions. */
export async function happen(
  db: TestDatabase,
  { organizationId }: Crowd,
  groups: { run: Run; group: Event[] }[],
  tokens: Map<string, string>,
): Promise<void> {
  const all = groups.flatMap(({ run, group }) => group.map((event) => at(run, event)));
  await crash(
    db,
    all.flatMap((one) => (one.kind === "crash" ? [tokens.get(`${one.id} ${one.step}`)] : [])),
  );
  await elapse(
    db,
    all.flatMap((one) => (one.kind === "elapse" || one.kind === "overdue" ? [one] : [])),
  );
  await db.query(
    `update sluice_private.timers set due_at = clock_timestamp()
     where kind = 'deadline' and execution_id = any($1)`,
    [all.filter(({ kind }) => kind === "deadline").map(({ id }) => id)],
  );
  for (const kind of ["cancel", "pause", "resume"] as const) {
    const ids = all.filter((one) => one.kind === kind).map(({ id }) => id);
    if (ids.length > 0) {
      await db.query(`select sluice.${kind}_execution(id) from unnest($1::uuid[]) as id`, [ids]);
    }
  }
  await settleByHand(
    db,
    all.flatMap((one) => (one.kind === "settle" ? [one] : [])),
  );
  const emitted = all.flatMap((one) => (one.kind === "emit" ? [one] : []));
  await db.query(
    `select sluice.emit_event(e.name, '{}', e.key, null, $3)
     from unnest($1::text[], $2::text[]) as e (name, key)`,
    [emitted.map(({ name }) => name), emitted.map(({ key }) => key), organizationId],
  );
}

/** The event with the execution that it happens to; its step as that one knows it. */
function at({ id, executions }: Run, event: Event): Event & { id: string } {
  const { path, key } = placeOf("step" in event ? event.step : "");
  const own = executions.get("execution" in event ? event.execution : path)?.id ?? id;
  return { ...("step" in event ? { ...event, step: key } : event), id: own };
}

/** The workers that run these have not been heard of for a minute. */
async function crash(db: TestDatabase, tokens: (string | undefined)[]): Promise<void> {
  if (tokens.length === 0) return;
  const { id, epoch } = await new TestWorker(db.worker).register(["act"], 1);
  await db.query(
    "update sluice_private.step_leases set worker_id = $1, epoch = $2 where token = any($3)",
    [id, epoch, tokens],
  );
  await db.query(
    `update sluice_private.workers set last_seen_at = case id when $1
       then clock_timestamp() - interval '1 min' else clock_timestamp() end`,
    [id],
  );
  await sweepEvenly(db);
  await db.worker.query("select sluice_private.sweep()");
}

async function settleByHand(
  db: TestDatabase,
  events: { id: string; step: Key; status: string; port?: string }[],
): Promise<void> {
  const calls = {
    completed: `complete_step(e.id, e.node, '{"by": "hand"}', e.frame, e.port)`,
    skipped: "skip_step(e.id, e.node, null, e.frame)",
    cancelled: "cancel_step(e.id, e.node, null, e.frame)",
  };
  for (const [status, call] of Object.entries(calls)) {
    const those = events.filter((event) => event.status === status);
    if (those.length === 0) continue;
    const dots = those.map(({ step }) => step.lastIndexOf("."));
    await db.query(
      `select sluice.${call}
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as e (id, node, frame, port)`,
      [
        those.map(({ id }) => id),
        those.map(({ step }, n) => step.slice(dots[n]! + 1)),
        those.map(({ step }, n) => (dots[n]! < 0 ? null : step.slice(0, dots[n]))),
        those.map(({ port }) => port ?? null),
      ],
    );
  }
}

/** A step may have a time for its next attempt, and one for them all. */
async function elapse(
  db: TestDatabase,
  events: { kind: string; id: string; step: Key }[],
): Promise<void> {
  await db.query(
    `update sluice_private.timers as timer set due_at = clock_timestamp()
     from unnest($1::uuid[], $2::text[], $3::text[]) as e (execution_id, key, kind)
     inner join sluice.workflow_executions as x on x.id = e.execution_id
     inner join sluice.workflow_steps as step
       on step.organization_id = x.organization_id and step.version_id = x.version_id
     inner join sluice_private.frames as frame
       on frame.organization_id = x.organization_id and frame.execution_id = x.id
     where timer.execution_id = e.execution_id and timer.organization_id = x.organization_id
       and timer.step_no = step.step_no and timer.frame_id = frame.frame_id
       and (timer.kind = 'timeout') = (e.kind = 'overdue')
       and concat_ws('.', frame.path, step.node_id) = e.key`,
    [events.map(({ id }) => id), events.map(({ step }) => step), events.map(({ kind }) => kind)],
  );
}
