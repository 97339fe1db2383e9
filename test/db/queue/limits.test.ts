import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import {
  execution,
  invariants,
  reportLast,
  stepStatuses,
  TestWorker,
} from "../../support/engine.ts";
import { endLimits, leaseAt, limited, running, startSome } from "../../support/limits.ts";
import { act, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endLimits(db);
});

describe("a limit of concurrency", () => {
  test("lets as many run as it says, and the next when one ends", async ({ db }) => {
    const workflow = await limited(db, { concurrency: 2 });
    const ids = await startSome(db, workflow, 5);
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0, 1]);
    expect(await invariants(db)).toEqual([]);
    await reportLast(db, worker, [[await leaseAt(worker, ids[1]!), {}]]);
    expect((await running(worker, ids)).slice(0, 3)).toEqual([0, 1, 2]);
    expect(await stepStatuses(db, ids[3]!)).toMatchObject({ a: "queued" });
  });

  test("counts each key apart", async ({ db }) => {
    const workflow = await limited(db, { key: "{{ trigger.payload.who }}", concurrency: 1 });
    const ids = [
      ...(await startSome(db, workflow, 2, { who: "x" })),
      ...(await startSome(db, workflow, 2, { who: "y" })),
    ];
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0, 2]);
    expect(await db.query("select limit_key from sluice_private.blocked_steps order by 1")).toEqual(
      ["x", "y"].map((who) => ({ limit_key: `step:${workflow}/a/1:${who}` })),
    );
  });

  test("is kept with a second limit: both have to have room", async ({ db }) => {
    const workflow = await limited(
      db,
      { key: "{{ trigger.payload.who }}", concurrency: 1 },
      { concurrency: 2 },
    );
    const ids = [
      ...(await startSome(db, workflow, 2, { who: "x" })),
      ...(await startSome(db, workflow, 1, { who: "y" })),
      ...(await startSome(db, workflow, 1, { who: "z" })),
    ];
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0, 2]);
    await reportLast(db, worker, [[await leaseAt(worker, ids[2]!), {}]]);
    expect((await running(worker, ids)).filter((place) => place !== 2)).toEqual([0, 3]);
  });

  test("holds no room for an attempt that is to be tried again", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { limits: [{ concurrency: 1 }], retry: { max_attempts: 2, initial: "1 hour" } })],
      ["start → a"],
    );
    const ids = await startSome(db, workflow, 2);
    const worker = await new TestWorker(db.worker).register();
    await worker.report([[await leaseAt(worker, ids[0]!), { error: { message: "no" } }]]);
    expect(await running(worker, ids)).toEqual([1]);
  });

  test.for([
    ["is cancelled", "select sluice.cancel_execution($1)"],
    ["is skipped by hand", "select sluice.skip_step($1, 'a')"],
  ] as const)("goes to the next when the one that runs %s", async ([, how], { db }) => {
    const ids = await startSome(db, await limited(db, { concurrency: 1 }), 3);
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0]);
    await db.query(how, [ids[0]]);
    await worker.pump();
    expect((await running(worker, ids)).filter((place) => place > 0)).toEqual([1]);
    await db.query(how, [ids[2]]);
    expect((await running(worker, ids)).filter((place) => place > 0)).toEqual([1]);
  });

  test("goes to the next when the worker dies, leaves or never began", async ({ db }) => {
    const ids = await startSome(db, await limited(db, { concurrency: 1 }), 2);
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0]);
    await db.worker.query("select sluice_private.unregister_worker($1, $2)", [
      worker.id,
      worker.epoch,
    ]);
    const other = await new TestWorker(db.worker).register();
    expect(await running(other, ids)).toHaveLength(1);
    expect(await invariants(db)).toEqual([]);
  });

  test("is stood in line for again after a pause", async ({ db }) => {
    const ids = await startSome(db, await limited(db, { concurrency: 1 }), 2);
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0]);
    await db.query("select sluice.pause_execution($1)", [ids[1]]);
    await worker.pump();
    await reportLast(db, worker, [[await leaseAt(worker, ids[0]!), {}]]);
    expect((await running(worker, ids)).filter((place) => place === 1)).toEqual([]);
    await db.query("select sluice.resume_execution($1)", [ids[1]]);
    expect(await running(worker, ids)).toContain(1);
  });

  test("keeps a step from being handed back to the worker", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a"), act("b", { limits: [{ concurrency: 1 }] })],
      ["start → a", "a → b"],
    );
    const [id] = (await startSome(db, workflow, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    expect(await worker.report([[await leaseAt(worker, id), {}]])).toMatchObject([{ next: null }]);
    expect(await leaseAt(worker, id)).toMatchObject({ node_id: "b" });
  });

  test("fails a step whose key finds nothing", async ({ db }) => {
    const workflow = await limited(db, { key: "{{ trigger.payload.none }}", concurrency: 1 });
    const [id] = (await startSome(db, workflow, 1)) as [string];
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, id)).toMatchObject({
      ...{ status: "failed", error: { class: "expression" } },
    });
  });
});

describe("one too many", () => {
  test("is skipped, and says which limit", async ({ db }) => {
    const workflow = await limited(db, { key: "k", concurrency: 1, on_limit: "skip" });
    const ids = await startSome(db, workflow, 2);
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0]);
    expect(await stepStatuses(db, ids[1]!)).toMatchObject({ a: "skipped", b: "skipped" });
    const [step] = await db.query(
      "select verdicts from sluice.workflow_execution_steps where execution_id = $1 and node_id = 'a'",
      [ids[1]],
    );
    expect(step).toMatchObject({
      verdicts: { limit: { key: `step:${workflow}/a/1:k`, on_limit: "skip" } },
    });
  });

  test("ends the oldest: what runs, and what waits before it", async ({ db }) => {
    const workflow = await limited(db, { concurrency: 1, on_limit: "cancel_oldest" });
    const ids = await startSome(db, workflow, 1);
    const worker = await new TestWorker(db.worker).register();
    const lease = await leaseAt(worker, ids[0]!);
    ids.push(...(await startSome(db, workflow, 2)));
    await worker.pump();
    expect((await running(worker, ids)).filter((place) => place > 0)).toEqual([2]);
    expect(await stepStatuses(db, ids[0]!)).toMatchObject({ a: "cancelled" });
    expect(await stepStatuses(db, ids[1]!)).toMatchObject({ a: "cancelled" });
    expect(await worker.report([[lease, {}]])).toMatchObject([{ verdict: "stale" }]);
  });

  test("ends the oldest, also of those that come at the same time", async ({ db }) => {
    const workflow = await limited(db, { concurrency: 1, on_limit: "cancel_oldest" });
    const ids = await startSome(db, workflow, 4);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    expect(await running(worker, ids)).toEqual([3]);
    for (const id of ids.slice(0, 3)) {
      expect(await stepStatuses(db, id)).toMatchObject({ a: "cancelled" });
    }
    expect(await invariants(db)).toEqual([]);
  });
});
