/** What there is to see of executions on the engine. */
import type { TestDatabase } from "../support/database.ts";
import { invariants } from "../support/engine.ts";
import { placeOf } from "./calls.ts";
import type { Executed, Run, Step } from "./driver.ts";
import type { Key } from "./language.ts";
import type { View } from "./plan.ts";

/** The runs by the ids of all their executions. */
export const runsById = (runs: Run[]): Map<string, Run> =>
  new Map(runs.flatMap((run) => [...run.executions.values()].map(({ id }) => [id, run] as const)));

/** Its execution and its key there, as one text. */
export function placeIn(run: Run, step: Key): string {
  const { path, key } = placeOf(step);
  return `${run.executions.get(path)?.id} ${key}`;
}

const idsOf = (runs: Run[]): string[] => [...runsById(runs).keys()];

/** Execution and step → the token of its lease. */
export async function tokensOf(db: TestDatabase, runs: Run[]): Promise<Map<string, string>> {
  const rows = await db.query<{ place: string; token: string }>(
    `select lease.execution_id || ' ' || concat_ws('.', frame.path, step.node_id) as place,
       lease.token
     from sluice_private.step_leases as lease
     inner join sluice_private.frames as frame using (organization_id, execution_id, frame_id)
     inner join sluice.workflow_steps as step using (organization_id, version_id, step_no)
     where lease.execution_id = any($1)`,
    [idsOf(runs)],
  );
  return new Map(rows.map(({ place, token }) => [place, token]));
}

/** The database finds nothing wrong with itself, whatever is under way. */
export async function check(db: TestDatabase, runs: Run[]): Promise<void> {
  const byId = runsById(runs);
  for (const row of (await invariants(db)) as { execution_id: string }[]) {
    const run = byId.get(row.execution_id);
    if (run) run.fault ??= `invariant: ${JSON.stringify(row)}`;
  }
}

/** Shows each course its steps, and the executions that it has called. */
export async function look(db: TestDatabase, runs: Run[]): Promise<void> {
  await findChildren(db, runs);
  const rows = await db.query<{ execution_id: string; view: View }>(
    `select execution_id, jsonb_object_agg(
       concat_ws('.', frame_path, node_id),
       concat_ws(' ', status, attempt, output #>> '{error,class}')) as view
     from sluice.workflow_execution_steps where execution_id = any($1) group by execution_id`,
    [idsOf(runs)],
  );
  const views = new Map(rows.map(({ execution_id, view }) => [execution_id, view]));
  for (const run of runs) {
    const view: View = {};
    for (const [path, { id, status }] of run.executions) {
      if (path !== "") view[path] = ENDED.has(status) ? status : "running";
      const steps = Object.entries(views.get(id) ?? {});
      for (const [key, seen] of steps) view[path + key] = seen;
    }
    run.course.see(view);
  }
}

const ENDED = new Set(["completed", "failed", "cancelled", "timed_out"]);

interface Child {
  id: string;
  parent: string;
  status: string;
  step: Key;
}

/** Of a step that has called several times, the first one first. */
async function findChildren(db: TestDatabase, runs: Run[]): Promise<void> {
  const calling = runs.filter(({ course }) => Object.keys(course.scenario.callees).length > 0);
  const found = await db.query<Child & Record<string, unknown>>(
    `select child.id, child.status, child.parent_execution_id as parent,
       concat_ws('.', step.frame_path, step.node_id) as step
     from sluice.workflow_executions as child
     inner join sluice.workflow_execution_steps as step
       on step.organization_id = child.organization_id
       and step.execution_id = child.parent_execution_id
       and step.frame_id = child.parent_frame_id
       and step.step_no = child.parent_step_no
     where child.root_execution_id = any($1)
     order by child.depth, child.created_at, child.id`,
    [calling.map(({ id }) => id)],
  );
  const places = new Map(calling.map((run) => [run.id, { run, path: "" }]));
  const counts = new Map<string, number>();
  for (const { id, parent, status, step } of found) {
    const caller = places.get(parent);
    if (caller === undefined) throw new Error(`nothing has called ${id}`);
    const place = caller.path + step;
    const count = (counts.get(parent + step) ?? 0) + 1;
    counts.set(parent + step, count);
    const path = `${place}#${count}/`;
    const { executions } = caller.run;
    const known = executions.get(path) ?? { id, output: undefined, steps: [] };
    executions.set(path, { ...known, status });
    places.set(id, { run: caller.run, path });
  }
}

/** All of each execution, once it has ended. */
export async function readEnds(db: TestDatabase, runs: Run[]): Promise<void> {
  const byId = new Map<string, Executed>(
    runs.flatMap(({ executions }) => [...executions.values()].map((one) => [one.id, one] as const)),
  );
  const ids = [...byId.keys()];
  const steps = await db.query<Step & { execution_id: string }>(
    `select execution_id, concat_ws('.', frame_path, node_id) as key, status, attempt, output,
       error, verdicts -> 'edges' as edges
     from sluice.workflow_execution_steps where execution_id = any($1)`,
    [ids],
  );
  for (const { execution_id, ...step } of steps) byId.get(execution_id)!.steps.push(step);
  const ends = await db.query<{ id: string; status: string; output: unknown }>(
    "select id, status, output from sluice.workflow_executions where id = any($1)",
    [ids],
  );
  for (const { id, status, output } of ends) Object.assign(byId.get(id)!, { status, output });
}
