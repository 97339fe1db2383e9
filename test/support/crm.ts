/** A database with the CRM pack. */
import type { TestDatabase } from "./database.ts";
import { installCrm } from "../../scripts/crm.ts";
import { createTenant } from "./engine.ts";
import { listen, payloads, pump } from "./watch.ts";

/** Installs the pack; again if it is there. */
export async function install(db: TestDatabase): Promise<void> {
  const client = await db.admin.connect();
  try {
    await installCrm(client);
  } finally {
    client.release();
  }
}

/** Inserts a row in a table of the pack, as an operator; answers its id. */
export async function insert(
  db: TestDatabase,
  table: string,
  row: Record<string, unknown>,
): Promise<string> {
  const columns = Object.keys(row);
  const [made] = await db.query<{ id: string }>(
    `insert into crm.${table} (${columns.join(", ")})
     values (${columns.map((_, i) => `$${i + 1}`).join(", ")})
     returning to_jsonb(${table}) ->> 'id' as id`,
    Object.values(row),
  );
  return made!.id;
}

/** A row in every table of the pack, of this organization; answers their ids by table. */
export async function fill(
  db: TestDatabase,
  organization_id: string,
  userId: string,
): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  const add = async (table: string, row: Record<string, unknown>) => {
    ids[table] = await insert(db, table, { organization_id, ...row });
    return ids[table];
  };
  const company_id = await add("companies", { name: "Acme", owner_id: userId });
  const contact_id = await add("contacts", { first_name: "Ada", company_id, owner_id: userId });
  const tag_id = await add("tags", { name: "vip" });
  await add("contact_tags", { contact_id, tag_id });
  const list_id = await add("lists", { name: "news" });
  await add("list_contacts", { list_id, contact_id });
  await add("consents", { contact_id, channel: "email", status: "granted" });
  await add("notes", { contact_id, content: "hm", author_id: userId });
  await add("activities", { contact_id, type: "call" });
  await add("tasks", { title: "Call", contact_id, assignee_id: userId });
  const pipeline_id = await add("pipelines", { name: "sales" });
  const stage_id = await add("stages", { pipeline_id, name: "talk", position: 1 });
  await add("opportunities", { name: "Big", pipeline_id, stage_id, contact_id });
  const times = { starts_at: "2026-03-01T10:00:00Z", ends_at: "2026-03-01T11:00:00Z" };
  const class_id = await add("classes", { name: "Flow", ...times });
  await add("appointments", { contact_id, class_id, staff_id: userId, ...times });
  const membership_id = await add("memberships", { contact_id, type: "gold" });
  await add("payments", { contact_id, membership_id, amount: 10 });
  const form_id = await add("forms", { name: "trial" });
  await add("form_submissions", { form_id, contact_id, data: {} });
  await add("messages", {
    ...{ contact_id, channel: "sms", direction: "inbound", status: "received" },
  });
  return ids;
}

type Row = Record<string, unknown>;

/** An organization with a contact. */
export async function crmScene(db: TestDatabase, contact: Row = {}) {
  const { organizationId: organization_id, userId } = await createTenant(db);
  const contactId = await insert(db, "contacts", {
    ...{ organization_id, first_name: "Ada", email: "ada@example.com", ...contact },
  });
  await pump(db);
  const add = (table: string, row: Row) => insert(db, table, { organization_id, ...row });
  const change = (table: string, id: string, row: Row) =>
    db.query(
      `update crm.${table} set ${Object.keys(row).map((key, i) => `${key} = $${i + 2}`).join(", ")}
       where id = $1`, // prettier-ignore
      [id, ...Object.values(row)],
    );
  const hear = (trigger: string, config: Row = {}) => listen(db, organization_id, trigger, config);
  const told = (workflow: string) => payloads<Row>(db, workflow);
  return { organization_id, userId, contactId, add, change, hear, told };
}
