import { describe } from "vitest";
import type pg from "pg";
import { call, childrenOf, named, tenantOf } from "../../support/calls.ts";
import { foreach, group, makeDue, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, stepStatuses, TestWorker, type Node } from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  footprint,
  hold,
  openImpatient,
  openSession,
  set,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const cancel = (db: TestDatabase, id: string) =>
  db.query("select sluice.cancel_execution($1, 'enough')", [id]);

/** A caller, and its child, whose one step a worker runs. */
async function scene(
  db: TestDatabase,
  nodes: Node[] = [call("sub")],
  edges: string[] = ["start → sub"],
  payload: unknown = {},
) {
  const tenant = await tenantOf(db);
  await named(db, tenant, "child", [act("a")], ["start → a"]);
  const id = await start(db, await named(db, tenant, "caller", nodes, edges), payload);
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  const [child] = await childrenOf(db, id);
  const lease = (await worker.begin()).find((l) => l.execution_id === child!.id)!;
  return { id, childId: child!.id, worker, lease };
}

/** Nothing is left to be told to either of them. */
async function expectQuiet(db: TestDatabase, ...ids: string[]) {
  for (const id of ids) expect((await footprint(db, id))["arrivals"]).toBeUndefined();
}

const inTransaction = async (session: pg.Client, work: () => Promise<unknown>) => {
  await session.query("begin");
  await work();
};

describe("the end of a child and the cancel of its caller", () => {
  test("leave both as they ended, when the child ends first, and its caller before that commits", async ({
    db,
  }) => {
    const { id, childId, worker, lease } = await scene(db);
    const reporter = await openSession(db, "sluice_worker");
    await inTransaction(reporter, () => worker.over(reporter).report([[lease, { n: 1 }]]));
    await cancel(db, id);
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    await reporter.query("commit");
    await worker.pump();
    expect(await execution(db, childId)).toMatchObject({ status: "completed" });
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "cancelled" });
    await expectQuiet(db, id, childId);
  });

  test("leave both as they ended, when the child ends before the cancel commits", async ({
    db,
  }) => {
    const { id, childId, worker, lease } = await scene(db);
    await cancel(db, id);
    const canceller = await openSession(db, "sluice_worker");
    await inTransaction(canceller, () =>
      canceller.query("select sluice_private.advance_batch(500)"),
    );
    expect(await worker.report([[lease, {}]])).toMatchObject([{ verdict: "recorded" }]);
    await worker.pump();
    await canceller.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    expect(await execution(db, childId)).toMatchObject({ status: "completed" });
    await expectQuiet(db, id, childId);
  });

  test("cancel the child too, when the cancel has committed first", async ({ db }) => {
    const { id, childId, worker, lease } = await scene(db);
    await cancel(db, id);
    await worker.pump();
    expect(await execution(db, childId)).toMatchObject({
      status: "cancelled",
      error: { class: "cancelled", execution_id: id },
    });
    expect(await worker.report([[lease, {}]])).toMatchObject([{ verdict: "stale" }]);
    await expectQuiet(db, id, childId);
  });

  test("are told in any order where both are cancelled", async ({ db }) => {
    const { id, childId, worker } = await scene(db);
    await cancel(db, childId);
    await cancel(db, id);
    await worker.pump();
    expect(await execution(db, childId)).toMatchObject({ error: { message: "enough" } });
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    await expectQuiet(db, id, childId);
  });

  test("never wait for each other's lock", async ({ db }) => {
    const { id, childId, worker, lease } = await scene(db);
    const free = await hold(db, id);
    const impatient = worker.over(await openImpatient(db));
    expect(await impatient.report([[lease, {}]])).toMatchObject([{ verdict: "recorded" }]);
    await impatient.pump();
    expect(await execution(db, childId)).toMatchObject({ status: "completed" });
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    await free();
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    const other = await scene(db);
    const release = await hold(db, other.childId);
    await cancel(db, other.id);
    await other.worker.over(await openImpatient(db)).pump();
    expect(await execution(db, other.id)).toMatchObject({ status: "cancelled" });
    await release();
    await other.worker.pump();
    expect(await execution(db, other.childId)).toMatchObject({ status: "cancelled" });
  });
});

describe("a child", () => {
  const ended = async (db: TestDatabase, ids: string[]) => {
    const found = await Promise.all(ids.map(async (id) => (await execution(db, id)).status));
    await expectQuiet(db, ...ids);
    return found;
  };

  test("goes on where its call abandons it, and tells nobody", async ({ db }) => {
    const { id, childId, worker, lease } = await scene(db, [call("sub", { on_cancel: "abandon" })]);
    await cancel(db, id);
    await worker.pump();
    expect(await worker.report([[lease, {}]])).toMatchObject([{ verdict: "recorded" }]);
    await worker.pump();
    expect(await ended(db, [id, childId])).toEqual(["cancelled", "completed"]);
  });

  test("of a child is cancelled with the outermost", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    await named(db, tenant, "between", [call("sub")], ["start → sub"]);
    const outer = await named(
      db,
      tenant,
      "outer",
      [call("sub", { workflow: "between" })],
      ["start → sub"],
    );
    const id = await start(db, outer);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [between] = await childrenOf(db, id);
    const [inner] = await childrenOf(db, between!.id);
    await cancel(db, id);
    await worker.pump();
    expect(await ended(db, [id, between!.id, inner!.id])).toEqual(Array(3).fill("cancelled"));
  });

  test("is cancelled when the group around its call times out", async ({ db }) => {
    const { id, childId, worker } = await scene(
      db,
      [group("g", { timeout: "1 hour" }), ...within("g", call("sub")), set("late")],
      ["start → g", "g:error:timeout → late"],
    );
    await makeDue(db, id);
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "cancelled", late: "completed" });
    expect(await ended(db, [id, childId])).toEqual(["completed", "cancelled"]);
  });

  test("is cancelled when its caller takes too long", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    const settings = { timeout: "1 hour" };
    const id = await start(
      db,
      await named(db, tenant, "caller", [call("sub")], ["start → sub"], settings),
    );
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [child] = await childrenOf(db, id);
    await makeDue(db, id);
    await worker.pump();
    expect(await ended(db, [id, child!.id])).toEqual(["timed_out", "cancelled"]);
  });

  test("is cancelled when another item ends the foreach", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [foreach("each", { concurrency: 3 }), ...within("each", call("sub"))],
      ["start → each"],
      [1, 2, 3],
    );
    const children = await childrenOf(db, id);
    await cancel(db, children[1]!.id);
    await worker.pump();
    expect(await ended(db, [id, ...children.map((child) => child.id)])).toEqual([
      "failed",
      "cancelled",
      "cancelled",
      "cancelled",
    ]);
    expect(children).toHaveLength(3);
  });

  test("is cancelled when a quorum cancels what it does not need", async ({ db }) => {
    const { id, childId, worker } = await scene(
      db,
      [
        call("sub"),
        { id: "w", type: "wait", data: { for: "1 h" } },
        set("first", {}, { join: { kind: "quorum", n: 1, rest: "cancel" } }),
      ],
      ["start → sub", "start → w", "sub → first", "w → first"],
    );
    await makeDue(db, id);
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "cancelled", first: "completed" });
    expect(await ended(db, [id, childId])).toEqual(["completed", "cancelled"]);
  });

  for (const [verb, status] of [
    ["complete_step", "completed"],
    ["skip_step", "skipped"],
    ["cancel_step", "cancelled"],
  ]) {
    test(`is cancelled when its call is ${status} by hand`, async ({ db }) => {
      const { id, childId, worker } = await scene(db);
      await db.query(`select sluice.${verb}($1, 'sub')`, [id]);
      await worker.pump();
      expect(await stepStatuses(db, id)).toMatchObject({ sub: status });
      expect(await ended(db, [id, childId])).toEqual(["completed", "cancelled"]);
    });
  }
});

describe("a call that is to be tried again", () => {
  test("starts nothing once it is cancelled", async ({ db }) => {
    const { id, worker, lease } = await scene(db, [
      call("sub", { retry: { max_attempts: 2, initial: "1 hour" } }),
    ]);
    await worker.report([[lease, { error: { class: "http" } }]]);
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "retrying" });
    await cancel(db, id);
    await worker.pump();
    expect(await childrenOf(db, id)).toHaveLength(1);
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
  });

  test("keeps its timer for the resume of a paused caller", async ({ db }) => {
    const { id, worker, lease } = await scene(db, [
      call("sub", { retry: { max_attempts: 2, initial: "0 s" } }),
    ]);
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    await worker.report([[lease, { error: { class: "http" } }]]);
    await worker.pump();
    expect(await childrenOf(db, id)).toHaveLength(1);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    expect(await childrenOf(db, id)).toHaveLength(2);
  });
});
