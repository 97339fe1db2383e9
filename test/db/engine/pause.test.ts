import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  invariants,
  start,
  stepStatuses,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import {
  act,
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  openSession,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const pause = (db: TestDatabase, id: string, reason?: string) =>
  db.query("select sluice.pause_execution($1, $2)", [id, reason]);
const resume = (db: TestDatabase, id: string) =>
  db.query("select sluice.resume_execution($1)", [id]);
const statusOf = async (db: TestDatabase, id: string) => (await execution(db, id)).status;

const makeDue = (db: TestDatabase, id: string, kind: string) =>
  db.query(
    `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
     where execution_id = $1 and kind = $2`,
    [id, kind],
  );

async function scene(db: TestDatabase, nodes: Node[], edges: string[], settings?: object) {
  const id = await start(db, await workflowOf(db, nodes, edges, settings));
  return { id, worker: await new TestWorker(db.worker).register() };
}

const line = (db: TestDatabase) =>
  scene(db, [act("a"), set("b"), act("c")], ["start → a", "a → b", "b → c"]);

describe("a paused execution", () => {
  test("records what a worker runs, begins nothing after it, and goes on when resumed", async ({
    db,
  }) => {
    const { id, worker } = await line(db);
    const [a] = await leasesOf(worker, id);
    await pause(db, id, "the month is being closed");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({
      status: "paused",
      error: { class: "paused", message: "the month is being closed" },
    });
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "recorded", next: null }]);
    await worker.drain();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "completed" });
    expect(await invariants(db)).toEqual([]);
    await resume(db, id);
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed", error: null });
    expect(await attempts(db, id)).toEqual(["a:1:completed", "c:1:completed"]);
  });

  test("takes back what was admitted and not begun", async ({ db }) => {
    const { id, worker } = await line(db);
    await worker.pump();
    await pause(db, id);
    await worker.pump();
    expect(await worker.begin()).toEqual([]);
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
    expect(await attempts(db, id)).toEqual(["a:1:completed", "c:1:completed"]);
  });

  test("that had not begun does not begin", async ({ db }) => {
    const { id, worker } = await line(db);
    await pause(db, id);
    await worker.drain();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed" });
    expect(await statusOf(db, id)).toBe("paused");
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("does not end its waits, and ends them at once when resumed", async ({ db }) => {
    const wait = { id: "w", type: "wait", data: { for: "1 hour" } };
    const { id, worker } = await scene(db, [wait, set("b")], ["start → w", "w → b"]);
    await worker.pump();
    await pause(db, id);
    await worker.pump();
    await makeDue(db, id, "wait");
    await worker.drain();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", w: "waiting" });
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("that waits still waits when resumed early", async ({ db }) => {
    const wait = { id: "w", type: "wait", data: { for: "1 hour" } };
    const { id, worker } = await scene(db, [wait], ["start → w"]);
    await worker.pump();
    await pause(db, id);
    await worker.pump();
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("waiting");
  });

  test("does not try a failed step again", async ({ db }) => {
    const retry = { retry: { max_attempts: 2, initial: "1s" } };
    const { id, worker } = await scene(db, [act("a", retry)], ["start → a"]);
    const [a] = await leasesOf(worker, id);
    await pause(db, id);
    await worker.pump();
    await worker.report([[a!, { error: { class: "x", message: "no" } }]]);
    await makeDue(db, id, "retry");
    await worker.drain();
    expect(await attempts(db, id)).toEqual(["a:1:failed"]);
    await resume(db, id);
    await worker.drain();
    expect(await attempts(db, id)).toEqual(["a:1:failed", "a:2:completed"]);
  });

  test("keeps the step of a worker that died", async ({ db }) => {
    const { id, worker } = await line(db);
    await leasesOf(worker, id);
    await pause(db, id);
    await worker.pump();
    await db.query(
      `select sluice_private.return_leases(array_agg(l), 1) from sluice_private.step_leases as l
       where l.execution_id = $1`,
      [id],
    );
    await worker.drain();
    expect(await attempts(db, id)).toEqual(["a:1:crashed"]);
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("may be cancelled, and still has its deadline", async ({ db }) => {
    for (const end of ["cancelled", "timed_out"]) {
      const { id, worker } = await scene(db, [act("a")], ["start → a"], { timeout: "1 hour" });
      await worker.pump();
      await pause(db, id);
      await worker.pump();
      if (end === "cancelled") await db.query("select sluice.cancel_execution($1)", [id]);
      else await makeDue(db, id, "deadline");
      await worker.pump();
      expect(await statusOf(db, id)).toBe(end);
    }
  });

  test("leaves the others alone", async ({ db }) => {
    const { id } = await line(db);
    const { id: other, worker } = await line(db);
    await pause(db, id);
    await worker.drain();
    expect(await statusOf(db, other)).toBe("completed");
    expect(await statusOf(db, id)).toBe("paused");
  });
});

describe("pause and resume", () => {
  test("twice change nothing, and the last word counts", async ({ db }) => {
    const { id, worker } = await line(db);
    await pause(db, id, "first");
    await worker.pump();
    await pause(db, id, "second");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ error: { message: "first" } });
    await resume(db, id);
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
  });

  test("go in the order in which they were asked", async ({ db }) => {
    const { id, worker } = await line(db);
    await pause(db, id);
    await resume(db, id);
    await pause(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("paused");
  });

  test("are refused for one that has ended", async ({ db }) => {
    const { id, worker } = await line(db);
    await worker.drain();
    const refusal = { code: "SLSTA", hint: expect.stringContaining("under way") };
    await expect(pause(db, id)).rejects.toMatchObject(refusal);
    await expect(resume(db, id)).rejects.toMatchObject(refusal);
  });

  test("a report that another session is recording comes before the pause", async ({ db }) => {
    const { id, worker } = await line(db);
    const [a] = await leasesOf(worker, id);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    const [answer] = await worker.over(reporter).report([[a!, {}]]);
    await pause(db, id);
    await worker.pump();
    expect(answer).toMatchObject({ verdict: "recorded", next: { node_id: "c" } });
    await reporter.query("commit");
    await worker.pump();
    expect(await statusOf(db, id)).toBe("paused");
    expect(await stepStatuses(db, id)).toMatchObject({ b: "completed", c: "running" });
    await resume(db, id);
    await worker.pump();
    expect(await statusOf(db, id)).toBe("running");
  });

  test("a report that meets a pause under way is recorded, and nothing follows", async ({ db }) => {
    const { id, worker } = await line(db);
    const [a] = await leasesOf(worker, id);
    await pause(db, id);
    const pauser = await openSession(db, "sluice_worker");
    await pauser.query("begin");
    await worker.over(pauser).pump();
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await pauser.query("commit");
    await worker.drain();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "completed" });
    await resume(db, id);
    await worker.drain();
    expect(await statusOf(db, id)).toBe("completed");
  });
});
