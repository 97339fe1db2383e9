/** Executions that have ended, and are retried. */
import type { TestDatabase } from "./database.ts";
import { start, TestWorker, type EdgeText, type Json, type Lease, type Node } from "./engine.ts";
import { workflowOf } from "./scenes.ts";

export interface Retry {
  node_id?: string;
  frame_path?: string;
  input?: Json;
  use_live_version?: boolean;
}

export const retry = async (db: TestDatabase, id: string, with_: Retry = {}) => {
  const named = Object.keys(with_).map((name, n) => `, ${name} => $${n + 2}`);
  const values = Object.entries(with_).map(([name, value]) =>
    name === "input" ? JSON.stringify(value) : value,
  );
  const [row] = await db.query<{ status: string; generation: number }>(
    `select status, generation from sluice.retry_execution($1${named.join("")})`,
    [id, ...values],
  );
  return row!;
};

/** Runs until nothing is left; what ran, as `node` or `path.node`, in order of their names. */
export async function run(
  db: TestDatabase,
  worker: TestWorker,
  answer: (lease: Lease) => Json = () => ({}),
): Promise<string[]> {
  const ran = await worker.drain(answer);
  return ran.map((lease) => lease.node_id).toSorted();
}

export const fail =
  (...nodes: string[]) =>
  (lease: Lease): Json =>
    nodes.includes(lease.node_id) ? { error: { class: "http" } } : { of: lease.node_id };

export async function ended(
  db: TestDatabase,
  nodes: Node[],
  edges: EdgeText[],
  answer: (lease: Lease) => Json,
): Promise<{ id: string; worker: TestWorker; workflow: string }> {
  const workflow = await workflowOf(db, nodes, edges);
  const id = await start(db, workflow);
  const worker = await new TestWorker(db.worker).register();
  await run(db, worker, answer);
  return { id, worker, workflow };
}

export const stepsOf = async (db: TestDatabase, id: string, generation: number) => {
  const rows = await db.query<{ name: string; status: string; kept: number | null }>(
    `select concat_ws('.', frame_path, node_id) as name, status, (verdicts -> 'kept_from')::int as kept
     from sluice.workflow_execution_steps
     where execution_id = $1 and generation = $2 order by frame_path nulls first, step_no`,
    [id, generation],
  );
  return rows.map(({ name, status, kept }) => `${name} ${kept === null ? status : `kept ${kept}`}`);
};
