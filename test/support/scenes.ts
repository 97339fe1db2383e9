/** What tests of the engine build their scenes from: small workflows, held locks, footprints. */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { expect, type TestDatabase } from "./database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  invariants,
  manual,
  publish,
  start,
  type EdgeText,
  type Lease,
  type Node,
  type TestWorker,
} from "./engine.ts";

/** A step for a worker. */
export const act = (id: string, data: object = {}): Node => ({
  id,
  type: "action",
  data: { action: "act", ...data },
});

/** A step that the database runs. */
export const set = (id: string, input: object = { by: id }, data: object = {}): Node => ({
  id,
  type: "action",
  data: { action: "data.set", input, ...data },
});

/** Publishes a workflow in an organization of its own; `start` is its manual trigger. */
export async function workflowOf(
  db: TestDatabase,
  nodes: Node[],
  edges: EdgeText[],
  settings?: object,
  name?: string,
): Promise<string> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  return publish(db, organizationId, definition([manual, ...nodes], edges, settings), name);
}

/** Starts executions of `start → a → b → c`, whose steps a worker runs. */
export async function startLines(db: TestDatabase, count: number): Promise<string[]> {
  const workflow = await workflowOf(
    db,
    [act("a"), act("b"), act("c")],
    ["start → a", "a → b", "b → c"],
  );
  const ids: string[] = [];
  while (ids.length < count) ids.push(await start(db, workflow));
  return ids;
}

/** Pumps, and binds what is admitted; the leases, in the order of these executions. */
export async function leasesOf(worker: TestWorker, ...executionIds: string[]): Promise<Lease[]> {
  await worker.pump();
  const leases = await worker.begin();
  return executionIds.flatMap((id) => leases.filter((lease) => lease.execution_id === id));
}

const opened: pg.Client[] = [];

/** A session of this test; `endScene` ends it. */
export async function openSession(db: TestDatabase, role?: string): Promise<pg.Client> {
  const session = await db.session(role);
  opened.push(session);
  return session;
}

/** A worker's session that fails (55P03) where it would have to wait for a lock. */
export async function openImpatient(db: TestDatabase): Promise<pg.Client> {
  const session = await openSession(db, "sluice_worker");
  await session.query("set lock_timeout = '500ms'");
  return session;
}

/** After each test: nothing of it stays open, and no invariant is broken. */
export async function endScene(db: TestDatabase): Promise<void> {
  await Promise.all(opened.splice(0).map((session) => session.end()));
  expect(await invariants(db)).toEqual([]);
}

/** An execution whose step no worker serves. */
export async function startUnserved(db: TestDatabase, organizationId: string): Promise<void> {
  await defineTestAction(db, "unserved");
  const step = { id: "a", type: "action", data: { action: "unserved" } };
  const draft = definition([manual, step], ["start → a"]);
  await start(db, await publish(db, organizationId, draft));
}

/** Ends whatever is under way, so that the next test begins with empty queues. */
export async function endExecutions(db: TestDatabase): Promise<void> {
  await db.query("select sluice.cancel_execution(id) from sluice_private.live_executions");
  await db.query("do $$ begin while sluice_private.advance_batch(1000) > 0 loop end loop; end $$");
  await db.query("delete from graphile_worker._private_jobs");
  await db.query("delete from sluice_private.workers");
}

/** As if the sweeper had run all the time. */
export async function sweepEvenly(db: TestDatabase): Promise<void> {
  await db.query(
    `update sluice_private.sweeps set
       last_at = clock_timestamp(), armed_at = clock_timestamp() - interval '1 hour'`,
  );
}

/** Another session holds these executions until the answer is called. */
export async function hold(
  db: TestDatabase,
  ...executionIds: string[]
): Promise<() => Promise<void>> {
  const session = await openSession(db);
  await session.query("begin");
  await session.query(
    "select from sluice_private.live_executions where id = any($1) order by id for update",
    [executionIds],
  );
  return async () => void (await session.query("rollback"));
}

/** Resolves when the session waits for a lock: it has begun, and cannot go on. */
export async function untilBlocked(db: TestDatabase, session: pg.Client): Promise<void> {
  const { processID } = session as unknown as { processID: number };
  for (;;) {
    const [row] = await db.query<{ is_blocked: boolean }>(
      "select cardinality(pg_blocking_pids($1)) > 0 as is_blocked",
      [processID],
    );
    if (row!.is_blocked) return;
    await sleep(2);
  }
}

/** Lets failpoints and the clock of tests work in this database. */
export async function enterTestMode(db: TestDatabase): Promise<void> {
  await db.query("insert into sluice_private.test_mode values (true) on conflict do nothing");
}

const OF_AN_EXECUTION = [
  "sluice_private.frames",
  "sluice_private.arrivals",
  "sluice_private.ready_steps",
  "sluice_private.step_leases",
  "sluice_private.blocked_steps",
  "sluice_private.kept_steps",
  "sluice_private.live_outputs",
  "sluice_private.waits",
  "sluice_private.calls",
  "sluice_private.timers",
  "sluice_private.execution_steps",
  "sluice_private.step_attempts",
  "sluice.workflow_execution_logs",
];

/** Every row there is about an execution: equal footprints mean that nothing has changed. */
export async function footprint(
  db: TestDatabase,
  executionId: string,
): Promise<Record<string, string[]>> {
  const parts = [
    ...OF_AN_EXECUTION.map((table) => [table, "execution_id"] as const),
    ["sluice_private.live_executions", "id"] as const,
    ["sluice_private.executions", "id"] as const,
  ].map(
    ([table, column]) =>
      `select '${table}' as source, t::text as row from ${table} as t where t.${column} = $1`,
  );
  const rows = await db.query<{ source: string; row: string }>(
    `${parts.join(" union all ")} order by source, row`,
    [executionId],
  );
  const found: Record<string, string[]> = {};
  for (const { source, row } of rows) (found[source.replace(/^.*\./, "")] ??= []).push(row);
  return found;
}

/** `step:attempt:status` of every attempt that is written down. */
export async function attempts(db: TestDatabase, executionId: string): Promise<string[]> {
  const rows = await db.query<{ text: string }>(
    `select step.node_id || ':' || a.attempt || ':' || a.status as text
     from sluice.workflow_step_attempts as a
     inner join sluice.workflow_executions as e
       on e.id = a.execution_id and e.organization_id = a.organization_id
     inner join sluice.workflow_steps as step
       on step.organization_id = a.organization_id
       and step.version_id = e.version_id
       and step.step_no = a.step_no
     where a.execution_id = $1
     order by a.step_no, a.attempt, a.crash`,
    [executionId],
  );
  return rows.map((row) => row.text);
}

/** The SQLSTATE that a query fails with; fails itself if the query does not. */
export async function codeOf(query: Promise<unknown>): Promise<string | undefined> {
  try {
    await query;
  } catch (error) {
    return (error as { code?: string }).code;
  }
  throw new Error("the query did not fail");
}

/** The compiled step of an execution's version; `region` are the nodes that it may cancel. */
export async function stepOf(
  db: TestDatabase,
  executionId: string,
  nodeId: string,
): Promise<{ region: string[] }> {
  const [row] = await db.query<{ region: string[] }>(
    `select array(
       select other.node_id from sluice.workflow_steps as other
       where other.version_id = step.version_id and other.step_no = any (step.join_region)
       order by other.node_id
     ) as region
     from sluice.workflow_executions as execution
     inner join sluice.workflow_steps as step on step.version_id = execution.version_id
     where execution.id = $1 and step.node_id = $2`,
    [executionId, nodeId],
  );
  return row!;
}
