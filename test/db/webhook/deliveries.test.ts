import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { deliver, type Hook, serveHook } from "../../support/hooks.ts";
import { codeOf } from "../../support/scenes.ts";

const statisticsOf = async (db: TestDatabase, { webhookId }: Hook) => {
  const [row] = await db.query<Record<string, unknown>>(
    `select total_requests::int as total, successful_requests::int as successful,
       failed_requests::int as failed, repeated_requests::int as repeated,
       last_request_at is not null as is_dated
     from sluice.webhook_statistics where webhook_id = $1`,
    [webhookId],
  );
  return row;
};

const fold = (db: TestDatabase) => db.query("select sluice_private.fold_webhook_counts()");

const redeliver = async (db: TestDatabase, id: string | null) => {
  const [row] = await db.query<{ id: string; execution_id: string | null; reason: string | null }>(
    "select * from sluice.redeliver($1)",
    [id],
  );
  return row!;
};

const refuse = (db: TestDatabase, { organizationId, webhookId }: Hook, count: number) =>
  db.worker.query("select sluice_private.note_refusals($1)", [
    JSON.stringify(
      Array.from({ length: count }, (_, n) => ({
        ...{ organization_id: organizationId, webhook_id: webhookId, status: 401, count: 2 },
        ...{ code: `code-${n}-${"x".repeat(200)}`, method: "P".repeat(50), remote_ip: "1.2.3.4" },
        ms_ago: -n,
      })),
    ),
  ]);

describe("the deliveries of a webhook", () => {
  test("are listed with what they said and what became of them", async ({ db }) => {
    const hook = await serveHook(db, {}, { data: { filter: "$.trigger.payload.a == 1" } });
    await deliver(`${hook.url}?x=1`, { a: 1 }, { "webhook-id": "d-1", "x-kind": "k", cookie: "c" });
    await deliver(hook.url, { a: 2 }, { "webhook-id": "d-2" });
    const [taken, filtered] = await db.query(
      "select * from sluice.webhook_deliveries where webhook_id = $1 order by id",
      [hook.webhookId],
    );
    expect(taken).toMatchObject({
      ...{ delivery_id: "d-1", method: "POST", query: { x: "1" }, remote_ip: "127.0.0.1" },
      ...{ payload: { a: 1 }, reason: null, redelivery_of: null },
      headers: { "x-kind": "k" },
    });
    expect(taken!["headers"]).not.toHaveProperty("cookie");
    expect(filtered).toMatchObject({ execution_id: null, reason: "the filter does not hold" });
  });

  test("are seen by members, and by no others", async ({ db }) => {
    const hook = await serveHook(db, {});
    await deliver(hook.url);
    await refuse(db, hook, 1);
    const other = await createTenant(db);
    const count = (claims: typeof other.claims, relation: string) =>
      db.as(claims, async (client) => {
        const { rows } = await client.query(
          `select count(*)::int as count from sluice.${relation} where webhook_id = $1`,
          [hook.webhookId],
        );
        return rows[0].count as number;
      });
    const claims = { sub: hook.userId, org: hook.organizationId };
    for (const relation of ["webhook_deliveries", "webhook_statistics", "webhook_refusals"]) {
      expect([relation, await count(claims, relation)]).toEqual([relation, 1]);
      expect([relation, await count(other.claims, relation)]).toEqual([relation, 0]);
    }
  });
});

describe("redeliver", () => {
  test("gives the workflow once more what came, whatever its id", async ({ db }) => {
    const hook = await serveHook(db, {});
    const { body } = await deliver(hook.url, { a: 1 }, { "webhook-id": "d-1", "x-kind": "k" });
    const again = await redeliver(db, body.event);
    expect(again.execution_id).not.toBe(body.execution);
    const inputs = await db.query<{ input: Record<string, unknown> }>(
      "select input from sluice.workflow_executions where workflow_id = $1 order by id",
      [hook.workflowId],
    );
    const [first, second] = inputs.map(({ input }) => input);
    expect(second).toEqual({
      ...first,
      event_id: again.id,
      redelivery_of: body.event,
      received_at: expect.any(String),
    });
    const third = await redeliver(db, again.id);
    expect(third.execution_id).not.toBe(again.execution_id);
  });

  test("answers with the first where the trigger's own key has been seen", async ({ db }) => {
    const hook = await serveHook(db, {}, { data: { dedupe: "$.trigger.payload.a" } });
    const { body } = await deliver(hook.url, { a: 1 });
    expect(await redeliver(db, body.event)).toMatchObject({
      id: body.event,
      execution_id: body.execution,
    });
  });

  test("starts what was refused by a workflow that was paused", async ({ db }) => {
    const hook = await serveHook(db, {});
    await db.query("select sluice.set_workflow_status($1, 'paused')", [hook.workflowId]);
    const { body } = await deliver(hook.url);
    expect(body.execution).toBeNull();
    await db.query("select sluice.set_workflow_status($1, 'active')", [hook.workflowId]);
    expect(await redeliver(db, body.event)).toMatchObject({ execution_id: expect.any(String) });
  });

  test("knows deliveries only, of webhooks that are still there", async ({ db }) => {
    const hook = await serveHook(db, {});
    const { body } = await deliver(hook.url);
    const [emitted] = await db.query<{ id: string }>(
      "select id from sluice.emit_event('x', '{}', null, null, $1)",
      [hook.organizationId],
    );
    for (const id of [randomUUID(), null, emitted!.id]) {
      expect(await codeOf(redeliver(db, id))).toBe("SLNTF");
    }
    await db.query("delete from sluice.webhook_registrations where id = $1", [hook.webhookId]);
    expect(await codeOf(redeliver(db, body.event))).toBe("SLNTF");
  });
});

describe("the counts of a webhook", () => {
  test("are exact, folded or not", async ({ db }) => {
    const hook = await serveHook(db, {});
    const zero = { total: 0, successful: 0, failed: 0, repeated: 0, is_dated: false };
    expect(await statisticsOf(db, hook)).toEqual(zero);
    for (const id of ["d-1", "d-1", "d-2"]) await deliver(hook.url, {}, { "webhook-id": id });
    for (const _ of [1, 2]) await fetch(hook.url, { method: "POST", body: "x" });
    await hook.settled();
    const five = { total: 5, successful: 3, failed: 2, repeated: 1, is_dated: true };
    expect(await statisticsOf(db, hook)).toEqual(five);
    await fold(db);
    expect(await statisticsOf(db, hook)).toEqual(five);
    await deliver(hook.url);
    await fold(db);
    await fold(db);
    expect(await statisticsOf(db, hook)).toEqual({ ...five, total: 6, successful: 4 });
    const rows = await db.query(
      "select is_folded from sluice_private.webhook_counts where webhook_id = $1",
      [hook.webhookId],
    );
    expect(rows).toEqual([{ is_folded: true }]);
  });

  test("go with the webhook", async ({ db }) => {
    const hook = await serveHook(db, {});
    await deliver(hook.url);
    await fold(db);
    await refuse(db, hook, 1);
    await db.query("delete from sluice.webhook_registrations where id = $1", [hook.webhookId]);
    await refuse(db, hook, 1);
    await fold(db);
    for (const table of ["sluice_private.webhook_counts", "sluice.webhook_refusals"]) {
      const left = await db.query(`select from ${table} where webhook_id = $1 and $2`, [
        hook.webhookId,
        table === "sluice.webhook_refusals",
      ]);
      expect(left).toEqual([]);
    }
  });
});

test("the last fifty refusals are kept, short, and all are counted", async ({ db }) => {
  const hooks = [await serveHook(db, {}), await serveHook(db, {})];
  for (const hook of hooks) await refuse(db, hook, 3);
  await refuse(db, hooks[0]!, 60);
  const kept = await db.query<{ code: string; method: string; count: string }>(
    "select code, method, count from sluice.webhook_refusals where webhook_id = $1 order by id",
    [hooks[0]!.webhookId],
  );
  expect(kept).toHaveLength(50);
  expect(kept.at(-1)).toMatchObject({ code: expect.stringMatching(/^code-59-x+$/), count: "2" });
  expect(kept.at(-1)!.code).toHaveLength(100);
  expect(kept.at(-1)!.method).toHaveLength(20);
  expect(await statisticsOf(db, hooks[0]!)).toMatchObject({ failed: 126 });
  expect(await statisticsOf(db, hooks[1]!)).toMatchObject({ failed: 6 });
});
