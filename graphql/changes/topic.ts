import type pg from "pg";
import { SafeError } from "postgraphile/grafast";
import type { Identity } from "../auth.ts";
import type { Scope } from "./log.ts";

/** What somebody subscribes to; `after` is the cursor of the last event they have seen. */
export type Topic = { after?: string | null } & (
  | { kind: "execution"; id: string }
  | { kind: "executions"; workflowId?: string | null; organizationId?: string | null }
  | { kind: "workflows"; organizationId?: string | null }
);

export interface Found {
  scope: Scope;
  /** Of an execution: nothing more will change. */
  isFinished: boolean;
}

const SETTINGS = `
  select set_config(name, value, true)
  from unnest($1::text[], $2::text[]) as setting (name, value)`;

const EXECUTION = `
  select organization_id as "organizationId", id, finished_at is not null as "isFinished"
  from sluice.workflow_executions where id = $1`;
const WORKFLOW = `
  select organization_id as "organizationId", id, false as "isFinished"
  from sluice.workflows where id = $1`;
const ORGANIZATION = `
  select id as "organizationId", id, false as "isFinished" from sluice.organizations
  where id = coalesce($1, sluice_hidden.current_organization_id())`;

function questionOf(topic: Topic): [text: string, id: string | undefined] {
  if (topic.kind === "execution") return [EXECUTION, topic.id];
  if (topic.kind === "executions" && topic.workflowId != null) return [WORKFLOW, topic.workflowId];
  return [ORGANIZATION, topic.organizationId ?? undefined];
}

/** Looks a topic up with the claims of who asks; throws if with them it is not to be seen. */
export async function find(pool: pg.Pool, topic: Topic, identity: Identity): Promise<Found> {
  const [text, id] = questionOf(topic);
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("begin read only");
    const { settings } = identity;
    await client.query(SETTINGS, [Object.keys(settings), Object.values(settings)]);
    const { rows } = await client.query<Scope & { isFinished: boolean }>(text, [id]);
    await client.query("commit");
    const [found] = rows;
    if (found === undefined) throw notFound(topic, id || settings["jwt.claims.org"]);
    const { isFinished, ...scope } = found;
    return { scope, isFinished };
  } catch (error) {
    await client.query("rollback").catch((reason: unknown) => (failure = reason as Error));
    throw error;
  } finally {
    client.release(failure);
  }
}

export function notFound(topic: Topic, id: string | undefined): Error {
  if (!id) {
    return new SafeError("no organization is given", {
      code: "SLVAL",
      reason: "INVALID_WORKFLOW_DATA",
      hint: "Pass organizationId, or send a token whose claim org is set.",
    });
  }
  const [what, list] =
    topic.kind === "execution"
      ? ["execution", "workflowExecutions"]
      : topic.kind === "executions" && topic.workflowId != null
        ? ["workflow", "workflows"]
        : ["organization", "organizations"];
  return new SafeError(`${what} ${id} does not exist`, {
    code: "SLNTF",
    reason: "NOT_FOUND",
    hint: `List ${list} to see those that you may see.`,
  });
}
