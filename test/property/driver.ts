/** Lets courses happen on the real engine, many executions at once, and reads what came of them. */
import { isDeepStrictEqual } from "node:util";
import type { TestDatabase } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  invariants,
  TestWorker,
  type Answer,
  type Lease,
} from "../support/engine.ts";
import { happen } from "./happen.ts";
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

/** Executions of one organization, side by side. */
export interface Crowd {
  runs: Run[];
  organizationId: string;
}

const CHECKED_EVERY = 4;

/** Courses whose workflows are published. */
export interface Prepared {
  courses: Course[];
  organizationId: string;
  workflows: Map<Definition, string>;
}

export async function prepare(db: TestDatabase, courses: Course[]): Promise<Prepared> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const definitions = [...new Set(courses.map(({ scenario }) => scenario.definition))];
  return { courses, organizationId, workflows: await publishAll(db, organizationId, definitions) };
}

/** Starts each course's execution. */
export async function start(db: TestDatabase, prepared: Prepared): Promise<Crowd> {
  const { courses, organizationId, workflows } = prepared;
  const rows = await db.query<{ id: string }>(
    `select (sluice.start_workflow(p.workflow, p.payload, null, p.trigger)).id
     from unnest($1::uuid[], $2::jsonb[], $3::text[]) with ordinality
       as p (workflow, payload, trigger, n) order by p.n`,
    [
      courses.map(({ scenario }) => workflows.get(scenario.definition)),
      courses.map(({ setting }) => JSON.stringify(setting.payload)),
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

const positioned = ({ nodes, ...rest }: Definition): object => ({
  ...rest,
  nodes: nodes.map((node) => ({ ...node, position: { x: 0, y: 0 } })),
});

/** Drives every execution to its end. */
export async function drive(db: TestDatabase, crowd: Crowd): Promise<void> {
  const { runs } = crowd;
  const worker = await new TestWorker(db.worker).register(["act"], 10_000);
  const held = new Map<string, Lease>();
  const settle = async () => {
    await worker.pump();
    for (const lease of await worker.begin()) held.set(lease.token, lease);
    await db.query("delete from graphile_worker._private_jobs");
  };
  let going = runs;
  for (let round = 0; going.length > 0; round += 1) {
    await settle();
    await look(db, going);
    if (round % CHECKED_EVERY === 1) await check(db, runs);
    const groups = going.flatMap((run) => {
      const group = run.fault === undefined ? run.course.next() : undefined;
      return group === undefined ? [] : [{ run, group }];
    });
    const tokens = await tokensOf(db, going);
    await reportLate(worker, going, held, new Set(tokens.values()));
    await happen(db, crowd, groups, tokens);
    await report(worker, groups, tokens, held);
    going = groups.map(({ run }) => run);
  }
  await reportLate(worker, runs, held, new Set());
  await readEnds(db, runs);
  await db.query("delete from sluice_private.workers");
}

/** What workers report; if nobody hears the answer, twice. */
async function report(
  worker: TestWorker,
  groups: { run: Run; group: Event[] }[],
  tokens: Map<string, string>,
  held: Map<string, Lease>,
): Promise<void> {
  const reports: { run: Run; lease: Lease; result: unknown }[] = [];
  for (const { run, group } of groups) {
    for (const event of group) {
      if (event.kind !== "report") continue;
      const token = tokens.get(`${run.id} ${event.step}`) ?? "";
      const lease = held.get(token);
      held.delete(token);
      const outcome = run.course.reference.outcomeOf(event.step);
      const result = "output" in outcome ? outcome.output : outcome;
      if (lease) reports.push({ run, lease, result });
      else run.fault ??= `nothing is leased for ${JSON.stringify(event)}`;
    }
  }
  const answers = await worker.report(reports.map(({ lease, result }) => [lease, result]));
  for (const { next } of answers) if (next) held.set(next.token, next);
  const unheard = reports.flatMap((one, n) => (one.run.course.order.isDeaf ? [{ one, n }] : []));
  const again = await worker.report(unheard.map(({ one }) => [one.lease, one.result]));
  for (const [k, { one, n }] of unheard.entries()) {
    if (!isDeepStrictEqual(again[k], answers[n])) {
      one.run.fault ??= `a second report of ${one.lease.node_id} is answered ${JSON.stringify(again[k])}`;
    }
  }
}

/** R8: what is reported of steps that have ended otherwise is refused. */
async function reportLate(
  worker: TestWorker,
  runs: Run[],
  held: Map<string, Lease>,
  live: Set<string>,
): Promise<void> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const leases = [...held.values()].filter(
    ({ token, execution_id }) => byId.has(execution_id) && !live.has(token),
  );
  const answers = await worker.report(leases.map((lease) => [lease, { late: true }]));
  for (const [n, { token, execution_id }] of leases.entries()) {
    held.delete(token);
    byId.get(execution_id)!.late.push(answers[n]!.verdict);
  }
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

/** The database finds nothing wrong with itself, whatever is under way. */
async function check(db: TestDatabase, runs: Run[]): Promise<void> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  for (const row of (await invariants(db)) as { execution_id: string }[]) {
    const run = byId.get(row.execution_id);
    if (run) run.fault ??= `invariant: ${JSON.stringify(row)}`;
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
