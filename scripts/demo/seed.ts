import { readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";

/** What the demo needs to be tried out. */
export interface Demo {
  userId: string;
  organizationId: string;
  webhook: DemoWebhook;
}

/** A request that starts the demo's workflow; it is signed with DEMO_WEBHOOK_SECRET. */
export interface DemoWebhook {
  /** What follows /hooks/. */
  path: string;
  event: string;
  body: string;
}

const EMAIL = "demo@example.com";
const SLUG = "demo";
const WORKFLOW = "Triage of GitHub issues";

/** Enough of an issue for the demo's workflow to act on. */
const ISSUE = {
  action: "opened",
  issue: {
    number: 7,
    title: "It is slow",
    html_url: "https://github.com/example/app/issues/7",
    user: { login: "Ada" },
    labels: [{ name: "bug" }],
  },
};

/** Puts the demo into the database, once; answers the same each time. `url` is this server's. */
export async function seedDemo(client: pg.ClientBase, url: string): Promise<Demo> {
  await client.query("begin");
  try {
    await client.query("set local role sluice_owner");
    const userId = await one(
      client,
      `insert into sluice.users (email, name) values ($1, 'Demo')
      on conflict (email) do update set name = excluded.name
      returning id`,
      [EMAIL],
    );
    const organizationId = await one(
      client,
      `insert into sluice.organizations (slug, name) values ($1, 'Demo')
      on conflict (slug) do update set name = excluded.name
      returning id`,
      [SLUG],
    );
    await client.query(
      `insert into sluice.organization_members (organization_id, user_id, role)
      values ($1, $2, 'owner')
      on conflict do nothing`,
      [organizationId, userId],
    );
    await seedWorkflow(client, organizationId, `${url}/requests/team`);
    await client.query("commit");
    const webhook = { path: `${SLUG}/github`, event: "issues", body: JSON.stringify(ISSUE) };
    return { userId, organizationId, webhook };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function seedWorkflow(
  client: pg.ClientBase,
  organizationId: string,
  teamUrl: string,
): Promise<void> {
  await client.query(
    "select sluice.set_variable('team_url', to_jsonb($1::text), organization_id => $2)",
    [teamUrl, organizationId],
  );
  const { rowCount } = await client.query(
    "select from sluice.workflows where organization_id = $1 and name = $2",
    [organizationId, WORKFLOW],
  );
  if (rowCount !== 0) return;
  const workflowId = await one(client, "select id from sluice.create_workflow($1, $2, $3, $4)", [
    WORKFLOW,
    readFileSync(join(import.meta.dirname, "workflow.json"), "utf8"),
    "Bugs are told to the team, and their reporter gets a mail; the rest is noted down.",
    organizationId,
  ]);
  await client.query("select sluice.publish_workflow($1)", [workflowId]);
}

async function one(client: pg.ClientBase, text: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ id: string }>(text, values);
  if (rows[0] === undefined) throw new Error("the demo's row was not answered");
  return rows[0].id;
}
