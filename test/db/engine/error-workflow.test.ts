import { describe } from "vitest";
import { call, childrenOf, handlersOf, named, tenantOf } from "../../support/calls.ts";
import { makeDue } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const HANDLER = set("told", { of: "{{ trigger.payload }}" });
const FAILURE = { error: { class: "http", message: "gone" } };

async function scene(db: TestDatabase, settings: object = {}) {
  const tenant = await tenantOf(db);
  const handler = await named(db, tenant, "on error", [HANDLER], ["start → told"]);
  const workflow = await named(db, tenant, "orders", [act("a")], ["start → a"], {
    error_workflow: "on error",
    ...settings,
  });
  const id = await start(db, workflow, { n: 1 });
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  return { tenant, handler, workflow, id, worker };
}

describe("an error workflow", () => {
  test("starts once when an execution fails, and is told of it", async ({ db }) => {
    const { handler, workflow, id, worker } = await scene(db);
    await worker.drain(() => FAILURE);
    const handlers = await handlersOf(db, id);
    expect(handlers).toMatchObject([
      { workflow_id: handler, status: "completed", parent_execution_id: null, depth: 0 },
    ]);
    const { payload } = handlers[0]!.input;
    expect(payload).toEqual({
      execution: {
        id,
        workflow: { id: workflow, name: "orders" },
        version: 1,
        status: "failed",
        error: { ...FAILURE.error, node_id: "a" },
        created_at: expect.any(String),
        started_at: expect.any(String),
        finished_at: expect.any(String),
        parent_execution_id: null,
        root_execution_id: null,
      },
      trigger: expect.objectContaining({ type: "manual", payload: { n: 1 } }),
    });
    expect(handlers[0]!.output).toEqual({ told: { of: payload } });
  });

  test("starts when an execution times out", async ({ db }) => {
    const { id, worker } = await scene(db, { timeout: "1 hour" });
    await makeDue(db, id);
    await worker.pump();
    expect(await handlersOf(db, id)).toMatchObject([
      {
        input: { payload: { execution: { id, status: "timed_out", error: { class: "timeout" } } } },
      },
    ]);
  });

  test("does not start for one that completes or is cancelled", async ({ db }) => {
    const { workflow, id, worker } = await scene(db);
    await worker.drain();
    const other = await start(db, workflow);
    await worker.pump();
    await db.query("select sluice.cancel_execution($1)", [other]);
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await execution(db, other)).toMatchObject({ status: "cancelled" });
    expect([await handlersOf(db, id), await handlersOf(db, other)]).toEqual([[], []]);
  });

  test("that fails starts none, nor does what it calls", async ({ db }) => {
    const tenant = await tenantOf(db);
    const settings = { error_workflow: "loop" };
    const child = await named(db, tenant, "child", [act("a")], ["start → a"]);
    await named(db, tenant, "loop", [call("sub")], ["start → sub"], settings);
    await db.query(
      `update sluice.workflows set definition =
         jsonb_set(definition, '{settings}', '{"error_workflow": "loop"}') where id = $1`,
      [child],
    );
    await db.query("select sluice.publish_workflow($1)", [child]);
    const id = await start(db, child);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain(() => FAILURE);
    const [handler, ...others] = await handlersOf(db, id);
    const [called] = await childrenOf(db, handler!.id);
    expect([handler, called]).toMatchObject([{ status: "failed" }, { status: "failed" }]);
    expect(others.map((other) => other.id)).toEqual([called!.id]);
    expect(await handlersOf(db, handler!.id)).toEqual([]);
    expect(await handlersOf(db, called!.id)).toEqual([]);
  });

  test("starts for a called execution too, and for its caller's own", async ({ db }) => {
    const { tenant, worker } = await scene(db);
    const settings = { error_workflow: "on error" };
    const caller = await named(
      db,
      tenant,
      "caller",
      [call("sub", { workflow: "orders" })],
      ["start → sub"],
      settings,
    );
    const id = await start(db, caller);
    await worker.drain(() => FAILURE);
    const [child] = await childrenOf(db, id);
    for (const failed of [id, child!.id]) expect(await handlersOf(db, failed)).toHaveLength(1);
  });

  test("that cannot be started is written into the log", async ({ db }) => {
    const { handler, id, worker } = await scene(db);
    await db.query("select sluice.set_workflow_status($1, 'paused')", [handler]);
    await worker.drain(() => FAILURE);
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    expect(await handlersOf(db, id)).toEqual([]);
    const logs = await db.query(
      "select level, message from sluice.workflow_execution_logs where execution_id = $1",
      [id],
    );
    expect(logs).toEqual([
      {
        level: "error",
        message: "the error workflow was not started: workflow on error is paused",
      },
    ]);
  });

  test("is told of what is too long that it was left out", async ({ db }) => {
    const { workflow, worker } = await scene(db);
    const id = await start(db, workflow, { text: "x".repeat(2 ** 21 - 200) });
    await worker.drain(() => ({ error: { class: "http", message: "y".repeat(500) } }));
    expect(await handlersOf(db, id)).toMatchObject([
      {
        input: {
          payload: {
            execution: { id, error: { class: "http" } },
            trigger: { omitted: expect.any(String) },
          },
        },
      },
    ]);
  });
});
