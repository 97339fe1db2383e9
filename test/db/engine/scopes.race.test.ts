import { describe } from "vitest";
import { crowdOf, endBulk, statuses } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, stepStatuses } from "../../support/engine.ts";
import { endExecutions, endScene, hold, leasesOf, openSession } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endBulk(db);
  await endExecutions(db);
});

const PAUSE = "select sluice.set_workflow_status($1, 'paused')";
const setStatus = (db: TestDatabase, workflow: string, status: string) =>
  db.query("select sluice.set_workflow_status($1, $2)", [workflow, status]);

describe("the pause of a workflow and", () => {
  test("a start that has not committed: it begins nothing", async ({ db }) => {
    const { workflow, worker } = await crowdOf(db, 0);
    const starter = await openSession(db);
    await starter.query("begin");
    await starter.query("select sluice.start_workflow($1)", [workflow]);
    await setStatus(db, workflow, "paused");
    await worker.pump();
    await starter.query("commit");
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ paused: 1 });
    expect(await db.query("select from sluice_private.ready_steps")).toEqual([]);
    await setStatus(db, workflow, "active");
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 1 });
  });

  test("a start that commits before it, after it was asked: it is paused", async ({ db }) => {
    const { workflow, worker } = await crowdOf(db, 0);
    const pauser = await openSession(db);
    await pauser.query("begin");
    await pauser.query(PAUSE, [workflow]);
    await db.query("select sluice.start_workflow($1)", [workflow]);
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ running: 1 });
    await pauser.query("commit");
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ paused: 1 });
    expect(await worker.begin()).toEqual([]);
  });

  test("a first move that is under way: what it made ready is taken back", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).pump();
    await setStatus(db, workflow, "paused");
    await worker.pump();
    await host.query("commit");
    await worker.drain();
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "paused" });
    expect(await stepStatuses(db, ids[0]!)).toMatchObject({ a: "retrying" });
  });

  test("a report that is recorded before it commits: it counts", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    const [a] = await leasesOf(worker, ids[0]!);
    const pauser = await openSession(db);
    await pauser.query("begin");
    await pauser.query(PAUSE, [workflow]);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    const [answer] = await worker.over(reporter).report([[a!, {}]]);
    expect(answer).toMatchObject({ verdict: "recorded" });
    await pauser.query("commit");
    await reporter.query("commit");
    await worker.drain();
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "completed" });
  });

  test("a report that comes while it is carried out: nothing follows it", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    const [a] = await leasesOf(worker, ids[0]!);
    await setStatus(db, workflow, "paused");
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).pump();
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await host.query("commit");
    await worker.drain();
    expect(await stepStatuses(db, ids[0]!)).toEqual({ start: "completed", a: "completed" });
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "paused" });
  });

  test("its end, before a move that saw the pause has committed: it goes on", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    const [a] = await leasesOf(worker, ids[0]!);
    await setStatus(db, workflow, "paused");
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    await worker.over(reporter).report([[a!, {}]]);
    await setStatus(db, workflow, "active");
    await worker.pump();
    await reporter.query("commit");
    await worker.drain();
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "completed" });
  });

  test("its end, and a person's pause, that come at once: the person's stays", async ({ db }) => {
    const { workflow, ids, worker } = await crowdOf(db, 1);
    await worker.pump();
    await setStatus(db, workflow, "paused");
    await worker.pump();
    const release = await hold(db, ids[0]!);
    await db.query("select sluice.pause_execution($1, 'by hand')", [ids[0]]);
    await setStatus(db, workflow, "active");
    await worker.pump();
    await release();
    await worker.pump();
    expect(await execution(db, ids[0]!)).toMatchObject({
      status: "paused",
      error: { message: "by hand" },
    });
  });

  test("its end, in any order of their arrivals: what it is now counts", async ({ db }) => {
    const { workflow, worker } = await crowdOf(db, 3);
    await worker.pump();
    await setStatus(db, workflow, "paused");
    await setStatus(db, workflow, "active");
    await setStatus(db, workflow, "paused");
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ paused: 3 });
  });
});
