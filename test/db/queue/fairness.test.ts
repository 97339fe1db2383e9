import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  type Lease,
  manual,
  publish,
  reportLast,
  TestWorker,
} from "../../support/engine.ts";
import { act, codeOf, endExecutions, endScene, openSession } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await db.query("delete from sluice_private.arrivals");
  await db.query("delete from sluice_private.ready_steps");
  await db.query("delete from sluice_private.step_leases");
  await db.query("delete from sluice_private.frames");
  await db.query("delete from sluice_private.live_executions");
  await db.query("delete from sluice_private.admissions");
  await endExecutions(db);
  await endScene(db);
});

interface Tenant {
  organizationId: string;
  add: (count: number, priority?: number) => Promise<void>;
}

/** An organization, whose steps are in the backlog as soon as they are added. */
async function tenant(db: TestDatabase): Promise<Tenant> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const workflows = new Map<number, string>();
  const add = async (count: number, priority = 5) => {
    if (!workflows.has(priority)) {
      const draft = definition([manual, act("a"), act("b")], ["start → a", "a → b"], { priority });
      workflows.set(priority, await publish(db, organizationId, draft));
    }
    await db.query(
      `select sluice.start_workflows($1, (select jsonb_agg(i) from generate_series(1, $2::int) as i))`,
      [workflows.get(priority), count],
    );
    await db.query(
      "select sluice_private.advance_executions(array_agg(organization_id), array_agg(id)) from sluice_private.live_executions where status = 'pending'",
    );
  };
  return { organizationId, add };
}

/** A worker of one slot: admits two at a time, and reports at once, without follow-ups. */
async function runOneByOne(worker: TestWorker, db: TestDatabase, count: number): Promise<Lease[]> {
  const ran: Lease[] = [];
  while (ran.length < count) {
    await db.query("select sluice_private.admit()");
    const leases = await worker.begin();
    if (leases.length === 0) break;
    ran.push(...leases);
    await db.query("delete from graphile_worker._private_jobs");
    await reportLast(
      db,
      worker,
      leases.map((lease) => [lease, {}]),
    );
  }
  return ran;
}

const countOf = (ran: Lease[], { organizationId }: Tenant) =>
  ran.filter((lease) => lease.organization_id === organizationId).length;

describe("organizations", () => {
  test("that flood the backlog do not keep others waiting", async ({ db }) => {
    const [flood, victim] = [await tenant(db), await tenant(db)];
    await flood.add(60);
    await db.query(
      `insert into sluice_private.ready_steps (
         organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
         attempt, priority, ready_at)
       select r.organization_id, gen_random_uuid(), 0, 2, 0, r.version_id, r.action, '{}', 1, 5, now()
       from (select * from sluice_private.ready_steps limit 1) as r
       cross join generate_series(1, 10000)`,
    );
    const worker = await new TestWorker(db.worker).register(["act"], 1);
    await runOneByOne(worker, db, 50);
    await victim.add(1);
    expect(countOf(await runOneByOne(worker, db, 4), victim)).toBeGreaterThan(0);
  });

  test("share evenly, and by their weights", async ({ db }) => {
    const [one, two] = [await tenant(db), await tenant(db)];
    const worker = await new TestWorker(db.worker).register(["act"], 1);
    await one.add(180);
    await two.add(110);
    const even = await runOneByOne(worker, db, 80);
    expect(Math.abs(countOf(even, one) - countOf(even, two))).toBeLessThanOrEqual(4);
    await db.query("select sluice.set_organization_weight($1, 3)", [one.organizationId]);
    const weighted = await runOneByOne(worker, db, 160);
    expect(countOf(weighted, one) / countOf(weighted, two)).toBeGreaterThan(2.5);
    expect(countOf(weighted, one) / countOf(weighted, two)).toBeLessThan(3.5);
  });

  test("are charged for the time that their steps take", async ({ db }) => {
    const [slow, quick] = [await tenant(db), await tenant(db)];
    const worker = await new TestWorker(db.worker).register(["act"], 1);
    await slow.add(20);
    await db.query("select sluice_private.admit()");
    await worker.begin();
    await quick.add(20);
    // as if what runs had taken an hour, of which a second counts
    await db.query(
      "update sluice_private.admissions set admitted_at = admitted_at - interval '1 h'",
    );
    await db.query("update sluice_private.workers set concurrency = 5");
    await db.query("select sluice_private.admit()");
    const rows = await db.query<{ organization_id: string }>(
      "select organization_id from sluice_private.step_leases where worker_id is null",
    );
    expect(rows.map((row) => row.organization_id)).toEqual(
      Array.from({ length: 4 }, () => quick.organizationId),
    );
  });

  test("get no follow-ups while others wait that have had less", async ({ db }) => {
    const [busy, other] = [await tenant(db), await tenant(db)];
    const worker = await new TestWorker(db.worker).register(["act"], 2);
    await busy.add(3);
    await db.query("select sluice_private.admit()");
    const [first, second] = (await worker.begin()) as [Lease, Lease];
    expect(await worker.report([[first, {}]])).toMatchObject([{ next: { node_id: "b" } }]);
    await other.add(20);
    await db.query(
      "update sluice_private.admissions set admitted_at = admitted_at - interval '1 h'",
    );
    await db.query("update sluice_private.workers set concurrency = 3");
    await db.query("select sluice_private.admit()");
    expect(await worker.report([[second, {}]])).toMatchObject([
      { verdict: "recorded", next: null },
    ]);
  });

  test.for([[0], [1001], [null]])("cannot weigh %s", async ([weight], { db }) => {
    const { organizationId } = await tenant(db);
    const set = db.query("select sluice.set_organization_weight($1, $2)", [organizationId, weight]);
    expect(await codeOf(set)).toBe("SLVAL");
  });

  test.for([[randomUUID()], [null]])(
    "that do not exist weigh nothing: %s",
    async ([id], { db }) => {
      const set = db.query("select sluice.set_organization_weight($1, 2)", [id]);
      expect(await codeOf(set)).toBe("SLNTF");
    },
  );
});

describe("priorities", () => {
  test("come first, but what is least urgent comes in the end", async ({ db }) => {
    const own = await tenant(db);
    const worker = await new TestWorker(db.worker).register(["act"], 1);
    await own.add(2, 10);
    await own.add(30, 1);
    const isUrgent = async (ran: Lease[]) => {
      const [row] = await db.query<{ n: number }>(
        `select count(*)::int as n from sluice.workflow_executions as e
         inner join sluice.workflow_versions as v on v.id = e.version_id
         where v.priority = 1 and e.id = any($1)`,
        [ran.map((lease) => lease.execution_id)],
      );
      return row!.n === ran.length;
    };
    expect(await isUrgent(await runOneByOne(worker, db, 4))).toBe(true);
    // as if the others had waited for ten minutes, while urgent ones keep coming
    await db.query(
      "update sluice_private.ready_steps set ready_at = ready_at - interval '10 minutes' where priority = 10",
    );
    await own.add(30, 1);
    expect(await isUrgent(await runOneByOne(worker, db, 2))).toBe(false);
  });
});

describe("the backlog", () => {
  test("is read from where it begins, though an open transaction keeps what is gone", async ({
    db,
  }) => {
    const own = await tenant(db);
    const worker = await new TestWorker(db.worker).register(["act"], 10);
    const open = await openSession(db);
    await open.query("begin isolation level repeatable read");
    await open.query("select count(*) from sluice_private.ready_steps");
    await own.add(600);
    await runOneByOne(worker, db, 450);
    await db.query(
      "update sluice_private.admissions set marked_at = marked_at - interval '1 s', seen = next_seen",
    );
    await db.query("select sluice_private.admit()");
    const [state] = await db.query<{ mark: string; head: string }>(
      `select (a.queues[1]).next_mark as mark, (select min(seq) from sluice_private.ready_steps) as head
       from sluice_private.admissions as a`,
    );
    expect(Number(state!.head) - Number(state!.mark)).toBeLessThan(100);
    await open.query("rollback");
  });

  test("has a row that was committed late at the next look", async ({ db }) => {
    const [one, two] = [await tenant(db), await tenant(db)];
    const worker = await new TestWorker(db.worker).register(["act"], 10);
    await one.add(1);
    await runOneByOne(worker, db, 1);
    const late = await openSession(db);
    await late.query("begin");
    await late.query(
      `insert into sluice_private.ready_steps (
         organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
         attempt, priority, ready_at)
       select $1, gen_random_uuid(), 0, 2, 0, gen_random_uuid(), 'act', '{}', 1, 5, now()`,
      [two.organizationId],
    );
    await one.add(3);
    // as if the last look had been a while ago, but no scan were due
    await db.query(
      "update sluice_private.admissions set marked_at = marked_at - interval '300 ms', scanned_at = clock_timestamp()",
    );
    await db.query("select sluice_private.admit()");
    await late.query("commit");
    await db.query("select sluice_private.admit()");
    const rows = await db.query(
      "select from sluice_private.step_leases where organization_id = $1",
      [two.organizationId],
    );
    expect(rows).toHaveLength(1);
  });

  test("is found by the scan of every second where a row was late", async ({ db }) => {
    const own = await tenant(db);
    const worker = await new TestWorker(db.worker).register(["act"], 10);
    await own.add(5);
    await runOneByOne(worker, db, 1);
    await own.add(1);
    // as if its number had been drawn long before
    await db.query(
      `update sluice_private.admissions
       set seen = 1000000000, queues = '{}', scanned_at = scanned_at - interval '2 s'`,
    );
    expect((await runOneByOne(worker, db, 1)).length).toBeGreaterThan(0);
  });
});
