/** Steps that are undone, groups that undo them, and what a worker makes of both. */
import { group, within } from "./containers.ts";
import type { TestDatabase } from "./database.ts";
import { start, TestWorker, type Lease, type Node } from "./engine.ts";
import { act, workflowOf } from "./scenes.ts";

/** A worker's step, undone by another one that gets its output. */
export const undoable = (id: string, more: object = {}): Node =>
  act(id, {
    compensate: { action: "act", input: { of: id, got: `{{ steps.${id}.output.n }}`, ...more } },
  });
export const saga = (...nodes: Node[]) => [
  group("g", { compensate: true }),
  ...within("g", ...nodes),
];
/** Every step completes but `boom`. */
export const failing = (lease: Lease) =>
  lease.node_id === "boom" ? { error: { class: "bad", message: "no" } } : { n: lease.node_id };
/** Runs everything that can run; what that was, in order. */
export const ranBy = async (worker: TestWorker, act = failing) =>
  (await worker.drain(act)).map(({ node_id, input }) => `${node_id} ${input}`);
/** Starts with the items 1 and 2 as input. */
export const begin = async (
  db: TestDatabase,
  nodes: Node[],
  edges: string[],
  settings?: object,
) => {
  const id = await start(db, await workflowOf(db, nodes, edges, settings), [1, 2]);
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  return { id, worker };
};
