/** Containers, what stands in them, and the trace of an execution that has some. */
import type { TestDatabase } from "./database.ts";
import { execution, start, TestWorker, type Lease, type Node } from "./engine.ts";
import { workflowOf } from "./scenes.ts";

export const within = (parentId: string, ...nodes: Node[]): Node[] =>
  nodes.map((node) => ({ ...node, parentId }));
export const foreach = (id: string, data: object = {}): Node => ({
  id,
  type: "foreach",
  data: { items: "{{ trigger.payload }}", ...data },
});
export const loop = (id: string, data: object): Node => ({
  id,
  type: "loop",
  data: { max_iterations: 10, ...data },
});
export const group = (id: string, data: object = {}): Node => ({
  id,
  type: "group",
  data: { ...data },
});
export const end = (id: string, data: object): Node => ({ id, type: "end", data: { ...data } });

export async function scene(
  db: TestDatabase,
  nodes: Node[],
  edges: string[],
  payload: unknown = {},
) {
  const id = await start(db, await workflowOf(db, nodes, edges), payload);
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  return { id, worker };
}

/** Node, frame and status of every step but the trigger, in order of frame and node. */
export async function trace(db: TestDatabase, id: string): Promise<string[]> {
  const rows = await db.query<{ line: string }>(
    `select concat_ws('.', frame_path, node_id) || ' ' || status as line
     from sluice.workflow_execution_steps
     where execution_id = $1 and type <> 'trigger' order by 1`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function outputOf(db: TestDatabase, id: string, node: string): Promise<unknown> {
  const [row] = await db.query<{ output: unknown }>(
    "select output from sluice.workflow_execution_steps where execution_id = $1 and node_id = $2",
    [id, node],
  );
  return row?.output;
}

export const byInput = (leases: Lease[], text: string) => {
  const lease = leases.find(({ input }) => input.includes(text));
  if (lease === undefined) throw new Error(`no lease has ${text}`);
  return lease;
};
export const item = { input: { item: "{{ item }}", index: "{{ index }}" } };
export const makeDue = (db: TestDatabase, id: string) =>
  db.query(
    `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
     where execution_id = $1`,
    [id],
  );
export const status = async (db: TestDatabase, id: string) => (await execution(db, id)).status;
