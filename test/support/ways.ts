/** Executions by the straight ways of the engine, and by its rounds alone. */
import { expect, type TestDatabase } from "./database.ts";
import {
  invariants,
  start,
  TestWorker,
  type EdgeText,
  type Json,
  type Lease,
  type Node,
} from "./engine.ts";
import { named, tenantOf } from "./calls.ts";
import { endExecutions } from "./scenes.ts";

export interface Course {
  db: TestDatabase;
  workflow: string;
  id: string;
  worker: TestWorker;
  /** Runs whatever can run. */
  drain: () => Promise<Lease[]>;
  /** Takes the straight ways from what has been published, if this is to go without. */
  settle: () => Promise<void>;
}

export interface Way {
  nodes: Node[];
  edges?: EdgeText[];
  input?: unknown;
  settings?: object;
  /** What a step of a worker comes to. */
  answer?: (lease: Lease) => Json;
  /** The workflow "child" of the same organization. */
  child?: { nodes: Node[]; edges: EdgeText[]; settings?: object };
  /** What happens once the execution has begun, before everything is run. */
  meanwhile?: (course: Course) => Promise<unknown>;
}

export const LINE: EdgeText[] = ["start → a", "a → b", "b → c"];
const add = (lease: Lease) => ({ n: `${lease.node_id}!`, list: [1, { of: lease.node_id }] });

/** Everything that is kept of an execution, but for ids and times. */
async function historyOf(db: TestDatabase, way: Way, isStraight: boolean): Promise<object> {
  const { nodes, edges = LINE, input = { n: 1 }, settings, answer = add, child, meanwhile } = way;
  const tenant = await tenantOf(db);
  if (child) await named(db, tenant, "child", child.nodes, child.edges, child.settings);
  const workflow = await named(db, tenant, "straight", nodes, edges, settings);
  const settle = async () => {
    if (isStraight) return;
    await db.query("update sluice_private.step_successors set step_no = -step_no");
    await db.query("update sluice.workflow_steps set follower = null");
  };
  await settle();
  const id = await start(db, workflow, input);
  const worker = await new TestWorker(db.worker).register();
  const drain = () => worker.drain(answer);
  await worker.pump();
  await meanwhile?.({ db, workflow, id, worker, drain, settle });
  await drain();
  expect(await invariants(db)).toEqual([]);
  const kept = await db.query<object>(
    `select status, input - '{id,trigger_time,triggered_by}'::text[] as input, output, error, generation,
       started_at is not null as has_started,
       (select jsonb_agg(to_jsonb(s) - '{organization_id,execution_id,frame_id,ready_at,started_at,finished_at,id,token,worker_id,epoch,crash,xid}'::text[]
          || jsonb_build_object('is_timed', coalesce(s.ready_at, s.started_at) <= s.started_at and s.started_at <= s.finished_at)
          order by s.generation, s.frame_path, s.step_no)
        from sluice_private.execution_steps as s where s.execution_id = e.id) as steps,
       (select jsonb_agg(to_jsonb(a) - '{organization_id,execution_id,frame_id,started_at,finished_at,id,token,worker_id,epoch}'::text[]
          order by a.generation, a.step_no, a.attempt, a.status)
        from sluice.workflow_step_attempts as a where a.execution_id = e.id) as attempts,
       (select jsonb_agg(to_jsonb(o) - '{organization_id,execution_id,frame_id}'::text[] order by o.frame_id, o.step_no)
        from sluice_private.live_outputs as o where o.execution_id = e.id and (o.sink is not null or o.step_no in (
          select abs(w.step_no) from sluice_private.step_successors as w where w.version_id = e.version_id and w.is_kept))) as outputs,
       (select jsonb_agg(f.open order by f.frame_id)
        from sluice_private.frames as f where f.execution_id = e.id) as frames,
       (select jsonb_agg(t.kind order by t.kind)
        from sluice_private.timers as t where t.execution_id = e.id) as timers,
       (select jsonb_agg(k.node_id order by k.node_id)
        from sluice_private.kept_steps as k where k.execution_id = e.id) as kept
     from sluice.workflow_executions as e where e.organization_id = $1 order by e.id`,
    [tenant.organizationId],
  );
  await endExecutions(db);
  return JSON.parse(
    JSON.stringify(kept)
      .replaceAll(/"\d{4}-\d\d-\d\d[T ][^"]*"/g, '"then"')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, "some id")
      .replaceAll(/"bucket":\d+/g, '"bucket":0'),
  ) as object;
}

/** The straight ways must lead exactly where the rounds do. */
export async function expectSameEnd(db: TestDatabase, way: () => Way): Promise<void> {
  const straight = await historyOf(db, way(), true);
  expect(straight).toEqual(await historyOf(db, way(), false));
}

export const wait = (id: string, data: Record<string, unknown> = { for: "0 seconds" }): Node => ({
  id,
  type: "wait",
  data,
});
export const choice = (id: string, when: string, data: Record<string, unknown> = {}): Node => ({
  id,
  type: "choice",
  data: { mode: "first", cases: [{ port: "yes", when }], default: "no", ...data },
});
export const quorum = (n: number, rest?: string) => ({
  join: { kind: "quorum", n, ...(rest && { rest }) },
});
export const HOUR = { for: "1 hour" };

type Happening = (course: Course) => Promise<unknown>;
/** One thing after the other. */
export const inTurn =
  (...happenings: Happening[]): Happening =>
  async (course) => {
    for (const happening of happenings) await happening(course);
  };
/** A call of the API about the execution. */
export const calling =
  (sql: string): Happening =>
  ({ db, id }) =>
    db.query(sql, [id]);
export const pump: Happening = ({ worker }) => worker.pump();

/** `boom` fails once, with this input. */
export const once = (failing?: string) => {
  let runs = 0;
  return ({ node_id, input }: Lease): Json =>
    node_id === "boom" && (failing ?? input) === input && runs++ === 0
      ? { error: { class: "bad" } }
      : { n: 1 };
};
