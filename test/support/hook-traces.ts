import type { TestDatabase } from "./database.ts";

/** A delivery, whose event it answers, a refusal and a test of a workflow's only webhook. */
export async function leaveTraces(db: TestDatabase, workflowId: string): Promise<string> {
  const [delivery] = await db.query<{ event_id: string }>(
    `select taken.event_id
     from sluice.webhook_registrations as hook,
       sluice_private.receive_webhook(
         hook.organization_id, hook.id, null, 'POST', '{}', '{}', '{}', '127.0.0.1') as taken
     where hook.workflow_id = $1`,
    [workflowId],
  );
  await db.query(
    `select sluice_private.note_refusals(jsonb_build_array(jsonb_build_object(
       'organization_id', organization_id, 'webhook_id', id, 'status', 401, 'code', 'c',
       'count', 1, 'ms_ago', 0)))
     from sluice.webhook_registrations where workflow_id = $1`,
    [workflowId],
  );
  await db.query("select sluice.listen_for_delivery($1, 'hook')", [workflowId]);
  return delivery!.event_id;
}
