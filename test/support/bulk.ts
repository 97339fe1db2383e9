/** Bulk operations, and many executions to do something to. */
import type { TestDatabase } from "./database.ts";
import { TestWorker } from "./engine.ts";
import { act, set, workflowOf } from "./scenes.ts";

export interface Operation {
  id: string;
  kind: string;
  status: string;
  position: string | null;
  total: number;
  done: number;
  failed: number;
  last_error: { execution_id: string; code: string; message: string } | null;
}

export async function organizationOf(db: TestDatabase, workflow: string): Promise<string> {
  const [row] = await db.query<{ organization_id: string }>(
    "select organization_id from sluice.workflows where id = $1",
    [workflow],
  );
  return row!.organization_id;
}

/** `start → a → b`, started so many times; `a` is a worker's. */
export async function crowdOf(db: TestDatabase, count: number) {
  const workflow = await workflowOf(db, [act("a"), set("b")], ["start → a", "a → b"]);
  const ids = await startMany(db, workflow, count);
  const worker = await new TestWorker(db.worker).register();
  return { workflow, organization: await organizationOf(db, workflow), ids, worker };
}

export async function startMany(db: TestDatabase, workflow: string, count: number) {
  const rows = await db.query<{ id: string }>(
    `select id from sluice.start_workflows(
       $1, (select coalesce(jsonb_agg(i), '[]') from generate_series(1, $2::int) as i)) as id`,
    [workflow, count],
  );
  return rows.map(({ id }) => id).sort();
}

/** Starts an operation as an operator; answers its id. */
export async function startBulk(
  db: TestDatabase,
  organization: string,
  kind: string,
  filter: object,
  args: object = {},
): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    "select id from sluice.start_bulk_operation($1, $2, $3, $4)",
    [kind, JSON.stringify(filter), JSON.stringify(args), organization],
  );
  return row!.id;
}

export async function operation(db: TestDatabase, id: string): Promise<Operation> {
  const [row] = await db.query<Operation>("select * from sluice.bulk_operations where id = $1", [
    id,
  ]);
  return row!;
}

/** status → how many executions of the workflow have it. */
export async function statuses(
  db: TestDatabase,
  workflow: string,
): Promise<Record<string, number>> {
  const rows = await db.query<{ status: string; n: number }>(
    `select status, count(*)::int as n from sluice.workflow_executions
     where workflow_id = $1 group by status`,
    [workflow],
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

/** After each test: nothing runs on, nothing is paused. */
export async function endBulk(db: TestDatabase): Promise<void> {
  await db.query("delete from sluice_private.paused_scopes");
  await db.query(
    `update sluice.bulk_operations set status = 'cancelled', finished_at = clock_timestamp()
     where status = 'running'`,
  );
}
