import { describe } from "vitest";
import { crowdOf, endBulk } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, start, TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene, leasesOf, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

interface Item {
  id: string;
  node_id: string;
  status: string;
  position: string | null;
  priority: number;
  reason: string | null;
  retry_count: number;
  max_retries: number;
  worker_id: string | null;
  scheduled_at: Date;
  next_retry_at: Date | null;
  locked_at: Date | null;
  lock_expires_at: Date | null;
  estimated_start_at: Date | null;
}

const queue = (db: TestDatabase, where = "true") =>
  db.query<Item & Record<string, unknown>>(
    `select * from sluice.workflow_execution_queue where ${where} order by position, scheduled_at`,
  );
const ofExecution = async (db: TestDatabase, id: string) => {
  const [item] = await queue(db, `execution_id = '${id}'`);
  return item!;
};

describe("the queue", () => {
  test("shows what has not begun, and what no worker serves", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    expect(await ofExecution(db, id)).toMatchObject({
      ...{ node_id: "start", status: "queued", action: null, position: null },
      ...{ reason: "its execution has not begun yet", retry_count: 0, priority: 5 },
    });
    await (await new TestWorker(db.worker).register(["other"])).pump();
    expect(await ofExecution(db, id)).toMatchObject({
      ...{ node_id: "a", status: "queued", action: "act", position: "1" },
      ...{ reason: "no worker serves act", estimated_start_at: null, worker_id: null },
    });
  });

  test("counts positions by priority, then by age, within an organization", async ({ db }) => {
    const draft = (priority: number) =>
      workflowOf(db, [act("a")], ["start → a"], { priority }).then((id) => start(db, id));
    const [late, first] = [await draft(9), await draft(1)];
    const { ids } = await crowdOf(db, 3);
    await db.query("update sluice_private.workers set actions = '{other}'");
    await (await new TestWorker(db.worker).register(["other"])).pump();
    const seen = await queue(db, `execution_id = any('{${ids.join()}}')`);
    expect(seen.map(({ position }) => position)).toEqual(["1", "2", "3"]);
    expect((await ofExecution(db, late)).position).toBe("1");
    expect((await ofExecution(db, first)).priority).toBe(1);
  });

  test("estimates the start from how long steps took and how many run at once", async ({ db }) => {
    const { ids, worker } = await crowdOf(db, 1);
    await worker.drain();
    for (const table of ["execution_steps", "step_attempts"]) {
      await db.query(
        `update sluice_private.${table} set started_at = finished_at - interval '10 seconds'
         where execution_id = $1`,
        [ids[0]],
      );
    }
    await db.query("delete from sluice_private.workers");
    await db.query(
      `select sluice.start_workflows(workflow_id, '[1, 2, 3, 4, 5, 6]')
       from sluice_private.executions where id = $1`,
      [ids[0]],
    );
    const busy = await new TestWorker(db.worker).register(["act"], 2);
    await busy.pump();
    const waits = await db.query<{ seconds: number }>(
      `select round(extract(epoch from estimated_start_at - now()))::int as seconds
       from sluice.workflow_execution_queue where position is not null order by position`,
    );
    expect(waits.map(({ seconds }) => seconds)).toEqual([0, 0, 10, 10]);
  });

  test("follows a step: handed out, processed, tried again", async ({ db }) => {
    const retry = { max_attempts: 3, initial: "1 hour" };
    const id = await start(db, await workflowOf(db, [act("a", { retry })], ["start → a"]));
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const admitted = await ofExecution(db, id);
    expect(admitted).toMatchObject({
      status: "queued",
      reason: "handed to the workers, and none has begun it yet",
      retry_count: 0,
      max_retries: 4,
    });
    expect(admitted.lock_expires_at!.getTime()).toBeGreaterThan(Date.now());
    const [lease] = await leasesOf(worker, id);
    const bound = await ofExecution(db, id);
    expect(bound).toMatchObject({
      ...{ id: admitted.id, status: "processing", reason: null, worker_id: worker.id },
    });
    expect(bound.lock_expires_at!.getTime()).toBeGreaterThan(bound.locked_at!.getTime());
    await worker.report([[lease!, { error: { class: "http" } }]]);
    const retrying = await ofExecution(db, id);
    expect(retrying).toMatchObject({
      ...{ id: admitted.id, status: "queued", reason: "waits for its next attempt" },
      ...{ retry_count: 1, worker_id: null },
    });
    expect(retrying.next_retry_at).toEqual(retrying.scheduled_at);
    expect(retrying.estimated_start_at).toEqual(retrying.scheduled_at);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.pump();
    expect(await queue(db, `execution_id = '${id}'`)).toEqual([]);
  });

  test("says what has no room under its limits, and whom it does not wait for", async ({ db }) => {
    const limits = [{ concurrency: 1 }];
    const steps = await workflowOf(db, [act("a", { limits })], ["start → a"]);
    const whole = await workflowOf(db, [act("a")], ["start → a"], { limits });
    const ids = [await start(db, steps), await start(db, whole), await start(db, whole)];
    await db.query("select sluice.tick()");
    expect(await ofExecution(db, ids[0]!)).toMatchObject({
      reason: "no worker serves act, and workers in SQL get no limited step",
    });
    const second = await start(db, steps);
    await (await new TestWorker(db.worker).register()).pump();
    const limited = { reason: "waits for room under its limits", estimated_start_at: null };
    expect(await ofExecution(db, second)).toMatchObject({ node_id: "a", ...limited });
    expect(await ofExecution(db, ids[2]!)).toMatchObject({ node_id: "start", ...limited });
  });

  test("shows what has yet to begin, which nobody can lock", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    const [did] = await db.query(
      `select sluice.acquire_queue_lock(q.id, 'w') as acquired,
         sluice.release_queue_lock(q.id, 'completed') as released
       from sluice.workflow_execution_queue as q where q.execution_id = $1`,
      [id],
    );
    expect(did).toEqual({ acquired: false, released: false });
  });

  test("says when the execution of a step is paused", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    await (await new TestWorker(db.worker).register(["other"])).pump();
    await db.query("select sluice.pause_execution($1)", [id]);
    await db.query("select sluice.tick()");
    expect(await ofExecution(db, id)).toMatchObject({
      ...{ status: "queued", reason: "its execution is paused", estimated_start_at: null },
    });
  });

  test("shows a member only what is theirs, counted among what is theirs", async ({ db }) => {
    const { organization, ids } = await crowdOf(db, 2);
    await crowdOf(db, 3);
    await db.query("delete from sluice_private.workers");
    await (await new TestWorker(db.worker).register(["other"])).pump();
    const { userId } = await createTenant(db);
    await db.query(
      "insert into sluice.organization_members (organization_id, user_id, role) values ($1, $2, 'viewer')",
      [organization, userId],
    );
    const { rows } = await db.as({ sub: userId }, (client) =>
      client.query<Item & { execution_id: string }>(
        "select * from sluice.workflow_execution_queue order by position",
      ),
    );
    expect(rows.map(({ position }) => position)).toEqual(["1", "2"]);
    expect(rows.map(({ execution_id }) => execution_id).toSorted()).toEqual(ids);
  });
});
