/** Runs plans on the real engine, many executions at once, and reads what came of them. */
import type { TestDatabase } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  TestWorker,
  type Answer,
  type Lease,
} from "../support/engine.ts";
import type { Definition, Event } from "./language.ts";
import type { Plan, View } from "./plan.ts";
import { replay } from "./plan.ts";

export interface Step {
  node_id: string;
  status: string;
  attempt: number;
  output: unknown;
  error: { class?: string } | null;
  edges: Record<string, boolean | { port: boolean; answer: boolean | null }> | null;
}

export interface Run {
  plan: Plan;
  id: string;
  /** What was seen after each group of events, but for the last one. */
  views: View[];
  /** Why it could not be driven as planned. */
  fault: string | undefined;
  /** The answers to reports that came after its end. */
  late: Answer["verdict"][];
  status: string;
  output: unknown;
  steps: Step[];
}

/** Publishes the definitions and starts each plan's execution. */
export async function startPlans(
  db: TestDatabase,
  plans: Plan[],
): Promise<{ runs: Run[]; organizationId: string }> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const definitions = [...new Set(plans.map(({ scenario }) => scenario.definition))];
  const workflows = await publishAll(db, organizationId, definitions);
  const rows = await db.query<{ id: string }>(
    `select (sluice.start_workflow(p.workflow, p.payload, null, p.trigger)).id
     from unnest($1::uuid[], $2::jsonb[], $3::text[]) with ordinality
       as p (workflow, payload, trigger, n) order by p.n`,
    [
      plans.map(({ scenario }) => workflows.get(scenario.definition)),
      plans.map(({ scenario }) => JSON.stringify(scenario.payload)),
      plans.map(({ scenario }) => scenario.trigger),
    ],
  );
  const runs = plans.map((plan, n): Run => ({
    ...{ plan, id: rows[n]!.id, views: [], fault: undefined, late: [] },
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

/** Drives every execution to the end of its plan. */
export async function drive(db: TestDatabase, runs: Run[]): Promise<void> {
  const worker = await new TestWorker(db.worker).register(["act"], 10_000);
  const held = new Map<string, Lease>();
  const hold = (lease: Lease) => held.set(`${lease.execution_id} ${lease.node_id}`, lease);
  const settle = async () => {
    await worker.pump();
    for (const lease of await worker.begin()) hold(lease);
    await db.query("delete from graphile_worker._private_jobs");
  };
  await settle();
  for (let round = 0; runs.some(({ plan }) => plan.groups.length > round); round += 1) {
    const going = runs.filter(({ plan }) => plan.groups.length > round);
    await look(db, going);
    for (const answer of await worker.report(await reportsOf(db, going, round, held))) {
      if (answer.next) hold(answer.next);
    }
    await settle();
  }
  await reportLate(worker, runs, held);
  await readEnds(db, runs);
  await db.query("delete from sluice_private.workers");
}

/** Lets the events of a round happen, but for the reports, which are its answer. */
async function reportsOf(
  db: TestDatabase,
  runs: Run[],
  round: number,
  held: Map<string, Lease>,
): Promise<[Lease, unknown][]> {
  const reports: [Lease, unknown][] = [];
  const elapsed: [string, string][] = [];
  const cancelled: string[] = [];
  for (const run of runs) {
    const { plan, id } = run;
    const reference = replay(plan, round, () => true);
    for (const event of plan.groups[round]!) {
      if (event.kind === "cancel") cancelled.push(id);
      else if (event.kind === "elapse") elapsed.push([id, event.node]);
      else {
        const lease = takeLease(run, event, held);
        const outcome = reference.outcomeOf(event.node);
        if (lease) reports.push([lease, "output" in outcome ? outcome.output : outcome]);
      }
    }
  }
  await db.query(
    `update sluice_private.timers as timer set due_at = clock_timestamp() - interval '1 s'
     from unnest($1::uuid[], $2::text[]) as e (execution_id, node_id)
     inner join sluice.workflow_executions as x on x.id = e.execution_id
     inner join sluice.workflow_steps as step
       on step.organization_id = x.organization_id and step.version_id = x.version_id
       and step.node_id = e.node_id
     where timer.execution_id = e.execution_id and timer.organization_id = x.organization_id
       and timer.step_no = step.step_no`,
    [elapsed.map(([id]) => id), elapsed.map(([, node]) => node)],
  );
  await db.query(
    `select sluice.cancel_execution(e.id) from unnest($1::uuid[]) as e (id)
     where exists (select from sluice_private.live_executions as live where live.id = e.id)`,
    [cancelled],
  );
  return reports;
}

function takeLease(run: Run, event: Event, held: Map<string, Lease>): Lease | undefined {
  const key = `${run.id} ${(event as { node: string }).node}`;
  const lease = held.get(key);
  if (lease === undefined) run.fault ??= `nothing is leased for ${JSON.stringify(event)}`;
  held.delete(key);
  return lease;
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
    `select execution_id, jsonb_object_agg(node_id, status || ' ' || attempt) as view
     from sluice.workflow_execution_steps where execution_id = any($1) group by execution_id`,
    [runs.map(({ id }) => id)],
  );
  const views = new Map(rows.map(({ execution_id, view }) => [execution_id, view]));
  for (const run of runs) run.views.push(views.get(run.id) ?? {});
}

async function readEnds(db: TestDatabase, runs: Run[]): Promise<void> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const ids = [...byId.keys()];
  const steps = await db.query<Step & { execution_id: string }>(
    `select execution_id, node_id, status, attempt, output, error, verdicts -> 'edges' as edges
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
