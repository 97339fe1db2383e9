/** Lets courses happen on the real engine, many executions at once, and reads what came of them. */
import { isDeepStrictEqual } from "node:util";
import type { TestDatabase } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  TestWorker,
  type Answer,
  type Lease,
} from "../support/engine.ts";
import type { Scenario } from "./graphs.ts";
import { happen } from "./happen.ts";
import type { Event, Key, Path } from "./language.ts";
import { check, look, placeIn, readEnds, runsById, tokensOf } from "./looking.ts";
import type { Course } from "./plan.ts";
import { publishAll } from "./publishing.ts";

export interface Step {
  key: Key;
  status: string;
  attempt: number;
  output: unknown;
  error: { class?: string } | null;
  edges: Record<string, boolean | { port: boolean; answer: boolean | null }> | null;
}

export interface Executed {
  id: string;
  status: string;
  output: unknown;
  steps: Step[];
}

/** A course on the engine. */
export interface Run {
  course: Course;
  id: string;
  /** What was started, and what it called. */
  executions: Map<Path, Executed>;
  /** Why it could not be driven as planned. */
  fault: string | undefined;
  /** The answers to reports that came after its end. */
  late: Answer["verdict"][];
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
  workflows: Map<Scenario, string>;
}

export async function prepare(db: TestDatabase, courses: Course[]): Promise<Prepared> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const scenarios = [...new Set(courses.map(({ scenario }) => scenario))];
  return { courses, organizationId, workflows: await publishAll(db, organizationId, scenarios) };
}

/** Starts each course's execution. */
export async function start(db: TestDatabase, prepared: Prepared): Promise<Crowd> {
  const { courses, organizationId, workflows } = prepared;
  const rows = await db.query<{ id: string }>(
    `select (sluice.start_workflow(p.workflow, p.payload, null, p.trigger)).id
     from unnest($1::uuid[], $2::jsonb[], $3::text[]) with ordinality
       as p (workflow, payload, trigger, n) order by p.n`,
    [
      courses.map(({ scenario }) => workflows.get(scenario)),
      courses.map(({ setting }) => JSON.stringify(setting.payload)),
      courses.map(({ scenario }) => scenario.trigger),
    ],
  );
  const runs = courses.map((course, n): Run => {
    const { id } = rows[n]!;
    const executions = new Map([["", { id, status: "", output: undefined, steps: [] }]]);
    return { course, id, executions, fault: undefined, late: [] };
  });
  return { runs, organizationId };
}

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
      const token = tokens.get(placeIn(run, event.step)) ?? "";
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
  const byId = runsById(runs);
  const leases = [...held.values()].filter(
    ({ token, execution_id }) => byId.has(execution_id) && !live.has(token),
  );
  const answers = await worker.report(leases.map((lease) => [lease, { late: true }]));
  for (const [n, { token, execution_id }] of leases.entries()) {
    held.delete(token);
    byId.get(execution_id)!.late.push(answers[n]!.verdict);
  }
}
