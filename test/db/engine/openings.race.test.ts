import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, start, TestWorker, type Lease } from "../../support/engine.ts";
import { group, within } from "../../support/containers.ts";
import { nested, openHost, slowChoice } from "../../support/slow.ts";
import {
  act,
  endExecutions,
  endScene,
  enterTestMode,
  hold,
  openSession,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const plain = (db: TestDatabase) => workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
const fired = (db: TestDatabase) => workflowOf(db, [set("a"), act("b")], ["start → a", "a → b"]);
const statusesOf = (db: TestDatabase, ids: string[]) =>
  Promise.all(ids.map(async (id) => (await execution(db, id)).status));

/** What a pump hands to a host with so much room: all of it has a lease, and comes once. */
async function pumped(
  db: TestDatabase,
  session: Pick<pg.Client, "query">,
  worker: TestWorker,
  room: number,
): Promise<Lease[]> {
  const { rows } = await session.query<Lease>(
    `select h.* from sluice_private.pump($1, $2, $3) as p cross join lateral unnest(p.handed) as h`,
    [worker.id, worker.epoch, room],
  );
  const tokens = rows.map(({ token }) => token);
  const leased = await db.query<{ token: string }>(
    "select token::text from sluice_private.step_leases",
  );
  expect(leased.map(({ token }) => token)).toEqual(expect.arrayContaining(tokens));
  expect(new Set(tokens).size).toBe(tokens.length);
  return rows;
}

describe("a batch of starts, of which one fails where its first step is fired,", () => {
  test("hands over nothing that has no lease, and moves each on by itself", async ({ db }) => {
    const ids = [await start(db, await plain(db)), await start(db, await fired(db))];
    await enterTestMode(db);
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register();
    await session.query("set sluice.failpoints = 'propagated=raise'");
    await pumped(db, session, worker, 10);
    expect(await statusesOf(db, ids)).toEqual(["paused", "paused"]);
  });

  test("by taking too long, is set apart, and the others go on", async ({ db }) => {
    const slow = await workflowOf(db, [slowChoice, set("z")], ["start → c", "c:y → z"]);
    const ids = [await start(db, await plain(db)), await start(db, slow, nested())];
    const host = await openHost(db);
    const worker = await new TestWorker(host).register();
    await pumped(db, host, worker, 10);
    expect(await statusesOf(db, ids)).toEqual(["pending", "pending"]);
    await host.query("select sluice_private.advance_apart()");
    await host.query("select sluice_private.advance_apart()");
    expect(await statusesOf(db, ids)).toEqual(["running", "paused"]);
  });
});

describe("a start whose first step is not a worker's", () => {
  test("begins, and fires it, without the rounds that take what has arrived", async ({ db }) => {
    const id = await start(db, await fired(db));
    const [done] = await db.query(
      `select g.moved, g.is_cut from sluice_private.live_executions as e
       cross join lateral sluice_private.go_straight(
         array[e.organization_id], array[e.id], null, 0, true, false
       ) as g
       where e.id = $1`,
      [id],
    );
    expect(done).toEqual({ moved: [id], is_cut: false });
    expect(await statusesOf(db, [id])).toEqual(["running"]);
    expect(await invariants(db)).toEqual([]);
  });
});

describe("a host", () => {
  test.for([1, 2, 3, 5, 9, 30])("is handed no more than its room of %s", async (room, { db }) => {
    const inside = ["p", "q", "r", "s"].map((id) => act(id));
    const wide = await workflowOf(db, [group("a"), ...within("a", ...inside)], ["start → a"]);
    for (const workflow of [wide, await plain(db), await fired(db)]) await start(db, workflow);
    const worker = await new TestWorker(db.worker).register(["act"], 100);
    const handed = await pumped(db, db.worker, worker, room);
    expect(handed.length).toBeGreaterThan(0);
    expect(handed.length).toBeLessThanOrEqual(room);
    expect(await invariants(db)).toEqual([]);
  });

  test("that drains is handed nothing", async ({ db }) => {
    await start(db, await fired(db));
    const worker = await new TestWorker(db.worker).register();
    await db.worker.query("select sluice_private.drain_worker($1, $2)", [worker.id, worker.epoch]);
    expect(await pumped(db, db.worker, worker, 5)).toEqual([]);
  });

  test("begins each once, beside two others", async ({ db }) => {
    const workflow = await fired(db);
    const ids = await Promise.all(Array.from({ length: 120 }, () => start(db, workflow)));
    const hosts = [1, 2, 3].map(async () => {
      const session = await openSession(db, "sluice_worker");
      const worker = await new TestWorker(session).register(["act"], 200);
      for (let turn = 0; turn < 4; turn += 1) await pumped(db, session, worker, 50);
    });
    await Promise.all(hosts);
    expect(await invariants(db)).toEqual([]);
    expect(await statusesOf(db, ids)).toEqual(ids.map(() => "running"));
    const [row] = await db.query(
      `select count(*)::int as n, count(distinct execution_id)::int as executions
       from sluice_private.execution_steps where execution_id = any ($1) and node_id = 'a'`,
      [ids],
    );
    expect(row).toEqual({ n: 120, executions: 120 });
  });

  test("leaves alone what is held, paused or cancelled before it begins", async ({ db }) => {
    const workflow = await fired(db);
    const ids = [1, 2, 3, 4].map(() => start(db, workflow));
    const [held, paused, cancelled, free] = (await Promise.all(ids)) as [
      ...[string, string, string, string],
    ];
    const release = await hold(db, held);
    await db.query("select sluice.pause_execution($1)", [paused]);
    await db.query("select sluice.cancel_execution($1)", [cancelled]);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const all = [held, paused, cancelled, free];
    expect(await statusesOf(db, all)).toEqual(["pending", "paused", "cancelled", "running"]);
    await release();
    await db.query("select sluice.resume_execution($1)", [paused]);
    await worker.drain();
    expect(await statusesOf(db, [held, paused])).toEqual(["completed", "completed"]);
    expect(await invariants(db)).toEqual([]);
  });

  test("that loses its transaction after it has begun loses nothing", async ({ db }) => {
    await enterTestMode(db);
    const id = await start(db, await fired(db));
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register();
    await session.query("set sluice.failpoints = 'locked=raise'");
    await expect(worker.pump()).rejects.toThrow();
    expect(await statusesOf(db, [id])).toEqual(["pending"]);
    await session.query("reset sluice.failpoints");
    await worker.drain();
    expect(await statusesOf(db, [id])).toEqual(["completed"]);
  });
});

describe("what looks for the straight way", () => {
  test.for([
    ["find_starts", "'{}', '{}'"],
    ["find_wakes", "'{}', '{}', now()"],
    ["find_passed", "w, '{}', '{}', '{}', '{}', '{}'"],
  ])("locks in the plan of its caller: %s", async ([name, values], { db }) => {
    const plan = await db.query<{ "QUERY PLAN": string }>(
      `explain select f.* from sluice_private.workers as w
       cross join lateral sluice_private.${name}(${values}) as f`,
    );
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(text).not.toContain(name);
    expect(text).toContain("LockRows");
  });
});
