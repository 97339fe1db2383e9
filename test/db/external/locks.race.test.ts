import { describe } from "vitest";
import { crowdOf, endBulk, statuses } from "../../support/bulk.ts";
import { expect, test } from "../../support/database.ts";
import { execution } from "../../support/engine.ts";
import {
  endExecutions,
  endScene,
  openImpatient,
  openSession,
  untilBlocked,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

const NEXT = "select queue_id from sluice.get_next_queued_workflow($1, $2)";

describe("workers that speak SQL", () => {
  test("share 500 steps among 20: each goes to one of them, once", async ({ db }) => {
    const { workflow, organization } = await crowdOf(db, 500);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(db)));
    const taken = await Promise.all(
      sessions.map(async (session, n) => {
        const ids: string[] = [];
        for (;;) {
          const { rows } = await session.query<{ queue_id: string }>(NEXT, [`w${n}`, organization]);
          if (rows.length === 0) return ids;
          ids.push(rows[0]!.queue_id);
          await session.query("select sluice.release_queue_lock($1, 'completed')", [
            rows[0]!.queue_id,
          ]);
        }
      }),
    );
    expect(taken.flat()).toHaveLength(500);
    expect(new Set(taken.flat()).size).toBe(500);
    await db.query("select sluice.tick()");
    expect(await statuses(db, workflow)).toEqual({ completed: 500 });
  });

  test("do not wait for each other's open transactions", async ({ db }) => {
    const { organization } = await crowdOf(db, 2);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin");
    const first = await one.query<{ queue_id: string }>(NEXT, ["w1", organization]);
    const second = await two.query<{ queue_id: string }>(NEXT, ["w2", organization]);
    expect(second.rows[0]!.queue_id).not.toBe(first.rows[0]!.queue_id);
    expect((await two.query(NEXT, ["w2", organization])).rows).toEqual([]);
    await one.query("rollback");
    expect((await two.query(NEXT, ["w2", organization])).rows).toEqual(first.rows);
  });

  test.for([
    ["has been given it", null],
    ["prolongs its lock", "select sluice.acquire_queue_lock($1, 'w1')"],
    ["gives it back", "select sluice.release_queue_lock($1, 'queued')"],
  ] as const)("delay only the execution of the step while one %s", async ([, sql], { db }) => {
    const { organization, ids } = await crowdOf(db, 2);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const session = await openSession(db);
    if (sql === null) await session.query("begin");
    const { rows } = await session.query<{ queue_id: string }>(NEXT, ["w1", organization]);
    if (sql !== null) {
      await session.query("begin");
      await session.query(sql, [rows[0]!.queue_id]);
    }
    for (const id of ids) await db.query("select sluice.cancel_execution($1)", [id]);
    const worker = await openImpatient(db);
    await worker.query("select sluice_private.advance_batch()");
    const left = await db.query<{ id: string }>("select id from sluice_private.live_executions");
    expect(left).toHaveLength(1);
    await session.query("commit");
    await worker.query("select sluice_private.advance_batch()");
    expect(await execution(db, left[0]!.id)).toMatchObject({ status: "cancelled" });
  });

  test("find nothing to report once their execution has been cancelled", async ({ db }) => {
    const { organization, ids } = await crowdOf(db, 1);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const [locked] = await db.query<{ queue_id: string }>(NEXT, ["w1", organization]);
    const session = await openSession(db);
    await session.query("begin");
    await session.query("select sluice.release_queue_lock($1, 'completed')", [locked!.queue_id]);
    await db.query("select sluice.cancel_execution($1)", [ids[0]]);
    await db.query("select sluice.tick()");
    await session.query("commit");
    await db.query("select sluice.tick()");
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "cancelled" });
    const left = await db.query("select from sluice_private.arrivals");
    expect(left).toEqual([]);
  });

  test.for(["completed", "failed", "cancelled", "queued"])(
    "that have said %s have their lock no more, though nobody has acted on it",
    async (status, { db }) => {
      const { organization } = await crowdOf(db, 1);
      await db.query("delete from sluice_private.workers");
      await db.query("select sluice.tick()");
      const [locked] = await db.query<{ queue_id: string }>(NEXT, ["w1", organization]);
      const release = (said: string) =>
        db.query("select sluice.release_queue_lock($1, $2) as did", [locked!.queue_id, said]);
      expect(await release(status)).toEqual([{ did: true }]);
      for (const other of ["completed", "failed", "cancelled", "queued"]) {
        expect(await release(other)).toEqual([{ did: false }]);
      }
      const again = "select sluice.acquire_queue_lock($1, 'w1') as did";
      expect(await db.query(again, [locked!.queue_id])).toEqual([{ did: false }]);
    },
  );

  test.for(["commit", "rollback"])(
    "keep a lock that expires while they say what became of it, until they %s",
    async (end, { db }) => {
      const { organization, ids } = await crowdOf(db, 1);
      await db.query("delete from sluice_private.workers");
      await db.query("select sluice.tick()");
      const [locked] = await db.query<{ queue_id: string }>(NEXT, ["w1", organization]);
      await db.query("update sluice_private.step_leases set expires_at = now() - interval '1 s'");
      const session = await openSession(db);
      await session.query("begin");
      const said = await session.query(
        "select sluice.release_queue_lock($1, 'completed', worker_id => 'w1') as did",
        [locked!.queue_id],
      );
      expect(said.rows).toEqual([{ did: true }]);
      const expired = "select sluice.cleanup_expired_queue_locks() as n";
      expect(await db.query(expired)).toEqual([{ n: 0 }]);
      await session.query(end);
      expect(await db.query(expired)).toEqual([{ n: end === "commit" ? 0 : 1 }]);
      await db.query("select sluice.tick()");
      expect(await execution(db, ids[0]!)).toMatchObject({
        status: end === "commit" ? "completed" : "running",
      });
    },
  );

  test("find their lock gone if the sweeper was first", async ({ db }) => {
    const { organization } = await crowdOf(db, 1);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const [locked] = await db.query<{ queue_id: string }>(NEXT, ["w1", organization]);
    await db.query("update sluice_private.step_leases set expires_at = now() - interval '1 s'");
    const [sweeper, session] = [await openSession(db), await openSession(db)];
    await sweeper.query("begin");
    await sweeper.query("select sluice_private.expire_locks()");
    const said = session.query("select sluice.release_queue_lock($1, 'completed') as did", [
      locked!.queue_id,
    ]);
    await untilBlocked(db, session);
    await sweeper.query("commit");
    expect((await said).rows).toEqual([{ did: false }]);
  });

  test("are two of whom one alone says what became of a step", async ({ db }) => {
    const { organization, ids } = await crowdOf(db, 1);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const [locked] = await db.query<{ queue_id: string }>(NEXT, ["w1", organization]);
    const [one, two] = [await openSession(db), await openSession(db)];
    const say = async (session: typeof one, status: string) => {
      const text = "select sluice.release_queue_lock($1, $2) as did";
      return (await session.query<{ did: boolean }>(text, [locked!.queue_id, status])).rows;
    };
    await one.query("begin");
    expect(await say(one, "completed")).toEqual([{ did: true }]);
    const second = say(two, "failed");
    await untilBlocked(db, two);
    await one.query("commit");
    expect(await second).toEqual([{ did: false }]);
    await db.query("select sluice.tick()");
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "completed" });
  });

  test("keep the sweeper waiting neither with a lock that they prolong, nor for long", async ({
    db,
  }) => {
    const { organization } = await crowdOf(db, 1);
    await db.query("delete from sluice_private.workers");
    await db.query("select sluice.tick()");
    const session = await openSession(db);
    const idle = async () => {
      const { rows } = await session.query<Record<string, string>>(
        "show idle_in_transaction_session_timeout",
      );
      return rows[0]!["idle_in_transaction_session_timeout"];
    };
    await session.query("begin");
    const first = await session.query<{ queue_id: string }>(NEXT, ["w1", organization]);
    expect(await idle()).toBe("10s");
    await session.query("commit");
    expect(await idle()).toBe("0");
    await db.query("update sluice_private.step_leases set expires_at = now() + interval '50 ms'");
    await session.query("begin");
    const again = "select sluice.acquire_queue_lock($1, 'w1') as did";
    const { rows } = await session.query(again, [first.rows[0]!.queue_id]);
    expect(rows).toEqual([{ did: true }]);
    expect(await idle()).toBe("10s");
    await db.query("select pg_sleep(0.1)");
    const impatient = await openSession(db);
    await impatient.query("set lock_timeout = '500ms'");
    await impatient.query("select sluice_private.expire_locks()");
    await session.query("commit");
    expect(await db.query(again, [first.rows[0]!.queue_id])).toEqual([{ did: true }]);
  });
});
