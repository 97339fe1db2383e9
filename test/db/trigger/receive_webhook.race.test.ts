import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, execution, publish, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, openSession, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

interface Hook {
  workflow: string;
  organizationId: string;
  webhookId: string;
}

interface Reply {
  event_id: string;
  execution_id: string | null;
  duplicate: boolean;
  reason: string | null;
}

async function hookOf(db: TestDatabase, data: object = {}): Promise<Hook> {
  const { organizationId } = await createTenant(db);
  const workflow = await publish(
    db,
    organizationId,
    definition(
      [
        {
          id: "hook",
          type: "trigger",
          data: { trigger: "webhook_received", config: { path: "orders" }, ...data },
        },
        set("a", { order: "{{ trigger.payload.order }}" }),
      ],
      ["hook → a"],
    ),
  );
  const [hook] = await db.query<{ id: string }>(
    "select id from sluice.webhook_registrations where workflow_id = $1",
    [workflow],
  );
  return { workflow, organizationId, webhookId: hook!.id };
}

const deliver = async (
  session: Pick<pg.Client, "query">,
  hook: Hook,
  deliveryId: string | null,
  payload: unknown = { order: 1 },
): Promise<Reply> => {
  const { rows } = await session.query<Reply>(
    `select * from sluice_private.receive_webhook($1, $2, $3, 'POST', '{}', '{}', $4, '127.0.0.1')`,
    [hook.organizationId, hook.webhookId, deliveryId, JSON.stringify(payload)],
  );
  return rows[0]!;
};

const countsOf = async (db: TestDatabase, hook: Hook) => {
  const [row] = await db.query<{ events: number; executions: number }>(
    `select
       (select count(*)::int from sluice.workflow_events where webhook_id = $1) as events,
       (select count(*)::int from sluice.workflow_executions where workflow_id = $2) as executions`,
    [hook.webhookId, hook.workflow],
  );
  return row!;
};

describe("a delivery", () => {
  test("that arrives in 20 sessions at once starts one execution", async ({ db }) => {
    const hook = await hookOf(db);
    const sessions = await Promise.all(
      Array.from({ length: 20 }, () => openSession(db, "sluice_worker")),
    );
    const replies = await Promise.all(sessions.map((session) => deliver(session, hook, "d-1")));
    expect(new Set(replies.map((reply) => reply.execution_id)).size).toBe(1);
    expect(new Set(replies.map((reply) => reply.event_id)).size).toBe(1);
    expect(replies.filter((reply) => !reply.duplicate)).toHaveLength(1);
    expect(await countsOf(db, hook)).toEqual({ events: 1, executions: 1 });
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, replies[0]!.execution_id!)).toMatchObject({
      status: "completed",
      output: { a: { order: 1 } },
    });
  });

  test("with another id, or with none, is another one", async ({ db }) => {
    const hook = await hookOf(db);
    for (const id of ["d-1", "d-2", null, null]) {
      expect(await deliver(db.worker, hook, id)).toMatchObject({ duplicate: false });
    }
    expect(await countsOf(db, hook)).toEqual({ events: 4, executions: 4 });
  });

  test("is told apart by what the trigger's dedupe finds, whatever its id", async ({ db }) => {
    const hook = await hookOf(db, { dedupe: "$.trigger.payload.order" });
    const first = await deliver(db.worker, hook, "d-1", { order: 7 });
    expect(await deliver(db.worker, hook, "d-2", { order: 7 })).toMatchObject({
      duplicate: true,
      execution_id: first.execution_id,
      event_id: first.event_id,
    });
    expect(await deliver(db.worker, hook, "d-3", { order: 8 })).toMatchObject({
      duplicate: false,
    });
  });

  test("is told apart by its id where the dedupe finds null or an empty text", async ({ db }) => {
    const hook = await hookOf(db, { dedupe: "$.trigger.payload.order" });
    for (const [n, order] of [null, null, "", ""].entries()) {
      expect(await deliver(db.worker, hook, `d-${n}`, { order })).toMatchObject({
        duplicate: false,
      });
    }
    expect(await deliver(db.worker, hook, "d-0", { order: null })).toMatchObject({
      duplicate: true,
    });
  });

  test("counts again when the transaction that took it rolled back", async ({ db }) => {
    const hook = await hookOf(db);
    const session = await openSession(db, "sluice_worker");
    await session.query("begin");
    await deliver(session, hook, "d-1");
    await session.query("rollback");
    expect(await deliver(db.worker, hook, "d-1")).toMatchObject({ duplicate: false });
    expect(await countsOf(db, hook)).toEqual({ events: 1, executions: 1 });
  });

  test("is kept with the reason when it starts nothing", async ({ db }) => {
    const filtered = await hookOf(db, { filter: "$.trigger.payload.order > 5" });
    expect(await deliver(db.worker, filtered, "d-1")).toMatchObject({
      execution_id: null,
      reason: "the filter does not hold",
    });
    const off = await hookOf(db, { enabled: false });
    expect(await deliver(db.worker, off, "d-1")).toMatchObject({
      reason: "the trigger is switched off",
    });
    const paused = await hookOf(db);
    await db.query("select sluice.set_workflow_status($1, 'paused')", [paused.workflow]);
    expect(await deliver(db.worker, paused, "d-1")).toMatchObject({
      reason: "the workflow is paused",
    });
    for (const hook of [filtered, off, paused]) {
      expect(await countsOf(db, hook)).toEqual({ events: 1, executions: 0 });
    }
  });

  test("with an id of any length is taken", async ({ db }) => {
    const hook = await hookOf(db);
    const long = "d".repeat(2000);
    const first = await deliver(db.worker, hook, `${long}1`);
    expect(await deliver(db.worker, hook, `${long}2`)).toMatchObject({ duplicate: false });
    expect(await deliver(db.worker, hook, `${long}1`)).toMatchObject({
      duplicate: true,
      execution_id: first.execution_id,
    });
  });

  test("to a hook of another organization does not exist", async ({ db }) => {
    const [hook, other] = [await hookOf(db), await hookOf(db)];
    const crossed = { ...hook, organizationId: other.organizationId };
    await expect(deliver(db.worker, crossed, "d-1")).rejects.toMatchObject({ code: "SLNTF" });
  });

  test("to a hook whose trigger was removed a moment ago does not exist", async ({ db }) => {
    const { organizationId, webhookId, workflow } = await hookOf(db);
    const fired = db.query(
      `select * from sluice_private.fire_webhook(
         row($1, $2, gen_random_uuid(), $3, 'webhook_received', '{}', null)
           ::sluice_private.webhook_target, 'k', '{"payload": 1}', 'd', '{}')`,
      [organizationId, webhookId, workflow],
    );
    await expect(fired).rejects.toMatchObject({ code: "SLNTF" });
  });
});
