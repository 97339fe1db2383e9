import { describe } from "vitest";
import { group, scene, status, trace, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { invariants, start, stepStatuses, TestWorker } from "../../support/engine.ts";
import { emit } from "../../support/events.ts";
import {
  act,
  endExecutions,
  endScene,
  openSession,
  set,
  untilBlocked,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await db.query("select sluice_private.pass_locks(1000)");
  await endScene(db);
});

const PASS = "select sluice_private.pass_locks(100)";
const ADVANCE = "select sluice_private.advance_batch(100)";

describe("the event that cancels a group and the end of its last step, in two sessions", () => {
  const NODES = [
    group("g", { cancel_on: { name: "order.paid" } }),
    ...within("g", act("a")),
    set("off"),
    set("on"),
  ];
  const EDGES = ["start → g", "g:cancelled → off", "g → on"];

  test("the report first: the group has completed, and the event is for nobody", async ({ db }) => {
    const { id, worker } = await scene(db, NODES, EDGES);
    const [a] = await worker.begin();
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).report([[a!, {}]]);
    await emit(db, id, null);
    await worker.pump();
    expect(await trace(db, id)).toContain("g running");
    await host.query("commit");
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ g: "completed", on: "completed" });
    expect(await status(db, id)).toBe("completed");
  });

  test("the event first: the group is cancelled, and the report is stale", async ({ db }) => {
    const { id, worker } = await scene(db, NODES, EDGES);
    const [a] = await worker.begin();
    await emit(db, id, null);
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).pump();
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "deferred" }]);
    await host.query("commit");
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({
      g: "cancelled",
      a: "cancelled",
      on: "skipped",
    });
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "stale" }]);
  });
});

describe("a lock, in two sessions,", () => {
  /** This many executions want the same lock; those that `begins` says have been advanced. */
  async function line(db: TestDatabase, count: number, begins = count) {
    const workflow = await workflowOf(
      db,
      [group("g", { lock: "x" }), ...within("g", act("a"))],
      ["start → g"],
    );
    const worker = await new TestWorker(db.worker).register();
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      ids.push(await start(db, workflow));
      if (n < begins) await worker.pump();
    }
    return { ids, worker };
  }
  const holders = async (db: TestDatabase, ids: string[]) =>
    (
      await db.query<{ execution_id: string }>(
        "select execution_id from sluice_private.lock_claims where state = 'held'",
      )
    ).map(({ execution_id }) => ids.indexOf(execution_id));
  const cancel = (db: TestDatabase, id: string) =>
    db.query("select sluice.cancel_execution($1)", [id]);

  test("is taken once by two that come at the same time", async ({ db }) => {
    const { ids, worker } = await line(db, 2, 0);
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin");
    await one.query("select sluice_private.advance_batch(1)");
    await two.query(ADVANCE);
    expect(await holders(db, ids)).toEqual([]);
    await db.query(PASS);
    expect(await holders(db, ids)).toEqual([]);
    await one.query("commit");
    await worker.pump();
    expect(await holders(db, ids)).toEqual([0]);
    expect(await invariants(db)).toEqual([]);
    await worker.drain();
    expect(await status(db, ids[1]!)).toBe("completed");
  });

  test("is released while another comes, and the release commits last", async ({ db }) => {
    const { ids, worker } = await line(db, 2, 1);
    const [a] = await worker.begin();
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).report([[a!, {}]]);
    await worker.pump();
    expect(await trace(db, ids[1]!)).toEqual(["g waiting"]);
    await host.query("commit");
    await worker.pump();
    expect(await holders(db, ids)).toEqual([1]);
    expect(await trace(db, ids[1]!)).toEqual(["g running", "g[0].a queued"]);
  });

  test("is released while another comes, and the newcomer commits last", async ({ db }) => {
    const { ids, worker } = await line(db, 2, 1);
    const [a] = await worker.begin();
    const newcomer = await openSession(db);
    await newcomer.query("begin");
    await newcomer.query(ADVANCE);
    await worker.report([[a!, {}]]);
    await worker.pump();
    expect(await db.query("select from sluice_private.lock_claims")).toHaveLength(1);
    await newcomer.query("commit");
    await worker.pump();
    expect(await holders(db, ids)).toEqual([1]);
    await worker.drain();
    expect(await status(db, ids[1]!)).toBe("completed");
  });

  test("is passed to one who is cancelled, and goes on to the next", async ({ db }) => {
    const { ids, worker } = await line(db, 3);
    await worker.report([[(await worker.begin())[0]!, {}]]);
    await cancel(db, ids[1]!);
    const [passer, canceller] = [await openSession(db), await openSession(db)];
    await passer.query("begin");
    await passer.query(PASS);
    const cancelled = canceller.query(ADVANCE);
    await untilBlocked(db, canceller);
    await passer.query("commit");
    await cancelled;
    await worker.pump();
    expect(await holders(db, ids)).toEqual([2]);
    expect(await status(db, ids[1]!)).toBe("cancelled");
    expect(await trace(db, ids[2]!)).toContain("g running");
  });

  for (const end of ["commit", "rollback"] as const) {
    test(`is not passed while the next in line is being cancelled: ${end}`, async ({ db }) => {
      const { ids, worker } = await line(db, 3);
      await cancel(db, ids[1]!);
      const canceller = await openSession(db);
      await canceller.query("begin");
      await canceller.query(ADVANCE);
      await worker.report([[(await worker.begin())[0]!, {}]]);
      expect(await db.query(PASS)).toEqual([{ pass_locks: 0 }]);
      expect(await holders(db, ids)).toEqual([]);
      await canceller.query(end);
      await db.query(PASS);
      expect(await holders(db, ids)).toEqual([end === "commit" ? 2 : 1]);
      await worker.pump();
      await worker.pump();
      expect(await holders(db, ids)).toEqual([2]);
    });
  }

  test("of a stripe that somebody else looks after is passed at the next look", async ({ db }) => {
    const { ids, worker } = await line(db, 2);
    const other = await openSession(db);
    await other.query("begin");
    await other.query(
      `select pg_advisory_xact_lock(hashtext('sluice:locks'), stripe)
       from generate_series(0, 1023) as stripe`,
    );
    await worker.report([[(await worker.begin())[0]!, {}]]);
    await db.query(PASS);
    expect(await holders(db, ids)).toEqual([]);
    await other.query("commit");
    await worker.pump();
    expect(await holders(db, ids)).toEqual([1]);
  });

  test("is held by one at a time, however many hosts work", async ({ db }) => {
    const { ids } = await line(db, 12, 0);
    const hosts = await Promise.all(
      [1, 2, 3].map(async () => new TestWorker(await openSession(db, "sluice_worker")).register()),
    );
    const running = new Set<string>();
    const effect = async (host: TestWorker) => {
      await host.pump();
      const leases = await host.begin();
      for (const lease of leases) {
        expect([...running].filter((one) => one !== lease.execution_id)).toEqual([]);
        running.add(lease.execution_id);
      }
      for (const lease of leases) {
        running.delete(lease.execution_id);
        await host.report([[lease, {}]]);
      }
    };
    for (let left = ids.length; left > 0;) {
      await Promise.all(hosts.map(effect));
      left = (await db.query("select from sluice_private.live_executions")).length;
    }
    for (const id of ids) expect(await status(db, id)).toBe("completed");
  });
});
