/** Two organizations, one with something in each of its relations. */
import type { TestDatabase } from "./database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "./engine.ts";
import { leaveTraces } from "./hook-traces.ts";
import { act, leasesOf, set, startUnserved } from "./scenes.ts";
import { watchSomething } from "./watch.ts";

export type Tenant = Awaited<ReturnType<typeof createTenant>>;
/** Two tenants, and ids of things that belong to them. */
export type Scene = Record<"ours" | "theirs", Tenant> &
  Record<
    "workflow" | "hooked" | "schedule" | "operation" | "live" | "ended" | "approval" | "item",
    string
  > &
  Record<"event" | "trigger" | "polling" | "delivery", string>;

const HOURS = JSON.stringify({ mon: [{ from: "09:00", to: "17:00" }] });
/** Another organization, with something in each of its relations. */
export async function scene(db: TestDatabase): Promise<Scene> {
  await defineTestAction(db);
  const [ours, theirs] = [await createTenant(db), await createTenant(db)];
  const log = {
    id: "log",
    type: "action",
    data: { action: "log_activity", input: { activity_type: "note", description: "m" } },
  };
  const workflow = await publish(
    db,
    theirs.organizationId,
    definition([manual, act("a"), log], ["start → a", "a → log"]),
  );
  const batch = { size: 9, within: "1 day" };
  const hook = { trigger: "webhook_received", config: { path: "theirs" } };
  const asks = { trigger: "poll", config: { url: "http://a.example/" } };
  const hooked = await publish(
    db,
    theirs.organizationId,
    definition(
      [
        { id: "hook", type: "trigger", data: hook },
        { id: "on", type: "trigger", data: { trigger: "event", config: { name: "on" } } },
        { id: "batch", type: "trigger", data: { trigger: "event", config: { name: "on", batch } } },
        { id: "asks", type: "trigger", data: asks },
        set("b"),
      ],
      ["hook → b", "on → b", "batch → b", "asks → b"],
    ),
  );
  const [event] = await db.query<{ id: string }>(
    "select id from sluice.emit_event('on', organization_id => $1)",
    [theirs.organizationId],
  );
  const [trigger] = await db.query<{ id: string }>(
    "select id from sluice.workflow_triggers where workflow_id = $1 and node_id = 'on'",
    [hooked],
  );
  const [polling] = await db.query<{ id: string }>(
    "select trigger_id as id from sluice.workflow_polls where workflow_id = $1",
    [hooked],
  );
  await db.query("select sluice.set_variable('secret', '1', null, $1)", [theirs.organizationId]);
  const calendar = "select sluice.set_calendar('de', 'UTC', $2, organization_id => $1)";
  await db.query(calendar, [theirs.organizationId, HOURS]);
  const limit = "select sluice.set_limit('all', concurrency => 99, organization_id => $1)";
  await db.query(limit, [theirs.organizationId]);
  await watchSomething(db, theirs.organizationId);
  const asking = { approval: { assignees: [theirs.userId] }, timeout: "1 h" };
  const approving = await publish(
    db,
    theirs.organizationId,
    definition([manual, { id: "ask", type: "wait", data: asking }], ["start → ask"]),
  );
  const delivery = await leaveTraces(db, hooked);
  await db.query("insert into sluice.workflow_storage values ($1, $1, 'past', 1, 1, now())", [
    theirs.organizationId,
  ]);
  const ended = await start(db, workflow);
  const worker = await new TestWorker(db.worker).register();
  await worker.drain();
  const [lost, live] = [await start(db, workflow), await start(db, workflow)];
  await fail(db, worker, lost);
  const asked = await start(db, approving);
  await worker.pump();
  await worker.begin();
  const [approval] = await db.query<{ id: string }>(
    "select id from sluice.workflow_approvals where execution_id = $1",
    [asked],
  );
  await startUnserved(db, theirs.organizationId);
  await worker.pump();
  const [operation] = await db.query<{ id: string }>(
    `select id from sluice.start_bulk_operation('pause', '{"ids": []}', '{}', $1)`,
    [theirs.organizationId],
  );
  const schedule = await addSchedule(db, theirs.organizationId);
  const [item] = await db.query<{ id: string }>(
    "select id from sluice.workflow_execution_queue where execution_id = $1",
    [live],
  );
  return {
    ...{ ours, theirs, workflow, hooked, live, ended },
    ...{ approval: approval!.id, operation: operation!.id, item: item!.id, schedule, delivery },
    ...{ event: event!.id, trigger: trigger!.id, polling: polling!.id },
  };
}

/** A dead letter. */
async function fail(db: TestDatabase, worker: TestWorker, id: string): Promise<void> {
  const leases = await leasesOf(worker, id);
  await worker.report(leases.map((lease) => [lease, { error: { class: "http" } }]));
  await db.query("delete from graphile_worker._private_jobs");
}

/** A workflow that is started once a day; answers the id of its schedule. */
async function addSchedule(db: TestDatabase, organizationId: string): Promise<string> {
  const every = { trigger: "scheduled_time", config: { interval: "1 day" } };
  const at = { id: "at", type: "trigger", data: every };
  const workflow = await publish(db, organizationId, definition([at, set("b")], ["at → b"]));
  const [row] = await db.query<{ id: string }>(
    "select id from sluice.scheduled_jobs where workflow_id = $1",
    [workflow],
  );
  return row!.id;
}
