import { describe } from "vitest";
import { endBulk, organizationOf } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, execution, start, TestWorker } from "../../support/engine.ts";
import {
  act,
  attempts,
  codeOf,
  endExecutions,
  endScene,
  set,
  sweepEvenly,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

interface Locked {
  queue_id: string;
  workflow_id: string;
  organization_id: string;
  trigger_data: { payload: unknown };
  context_data: Record<string, unknown>;
  input_variables: object;
  priority: number;
}

const next = async (db: TestDatabase, worker: string, organization: string, minutes = 30) => {
  const [row] = await db.query<Locked & Record<string, unknown>>(
    "select * from sluice.get_next_queued_workflow($1, $2, null, $3)",
    [worker, organization, minutes],
  );
  return row;
};
const acquire = async (db: TestDatabase, id: string, worker: string, minutes = 30) => {
  const [row] = await db.query<{ did: boolean }>(
    "select sluice.acquire_queue_lock($1, $2, $3) as did",
    [id, worker, minutes],
  );
  return row!.did;
};
const release = async (
  db: TestDatabase,
  id: string,
  status: string,
  said: { error?: string; result?: unknown; worker?: string } = {},
) => {
  const [row] = await db.query<{ did: boolean }>(
    "select sluice.release_queue_lock($1, $2, $3, $4, $5) as did",
    [id, status, said.error ?? null, JSON.stringify(said.result ?? null), said.worker ?? null],
  );
  return row!.did;
};
const tick = (db: TestDatabase) => db.query("select sluice.tick()");
const cleanUp = async (db: TestDatabase) => {
  const [row] = await db.query<{ n: number }>("select sluice.cleanup_expired_queue_locks() as n");
  return row!.n;
};
const expire = (db: TestDatabase) =>
  db.query(
    `update sluice_private.step_leases set expires_at = clock_timestamp() - interval '1 second'
     where expires_at > '-infinity'`,
  );
const item = async (db: TestDatabase, id: string) => {
  const [row] = await db.query<Record<string, unknown>>(
    "select * from sluice.workflow_execution_queue where execution_id = $1",
    [id],
  );
  return row;
};

/** `start → a → b` in an organization of its own; nobody but this test works. */
async function scene(db: TestDatabase, data: object = {}, payload: unknown = { n: 1 }) {
  const input = { of: "{{ trigger.payload.n }}" };
  const workflow = await workflowOf(
    db,
    [act("a", { input, ...data }), set("b", { got: "{{ steps.a.output }}" })],
    ["start → a", "a → b"],
  );
  const id = await start(db, workflow, payload);
  await tick(db);
  return { workflow, id, organization: await organizationOf(db, workflow) };
}

describe("a worker that speaks SQL", () => {
  test("is given a step with its input, and its result moves the execution on", async ({ db }) => {
    const { id, workflow, organization } = await scene(db);
    const locked = (await next(db, "w1", organization))!;
    expect(locked).toMatchObject({
      ...{ workflow_id: workflow, organization_id: organization, priority: 5 },
      ...{ trigger_data: { payload: { n: 1 } }, input_variables: { of: 1 } },
      context_data: { execution_id: id, node_id: "a", action: "act", attempt: 1 },
    });
    expect(await item(db, id)).toMatchObject({ id: locked.queue_id, status: "processing" });
    expect(await next(db, "w2", organization)).toBeUndefined();
    const [{ why }] = (await db.query("select sluice.why_waiting($1) as why", [id])) as [
      { why: string },
    ];
    expect(why).toMatch(/^Step a is being run by worker w1 since .*, whose lock ends at .*\.$/);
    expect(await release(db, locked.queue_id, "completed", { result: { is: 7 } })).toBe(true);
    expect(await release(db, locked.queue_id, "completed", { result: { is: 8 } })).toBe(false);
    await tick(db);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { b: { got: { is: 7 } } },
    });
    expect(await attempts(db, id)).toEqual(["a:1:completed"]);
  });

  test("is given the more urgent first, then the older", async ({ db }) => {
    const { workflow, organization, id: old } = await scene(db);
    const young = await start(db, workflow);
    await tick(db);
    await db.query("update sluice_private.ready_steps set priority = 2 where execution_id = $1", [
      young,
    ]);
    const order = [await next(db, "w", organization), await next(db, "w", organization)];
    expect(order.map((locked) => locked!.context_data["execution_id"])).toEqual([young, old]);
  });

  test("is given only what may run now: not what is tried again later", async ({ db }) => {
    const retry = { max_attempts: 2, initial: "1 hour" };
    const { id, organization } = await scene(db, { retry });
    const locked = (await next(db, "w1", organization))!;
    expect(await release(db, locked.queue_id, "failed", { error: "no paper" })).toBe(true);
    await tick(db);
    expect(await item(db, id)).toMatchObject({ status: "queued", retry_count: 1 });
    expect(await next(db, "w1", organization)).toBeUndefined();
    expect(await acquire(db, locked.queue_id, "w1")).toBe(false);
    await db.query("update sluice_private.timers set due_at = now() where kind = 'retry'");
    await tick(db);
    const again = (await next(db, "w1", organization))!;
    expect(again.context_data).toMatchObject({
      attempt: 2,
      idempotency_key: locked.context_data["idempotency_key"],
    });
    await release(db, again.queue_id, "failed", { error: "no ink" });
    await tick(db);
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "external", message: "no ink" },
    });
  });

  test("gives a step back, uncounted, and cancels one", async ({ db }) => {
    const { id, organization } = await scene(db);
    const locked = (await next(db, "w1", organization))!;
    expect(await release(db, locked.queue_id, "queued")).toBe(true);
    expect(await release(db, locked.queue_id, "completed")).toBe(false);
    expect(await cleanUp(db)).toBe(1);
    expect(await item(db, id)).toMatchObject({ status: "queued", retry_count: 0 });
    const again = (await next(db, "w2", organization))!;
    expect(again.queue_id).toBe(locked.queue_id);
    expect(await release(db, again.queue_id, "cancelled", { error: "not needed" })).toBe(true);
    await tick(db);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("takes a step by its id, prolongs its own lock, and nobody else's", async ({ db }) => {
    const { id } = await scene(db);
    const queued = (await item(db, id))!["id"] as string;
    expect(await acquire(db, queued, "w1", 1)).toBe(true);
    const until = async () => ((await item(db, id))!["lock_expires_at"] as Date).getTime();
    const short = await until();
    expect(await acquire(db, queued, "w2")).toBe(false);
    expect(await until()).toBe(short);
    expect(await acquire(db, queued, "w1", 60)).toBe(true);
    expect(await until()).toBeGreaterThan(short + 3_000_000);
    expect(await release(db, queued, "completed", { worker: "w2" })).toBe(false);
    expect(await release(db, queued, "completed", { worker: "w1" })).toBe(true);
    await tick(db);
    expect(await codeOf(acquire(db, queued, "w1"))).toBe("SLNTF");
  });

  test("gets no step under limits, which only admission counts", async ({ db }) => {
    const limits = [{ key: "one", concurrency: 1 }];
    const workflow = await workflowOf(db, [act("a", { limits })], ["start → a"]);
    await start(db, workflow);
    await tick(db);
    expect(await next(db, "w", await organizationOf(db, workflow))).toBeUndefined();
    const [item] = await db.query<{ id: string }>("select id from sluice.workflow_execution_queue");
    expect(await acquire(db, item!.id, "w")).toBe(false);
  });

  test("whose lock was lost does not speak for who has it now", async ({ db }) => {
    const { id, organization } = await scene(db);
    const locked = (await next(db, "w1", organization))!;
    await expire(db);
    await cleanUp(db);
    await db.query("update sluice_private.timers set due_at = now() where kind = 'retry'");
    await tick(db);
    await next(db, "w2", organization);
    expect(await release(db, locked.queue_id, "completed", { worker: "w1" })).toBe(false);
    expect(await item(db, id)).toMatchObject({ status: "processing" });
  });

  test("leaves the slots of the other workers as they are", async ({ db }) => {
    const { organization, workflow } = await scene(db);
    await next(db, "w1", organization);
    const worker = await new TestWorker(db.worker).register(["act"], 2);
    await db.query("select sluice.start_workflows($1, '[1, 2, 3]')", [workflow]);
    await worker.pump();
    expect(await worker.begin()).toHaveLength(2);
  });
});

describe("a lock that expires", () => {
  test("brings the step back after 5 minutes, after 10, and then fails it", async ({ db }) => {
    const { id, organization } = await scene(db);
    for (const minutes of [5, 10]) {
      await next(db, "w1", organization);
      expect(await cleanUp(db)).toBe(0);
      await expire(db);
      expect(await cleanUp(db)).toBe(1);
      const [row] = await db.query<{ minutes: number }>(
        `select round(extract(epoch from next_retry_at - now()) / 60)::int as minutes
         from sluice.workflow_execution_queue where execution_id = $1`,
        [id],
      );
      expect(row).toEqual({ minutes });
      expect(await next(db, "w1", organization)).toBeUndefined();
      await db.query("update sluice_private.timers set due_at = now() where kind = 'retry'");
      await tick(db);
    }
    await next(db, "w1", organization);
    expect(await item(db, id)).toMatchObject({ retry_count: 2 });
    await expire(db);
    expect(await cleanUp(db)).toBe(1);
    await tick(db);
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "crash", message: "Maximum retries exceeded" },
    });
    expect(await attempts(db, id)).toEqual(["a:1:crashed", "a:1:crashed", "a:1:failed"]);
  });

  test("is taken back by the sweeper, which takes no other for lost", async ({ db }) => {
    const { id, organization } = await scene(db);
    await next(db, "w1", organization);
    await sweepEvenly(db);
    await db.worker.query("select sluice_private.sweep()");
    expect(await item(db, id)).toMatchObject({ status: "processing" });
    await expire(db);
    await db.worker.query("select sluice_private.sweep()");
    expect(await item(db, id)).toMatchObject({ status: "queued", retry_count: 1 });
  });

  test("stays away while its execution is paused", async ({ db }) => {
    const { id, organization } = await scene(db);
    await next(db, "w1", organization);
    await db.query("select sluice.pause_execution($1)", [id]);
    await tick(db);
    await expire(db);
    await cleanUp(db);
    await db.query("update sluice_private.timers set due_at = now() where kind = 'retry'");
    await tick(db);
    expect(await next(db, "w1", organization)).toBeUndefined();
    await db.query("select sluice.resume_execution($1)", [id]);
    await tick(db);
    expect(await next(db, "w1", organization)).toBeDefined();
  });

  test("whose result has been reported counts as reported", async ({ db }) => {
    const { id, organization } = await scene(db);
    const locked = (await next(db, "w1", organization))!;
    await release(db, locked.queue_id, "completed");
    await expire(db);
    expect(await cleanUp(db)).toBe(0);
    await tick(db);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});

describe("arguments", () => {
  test("are refused where they make no sense, or name what is not theirs", async ({ db }) => {
    const { id, organization } = await scene(db);
    const queued = (await item(db, id))!["id"] as string;
    expect(await codeOf(next(db, "", organization))).toBe("SLVAL");
    expect(await codeOf(next(db, "w", organization, 0))).toBe("SLVAL");
    expect(await codeOf(acquire(db, queued, "w", 2000))).toBe("SLVAL");
    expect(await codeOf(release(db, queued, "done"))).toBe("SLVAL");
    expect(await release(db, queued, "completed")).toBe(false);
    const { claims } = await createTenant(db);
    const asOther = (text: string, values: unknown[]) =>
      codeOf(db.as(claims, (client) => client.query(text, values)));
    expect(await asOther("select sluice.get_next_queued_workflow('w', $1)", [organization])).toBe(
      "SLFRB",
    );
    expect(await asOther("select sluice.acquire_queue_lock($1, 'w')", [queued])).toBe("SLNTF");
    expect(await asOther("select sluice.cleanup_expired_queue_locks()", [])).toBe("42501");
    await next(db, "w", organization);
    expect(await asOther("select sluice.release_queue_lock($1, 'completed')", [queued])).toBe(
      "SLNTF",
    );
  });
});
