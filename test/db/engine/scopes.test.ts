import { describe } from "vitest";
import { crowdOf, endBulk, statuses } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, stepStatuses, TestWorker } from "../../support/engine.ts";
import {
  act,
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

const setStatus = (db: TestDatabase, workflow: string, status: string) =>
  db.query("select sluice.set_workflow_status($1, $2)", [workflow, status]);
const pause = (db: TestDatabase, id: string) =>
  db.query("select sluice.pause_execution($1, 'by hand')", [id]);
const resume = (db: TestDatabase, id: string) =>
  db.query("select sluice.resume_execution($1)", [id]);
const statusOf = async (db: TestDatabase, id: string) => (await execution(db, id)).status;

describe("a workflow that is paused", () => {
  test("starts nothing, and its executions pause until it is active", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1200);
    await worker.pump();
    await setStatus(db, workflow, "paused");
    await expect(start(db, workflow)).rejects.toMatchObject({ code: "SLSTA" });
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ paused: 1200 });
    expect(await worker.begin()).toEqual([]);
    expect(await execution(db, ids[0]!)).toMatchObject({
      error: { class: "paused", message: "the workflow is paused", scope: workflow },
    });
    await setStatus(db, workflow, "active");
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 1200 });
  });

  test("records what a worker runs, and nothing follows", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    const [a] = await leasesOf(worker, ids[0]!);
    await setStatus(db, workflow, "paused");
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "recorded", next: null }]);
    expect(await stepStatuses(db, ids[0]!)).toEqual({ start: "completed", a: "completed" });
    expect(await statusOf(db, ids[0]!)).toBe("paused");
    await setStatus(db, workflow, "active");
    await worker.drain();
    expect(await attempts(db, ids[0]!)).toEqual(["a:1:completed"]);
    expect(await statusOf(db, ids[0]!)).toBe("completed");
  });

  test("holds what is ready, also in an execution that pauses at a firing", async ({ db }) => {
    const nodes = [act("a"), set("b"), act("c")];
    const workflow = await workflowOf(db, nodes, ["start → a", "a → b", "start → c"]);
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const leases = await leasesOf(worker, id);
    const c = leases.find(({ node_id }) => node_id === "c")!;
    await db.query(
      `select sluice_private.return_leases(array_agg(l), 0) from sluice_private.step_leases as l
       where l.token = $1`,
      [c.token],
    );
    await setStatus(db, workflow, "paused");
    await worker.report([[leases.find(({ node_id }) => node_id === "a")!, {}]]);
    await db.query("delete from sluice.bulk_operations where status = 'running'");
    await worker.pump();
    expect(await worker.begin()).toEqual([]);
    expect(await stepStatuses(db, id)).toMatchObject({ a: "completed", c: "retrying" });
    await setStatus(db, workflow, "active");
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("holds its waits", async ({ db }) => {
    const wait = { id: "w", type: "wait", data: { for: "1 hour" } };
    const workflow = await workflowOf(db, [wait], ["start → w"]);
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    await setStatus(db, workflow, "paused");
    await worker.pump();
    await db.query("update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'");
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ w: "waiting" });
    await setStatus(db, workflow, "active");
    await worker.pump();
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("leaves those paused by hand or by the engine as they are", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 4);
    const [before, during, parked, plain] = ids as [string, string, string, string];
    await worker.pump();
    await pause(db, before);
    await db.query(
      `select sluice_private.park_execution(organization_id, id, 'XX000', 'no')
       from sluice_private.live_executions where id = $1`,
      [parked],
    );
    await worker.pump();
    await setStatus(db, workflow, "paused");
    await worker.pump();
    await pause(db, during);
    await worker.pump();
    for (const id of [before, during]) {
      expect(await execution(db, id)).toMatchObject({ error: { message: "by hand" } });
    }
    await setStatus(db, workflow, "active");
    await worker.pump();
    const now = async () =>
      Promise.all([before, during, parked, plain].map((id) => statusOf(db, id)));
    expect(await now()).toEqual(["paused", "paused", "paused", "running"]);
    await Promise.all([before, during, parked].map((id) => resume(db, id)));
    await worker.drain();
    expect(await now()).toEqual(["completed", "completed", "completed", "completed"]);
  });

  test("keeps what a person resumes, until it is active itself", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 2);
    const [mine, other] = ids as [string, string];
    await worker.pump();
    await pause(db, mine);
    await worker.pump();
    await setStatus(db, workflow, "paused");
    await worker.pump();
    await resume(db, mine);
    await resume(db, other);
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ paused: 2 });
    expect(await execution(db, mine)).toMatchObject({ error: { scope: workflow } });
    await setStatus(db, workflow, "active");
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 2 });
  });

  test("holds what is retried in it", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    await worker.drain(() => ({ error: { class: "x", message: "no" } }));
    await setStatus(db, workflow, "paused");
    await db.query("select sluice.retry_execution($1)", [ids[0]]);
    await worker.drain();
    expect(await statusOf(db, ids[0]!)).toBe("paused");
    await setStatus(db, workflow, "active");
    await worker.drain();
    expect(await statusOf(db, ids[0]!)).toBe("completed");
  });

  for (const status of ["disabled", "deprecated", "archived"]) {
    test(`lets what ran go on when it becomes ${status}, which stops starts only`, async ({
      db,
    }) => {
      const { workflow, ids, worker } = await crowdOf(db, 1);
      await worker.pump();
      await setStatus(db, workflow, "paused");
      await worker.pump();
      await setStatus(db, workflow, status);
      await expect(start(db, workflow)).rejects.toMatchObject({ code: "SLSTA" });
      await worker.drain();
      expect(await statusOf(db, ids[0]!)).toBe("completed");
    });
  }

  test("goes on when it is published", async ({ db }) => {
    const { workflow, worker } = await crowdOf(db, 1);
    await setStatus(db, workflow, "paused");
    await worker.pump();
    await db.query("select sluice.publish_workflow($1)", [workflow]);
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 1 });
  });

  test("lets no other wait", async ({ db }) => {
    const { workflow, worker } = await crowdOf(db, 2);
    const other = await crowdOf(db, 2);
    await setStatus(db, workflow, "paused");
    await worker.drain();
    expect(await statuses(db, other.workflow)).toEqual({ completed: 2 });
    expect(await statuses(db, workflow)).toEqual({ paused: 2 });
  });
});
