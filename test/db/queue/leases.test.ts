import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, TestWorker, type Lease } from "../../support/engine.ts";
import {
  act,
  attempts,
  codeOf,
  endExecutions,
  endScene,
  footprint,
  hold,
  leasesOf,
  startLines,
  sweepEvenly,
  workflowOf,
} from "../../support/scenes.ts";

test.beforeEach(async ({ db }) => {
  await sweepEvenly(db);
});

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const sweep = async (db: TestDatabase): Promise<number> => {
  const { rows } = await db.worker.query("select sluice_private.sweep() as taken");
  return rows[0].taken as number;
};

const leases = (db: TestDatabase, id: string) =>
  db.query<Lease & { crashes: number; worker_id: string | null }>(
    "select * from sluice_private.step_leases where execution_id = $1",
    [id],
  );

const backlog = (db: TestDatabase, id: string) =>
  db.query<{ attempt: number; crashes: number }>(
    "select attempt, crashes from sluice_private.ready_steps where execution_id = $1",
    [id],
  );

const jobs = async (db: TestDatabase): Promise<string[]> => {
  const rows = await db.query<{ token: string }>(
    "select payload ->> 'token' as token from graphile_worker._private_jobs order by id",
  );
  return rows.map((row) => row.token);
};

/** The worker was last heard of so long ago. */
const silence = (db: TestDatabase, worker: TestWorker, age: string) =>
  db.query(
    `update sluice_private.workers set last_seen_at = clock_timestamp() - $2::interval
     where id = $1`,
    [worker.id, age],
  );

async function running(db: TestDatabase): Promise<{ worker: TestWorker; id: string; a: Lease }> {
  const [id] = await startLines(db, 1);
  const worker = await new TestWorker(db.worker).register();
  const [a] = await leasesOf(worker, id!);
  return { worker, id: id!, a: a! };
}

describe("an admitted lease", () => {
  test("that nobody starts in time goes back uncounted, and its job with it", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [lease] = await leases(db, id);
    expect(await jobs(db)).toEqual([lease!.token]);
    expect(await sweep(db)).toBe(0);
    await db.query("update sluice_private.step_leases set start_by = clock_timestamp()");
    expect(await sweep(db)).toBe(1);
    expect(await backlog(db, id)).toEqual([{ attempt: 1, crashes: 0 }]);
    expect(await jobs(db)).toEqual([]);
    const [again] = await leasesOf(worker, id);
    expect(again!.token).not.toBe(lease!.token);
    expect(await jobs(db)).toEqual([again!.token]);
    expect(await attempts(db, id)).toEqual([]);
  });

  test("that went back is nobody's to begin", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [lease] = await leases(db, id);
    await db.query("update sluice_private.step_leases set start_by = clock_timestamp()");
    await sweep(db);
    const { rows } = await db.worker.query(
      "select * from sluice_private.begin_steps($1, $2, array[$3::uuid], array[$4::bigint])",
      [worker.id, worker.epoch, lease!.organization_id, lease!.token],
    );
    expect(rows).toEqual([]);
  });

  test("whose job is gone, or can run no more, goes back uncounted", async ({ db }) => {
    const ids = await startLines(db, 2);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    await db.query(`delete from graphile_worker._private_jobs where payload ->> 'token' = $1`, [
      (await leases(db, ids[0]!))[0]!.token,
    ]);
    await db.query("update graphile_worker._private_jobs set attempts = max_attempts");
    expect(await sweep(db)).toBe(2);
    expect(await jobs(db)).toEqual([]);
    for (const id of ids) expect(await backlog(db, id)).toEqual([{ attempt: 1, crashes: 0 }]);
  });

  test("is begun by one worker only, and by that one again when its reply was lost", async ({
    db,
  }) => {
    const { worker, a } = await running(db);
    const other = await new TestWorker(db.worker).register();
    expect(await other.begin()).toEqual([]);
    expect(await worker.begin()).toEqual([a]);
  });
});

describe("a worker that dies", () => {
  test("counts a crash of what it ran, which another worker then runs", async ({ db }) => {
    const { worker, id, a } = await running(db);
    await silence(db, worker, "11 s");
    expect(await sweep(db)).toBe(0);
    await silence(db, worker, "13 s");
    expect(await sweep(db)).toBe(1);
    expect(await attempts(db, id)).toEqual(["a:1:crashed"]);
    expect(await backlog(db, id)).toEqual([{ attempt: 1, crashes: 1 }]);
    expect(await jobs(db)).toEqual([]);
    const other = await new TestWorker(db.worker).register();
    const [again] = await leasesOf(other, id);
    expect(again).toMatchObject({ attempt: 1, idempotency_key: a.idempotency_key });
    expect(again!.token).not.toBe(a.token);
  });

  test("fails the step that takes a third one with it, as a crash", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { retry: { max_attempts: 9 } }), act("undo")],
      ["start → a", "a:error:crash → undo"],
    );
    const id = await start(db, workflow);
    for (const _ of [1, 2, 3]) {
      const worker = await new TestWorker(db.worker).register();
      expect(await leasesOf(worker, id)).toHaveLength(1);
      await silence(db, worker, "13 s");
      expect(await sweep(db)).toBe(1);
    }
    expect(await attempts(db, id)).toEqual(["a:1:crashed", "a:1:crashed", "a:1:failed"]);
    const worker = await new TestWorker(db.worker).register();
    const [undo] = await leasesOf(worker, id);
    expect(undo).toMatchObject({ node_id: "undo" });
    const [step] = await db.query(
      `select status, error from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'a'`,
      [id],
    );
    expect(step).toMatchObject({
      status: "failed",
      error: { class: "crash", message: "its worker died 3 times while it ran" },
    });
  });

  test("cannot take a report back that is noted already", async ({ db }) => {
    const { worker, id, a } = await running(db);
    for (const crashes of [0, 2]) {
      await db.query("update sluice_private.step_leases set crashes = $1", [crashes]);
      const release = await hold(db, id);
      expect(await worker.report([[a, {}]])).toMatchObject([{ verdict: "deferred" }]);
      await release();
      await silence(db, worker, "13 s");
      expect(await sweep(db)).toBe(0);
      await db.query(
        `insert into sluice_private.workers (id, epoch, host, pid, actions, concurrency)
         values ($1, $2, 'test', 1, '{act}', 9)`,
        [worker.id, worker.epoch],
      );
    }
    await db.query("select sluice_private.advance_batch(10)");
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
  });

  test("leaves a suspect whose execution is held to the next sweep", async ({ db }) => {
    const { worker, id } = await running(db);
    await db.query("update sluice_private.step_leases set crashes = 2");
    await silence(db, worker, "13 s");
    const release = await hold(db, id);
    expect(await sweep(db)).toBe(0);
    expect(await leases(db, id)).toHaveLength(1);
    await release();
    expect(await sweep(db)).toBe(1);
    expect(await execution(db, id)).toMatchObject({ status: "failed", error: { class: "crash" } });
  });

  test("loses its follow-up too, with the job that carried it", async ({ db }) => {
    const { worker, id, a } = await running(db);
    const [answer] = await worker.report([[a, {}]]);
    expect(answer!.next).toMatchObject({ node_id: "b" });
    expect(await jobs(db)).toEqual([a.token]);
    await silence(db, worker, "13 s");
    expect(await sweep(db)).toBe(1);
    expect(await attempts(db, id)).toEqual(["a:1:completed", "b:1:crashed"]);
    expect(await jobs(db)).toEqual([]);
  });
});

describe("a worker that has lost its epoch", () => {
  test("is told so by everything it calls", async ({ db }) => {
    const { worker, a } = await running(db);
    await silence(db, worker, "13 s");
    await sweep(db);
    expect(await codeOf(worker.begin())).toBe("SLSTL");
    expect(await codeOf(worker.report([[a, {}]]))).toBe("SLSTL");
    expect(await codeOf(worker.pump())).toBe("SLSTL");
    const { rows } = await db.worker.query("select sluice_private.heartbeat($1, $2, '{}') as ok", [
      worker.id,
      worker.epoch,
    ]);
    expect(rows).toEqual([{ ok: false }]);
  });
});

describe("the reports of a worker", () => {
  test("leave no footprint in the queue once the line has ended", async ({ db }) => {
    const { worker, id } = await running(db);
    const [a] = await leases(db, id);
    let [answer] = await worker.report([[a!, {}]]);
    while (answer!.next) [answer] = await worker.report([[answer!.next, {}]]);
    expect(Object.keys(await footprint(db, id)).sort()).toEqual(["execution_steps", "executions"]);
  });
});
