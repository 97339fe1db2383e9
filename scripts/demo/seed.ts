import type pg from "pg";

/** What the demo needs to be tried out. */
export interface Demo {
  userId: string;
  organizationId: string;
  webhook?: DemoWebhook;
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

/** Puts the demo's organization into the database, once; answers the same each time. */
export async function seedDemo(client: pg.ClientBase): Promise<Demo> {
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
    await client.query("commit");
    return { userId, organizationId };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function one(client: pg.ClientBase, text: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ id: string }>(text, values);
  if (rows[0] === undefined) throw new Error("the demo's row was not answered");
  return rows[0].id;
}
