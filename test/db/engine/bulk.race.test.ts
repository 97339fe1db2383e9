import { describe } from "vitest";
import { crowdOf, endBulk, operation, startBulk, statuses } from "../../support/bulk.ts";
import { expect, test } from "../../support/database.ts";
import { TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, openSession, untilBlocked } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endBulk(db);
  await endExecutions(db);
});

describe("a chunk of a bulk operation", () => {
  test("that is under way is waited for by who cancels the operation", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 1500);
    await worker.pump();
    const id = await startBulk(db, organization, "cancel", {});
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await host.query("select sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
    const canceller = await openSession(db);
    const cancelling = canceller.query("select sluice.cancel_bulk_operation($1)", [id]);
    await untilBlocked(db, canceller);
    await host.query("commit");
    await cancelling;
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ status: "cancelled", done: 1000 });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 1000, running: 500 });
  });

  test("does not wait for who is cancelling the operation", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 3);
    await worker.pump();
    const id = await startBulk(db, organization, "cancel", {});
    const canceller = await openSession(db);
    await canceller.query("begin");
    await canceller.query("select sluice.cancel_bulk_operation($1)", [id]);
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ status: "running", done: 0 });
    await canceller.query("rollback");
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ cancelled: 3 });
  });

  test("is one host's at a time", async ({ db }) => {
    const { organization, worker } = await crowdOf(db, 1500);
    await worker.pump();
    const neighbour = await crowdOf(db, 1);
    await worker.pump();
    const id = await startBulk(db, organization, "cancel", {});
    const second = await startBulk(db, neighbour.organization, "cancel", {});
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await host.query("select sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
    const other = await new TestWorker(db.worker).register();
    await other.pump();
    expect(await operation(db, id)).toMatchObject({ done: 0 });
    expect(await operation(db, second)).toMatchObject({ done: 0 });
    await host.query("commit");
    await other.pump();
    expect(await operation(db, second)).toMatchObject({ status: "completed", done: 1 });
    expect(await operation(db, id)).toMatchObject({ status: "completed", done: 1500 });
  });

  test("does not wait for who retries one of its executions", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 3);
    await worker.drain(() => ({ error: { class: "x", message: "no" } }));
    const user = await openSession(db);
    await user.query("begin");
    await user.query("select sluice.retry_execution($1)", [ids[1]]);
    const id = await startBulk(db, organization, "retry", {});
    await worker.drain();
    expect(await operation(db, id)).toMatchObject({
      status: "completed",
      done: 2,
      failed: 1,
      last_error: { execution_id: ids[1], code: "SLSTA" },
    });
    await user.query("commit");
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 3 });
  });
});
