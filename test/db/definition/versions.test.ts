import { createHash, randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, manual, publish, start } from "../../support/engine.ts";
import { codeOf, set } from "../../support/scenes.ts";

interface Version {
  id: string;
  number: number;
  content_hash: string;
  definition: object;
  published_by: string | null;
}

const hook = (id: string, config: object = {}) => ({
  id,
  type: "trigger",
  data: { trigger: "webhook_received", config },
});

const versionsOf = (db: TestDatabase, workflowId: string): Promise<Version[]> =>
  db.query("select * from sluice.workflow_versions where workflow_id = $1 order by number", [
    workflowId,
  ]);

const hooksOf = (db: TestDatabase, workflowId: string) =>
  db.query<{ node_id: string; trigger_id: string; id: string; key: string; path: string | null }>(
    `select t.node_id, h.trigger_id, h.id, h.key, h.path
     from sluice.webhook_registrations as h
     inner join sluice.workflow_triggers as t on t.id = h.trigger_id
     where h.workflow_id = $1 order by 1`,
    [workflowId],
  );

async function republish(db: TestDatabase, workflowId: string, draft: object): Promise<void> {
  await db.query("select sluice.update_workflow($1, definition => $2)", [
    workflowId,
    JSON.stringify(draft),
  ]);
  await db.query("select sluice.publish_workflow($1)", [workflowId]);
}

describe("publish_workflow", () => {
  test("makes a numbered version with the hash of its content, which goes live", async ({ db }) => {
    const { organizationId, userId, claims } = await createTenant(db);
    const draft = definition([manual, set("a")], ["start → a"]);
    const id = await publish(db, organizationId, draft);
    await db.as(claims, (client) => client.query("select sluice.publish_workflow($1)", [id]));
    await republish(db, id, definition([manual], []));
    const versions = await versionsOf(db, id);
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(versions.map((version) => version.published_by)).toEqual([null, userId, null]);
    expect(versions[0]!.definition).toEqual(draft);
    const [text] = await db.query<{ text: string }>("select $1::jsonb::text as text", [
      JSON.stringify(draft),
    ]);
    const hash = createHash("sha256").update(text!.text).digest("hex");
    expect(versions.map((version) => version.content_hash === hash)).toEqual([true, true, false]);
    const [workflow] = await db.query("select * from sluice.workflows where id = $1", [id]);
    expect(workflow).toMatchObject({ status: "active", live_version_id: versions[2]!.id });
  });

  test("gives equal content an equal hash, however it was written", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const id = await publish(db, organizationId, definition([manual], []));
    const [first] = await versionsOf(db, id);
    const turned = Object.fromEntries(Object.entries(definition([manual], [])).toReversed());
    await republish(db, id, turned);
    expect((await versionsOf(db, id))[1]!.content_hash).toBe(first!.content_hash);
  });

  test.for([
    "number = 9",
    "definition = '{}'",
    "content_hash = 'x'",
    "created_at = now()",
    "id = sluice_hidden.uuidv7()",
  ])("makes a version that refuses %s, even to the owner", async (assignment, { db }) => {
    const { organizationId } = await createTenant(db);
    const id = await publish(db, organizationId, definition([manual], []));
    const before = await versionsOf(db, id);
    await expect(
      db.query(`update sluice.workflow_versions set ${assignment} where workflow_id = $1`, [id]),
    ).rejects.toMatchObject({ code: "SLSTA", message: "a published version cannot change" });
    expect(await versionsOf(db, id)).toEqual(before);
  });

  test.for([
    "delete from sluice.workflows where organization_id = $1",
    "delete from sluice.organizations where id = $1",
  ])("is kept while it has executions: %s", async (statement, { db }) => {
    const { organizationId } = await createTenant(db);
    const draft = definition(
      [manual, { id: "w", type: "wait", data: { for: "1 hour" } }],
      ["start → w"],
    );
    const id = await publish(db, organizationId, draft);
    const executionId = await start(db, id);
    await expect(db.query(statement, [organizationId])).rejects.toMatchObject({
      code: "SLSTA",
      message: `workflow ${id} has executions that have not ended`,
    });
    await db.query("select sluice_private.advance_batch()");
    expect(await codeOf(db.query(statement, [organizationId]))).toBe("SLSTA");
    await db.query("select sluice.cancel_execution($1)", [executionId]);
    await db.query("select sluice_private.advance_batch()");
    expect(await db.query(statement, [organizationId])).toEqual([]);
  });

  test("leaves nothing of it for members to write", async ({ db }) => {
    const { organizationId, claims } = await createTenant(db, "owner");
    await publish(db, organizationId, definition([manual], []));
    for (const table of ["workflows", "workflow_versions", "workflow_steps", "workflow_triggers"]) {
      for (const statement of [
        `update sluice.${table} set organization_id = organization_id`,
        `delete from sluice.${table}`,
        `insert into sluice.${table} default values`,
      ]) {
        expect(await codeOf(db.as(claims, (client) => client.query(statement)))).toBe("42501");
      }
    }
  });

  test("keeps triggers, webhooks and keys of nodes that stay, and only those", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const id = await publish(
      db,
      organizationId,
      definition([hook("stays", { path: "one" }), hook("goes", { path: "two" })], []),
    );
    const [goes, stays] = await hooksOf(db, id);
    await republish(
      db,
      id,
      definition(
        [set("a"), hook("stays", { path: "three" }), hook("new")],
        ["stays → a", "new → a"],
      ),
    );
    const after = await hooksOf(db, id);
    expect(after.map(({ node_id }) => node_id)).toEqual(["new", "stays"]);
    expect(after[1]).toEqual({ ...stays, path: "three" });
    expect(after[0]!.key).toMatch(/^[0-9a-f]{32}$/);
    expect([goes!.key, stays!.key]).not.toContain(after[0]!.key);
    const [trigger] = await db.query<{ step_no: number }>(
      "select step_no from sluice.workflow_triggers where id = $1",
      [stays!.trigger_id],
    );
    expect(trigger!.step_no).toBe(2);
  });

  test("takes a webhook away from a trigger that became another", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const id = await publish(db, organizationId, definition([hook("t")], []));
    await republish(db, id, definition([{ ...manual, id: "t" }], []));
    expect(await hooksOf(db, id)).toEqual([]);
  });

  test("lets two triggers of a workflow swap their paths", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const draft = (a: string, b: string) =>
      definition([hook("a", { path: a }), hook("b", { path: b })], []);
    const id = await publish(db, organizationId, draft("one", "two"));
    await republish(db, id, draft("two", "one"));
    expect((await hooksOf(db, id)).map(({ path }) => path)).toEqual(["two", "one"]);
  });

  test("refuses a path that another workflow has, and writes nothing", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const draft = definition([hook("h", { path: "mine" })], []);
    await publish(db, organizationId, draft);
    expect(await codeOf(publish(db, organizationId, draft))).toBe("SLDUP");
    const [row] = await db.query<{ count: number }>(
      "select count(*)::int as count from sluice.workflow_versions where organization_id = $1",
      [organizationId],
    );
    expect(row!.count).toBe(1);
    await publish(db, (await createTenant(db)).organizationId, draft);
  });

  test("does not know a workflow that is not there or not one's own", async ({ db }) => {
    const { claims } = await createTenant(db);
    const { organizationId } = await createTenant(db);
    const id = await publish(db, organizationId, definition([manual], []));
    for (const target of [id, randomUUID(), null]) {
      await expect(
        db.as(claims, (client) => client.query("select sluice.publish_workflow($1)", [target])),
      ).rejects.toMatchObject({ code: "SLNTF", hint: expect.stringMatching(/\.$/) });
    }
  });
});

describe("create_workflow", () => {
  const create = (db: TestDatabase, organizationId: string | null, name: string | null) =>
    db.query("select * from sluice.create_workflow($1, organization_id => $2)", [
      name,
      organizationId,
    ]);

  test("makes an empty draft that publishing refuses", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const [row] = await create(db, organizationId, "Empty");
    expect(row).toMatchObject({ status: "draft", live_version_id: null, name: "Empty" });
    expect(await codeOf(db.query("select sluice.publish_workflow($1)", [row!["id"]]))).toBe(
      "SLVAL",
    );
  });

  test("refuses a name that is taken, missing or too long", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await create(db, organizationId, "Name");
    expect(await codeOf(create(db, organizationId, "Name"))).toBe("SLDUP");
    for (const name of ["", null, "x".repeat(201)]) {
      expect(await codeOf(create(db, organizationId, name))).toBe("SLVAL");
    }
    const [other] = await create(db, organizationId, "Other");
    const rename = (name: string) =>
      codeOf(db.query("select sluice.update_workflow($1, $2)", [other!["id"], name]));
    expect(await rename("Name")).toBe("SLDUP");
    expect(await rename("")).toBe("SLVAL");
  });

  test("needs an organization that exists", async ({ db }) => {
    expect(await codeOf(create(db, null, "Name"))).toBe("SLVAL");
    expect(await codeOf(create(db, randomUUID(), "Name"))).toBe("SLNTF");
  });
});
