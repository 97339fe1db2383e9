import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, start, TestWorker, type EdgeText } from "../../support/engine.ts";
import { emit, PAID } from "../../support/events.ts";
import { closeGate, late, setGate } from "../../support/gates.ts";
import {
  act,
  endExecutions,
  endScene,
  hold,
  openSession,
  workflowOf,
} from "../../support/scenes.ts";
import { HOUR, wait } from "../../support/ways.ts";

test.beforeEach(({ db }) => setGate(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const LONG = { text: "x".repeat(500) };
const b = act("b", { input: { text: "{{ trigger.payload.text }}", a: "{{ steps.a.output }}" } });
const sleepy = (db: TestDatabase, data: Record<string, unknown> = HOUR) =>
  workflowOf(db, [wait("a", data), b], ["start → a", "a → b"]);

/** So many that sleep, whose time has come. */
async function due(db: TestDatabase, count: number, workflow?: string): Promise<string[]> {
  const of = workflow ?? (await sleepy(db));
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await start(db, of, LONG));
  await (await new TestWorker(db.worker).register()).pump();
  await db.query(
    `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
     where execution_id = any ($1) and due_at < now() + interval '2 hours'`,
    [ids],
  );
  return ids;
}

const pump = async (session: pg.Client) => {
  await (await new TestWorker(session).register(["act"], 200)).pump();
};

/** What `a` and `b` have come to: each once, if at all. */
async function courseOf(db: TestDatabase, ids: string[]) {
  return db.query(
    `select e.status, a.status as a, a.output ? 'due_at' as is_woken, ready.n::int as b
     from unnest($1::uuid[]) with ordinality as given (id, n)
     inner join sluice.workflow_executions as e on e.id = given.id
     left join sluice_private.execution_steps as a
       on a.execution_id = e.id and a.node_id = 'a'
     cross join lateral (
       select (select count(*) from sluice_private.ready_steps where execution_id = e.id)
         + (select count(*) from sluice_private.step_leases where execution_id = e.id) as n
     ) as ready
     order by given.n`,
    [ids],
  );
}
const woken = { status: "running", a: "completed", is_woken: true, b: 1 };

/** One statement wakes both: it is late for the second one, and this happens before. */
async function lateFor(
  db: TestDatabase,
  meanwhile: (id: string, other: TestWorker) => Promise<unknown>,
  workflow?: string,
): Promise<string[]> {
  const ids = await due(db, 2, workflow);
  await db.query(
    "update sluice_private.timers set due_at = due_at - interval '1 s' where execution_id = $1",
    [ids[0]],
  );
  const open = await closeGate(db);
  const waking = await late(db, pump);
  const other = await new TestWorker(await openSession(db, "sluice_worker")).register();
  await meanwhile(ids[1]!, other);
  await open();
  await waking.done;
  expect(await invariants(db)).toEqual([]);
  return ids;
}

describe("a wake, between its snapshot and the lock of the execution,", () => {
  test("finds nothing new: both are woken", async ({ db }) => {
    const ids = await lateFor(db, async () => {});
    expect(await courseOf(db, ids)).toEqual([woken, woken]);
  });

  test("finds that another host was faster: woken once", async ({ db }) => {
    const ids = await lateFor(db, async (_, other) => other.pump());
    expect(await courseOf(db, ids)).toEqual([woken, woken]);
  });

  test("finds that it was cancelled: nothing follows", async ({ db }) => {
    const ids = await lateFor(db, async (id, other) => {
      await db.query("select sluice.cancel_execution($1)", [id]);
      await other.pump();
    });
    expect(await courseOf(db, ids)).toEqual([woken, { ...woken, status: "cancelled", b: 0 }]);
  });

  test("finds that the wait was completed by hand: recorded so, and once", async ({ db }) => {
    const ids = await lateFor(db, async (id, other) => {
      await db.query("select sluice.complete_step($1, 'a', '{\"by\": \"hand\"}')", [id]);
      await other.pump();
    });
    expect(await courseOf(db, ids)).toEqual([woken, { ...woken, is_woken: false }]);
  });

  test("finds that the wait has ended, and what followed it: nothing more", async ({ db }) => {
    const edges: EdgeText[] = ["start → a", "a → b", "start → x"];
    const beside = await workflowOf(db, [wait("a", HOUR), b, wait("x", { for: "1 day" })], edges);
    const finish = async (id: string, other: TestWorker) => {
      for (const node of ["a", "b"]) {
        await db.query("select sluice.complete_step($1, $2, '{}')", [id, node]);
        await other.pump();
      }
      expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    };
    const ids = await lateFor(db, finish, beside);
    expect(await courseOf(db, ids)).toEqual([
      woken,
      { status: "waiting", a: "completed", is_woken: false, b: 0 },
    ]);
  });

  test("finds that it was paused: it goes on when it is resumed", async ({ db }) => {
    const ids = await lateFor(db, async (id, other) => {
      await db.query("select sluice.pause_execution($1)", [id]);
      await other.pump();
    });
    expect(await courseOf(db, ids)).toEqual([woken, expect.objectContaining({ a: null, b: 0 })]);
    expect(await execution(db, ids[1]!)).toMatchObject({ status: "paused" });
    await db.query("select sluice.resume_execution($1)", [ids[1]]);
    await pump(await openSession(db, "sluice_worker"));
    expect(await courseOf(db, ids)).toEqual([woken, woken]);
  });

  test("finds that it was paused and resumed: woken once", async ({ db }) => {
    const ids = await lateFor(db, async (id, other) => {
      await db.query("select sluice.pause_execution($1)", [id]);
      await other.pump();
      await db.query("select sluice.resume_execution($1)", [id]);
      await other.pump();
    });
    await pump(await openSession(db, "sluice_worker"));
    expect(await courseOf(db, ids)).toEqual([woken, woken]);
  });
});

describe("sleepers whose time has come", () => {
  test("go straight on, in one statement", async ({ db }) => {
    const ids = await due(db, 3);
    const [done] = await db.query(
      `select array(select m from unnest(g.moved) as m order by m) as moved, g.is_cut
       from (
         select array_agg(e.organization_id) as organizations, array_agg(e.id) as ids
         from sluice_private.live_executions as e where e.id = any ($1)
       ) as given
       cross join lateral sluice_private.go_straight(
         given.organizations, given.ids, null, 0, false, true
       ) as g`,
      [ids],
    );
    expect(done).toEqual({ moved: ids.toSorted(), is_cut: false });
    expect(await courseOf(db, ids)).toEqual(ids.map(() => woken));
    expect(await invariants(db)).toEqual([]);
  });

  test.for<[string, string, object]>([
    ["to a host", "", { handed: 1, ready: 0 }],
    [
      "not to one that runs more than their share",
      ", over_share = array[organization_id]",
      { handed: 0, ready: 1 },
    ],
  ])("are handed %s", async ([, over, given], { db }) => {
    const [id] = await due(db, 1);
    await new TestWorker(db.worker).register();
    const [row] = await db.query(
      `with e as (select * from sluice_private.live_executions where id = $1),
       host as (update sluice_private.workers set pid = pid ${over} from e returning workers)
       select cardinality(coalesce(g.handed, '{}')) as handed
       from e cross join host cross join lateral sluice_private.go_straight(
         array[e.organization_id], array[e.id], host.workers, 5, false, true) as g`,
      [id],
    );
    const ready = await db.query("select from sluice_private.ready_steps where execution_id = $1", [
      id,
    ]);
    expect({ ...row, ready: ready.length }).toEqual(given);
  });

  test("are woken once each, by three hosts", async ({ db }) => {
    const ids = await due(db, 120);
    const hosts = [1, 2, 3].map(async () => {
      const session = await openSession(db, "sluice_worker");
      for (let turn = 0; turn < 3; turn += 1) await pump(session);
    });
    await Promise.all(hosts);
    expect(await courseOf(db, ids)).toEqual(ids.map(() => woken));
    expect(await invariants(db)).toEqual([]);
  });

  test("are left alone while somebody holds them", async ({ db }) => {
    const ids = await due(db, 2);
    const release = await hold(db, ids[0]!);
    const session = await openSession(db, "sluice_worker");
    await pump(session);
    const asleep = { status: "waiting", a: null, is_woken: null, b: 0 };
    expect(await courseOf(db, ids)).toEqual([asleep, woken]);
    await release();
    await pump(session);
    expect(await courseOf(db, ids)).toEqual([woken, woken]);
  });

  test("leave the wait to an event that has arrived before", async ({ db }) => {
    const told = { events: [{ ...PAID, match: "7" }], for: "1 hour" };
    const [id] = await due(db, 1, await sleepy(db, told));
    await emit(db, id!, "7", { n: 1 });
    await pump(await openSession(db, "sluice_worker"));
    expect(await courseOf(db, [id!])).toEqual([woken]);
    const left = await db.query(
      "select from sluice_private.awaited_events where execution_id = $1",
      [id],
    );
    expect(left).toEqual([]);
    expect(await invariants(db)).toEqual([]);
  });
});
