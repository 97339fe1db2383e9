/** Workflows that call each other, in one organization. */
import type { TestDatabase } from "./database.ts";
import { createTenant, defineTestAction, definition, manual, type Node } from "./engine.ts";

export interface Tenant {
  organizationId: string;
}

/** An organization in which workers' steps are known. */
export async function tenantOf(db: TestDatabase): ReturnType<typeof createTenant> {
  await defineTestAction(db);
  return createTenant(db);
}

/** A draft of this name with a manual trigger; answers its id. */
export async function draftOf(
  db: TestDatabase,
  { organizationId }: Tenant,
  name: string,
  nodes: Node[],
  edges: string[],
  settings?: object,
): Promise<string> {
  const draft = definition([manual, ...nodes], edges, settings);
  const [row] = await db.query<{ id: string }>(
    "select id from sluice.create_workflow($1, $2, '', $3)",
    [name, JSON.stringify(draft), organizationId],
  );
  return row!.id;
}

/** The same, published. */
export async function named(...draft: Parameters<typeof draftOf>): Promise<string> {
  const id = await draftOf(...draft);
  await draft[0].query("select sluice.publish_workflow($1)", [id]);
  return id;
}

export const call = (id: string, data: object = {}): Node => ({
  id,
  type: "call",
  data: { workflow: "child", ...data },
});

export interface Execution {
  id: string;
  status: string;
  input: { payload: unknown };
  output: unknown;
  error: { class?: string; message?: string } | null;
  parent_execution_id: string | null;
  root_execution_id: string | null;
  depth: number;
}

/** What an execution has called, in order. */
export const childrenOf = (db: TestDatabase, id: string): Promise<Execution[]> =>
  db.query<Execution & Record<string, unknown>>(
    "select * from sluice.workflow_executions where parent_execution_id = $1 order by id",
    [id],
  );

/** What handles the failure of an execution. */
export const handlersOf = (db: TestDatabase, id: string): Promise<Execution[]> =>
  db.query<Execution & Record<string, unknown>>(
    "select * from sluice.workflow_executions where failed_execution_id = $1 order by id",
    [id],
  );
