import { createHmac } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, publish } from "../../support/engine.ts";
import { deliver, serveEdge } from "../../support/hooks.ts";
import { codeOf } from "../../support/scenes.ts";

const draftOf = (config: object, trigger = "webhook_received") =>
  definition(
    [
      { id: "hook", type: "trigger", data: { trigger, config } },
      { id: "start", type: "trigger", data: { trigger: "manual" } },
      { id: "done", type: "end", data: {} },
    ],
    ["hook → done", "start → done"],
  );

async function create(db: TestDatabase, config: object, trigger?: string) {
  const tenant = await createTenant(db);
  const [workflow] = await db.query<{ id: string }>(
    "select id from sluice.create_workflow('draft', $1, '', $2)",
    [JSON.stringify(draftOf(config, trigger)), tenant.organizationId],
  );
  return { ...tenant, workflowId: workflow!.id };
}

const listen = async (db: TestDatabase, workflowId: string, node = "hook", time = "2 min") => {
  const [row] = await db.query<{ id: string; key: string }>(
    "select id, key from sluice.listen_for_delivery($1, $2, $3::interval)",
    [workflowId, node, time],
  );
  return row!;
};

const shownBy = async (db: TestDatabase, id: string) => {
  const [row] = await db.query<{ delivery: Record<string, unknown> | null }>(
    "select delivery from sluice.webhook_tests where id = $1",
    [id],
  );
  return row!.delivery;
};

describe("who listens", () => {
  test("is shown one delivery to the draft, which starts nothing", async ({ db }) => {
    const { workflowId } = await create(db, {});
    const { id, key } = await listen(db, workflowId);
    expect(await shownBy(db, id)).toBeNull();
    const { base } = await serveEdge(db);
    const url = `${base}/hooks/${key}`;
    const [one, two] = await Promise.all([deliver(url, { n: 1 }), deliver(url, { n: 1 })]);
    expect([one.status, two.status].toSorted()).toEqual([202, 404]);
    const taken = [one, two].find(({ status }) => status === 202)!;
    expect(taken.body).toMatchObject({ event: null, execution: null });
    expect(await shownBy(db, id)).toMatchObject({
      ...{ type: "webhook_received", method: "POST", payload: { n: 1 }, ip: "127.0.0.1" },
    });
    expect((await deliver(url)).status).toBe(404);
    const started = await db.query(
      "select from sluice.workflow_executions where workflow_id = $1",
      [workflowId],
    );
    expect(started).toEqual([]);
  });

  test("sees what the draft checks, and leaves the live one alone", async ({ db }) => {
    const tenant = await createTenant(db);
    const workflowId = await publish(db, tenant.organizationId, draftOf({ path: "orders" }));
    const config = { path: "orders", scheme: "github", secret: "env:S" };
    await db.query("select sluice.update_workflow($1, definition => $2)", [
      workflowId,
      JSON.stringify(draftOf(config)),
    ]);
    const { id, key } = await listen(db, workflowId);
    const { base } = await serveEdge(db, {
      env: { S: "s", S_FOR: `${tenant.organizationId} webhook` },
    });
    const live = await deliver(`${base}/hooks/t-${tenant.organizationId}/orders`);
    expect([live.status, await shownBy(db, id)]).toEqual([202, null]);
    const url = `${base}/hooks/${key}`;
    expect((await deliver(url)).status).toBe(401);
    const signature = createHmac("sha256", "s").update("{}").digest("hex");
    const signed = { "x-hub-signature-256": `sha256=${signature}` };
    expect((await deliver(url, {}, signed)).status).toBe(202);
    expect(JSON.stringify(await shownBy(db, id))).not.toContain(signature);
  });

  test("is shown what a message would be, and why it would start nothing", async ({ db }) => {
    const { workflowId } = await create(
      db,
      { keywords: ["stop"], scheme: "none" },
      "message_received",
    );
    const { id, key } = await listen(db, workflowId);
    const { base } = await serveEdge(db);
    await deliver(`${base}/hooks/${key}`, { from: "+49", text: "hello" });
    expect(await shownBy(db, id)).toMatchObject({
      payload: { sender: "+49", content: "hello" },
      reason: "none of the keywords is in the message",
    });
  });

  test("waits for a while", async ({ db }) => {
    const { workflowId } = await create(db, {});
    const { id, key } = await listen(db, workflowId, "hook", "1 second");
    await db.query("update sluice.webhook_tests set expires_at = now() where id = $1", [id]);
    const { base } = await serveEdge(db);
    expect((await deliver(`${base}/hooks/${key}`)).status).toBe(404);
    await db.query(
      "update sluice.webhook_tests set expires_at = now() - interval '2 h' where id = $1",
      [id],
    );
    await db.query("select sluice_private.fold_webhook_counts()");
    const [gone] = await db.query("select from sluice.webhook_tests where id = $1", [id]);
    expect(gone).toBeUndefined();
  });

  test("names a webhook trigger that can be published, of an own workflow", async ({ db }) => {
    const { workflowId } = await create(db, {});
    for (const node of ["start", "done", "nope", ""]) {
      expect(await codeOf(listen(db, workflowId, node))).toBe("SLVAL");
    }
    for (const time of ["0 s", "2 h", "-1 min"]) {
      expect(await codeOf(listen(db, workflowId, "hook", time))).toBe("SLVAL");
    }
    const bad = await create(db, { scheme: "nope" });
    expect(await codeOf(listen(db, bad.workflowId))).toBe("SLVAL");
    const asked = db.as(bad.claims, (client) =>
      client.query("select sluice.listen_for_delivery($1, 'hook')", [workflowId]),
    );
    expect(await codeOf(asked)).toBe("SLNTF");
  });
});
