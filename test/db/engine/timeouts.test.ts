import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  start,
  stepStatuses,
  TestWorker,
  type EdgeText,
  type Lease,
} from "../../support/engine.ts";
import {
  act,
  attempts,
  endExecutions,
  endScene,
  footprint,
  leasesOf,
  openSession,
  set,
  sweepEvenly,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

interface Scene {
  worker: TestWorker;
  id: string;
}

const late = "a:error:timeout → late";
const main = "a → next";

/** An action `a` with this data, and what follows it in and out of time. */
async function scene(
  db: TestDatabase,
  data: object,
  edges: EdgeText[] = [late, main],
): Promise<Scene> {
  const nodes = [act("a", data), set("next"), ...(edges.includes(late) ? [set("late")] : [])];
  const id = await start(db, await workflowOf(db, nodes, ["start → a", ...edges]));
  return { worker: await new TestWorker(db.worker).register(), id };
}

const leaseOf = async ({ worker, id }: Scene): Promise<Lease> => (await leasesOf(worker, id))[0]!;

const makeDue = (db: TestDatabase, id: string, kind = "timeout") =>
  db.query(
    `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
     where execution_id = $1 and kind = $2`,
    [id, kind],
  );

const stepOf = async (db: TestDatabase, id: string) => {
  const [row] = await db.query(
    `select status, error, output, ports from sluice.workflow_execution_steps
     where execution_id = $1 and node_id = 'a'`,
    [id],
  );
  return row!;
};

describe("an action whose time is up", () => {
  const error = { class: "timeout", message: "the step took too long" };

  test("ends as timed out and opens its error port; a late report is refused", async ({ db }) => {
    const it = await scene(db, { timeout: "1 minute" });
    const lease = await leaseOf(it);
    await makeDue(db, it.id);
    await it.worker.pump();
    expect(await it.worker.report([[lease, {}]])).toMatchObject([{ verdict: "stale" }]);
    expect(await stepOf(db, it.id)).toMatchObject({
      status: "timed_out",
      error: { ...error, node_id: "a" },
      output: { error },
      ports: ["error:timeout"],
    });
    expect(await stepStatuses(db, it.id)).toMatchObject({ next: "skipped", late: "completed" });
    expect(await attempts(db, it.id)).toEqual(["a:1:cancelled"]);
  });

  test("is not tried again, were it between two attempts", async ({ db }) => {
    const it = await scene(db, {
      timeout: "1 minute",
      retry: { max_attempts: 9, initial: "1 hour" },
    });
    await it.worker.report([[await leaseOf(it), { error: { class: "http" } }]]);
    await makeDue(db, it.id);
    await it.worker.pump();
    expect(await stepStatuses(db, it.id)).toMatchObject({ a: "timed_out", late: "completed" });
    expect((await footprint(db, it.id))["timers"]).toBeUndefined();
  });

  test("never runs when no worker took it", async ({ db }) => {
    const it = await scene(db, { timeout: "1 minute" });
    await db.query("select sluice_private.advance_batch(100)");
    await makeDue(db, it.id);
    await it.worker.pump();
    expect(await stepStatuses(db, it.id)).toMatchObject({ a: "timed_out", late: "completed" });
  });

  test("fails its execution when nothing handles that", async ({ db }) => {
    const it = await scene(db, { timeout: "1 minute" }, [main]);
    await leaseOf(it);
    await makeDue(db, it.id);
    await it.worker.pump();
    expect(await stepStatuses(db, it.id)).toMatchObject({ a: "timed_out" });
    expect(await execution(db, it.id)).toMatchObject({
      status: "failed",
      error: { ...error, node_id: "a" },
    });
  });

  test("goes on with on_error continue", async ({ db }) => {
    const it = await scene(db, { timeout: "1 minute", on_error: "continue" }, [main]);
    await leaseOf(it);
    await makeDue(db, it.id);
    await it.worker.pump();
    expect(await stepStatuses(db, it.id)).toMatchObject({ a: "timed_out", next: "completed" });
  });

  test("that ended in time has no timer left, in no iteration", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [
        { id: "each", type: "foreach", data: { items: [1, 2, 3] } },
        {
          ...act("a", { timeout: "1 minute", retry: { max_attempts: 2, initial: "0 s" } }),
          parentId: "each",
        },
        act("b"),
      ],
      ["start → each", "each → b"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [first] = await leasesOf(worker, id);
    await worker.report([[first!, {}]]);
    const [second] = await leasesOf(worker, id);
    expect((await footprint(db, id))["timers"]).toHaveLength(1);
    await worker.report([[second!, { error: { class: "http" } }]]);
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect((await footprint(db, id))["timers"]).toBeUndefined();
  });
});

describe("a report and the timeout of its step", () => {
  test("end as completed when the report came first", async ({ db }) => {
    const it = await scene(db, { timeout: "1 hour" });
    const lease = await leaseOf(it);
    await makeDue(db, it.id);
    const reporter = await openSession(db, "sluice_worker");
    await reporter.query("begin");
    await it.worker.over(reporter).report([[lease, {}]]);
    await it.worker.pump();
    await reporter.query("commit");
    await it.worker.pump();
    expect(await stepStatuses(db, it.id)).toMatchObject({ a: "completed", late: "skipped" });
    expect((await footprint(db, it.id))["timers"]).toBeUndefined();
  });

  test("end as timed out when the timeout came first", async ({ db }) => {
    const it = await scene(db, { timeout: "1 hour" });
    const lease = await leaseOf(it);
    await makeDue(db, it.id);
    const pumper = await openSession(db, "sluice_worker");
    await pumper.query("begin");
    await it.worker.over(pumper).pump();
    expect(await it.worker.report([[lease, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await pumper.query("commit");
    await it.worker.pump();
    expect(await stepStatuses(db, it.id)).toMatchObject({ a: "timed_out", next: "skipped" });
    expect((await footprint(db, it.id))["arrivals"]).toBeUndefined();
  });
});

describe("an attempt that takes too long for its worker to say so", () => {
  const retry = { attempt_timeout: "1 minute", max_attempts: 2, initial: "0 s" };
  const sweep = async (db: TestDatabase) => {
    await sweepEvenly(db);
    const { rows } = await db.worker.query("select sluice_private.sweep() as n");
    return rows[0].n as number;
  };
  const age = (db: TestDatabase, lease: Lease, seconds: number) =>
    db.query(
      `update sluice_private.step_leases
       set bound_at = clock_timestamp() - make_interval(secs => $2) where token = $1`,
      [lease.token, seconds],
    );

  test("fails, is tried again, and its late report is refused", async ({ db }) => {
    const it = await scene(db, { retry });
    const lease = await leaseOf(it);
    await age(db, lease, 64);
    expect(await sweep(db)).toBe(0);
    await age(db, lease, 66);
    expect(await sweep(db)).toBe(1);
    expect(await sweep(db)).toBe(0);
    await it.worker.pump();
    expect(await attempts(db, it.id)).toEqual(["a:1:failed"]);
    expect(await it.worker.report([[lease, {}]])).toMatchObject([{ verdict: "stale" }]);
    const again = await leaseOf(it);
    expect(again.attempt).toBe(2);
    await age(db, again, 66);
    expect(await sweep(db)).toBe(1);
    await it.worker.pump();
    expect(await stepOf(db, it.id)).toMatchObject({
      status: "failed",
      error: { class: "timeout", message: "the attempt took longer than 60000 ms" },
      ports: ["error:timeout"],
    });
  });

  test("is left alone when it has no limit, or has been reported", async ({ db }) => {
    const free = await scene(db, {});
    const lease = await leaseOf(free);
    await age(db, lease, 100_000);
    expect(await sweep(db)).toBe(0);
    await free.worker.report([[lease, {}]]);
    expect(await execution(db, free.id)).toMatchObject({ status: "completed" });
  });
});
