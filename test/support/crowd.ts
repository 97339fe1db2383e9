/** Fills every table that grows with rows of other executions, of the same tenant and version. */
import type pg from "pg";
import type { TestDatabase } from "./database.ts";

export interface Crowd {
  organizationId: string;
  workflowId: string;
  versionId: string;
}

/** The tables that grow, and a row of number `i`; `$1` to `$3` are the crowd, `id` its execution. */
const ROWS: Record<string, string> = {
  "sluice_private.live_executions (organization_id, id, workflow_id, version_id, trigger_step, status, input, priority, created_at)":
    "$1, id, $2, $3, 1, 'waiting', '{}', 5, now()",
  "sluice_private.ready_steps (organization_id, execution_id, frame_id, step_no, generation, version_id, action, input, attempt, priority, ready_at)":
    "$1, id, 0, 2, 0, $3, 'nobody_serves_it', '{}', 1, 1, now()",
  "sluice_private.step_leases (organization_id, execution_id, frame_id, step_no, generation, version_id, action, input, attempt, priority, ready_at, start_by)":
    "$1, id, 0, 2, 0, $3, 'nobody_serves_it', '{}', 1, 5, now(), 'infinity'",
  "sluice_private.arrivals (organization_id, execution_id, kind, body, is_parked)":
    "$1, id, 'cancel', '{}', true",
  "sluice_private.timers (organization_id, execution_id, frame_id, step_no, kind, due_at)":
    "$1, id, 0, 0, 'deadline', now() + interval '1 year'",
  "sluice_private.live_outputs (organization_id, execution_id, frame_id, step_no, node_id, status, output)":
    "$1, id, 0, 2, 'a', 'completed', '{}'",
  "sluice_private.frames (organization_id, execution_id, frame_id, open)": "$1, id, 0, 1",
  "sluice_private.waits (organization_id, execution_id, frame_id, step_no, generation, version_id, started_at)":
    "$1, id, 0, 9, 0, $3, now()",
  "sluice_private.calls (organization_id, execution_id, frame_id, step_no, generation, version_id, attempt, child_id, input, started_at)":
    "$1, id, 0, 7, 0, $3, 1, past, '{}', now()",
  "sluice_private.blocked_steps (organization_id, execution_id, frame_id, step_no, generation, version_id, action, input, attempt, priority, reason, ready_at)":
    "$1, id, 0, 8, 0, $3, 'nobody_serves_it', '{}', 1, 5, 'retry', now()",
  "sluice_private.awaited_events (organization_id, execution_id, frame_id, step_no, event_no, generation, topic, name, key, port, since, started_at, is_new)":
    "$1, id, 0, 9, 1, 0, sluice_private.event_topic($1, 'order.paid'), 'order.paid', 'key-' || i, 'paid', now(), now(), false",
  "sluice_private.idempotency_keys (organization_id, workflow_id, key, execution_id, expires_at)":
    "$1, $2, 'key-' || lpad(i::text, 9, '0'), id, now() + interval '1 month'",
  "sluice_private.event_subscriptions (organization_id, workflow_id, subscription_no, topic, pattern, expression, is_of_workflows)":
    "$1, $2, 100 + i, sluice_private.event_topic($1, 'other-' || i), 'other-' || i, '^other-' || i || '$', i % 2 = 0",
  "sluice_private.held_events (organization_id, trigger_id, key, event_id, created_at)":
    "$1, (select id from sluice.workflow_triggers where workflow_id = $2 limit 1), ':' || i, id, now()",
  "sluice_private.trigger_timers (organization_id, trigger_id, key, due_at)":
    "$1, (select id from sluice.workflow_triggers where workflow_id = $2 limit 1), ':' || i, now() + interval '1 year'",
  "sluice_private.trigger_counts (organization_id, trigger_id, started)": "$1, id, 1",
  "sluice_private.enrolments (organization_id, workflow_id, record, execution_id, enrolled_at, is_counted)":
    "$1, $2, 'record-' || i, id, now(), false",
  "sluice_private.executions (organization_id, id, workflow_id, version_id, trigger_step, status, input, created_at, finished_at)":
    "$1, past, $2, $3, 1, 'completed', '{}', now(), now()",
  "sluice_private.execution_steps (organization_id, execution_id, frame_id, step_no, generation, node_id, type, status, attempt, ports, finished_at)":
    "$1, past, 0, 1, 0, 'start', 'trigger', 'completed', 1, '{}', now()",
  "sluice_private.step_attempts (organization_id, execution_id, frame_id, step_no, generation, attempt, token, status, finished_at)":
    "$1, past, 0, 2, 0, 1, -i, 'completed', now()",
  "sluice.workflow_execution_logs (organization_id, execution_id, id, message)":
    "$1, past, past, 'said'",
  "sluice.workflow_trigger_firings (organization_id, id, workflow_id, trigger_id, event_id, status, reason)":
    "$1, past, $2, $3, id, 'refused', 'the filter does not hold'",
  "sluice.workflow_events (organization_id, id, name, payload)":
    "$1, past, 'webhook.received', '{}'",
};

const LARGEST = /\.(live_exec|ready|arri|timers|live_outputs|execution_steps)/;

/** The tables, without their schema. */
export const GROWING = [
  "webhook_registrations",
  ...Object.keys(ROWS).map((target) => /\.(\w+)/.exec(target)![1]!),
];

/** Of these, the history, whose partitions are named after them. */
export const PARTITIONED = GROWING.slice(GROWING.indexOf("executions"));

/** Adds rows from one number to another: `sizes` to the hottest tables, `rest` to the others. */
export async function addCrowd(
  db: TestDatabase,
  crowd: Crowd,
  sizes: [from: number, to: number],
  rest = sizes,
): Promise<void> {
  const hex = "lpad(to_hex(i), 15, '0')";
  const begin =
    "left(replace(sluice_hidden.uuid_floor(now() - interval '1 minute')::text, '-', ''), 12)";
  const ids = [crowd.organizationId, crowd.workflowId, crowd.versionId];
  const targets = Object.entries(ROWS);
  const fill = async () => {
    const session = await openFiller(db);
    for (let next = targets.shift(); next; next = targets.shift()) {
      await session.query(
        `insert into ${next[0]}
         select ${next[1]}
         from (
           select i, (start || '70008' || ${hex})::uuid as id,
             (start || '70009' || ${hex})::uuid as past
           from generate_series($4::int, $5::int) as i
           cross join (select ${begin} as start offset 0) as b
         ) as one
         where ($1::uuid, $2::uuid, $3::uuid) is not null`,
        [...ids, ...(LARGEST.test(next[0]) ? sizes : rest)],
      );
    }
    await session.end();
  };
  await Promise.all([fill(), fill()]);
}

/** Its rows refer to nothing that is there, and nobody asks. */
async function openFiller(db: TestDatabase): Promise<pg.Client> {
  const session = await db.session();
  await session.query("set session_replication_role = replica");
  return session;
}

/** Webhooks `key-<i>` and `path-<i>`, with their triggers. */
export async function addWebhooks(db: TestDatabase, crowd: Crowd, count: number): Promise<void> {
  const session = await openFiller(db);
  await session.query(
    `with made as (
       insert into sluice.workflow_triggers (organization_id, workflow_id, node_id, step_no, trigger)
       select $1, gen_random_uuid(), 'hook-' || i, 1, 'webhook_received'
       from generate_series(1, $3::int) as i
       returning organization_id, id, substr(node_id, 6) as i
     )
     insert into sluice.webhook_registrations (organization_id, workflow_id, trigger_id, key, path)
     select organization_id, $2, id, 'key-' || i, 'path-' || i from made`,
    [crowd.organizationId, crowd.workflowId, count],
  );
  await session.end();
}

/** Nobody looks at these tables while the test does: what is known of them is what was known. */
export async function stopAutovacuum(db: TestDatabase): Promise<void> {
  const tables = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class as c
     where c.relkind = 'r' and c.relnamespace in ('sluice'::regnamespace, 'sluice_private'::regnamespace)`,
  );
  await db.query(
    tables.map(({ name }) => `alter table ${name} set (autovacuum_enabled = off)`).join(";"),
  );
}

/** As autovacuum leaves what was used and is empty again. */
export async function vacuumHot(db: TestDatabase): Promise<void> {
  const tables = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class as c
     where 'vacuum_truncate=off' = any (c.reloptions)`,
  );
  await db.query(`vacuum (analyze) ${tables.map(({ name }) => name).join(", ")}`);
}
