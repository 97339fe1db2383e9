import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
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

test.beforeEach(async ({ db }) => {
  // what earlier tests have left in line is forgotten
  await db.query("delete from sluice_private.admissions");
});
test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

/** What a pump with so much room gives its host, and what it has made of the backlog. */
async function pump(
  db: TestDatabase,
  worker: TestWorker,
  room: number,
  session: pg.Pool | pg.Client = db.worker,
) {
  const { rows } = await (session as pg.Client).query<Lease & { admitted: number }>(
    `select p.admitted, h.* from sluice_private.pump($1, $2, $3) as p
     left join lateral unnest(p.handed) as h on true`,
    [worker.id, worker.epoch, room],
  );
  return { admitted: rows[0]!.admitted, leases: rows.filter(({ token }) => token !== null) };
}

const backlog = async (db: TestDatabase) =>
  (await db.query("select from sluice_private.ready_steps")).length;

describe("a host that has room", () => {
  // the first: with one organization alone no slots are kept for others
  test("is given all branches that open at once, but admits 200 at a time", async ({ db }) => {
    await defineTestAction(db, "wide");
    const nodes = Array.from({ length: 300 }, (_, n) => act(`a${n}`, { action: "wide" }));
    const edges = nodes.map(({ id }) => `start → ${id}` as const);
    const workflow = await workflowOf(db, nodes, edges);
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register(["wide"], 1000);
    const direct = await pump(db, worker, 1000);
    expect([direct.admitted, direct.leases.length, await backlog(db)]).toEqual([0, 300, 0]);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await pump(db, worker, 1000);
    await start(db, workflow);
    await db.query("select sluice_private.advance_batch()");
    const admitted = await pump(db, worker, 1000);
    expect([admitted.admitted, admitted.leases.length, await backlog(db)]).toEqual([200, 200, 100]);
  });

  test("is given what begins without the backlog", async ({ db }) => {
    await startLines(db, 2);
    const worker = await new TestWorker(db.worker).register(["act"], 2);
    const { admitted, leases } = await pump(db, worker, 2);
    expect([admitted, leases.length, await backlog(db)]).toEqual([0, 2, 0]);
    expect(leases.map(({ attempt, node_id }) => [attempt, node_id])).toEqual([
      [1, "a"],
      [1, "a"],
    ]);
    const answers = await worker.report(leases.map((lease) => [lease, {}]));
    expect(answers.map(({ next }) => next?.node_id)).toEqual(["b", "b"]);
  });

  test("is given 16 MB at once; what is more begins by the backlog", async ({ db }) => {
    const input = { text: "{{ trigger.payload.text }}" };
    const nodes = Array.from({ length: 20 }, (_, n) => act(`a${n}`, { input }));
    const workflow = await workflowOf(
      db,
      nodes,
      nodes.map(({ id }) => `start → ${id}` as const),
    );
    await start(db, workflow, { text: "x".repeat(1_000_000) });
    const worker = await new TestWorker(db.worker).register(["act"], 100);
    const { admitted, leases } = await pump(db, worker, 100);
    expect([leases.length - admitted, (await backlog(db)) + admitted]).toEqual([16, 4]);
  });

  test("is given 200 at once where there are several organizations", async ({ db }) => {
    const nodes = Array.from({ length: 300 }, (_, n) => act(`a${n}`));
    const workflow = await workflowOf(
      db,
      nodes,
      nodes.map(({ id }) => `start → ${id}` as const),
    );
    await start(db, workflow);
    const worker = await new TestWorker(db.worker).register(["act"], 1000);
    const kept = await db.query<{ n: number }>("select sluice_private.kept_slots() as n");
    const { admitted, leases } = await pump(db, worker, 1000);
    const direct = 200 - kept[0]!.n;
    expect([leases.length - admitted, (await backlog(db)) + admitted]).toEqual([
      direct,
      300 - direct,
    ]);
  });

  test("is given the most urgent of them where it has not room for all", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const of = (priority: number) =>
      publish(db, organizationId, definition([manual, act("a")], ["start → a"], { priority }));
    const [low, high] = [await of(9), await of(1)];
    for (let n = 0; n < 5; n += 1) await start(db, low);
    const urgent = [await start(db, high), await start(db, high)];
    const worker = await new TestWorker(db.worker).register(["act"], 2);
    const { admitted, leases } = await pump(db, worker, 2);
    expect([admitted, leases.length, await backlog(db)]).toEqual([2, 2, 5]);
    expect(leases.map(({ execution_id: id }) => id).sort()).toEqual(urgent);
  });

  test("is given what follows a wait in the same way", async ({ db }) => {
    const wait = { id: "wait", type: "wait", data: { for: "1 hour" } };
    const workflow = await workflowOf(db, [wait, act("a")], ["start → wait", "wait → a"]);
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register(["act"], 10);
    expect((await pump(db, worker, 5)).leases).toEqual([]);
    await db.query("update sluice_private.timers set due_at = now()");
    const { admitted, leases } = await pump(db, worker, 5);
    expect(admitted).toBe(0);
    expect(leases).toMatchObject([{ execution_id: id, node_id: "a" }]);
  });

  test.for<[string, (db: TestDatabase) => Promise<unknown>]>([
    [
      "what waits comes first",
      async (db) => {
        await startLines(db, 1);
        await db.query("select sluice_private.advance_batch()");
        await startLines(db, 1);
      },
    ],
    [
      "what admission knows to be waiting comes first",
      async (db) => {
        await startLines(db, 1);
        await db.query(
          `insert into sluice_private.admissions (served, queues, shares, clock, seen, marked_seen,
             next_seen, admitted_at, marked_at, scanned_at)
           values ('{act}', array[(gen_random_uuid(), 'act', 5, 0, 0)::sluice_private.ready_queue],
             '{}', 0, 0, 0, 0, now(), now(), now())`,
        );
      },
    ],
    [
      "an organization that is over its share goes by the backlog",
      async (db) => {
        await startLines(db, 1);
        await db.query(
          "update sluice_private.workers set over_share = array(select id from sluice.organizations)",
        );
      },
    ],
    [
      "what it does not serve goes by the backlog",
      async (db) => {
        await startLines(db, 1);
        await db.query("update sluice_private.workers set actions = '{other}'");
      },
    ],
    [
      "nothing is for one that drains",
      async (db) => {
        await startLines(db, 1);
        await db.query("update sluice_private.workers set is_draining = true");
      },
    ],
  ])("%s", async ([, given], { db }) => {
    const worker = await new TestWorker(db.worker).register(["act"], 10);
    await given(db);
    const { admitted, leases } = await pump(db, worker, 5);
    expect(leases.length).toBe(admitted);
  });

  test("is given a step with limits by admission alone", async ({ db }) => {
    const limited = act("a", { limits: [{ concurrency: 1 }] });
    await start(db, await workflowOf(db, [limited], ["start → a"]));
    const worker = await new TestWorker(db.worker).register(["act"], 10);
    const { admitted, leases } = await pump(db, worker, 5);
    expect([admitted, leases.length]).toEqual([1, 1]);
  });
});

describe("what begins without the backlog keeps nobody waiting", () => {
  /** A session that pumps while something new begins before each time, for 0.4 seconds. */
  async function flow(db: TestDatabase) {
    const workflow = await workflowOf(db, [act("a")], ["start → a"]);
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register(["act"], 100);
    return async () => {
      const given: string[] = [];
      for (let n = 0; n < 6; n += 1) {
        await start(db, workflow);
        const { leases } = await pump(db, worker, 50, session);
        given.push(...leases.map(({ execution_id: id }) => id));
        await sleep(70);
      }
      return given;
    };
  }

  test("who stands in line for a limit", async ({ db }) => {
    const settings = { limits: [{ concurrency: 1 }] };
    const limited = await workflowOf(db, [act("a")], ["start → a"], settings);
    const flowOn = await flow(db);
    await flowOn();
    const id = await start(db, limited);
    expect(await flowOn()).toContain(id);
  });

  test("what another host runs", async ({ db }) => {
    await (await new TestWorker(db.worker).register(["other"], 100)).sleep();
    await defineTestAction(db, "other");
    const other = await workflowOf(db, [act("o", { action: "other" })], ["start → o"]);
    const flowOn = await flow(db);
    await flowOn();
    await start(db, other);
    await flowOn();
    expect(await backlog(db)).toBe(0);
  });
});
