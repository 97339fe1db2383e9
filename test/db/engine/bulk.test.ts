import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import {
  crowdOf,
  endBulk,
  operation,
  organizationOf,
  startBulk,
  startMany,
  statuses,
} from "../../support/bulk.ts";
import { expect, test } from "../../support/database.ts";
import { createTenant, execution, start, stepStatuses, TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene, leasesOf, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

describe("a bulk operation", () => {
  test("cancels what its filter matches, and those that were there, in chunks", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 2500);
    const other = await crowdOf(db, 2);
    const id = await startBulk(db, organization, "cancel", {}, { reason: "a flood" });
    const later = await start(db, workflow);
    expect(await operation(db, id)).toMatchObject({ status: "running", total: 2500, done: 0 });
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({
      status: "completed",
      done: 2500,
      failed: 0,
      last_error: null,
    });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 2500, running: 1 });
    expect(await execution(db, later)).toMatchObject({ status: "running" });
    expect(await statuses(db, other.workflow)).toEqual({ running: 2 });
    const [error] = await db.query<{ error: object }>(
      "select distinct error - 'by' as error from sluice_private.executions where workflow_id = $1",
      [workflow],
    );
    expect(error).toEqual({ error: { class: "cancelled", message: "a flood", operation: id } });
  });

  test("leaves the next chunk until the last has been acted on", async ({ db }) => {
    const { organization, worker } = await crowdOf(db, 1500);
    await createTenant(db);
    await worker.pump();
    const id = await startBulk(db, organization, "cancel", {});
    const pumped = async () => {
      await db.worker.query("select sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
      return (await operation(db, id)).done;
    };
    const done = [];
    for (let n = 0; n < 22; n += 1) done.push(await pumped());
    // a pump acts on fifty, where there are several organizations
    expect(done).toEqual([...Array.from({ length: 20 }, () => 1000), 1500, 1500]);
  });

  test("pauses and resumes", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 5);
    await worker.pump();
    await startBulk(db, organization, "pause", { ids: ids.slice(0, 3) }, { reason: "wait" });
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ paused: 3, running: 2 });
    expect(await execution(db, ids[0]!)).toMatchObject({ error: { message: "wait" } });
    await startBulk(db, organization, "resume", { statuses: ["paused"], ids: ids.slice(0, 2) });
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ paused: 1, completed: 4 });
  });

  test("follows the one that was asked before it", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 1200);
    await worker.pump();
    const first = await startBulk(db, organization, "pause", {});
    await startBulk(db, organization, "resume", { ids: [ids.at(-1)] });
    expect(await operation(db, first)).toMatchObject({ status: "running" });
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ paused: 1199, running: 1 });
  });

  test("ends a step in each of them: completed, skipped, cancelled", async ({ db }) => {
    const { organization, ids, worker } = await crowdOf(db, 4);
    await worker.pump();
    const [one, two, three, four] = ids as [string, string, string, string];
    const at = { node_id: "a", reason: "stuck" };
    await startBulk(db, organization, "complete_step", { ids: [one] }, { ...at, output: { n: 1 } });
    await startBulk(db, organization, "skip_step", { ids: [two] }, at);
    await startBulk(db, organization, "cancel_step", { ids: [three] }, at);
    const last = await startBulk(db, organization, "skip_step", { ids: [four] }, { node_id: "b" });
    await worker.pump();
    expect(await stepStatuses(db, one)).toMatchObject({ a: "completed", b: "completed" });
    expect(await stepStatuses(db, two)).toMatchObject({ a: "skipped", b: "skipped" });
    expect(await stepStatuses(db, three)).toMatchObject({ a: "cancelled" });
    expect(await execution(db, one)).toMatchObject({ output: { b: { by: "b" } } });
    const [step] = await db.query(
      `select output, verdicts -> 'by_hand' ->> 'reason' as reason
       from sluice.workflow_execution_steps where execution_id = $1 and node_id = 'a'`,
      [one],
    );
    expect(step).toEqual({ output: { n: 1 }, reason: "stuck" });
    expect(await operation(db, last)).toMatchObject({
      status: "completed",
      done: 0,
      failed: 1,
      last_error: { execution_id: four, code: "SLSTA" },
    });
  });

  test("counts those that no edge leaves that port of", async ({ db }) => {
    const { organization, ids, worker } = await crowdOf(db, 1);
    await worker.pump();
    const args = { node_id: "a", port: "nowhere" };
    const id = await startBulk(db, organization, "complete_step", { ids }, args);
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ done: 0, failed: 1 });
  });

  test("ends a step in an iteration", async ({ db }) => {
    const nodes = [
      { id: "each", type: "foreach", data: { items: "{{ trigger.payload }}", concurrency: 2 } },
      { ...act("a"), parentId: "each" },
    ];
    const workflow = await workflowOf(db, nodes, ["start → each"]);
    const id = await start(db, workflow, [1, 2]);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const organization = await organizationOf(db, workflow);
    const args = { node_id: "a", frame_path: "each[1]" };
    await startBulk(db, organization, "skip_step", { workflow_id: workflow }, args);
    await worker.pump();
    const steps = await db.query(
      `select frame_path, status from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'a' order by 1`,
      [id],
    );
    expect(steps).toEqual([
      { frame_path: "each[0]", status: "queued" },
      { frame_path: "each[1]", status: "skipped" },
    ]);
  });

  test("retries what failed, by the class of its error, and goes on past what it cannot", async ({
    db,
  }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 6);
    const failing = new Map(ids.map((id, n) => [id, n < 4 ? "http" : "other"]));
    await worker.drain(({ execution_id }) => ({
      error: { class: failing.get(execution_id), message: "no" },
    }));
    await db.query("update sluice_private.executions set trigger_step = 99 where id = any($1)", [
      [ids[1]],
    ]);
    const filter = { workflow_id: workflow, statuses: ["failed"], error_class: "http" };
    const id = await startBulk(db, organization, "retry", filter);
    await worker.drain();
    expect(await operation(db, id)).toMatchObject({
      status: "completed",
      total: 4,
      done: 3,
      failed: 1,
      last_error: { execution_id: ids[1], code: "SLSTA" },
    });
    expect(await statuses(db, workflow)).toEqual({ completed: 3, failed: 3 });
    await db.query("update sluice_private.executions set trigger_step = 1 where id = $1", [ids[1]]);
  });

  test("retries from a step, once, though it fails again meanwhile", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 3);
    await worker.drain();
    await startBulk(db, organization, "retry", { ids }, { node_id: "a", input: { n: 7 } });
    const ran = await worker.drain(() => ({ error: { class: "x", message: "no" } }));
    expect(ran.map(({ input }) => JSON.parse(input) as unknown)).toEqual([
      { n: 7 },
      { n: 7 },
      { n: 7 },
    ]);
    expect(await statuses(db, workflow)).toEqual({ failed: 3 });
  });

  test("does not retry what fails after it was started", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 1);
    const [a] = await leasesOf(worker, ids[0]!);
    const id = await startBulk(db, organization, "retry", {});
    await worker.report([[a!, { error: { class: "x", message: "no" } }]]);
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ status: "completed", total: 0, done: 0 });
    expect(await statuses(db, workflow)).toEqual({ failed: 1 });
  });

  test("goes on after a chunk that was rolled back, and loses and repeats nothing", async ({
    db,
  }) => {
    const { workflow, organization, worker } = await crowdOf(db, 1100);
    await worker.pump();
    const id = await startBulk(db, organization, "cancel", {});
    const client = await db.worker.connect();
    await client.query("begin");
    await client.query("select sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
    await client.query("rollback");
    client.release();
    expect(await operation(db, id)).toMatchObject({ done: 0, position: null });
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ status: "completed", done: 1100 });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 1100 });
  });

  test("is not stopped by an execution that cannot be told", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 7);
    await worker.pump();
    await db.admin.query(
      `create function public.poison() returns trigger language plpgsql as $$
       begin raise 'poisoned' using errcode = 'XX001'; end $$;
       create trigger poison before insert on sluice_private.arrivals for each row
       when (new.execution_id = '${ids[2]}') execute function public.poison()`,
    );
    const id = await startBulk(db, organization, "cancel", {});
    await worker.pump();
    await db.admin.query("drop function public.poison() cascade");
    expect(await operation(db, id)).toMatchObject({
      status: "completed",
      done: 6,
      failed: 1,
      last_error: { execution_id: ids[2], code: "XX001", message: "poisoned" },
    });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 6, running: 1 });
  });

  test("keeps who started it", async ({ db }) => {
    const { organizationId, userId, claims } = await createTenant(db);
    await db.as(claims, (client) =>
      client.query("select sluice.start_bulk_operation('cancel', '{}')"),
    );
    const rows = await db.query(
      "select created_by from sluice.bulk_operations where organization_id = $1",
      [organizationId],
    );
    expect(rows).toEqual([{ created_by: userId }]);
  });

  test("lets other organizations have their turn", async ({ db }) => {
    const [one, two] = [await crowdOf(db, 2100), await crowdOf(db, 10)];
    await one.worker.pump();
    const slow = await startBulk(db, one.organization, "cancel", { error_class: "none" });
    const quick = await startBulk(db, two.organization, "cancel", {});
    while ((await operation(db, quick)).done === 0) {
      await db.worker.query("select sluice_private.pump($1, $2)", [
        two.worker.id,
        two.worker.epoch,
      ]);
    }
    expect((await operation(db, slow)).position).toBe(one.ids[999]);
  });

  test("is carried out by tick, too", async ({ db }) => {
    const workflow = await workflowOf(db, [set("b")], ["start → b"]);
    const ids = await startMany(db, workflow, 2);
    const id = await startBulk(db, await organizationOf(db, workflow), "cancel", { ids });
    for (let moved = 1; moved > 0;) {
      const [row] = await db.query<{ moved: number }>("select sluice.tick() as moved");
      moved = row!.moved;
    }
    expect(await operation(db, id)).toMatchObject({ status: "completed" });
  });
});

describe("cancel_bulk_operation", () => {
  test("stops it where it is", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 1500);
    await worker.pump();
    const id = await startBulk(db, organization, "cancel", {});
    await db.worker.query("select sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
    await db.query("select sluice.cancel_bulk_operation($1)", [id]);
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ status: "cancelled", done: 1000 });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 1000, running: 500 });
    const again = db.query("select sluice.cancel_bulk_operation($1)", [id]);
    await expect(again).rejects.toMatchObject({ code: "SLSTA" });
    const unknown = db.query("select sluice.cancel_bulk_operation($1)", [randomUUID()]);
    await expect(unknown).rejects.toMatchObject({ code: "SLNTF" });
  });
});
