/** Watched tables, and workflows that their changes start. */
import type { TestDatabase } from "./database.ts";
import { definition, publish, TestWorker, type Node } from "./engine.ts";
import { set } from "./scenes.ts";

/** A trigger node. */
const on = (trigger: string, config: object, data: object = {}): Node => ({
  id: "start",
  type: "trigger",
  data: { trigger, config, ...data },
});

/** Publishes `start → a` with this trigger; answers the workflow's id. */
export const listen = (db: TestDatabase, organizationId: string, trigger: string, config: object) =>
  publish(db, organizationId, definition([on(trigger, config), set("a")], ["start → a"]));

export interface Change {
  object: string;
  operation: string;
  key: unknown;
  old: Record<string, unknown> | null;
  new: Record<string, unknown> | null;
  changed_fields: string[];
  left_out?: string;
}

/** What the executions of a workflow read as trigger.payload, in the order of their starts. */
export async function payloads<Payload = Change>(
  db: TestDatabase,
  workflow: string,
): Promise<Payload[]> {
  await pump(db);
  const rows = await db.query<{ payload: Payload }>(
    `select input -> 'payload' as payload from sluice.workflow_executions
     where workflow_id = $1 order by id`,
    [workflow],
  );
  return rows.map(({ payload }) => payload);
}

/** Pumps until nothing is pending. */
export async function pump(db: TestDatabase): Promise<void> {
  await (await new TestWorker(db.worker).register()).pump();
}

let count = 0;
/** A table of the user's own; watched unless told otherwise. */
export async function makeTable(db: TestDatabase, columns: string, options = ""): Promise<string> {
  count += 1;
  const table = `public.things_${count}`;
  await db.query(`create table ${table} (${columns})`);
  await db.query(`select sluice.watch_table('${table}'${options && `, ${options}`})`);
  return table;
}

export const THING = "organization_id uuid, id int primary key, status text, size numeric";

/** Watches public.something for this organization. */
export async function watchSomething(db: TestDatabase, organizationId: string): Promise<void> {
  await db.query("create table if not exists public.something (id int primary key)");
  await db.query("select sluice.watch_table('public.something', organization_id => $1)", [
    organizationId,
  ]);
}
