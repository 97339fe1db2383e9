/** What has become of a siege: every way in which it is not as it should be. */
import type { Siege, Started } from "./siege.ts";

/** Nothing may be in these when everything has ended. */
const HOT = [
  ...["live_executions", "frames", "arrivals", "ready_steps", "step_leases", "blocked_steps"],
  ...["timers", "waits", "awaited_events", "new_events", "calls", "containers", "lock_claims"],
  ...["container_items", "container_results", "live_outputs", "limited_executions"],
  ...["limit_releases", "compensations", "kept_steps", "row_changes", "held_events"],
  ...["trigger_timers", "deferred_firings"],
].map((table) => `sluice_private.${table}`);

interface Ended {
  id: string;
  status: string;
  output: unknown;
  error: { class?: string } | null;
}

const keysOf = (calls: ReadonlyMap<string, unknown> | undefined) => [...(calls?.keys() ?? [])];

/** What is left of executions, jobs, counts; empty when all has come to rest. */
export async function leftovers({ db, sources }: Siege): Promise<string[]> {
  const left: string[] = [];
  for (const table of [...HOT, "graphile_worker._private_jobs"]) {
    const [row] = await db.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    if (row!.n > 0) left.push(`${row!.n} rows are left in ${table}`);
  }
  const held = await db.query<{ key: string; held: number }>(
    `select key, held from (
       select distinct on (organization_id, key) key, held from sluice_private.limits
       order by organization_id, key, seq desc
     ) as newest where held <> 0`,
  );
  const broken = await db.query("select * from sluice.check_invariants()");
  return [
    ...left,
    ...held.map(({ key, held: n }) => `${n} are still counted under limit ${key}`),
    ...broken.map((row) => `invariant: ${JSON.stringify(row)}`),
    ...(await sources.miscounted()),
  ];
}

/** Executions of which a step has failed because its workers were killed three times. */
async function quarantined({ db }: Siege): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    `select coalesce(e.parent_execution_id, e.id) as id
     from sluice.workflow_step_attempts as a
     inner join sluice.workflow_executions as e on e.id = a.execution_id
     where a.status = 'failed' and a.error ->> 'class' = 'crash' and a.crash = 2
       and (select count(*) from sluice.workflow_step_attempts as before
         where (before.execution_id, before.frame_id, before.step_no, before.generation)
           = (a.execution_id, a.frame_id, a.step_no, a.generation)
           and before.attempt = a.attempt and before.status = 'crashed') = 2`,
  );
  return new Set(rows.map(({ id }) => id));
}

export interface Audit {
  problems: string[];
  quarantined: number;
}

export async function audit(siege: Siege): Promise<Audit> {
  const { db } = siege;
  const spared = await quarantined(siege);
  const executions = await db.query<Ended & Record<string, unknown>>(
    "select id, status, output, error from sluice.workflow_executions",
  );
  const byId = new Map(executions.map((execution) => [execution.id, execution]));
  const labels = new Map<number, string[]>();
  for (const { n, label } of await db.query<{ n: number; label: string }>(
    "select n, label from shop.effects",
  )) {
    labels.set(n, [...(labels.get(n) ?? []), label]);
  }
  const problems = [...(await inconsistencies(siege, spared)), ...doubleKeys(siege)];
  for (const [n, started] of siege.started) {
    const found = labels.get(n) ?? [];
    problems.push(...repeated(found).map((label) => `${n}: SQL effect ${label} twice`));
    if (spared.has(started.id)) continue;
    problems.push(...judge(siege, n, started, byId.get(started.id), found));
  }
  const fired = labels.get(0) ?? [];
  problems.push(...(await siege.sources.audit(spared, fired, siege.counter.calls)));
  return { problems, quarantined: spared.size };
}

function judge(
  { counter }: Siege,
  n: number,
  { kind, id }: Started,
  ended: Ended | undefined,
  labels: string[],
): string[] {
  const expected = kind.outcome(n);
  const who = `${kind.name} ${n} (${id})`;
  if (ended === undefined) return [`${who} is gone`];
  const of = (value: unknown) => JSON.stringify(value);
  const problems: string[] = [];
  const compare = (what: string, got: unknown, wanted: unknown) => {
    if (of(got) !== of(wanted)) problems.push(`${who}: ${what} is ${of(got)}, not ${of(wanted)}`);
  };
  compare(
    "status",
    [ended.status, ended.error?.class ?? null],
    [expected.status, expected.errorClass],
  );
  if (expected.status === "completed")
    compare("output", sorted(ended.output), sorted(expected.output));
  compare("what SQL did", labels.toSorted(), expected.labels.toSorted());
  const missed = expected.paths.filter((path) => !counter.calls.has(path));
  compare("what was never called", missed, []);
  return problems;
}

function doubleKeys({ counter }: Siege): string[] {
  return [...counter.calls]
    .filter(([, keys]) => keys.size !== 1)
    .map(([path, keys]) => `${path} was called with ${keys.size} keys: ${keysOf(keys).join(" ")}`);
}

/** History that contradicts itself. */
async function inconsistencies(
  { db, started, sources }: Siege,
  spared: Set<string>,
): Promise<string[]> {
  const attempts = await db.query(
    `with tried as (
       select execution_id, frame_id, step_no, generation,
         array_agg(status order by attempt, crash) as statuses,
         count(distinct attempt)::int as attempts, max(attempt) as last
       from sluice.workflow_step_attempts
       group by execution_id, frame_id, step_no, generation
     )
     select execution_id, frame_id, step_no, generation, s.status, s.attempt, t.statuses
     from sluice_private.execution_steps as s
     full join tried as t using (execution_id, frame_id, step_no, generation)
     where (t.statuses is not null or s.action = 'http_request')
       and coalesce(s.status, '') <> 'skipped'
       and (
         s.status is null or t.statuses is null or t.attempts <> t.last or s.attempt <> t.last
         or t.statuses[cardinality(t.statuses)] <> s.status
         or 'completed' = any (t.statuses[:cardinality(t.statuses) - 1])
       )`,
  );
  const [counts] = await db.query<{ counted: number; ended: number; called: number }>(
    `select
       (select sum(count)::int from sluice_private.execution_counts) as counted,
       (select count(*)::int from sluice_private.executions) as ended,
       (select count(*)::int from sluice_private.executions as e
        where e.parent_execution_id is not null) as called`,
  );
  const problems = attempts.map((row) => `attempts contradict: ${JSON.stringify(row)}`);
  const { counted, ended, called } = counts!;
  // and the one that history's copies are made of
  const wanted = started.size + called + (await sources.runs()).length + 1;
  if (counted !== wanted || ended !== wanted) {
    problems.push(`${ended} executions, counted as ${counted}, are not ${wanted}`);
  }
  const callers = [...started.values()]
    .filter(({ kind, id }) => kind.name === "siege-calls" && !spared.has(id))
    .map(({ id }) => id);
  const miscalled = await db.query(
    `select caller, count(e.id)::int as called
     from unnest($1::uuid[]) as caller
     left join sluice_private.executions as e on e.parent_execution_id = caller
     group by caller having count(e.id) <> 1`,
    [callers],
  );
  return [...problems, ...miscalled.map((row) => `not one call: ${JSON.stringify(row)}`)];
}

const repeated = (labels: string[]): string[] =>
  labels.filter((label, index) => labels.indexOf(label) !== index);

/** JSON with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
