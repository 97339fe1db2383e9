import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, TestWorker } from "../../support/engine.ts";
import {
  attempts,
  endScene,
  hold,
  leasesOf,
  openSession,
  startLines,
  untilBlocked,
} from "../../support/scenes.ts";

const ADVANCE = `
  select sluice_private.advance_executions(
    array(select organization_id from sluice.workflow_executions where id = $1)
      || array(select organization_id from sluice.workflow_executions where id = $2),
    array[$1, $2]::uuid[]
  ) as moved`;

test.afterEach(async ({ db }) => {
  await endScene(db);
});

describe("the lock order", () => {
  test("lets two doors that wait for the same executions in opposite order both through", async ({
    db,
  }) => {
    const [low, high] = (await startLines(db, 2)).sort() as [string, string];
    const [left, right] = [await openSession(db), await openSession(db)];
    const release = await hold(db, high);
    const first = left.query(ADVANCE, [high, low]);
    await untilBlocked(db, left);
    const second = right.query(ADVANCE, [low, high]);
    await untilBlocked(db, right);
    await release();
    const [a, b] = await Promise.all([first, second]);
    expect([a.rows[0], b.rows[0]]).toEqual([{ moved: 2 }, { moved: 2 }]);
  });

  test("lets two reporters through that meet on two executions crosswise", async ({ db }) => {
    const [x, y] = (await startLines(db, 2)) as [string, string];
    const worker = await new TestWorker(db.worker).register();
    const [atX, atY] = await leasesOf(worker, x, y);
    const [left, right] = [
      await openSession(db, "sluice_worker"),
      await openSession(db, "sluice_worker"),
    ];
    await left.query("begin");
    await right.query("begin");
    const report = (session: typeof left, ...leases: (typeof atX)[]) =>
      worker.over(session).report(leases.map((lease) => [lease!, {}]));
    expect(await report(left, atX)).toMatchObject([{ verdict: "recorded" }]);
    expect(await report(right, atY, atX)).toMatchObject([
      { verdict: "recorded", next: { execution_id: y, node_id: "b" } },
      { verdict: "deferred" },
    ]);
    expect(await report(left, atY)).toMatchObject([{ verdict: "deferred" }]);
    await left.query("commit");
    await right.query("commit");
    await worker.pump();
    expect(await attempts(db, x)).toEqual(["a:1:completed"]);
    expect(await attempts(db, y)).toEqual(["a:1:completed"]);
  });

  test("leaves an execution alone in advance_batch that another session holds", async ({ db }) => {
    const [held, free] = (await startLines(db, 2)) as [string, string];
    const worker = await new TestWorker(db.worker).register();
    const release = await hold(db, held);
    await worker.pump();
    expect(await execution(db, held)).toMatchObject({ status: "pending" });
    expect(await execution(db, free)).toMatchObject({ status: "running" });
    await release();
    await worker.pump();
    expect(await execution(db, held)).toMatchObject({ status: "running" });
  });

  test("defers a report in complete_steps, and records the others of its batch", async ({ db }) => {
    const [held, free] = (await startLines(db, 2)) as [string, string];
    const worker = await new TestWorker(db.worker).register();
    const leases = await leasesOf(worker, held, free);
    const release = await hold(db, held);
    const answers = await worker.report(leases.map((lease) => [lease, {}]));
    expect(answers.map((answer) => answer.verdict)).toEqual(["deferred", "recorded"]);
    expect(answers.map((answer) => answer.next?.node_id)).toEqual([undefined, "b"]);
    await release();
    await worker.pump();
  });

  test("makes advance_executions wait for a held execution", async ({ db }) => {
    const [held, free] = (await startLines(db, 2)) as [string, string];
    const session = await openSession(db);
    const release = await hold(db, held);
    const moved = session.query(ADVANCE, [held, free]);
    await untilBlocked(db, session);
    expect(await execution(db, held)).toMatchObject({ status: "pending" });
    await release();
    expect((await moved).rows).toEqual([{ moved: 2 }]);
    expect(await execution(db, held)).toMatchObject({ status: "running" });
  });

  test("lets advance_executions give up, and changes nothing then", async ({ db }) => {
    const [held, free] = (await startLines(db, 2)) as [string, string];
    const wait = "alter function sluice_private.wait_for_executions(uuid[], uuid[])";
    await db.query(`${wait} set lock_timeout = '20ms'`);
    const release = await hold(db, held);
    expect(await db.query(ADVANCE, [free, held])).toEqual([{ moved: 0 }]);
    expect(await execution(db, free)).toMatchObject({ status: "pending" });
    await release();
    await db.query(`${wait} set lock_timeout = '250ms'`);
    expect(await db.query(ADVANCE, [free, held])).toEqual([{ moved: 2 }]);
  });

  test("asks nothing of an open transaction that starts or cancels", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    const [lease] = await leasesOf(worker, id);
    const user = await openSession(db);
    await user.query("begin");
    await user.query(
      `select sluice.start_workflow(workflow_id) from sluice.workflow_executions where id = $1`,
      [id],
    );
    await user.query("select sluice.cancel_execution($1)", [id]);
    const [answer] = await worker.report([[lease!, {}]]);
    expect(answer).toMatchObject({ verdict: "recorded", next: { node_id: "b" } });
    await user.query("commit");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
  });
});
