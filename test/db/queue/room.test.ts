import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  execution,
  start,
  TestWorker,
  type Lease,
} from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  openSession,
  startLines,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

/** As a host pumps that has so much room; what it is to run at once. */
async function pump(db: TestDatabase, worker: TestWorker, room: number, apart = 0) {
  const { rows } = await db.worker.query<Lease & { crashes: number }>(
    `select h.* from sluice_private.pump($1, $2, $3, $4) as p
     cross join lateral unnest(p.handed) as h`,
    [worker.id, worker.epoch, room, apart],
  );
  return rows;
}

const jobs = async (db: TestDatabase) =>
  (await db.query("select from graphile_worker._private_jobs")).length;

describe("a host that pumps", () => {
  test("begins at once what it has room for, without a job; the rest waits", async ({ db }) => {
    const ids = await startLines(db, 3);
    const worker = await new TestWorker(db.worker).register();
    const leases = await pump(db, worker, 2);
    expect(leases).toHaveLength(2);
    expect(await jobs(db)).toBe(0);
    for (let run: Lease[] = leases; run.length > 0;) {
      const answers = await worker.report(run.map((lease) => [lease, {}]));
      run = answers.flatMap(({ next }) => next ?? []);
    }
    await worker.drain();
    for (const id of ids) expect((await execution(db, id)).status).toBe("completed");
  });

  test("leaves to those that sleep by jobs what it has no room for", async ({ db }) => {
    await startLines(db, 3);
    const worker = await new TestWorker(db.worker).register();
    await (await new TestWorker(db.worker).register()).sleep();
    expect(await pump(db, worker, 1)).toHaveLength(1);
    expect(await jobs(db)).toBe(2);
  });

  test("is given nothing that it does not serve, or while it drains", async ({ db }) => {
    await defineTestAction(db, "other");
    await startLines(db, 2);
    const other = await new TestWorker(db.worker).register(["other"]);
    expect(await pump(db, other, 5)).toEqual([]);
    const worker = await new TestWorker(db.worker).register();
    await db.worker.query("select sluice_private.drain_worker($1, $2)", [worker.id, worker.epoch]);
    expect(await pump(db, worker, 5)).toEqual([]);
  });

  test("keeps some of its room for organizations that have little", async ({ db }) => {
    await createTenant(db);
    await startLines(db, 50);
    const worker = await new TestWorker(db.worker).register(["act"], 40);
    expect(await pump(db, worker, 40)).toHaveLength(38);
    expect(await pump(db, worker, 2)).toEqual([]);
    const [late] = await startLines(db, 1);
    expect((await pump(db, worker, 2)).map((lease) => lease.execution_id)).toEqual([late]);
  });

  test("keeps no more of its room than what others have free leaves to be kept", async ({ db }) => {
    await createTenant(db);
    await startLines(db, 50);
    const worker = await new TestWorker(db.worker).register(["act"], 40);
    await new TestWorker(db.worker).register(["act"], 40);
    expect(await pump(db, worker, 40)).toHaveLength(40);
  });

  test("keeps nothing where there is one organization", async ({ db }) => {
    const session = await openSession(db);
    const isShared = async () =>
      (await session.query("select sluice_private.is_shared() as it")).rows;
    await session.query("begin");
    await session.query(
      "create temp table own on commit drop as select * from sluice.organizations where id::text like '00000000-0000-0000-%'",
    );
    await session.query("truncate sluice.organizations cascade");
    await session.query("insert into sluice.organizations select * from own");
    await session.query("insert into sluice.organizations (slug, name) values ('one', 'One')");
    expect(await isShared()).toEqual([{ it: false }]);
    await session.query("insert into sluice.organizations (slug, name) values ('two', 'Two')");
    expect(await isShared()).toEqual([{ it: true }]);
    await session.query("rollback");
  });

  test("takes what was offered to others too, which then find nothing", async ({ db }) => {
    const [id] = await startLines(db, 1);
    const worker = await new TestWorker(db.worker).register();
    const other = await (await new TestWorker(db.worker).register()).sleep();
    expect(await pump(db, worker, 0)).toEqual([]);
    expect(await jobs(db)).toBe(1);
    expect(await pump(db, await new TestWorker(db.worker).register(["other"]), 5)).toEqual([]);
    const [lease] = await pump(db, worker, 5);
    expect(lease).toMatchObject({ execution_id: id, node_id: "a", attempt: 1 });
    expect(await other.begin()).toEqual([]);
    await worker.report([[lease!, {}]]);
  });

  test("has its slots for itself while another one drains", async ({ db }) => {
    await startLines(db, 20);
    const leaving = await new TestWorker(db.worker).register(["act"], 5);
    const left = await new TestWorker(db.worker).register(["act"], 5);
    expect(await pump(db, leaving, 5)).toHaveLength(5);
    expect(await pump(db, left, 5)).toHaveLength(5);
    await db.worker.query("select sluice_private.drain_worker($1, $2)", [
      leaving.id,
      leaving.epoch,
    ]);
    const third = await new TestWorker(db.worker).register(["act"], 5);
    expect(await pump(db, third, 5)).toHaveLength(5);
  });

  test("gets what killed a process for its places apart alone", async ({ db }) => {
    await startLines(db, 8);
    const worker = await new TestWorker(db.worker).register();
    await new TestWorker(db.worker).register();
    await db.query("select sluice_private.advance_batch(10)");
    await db.query(
      "update sluice_private.ready_steps set crashes = 1 where seq > (select min(seq) from sluice_private.ready_steps)",
    );
    expect(await pump(db, worker, 1)).toMatchObject([{ crashes: 0 }]);
    // however much waits that may run in a slot, and though there is none free
    await startLines(db, 200);
    await db.query("select sluice_private.advance_batch(300)");
    const suspects = await pump(db, worker, 0, 2);
    expect(suspects).toMatchObject([{ crashes: 1 }, { crashes: 1 }]);
    const left = "select from sluice_private.ready_steps where crashes > 0";
    expect(await db.query(left)).toHaveLength(5);
    // they take no slot of anybody
    const [row] = await db.query<{ n: number }>(
      "select sluice_private.free_slots() + (select count(*)::int from sluice_private.step_leases where crashes = 0) as n",
    );
    expect(row!.n).toBe(200);
    await worker.report(suspects.map((lease) => [lease, {}]));
  });

  test("gives back what it never heard of", async ({ db }) => {
    const [id] = await startLines(db, 1);
    const worker = await new TestWorker(db.worker).register();
    // the answer is lost
    await pump(db, worker, 5);
    const beat = () =>
      db.worker.query("select sluice_private.heartbeat($1, $2, '{}'::bigint[])", [
        worker.id,
        worker.epoch,
      ]);
    await beat();
    await db.query(
      "update sluice_private.step_leases set missing_since = missing_since - interval '5 seconds'",
    );
    await db.query("update sluice_private.sweeps set armed_at = '-infinity', last_at = now()");
    await db.worker.query("select sluice_private.sweep()");
    const [again] = await pump(db, worker, 5);
    expect(again).toMatchObject({ execution_id: id, attempt: 1 });
    await worker.report([[again!, {}]]);
  });

  test("leaves the rest in the backlog while the others are awake to come for it", async ({
    db,
  }) => {
    await defineTestAction(db, "other");
    await startLines(db, 3);
    const others = await workflowOf(db, [act("a", { action: "other" })], ["start → a"]);
    for (let n = 0; n < 2; n += 1) await start(db, others);
    const worker = await new TestWorker(db.worker).register();
    const second = await new TestWorker(db.worker).register();
    const other = await new TestWorker(db.worker).register(["other"]);
    expect(await pump(db, worker, 1)).toHaveLength(1);
    expect(await pump(db, worker, 0)).toEqual([]);
    expect(await jobs(db)).toBe(0);
    expect(await pump(db, second, 5)).toHaveLength(2);
    expect(await pump(db, other, 5)).toHaveLength(2);
  });
});
