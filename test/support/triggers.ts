/** Workflows that listen to events, what is emitted, and what came of it. */
import type { TestDatabase } from "./database.ts";
import { createTenant, definition, publish, TestWorker } from "./engine.ts";
import { set } from "./scenes.ts";

export interface Firing {
  status: string;
  reason: string | null;
  event_id: string | null;
  execution_id: string | null;
  is_replay: boolean;
}

/** What expressions read as `trigger`. */
export interface Started {
  id: string;
  trigger: {
    type: string;
    payload: Record<string, unknown>;
    event: Record<string, unknown>;
    [more: string]: unknown;
  };
}

/** Publishes `on → a`, started by this trigger. */
export const listen = (
  db: TestDatabase,
  organizationId: string,
  trigger: object,
  settings?: object,
  name?: string,
): Promise<string> =>
  publish(
    db,
    organizationId,
    definition(
      [{ id: "on", type: "trigger", data: { ...trigger } }, set("a")],
      ["on → a"],
      settings,
    ),
    name,
  );

/** An organization whose workflow listens with this config, and a worker. */
export async function listener(db: TestDatabase, config: object, data: object = {}) {
  const { organizationId, claims, userId } = await createTenant(db);
  const workflow = await listen(db, organizationId, { trigger: "event", config, ...data });
  const worker = await new TestWorker(db.worker).register();
  return { organizationId, claims, userId, workflow, worker };
}

/** Emits an event; answers its id. */
export async function emitIn(
  db: TestDatabase,
  organizationId: string,
  name: string,
  {
    payload = {},
    key = null,
    ttl = null,
  }: { payload?: unknown; key?: string | null; ttl?: string | null } = {},
): Promise<string> {
  const [event] = await db.query<{ id: string }>(
    "select id from sluice.emit_event($1, $2, $3, null, $4, $5)",
    [name, JSON.stringify(payload), key, organizationId, ttl],
  );
  return event!.id;
}

export const startedBy = (db: TestDatabase, workflow: string) =>
  db.query<Started>(
    `select id, input as trigger from sluice.workflow_executions where workflow_id = $1
     order by id`,
    [workflow],
  );

export const firingsOf = (db: TestDatabase, workflow: string) =>
  db.query<Firing>(
    `select status, reason, event_id, execution_id, is_replay
     from sluice.workflow_trigger_firings where workflow_id = $1 order by created_at, id`,
    [workflow],
  );

/** As if so much time had passed for what triggers hold and watch. */
export async function pass(db: TestDatabase, interval: string): Promise<void> {
  await db.query("update sluice_private.held_events set created_at = created_at - $1::interval", [
    interval,
  ]);
  await db.query("update sluice_private.trigger_timers set due_at = due_at - $1::interval", [
    interval,
  ]);
}

/** What was put off is due. */
export const soon = (db: TestDatabase) =>
  db.query("update sluice_private.deferred_firings set due_at = due_at - interval '1 minute'");

export interface Counts {
  started: number;
  completed: number;
  failed: number;
}

/** The counters of the first trigger of a workflow. */
export async function countsOf(db: TestDatabase, workflow: string): Promise<Counts> {
  const [row] = await db.query<Counts>(
    `select sluice.workflow_triggers_trigger_count(t)::int as started,
       sluice.workflow_triggers_success_count(t)::int as completed,
       sluice.workflow_triggers_failure_count(t)::int as failed
     from sluice.workflow_triggers as t where t.workflow_id = $1 order by t.node_id limit 1`,
    [workflow],
  );
  return row!;
}
