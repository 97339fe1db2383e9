/** Lets courses happen on the real engine, many executions at once, and reads what came of them. */
import type { TestDatabase } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  TestWorker,
  type Answer,
  type Lease,
} from "../support/engine.ts";
import type { Definition, Event, Key } from "./language.ts";
import type { Course, View } from "./plan.ts";

export interface Step {
  key: Key;
  status: string;
  attempt: number;
  output: unknown;
  error: { class?: string } | null;
  edges: Record<string, boolean | { port: boolean; answer: boolean | null }> | null;
}

export interface Run {
  course: Course;
  id: string;
  /** Why it could not be driven as planned. */
  fault: string | undefined;
  /** The answers to reports that came after its end. */
  late: Answer["verdict"][];
  status: string;
  output: unknown;
  steps: Step[];
}

/** Publishes the definitions and starts each course's execution. */
export async function startCourses(
  db: TestDatabase,
  courses: Course[],
): Promise<{ runs: Run[]; organizationId: string }> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const definitions = [...new Set(courses.map(({ scenario }) => scenario.definition))];
  const workflows = await publishAll(db, organizationId, definitions);
  const rows = await db.query<{ id: string }>(
    `select (sluice.start_workflow(p.workflow, p.payload, null, p.trigger)).id
     from unnest($1::uuid[], $2::jsonb[], $3::text[]) with ordinality
       as p (workflow, payload, trigger, n) order by p.n`,
    [
      courses.map(({ scenario }) => workflows.get(scenario.definition)),
      courses.map(({ scenario }) => JSON.stringify(scenario.payload)),
      courses.map(({ scenario }) => scenario.trigger),
    ],
  );
  const runs = courses.map((course, n): Run => ({
    ...{ course, id: rows[n]!.id, fault: undefined, late: [] },
    ...{ status: "", output: undefined, steps: [] },
  }));
  return { runs, organizationId };
}

async function publishAll(
  db: TestDatabase,
  organizationId: string,
  definitions: Definition[],
): Promise<Map<Definition, string>> {
  const created = await db.query<{ id: string }>(
    `select (sluice.create_workflow('g' || d.n, d.definition, '', $2)).id
     from unnest($1::jsonb[]) with ordinality as d (definition, n) order by d.n`,
    [definitions.map((definition) => JSON.stringify(positioned(definition))), organizationId],
  );
  const ids = created.map(({ id }) => id);
  await db.query("select sluice.publish_workflow(id) from unnest($1::uuid[]) as id", [ids]);
  return new Map(definitions.map((definition, n) => [definition, ids[n]!]));
}

const positioned = ({ nodes, edges }: Definition): object => ({
  nodes: nodes.map((node) => ({ ...node, position: { x: 0, y: 0 } })),
  edges,
});

/** Drives every execution to its end. */
export async function drive(db: TestDatabase, runs: Run[]): Promise<void> {
  const worker = await new TestWorker(db.worker).register(["act"], 10_000);
  const held = new Map<string, Lease>();
  const settle = async () => {
    await worker.pump();
    for (const lease of await worker.begin()) held.set(lease.token, lease);
    await db.query("delete from graphile_worker._private_jobs");
  };
  for (let going = runs; going.length > 0;) {
    await settle();
    await look(db, going);
    const groups = going.flatMap((run) => {
      const group = run.fault === undefined ? run.course.next() : undefined;
      return group === undefined ? [] : [{ run, group }];
    });
    for (const answer of await worker.report(await reportsOf(db, groups, held))) {
      if (answer.next) held.set(answer.next.token, answer.next);
    }
    going = groups.map(({ run }) => run);
  }
  await reportLate(worker, runs, held);
  await readEnds(db, runs);
  await db.query("delete from sluice_private.workers");
}

/** Lets the events of a round happen, but for the reports, which are its answer. */
async function reportsOf(
  db: TestDatabase,
  groups: { run: Run; group: Event[] }[],
  held: Map<string, Lease>,
): Promise<[Lease, unknown][]> {
  const reports: [Lease, unknown][] = [];
  const elapsed: [string, Key][] = [];
  const cancelled: string[] = [];
  const tokens = await tokensOf(
    db,
    groups.map(({ run }) => run),
  );
  for (const { run, group } of groups) {
    for (const event of group) {
      if (event.kind === "cancel") cancelled.push(run.id);
      else if (event.kind === "elapse") elapsed.push([run.id, event.step]);
      else {
        const token = tokens.get(`${run.id} ${event.step}`) ?? "";
        const lease = held.get(token);
        held.delete(token);
        const outcome = run.course.reference.outcomeOf(event.step);
        if (lease) reports.push([lease, "output" in outcome ? outcome.output : outcome]);
        else run.fault ??= `nothing is leased for ${JSON.stringify(event)}`;
      }
    }
  }
  await elapse(db, elapsed);
  await db.query(
    `select sluice.cancel_execution(e.id) from unnest($1::uuid[]) as e (id)
     where exists (select from sluice_private.live_executions as live where live.id = e.id)`,
    [cancelled],
  );
  return reports;
}

/** Execution and step → the token of its lease. */
async function tokensOf(db: TestDatabase, runs: Run[]): Promise<Map<string, string>> {
  const rows = await db.query<{ place: string; token: string }>(
    `select lease.execution_id || ' ' || concat_ws('.', frame.path, step.node_id) as place,
       lease.token
     from sluice_private.step_leases as lease
     inner join sluice_private.frames as frame using (organization_id, execution_id, frame_id)
     inner join sluice.workflow_steps as step using (organization_id, version_id, step_no)
     where lease.execution_id = any($1)`,
    [runs.map(({ id }) => id)],
  );
  return new Map(rows.map(({ place, token }) => [place, token]));
}

async function elapse(db: TestDatabase, steps: [string, Key][]): Promise<void> {
  await db.query(
    `update sluice_private.timers as timer set due_at = clock_timestamp() - interval '1 s'
     from unnest($1::uuid[], $2::text[]) as e (execution_id, key)
     inner join sluice.workflow_executions as x on x.id = e.execution_id
     inner join sluice.workflow_steps as step
       on step.organization_id = x.organization_id and step.version_id = x.version_id
     inner join sluice_private.frames as frame
       on frame.organization_id = x.organization_id and frame.execution_id = x.id
     where timer.execution_id = e.execution_id and timer.organization_id = x.organization_id
       and timer.step_no = step.step_no and timer.frame_id = frame.frame_id
       and concat_ws('.', frame.path, step.node_id) = e.key`,
    [steps.map(([id]) => id), steps.map(([, key]) => key)],
  );
}

/** R8: late results are refused. */
async function reportLate(worker: TestWorker, runs: Run[], held: Map<string, Lease>) {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const leases = [...held.values()];
  const answers = await worker.report(leases.map((lease) => [lease, { late: true }]));
  for (const [n, lease] of leases.entries()) {
    byId.get(lease.execution_id)!.late.push(answers[n]!.verdict);
  }
}

async function look(db: TestDatabase, runs: Run[]): Promise<void> {
  const rows = await db.query<{ execution_id: string; view: View }>(
    `select execution_id, jsonb_object_agg(
       concat_ws('.', frame_path, node_id), status || ' ' || attempt) as view
     from sluice.workflow_execution_steps where execution_id = any($1) group by execution_id`,
    [runs.map(({ id }) => id)],
  );
  const views = new Map(rows.map(({ execution_id, view }) => [execution_id, view]));
  for (const run of runs) run.course.see(views.get(run.id) ?? {});
}

async function readEnds(db: TestDatabase, runs: Run[]): Promise<void> {
  const byId = new Map(runs.map((run) => [run.id, run]));
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
