import { describe } from "vitest";
import { crowdOf, endBulk } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start, TestWorker } from "../../support/engine.ts";
import {
  act,
  codeOf,
  endExecutions,
  endScene,
  openSession,
  sweepEvenly,
  workflowOf,
} from "../../support/scenes.ts";

interface Finding {
  name: string;
  status: "ok" | "warn" | "error";
  figure: string;
  threshold: string;
  message: string;
  hint: string | null;
}

test.beforeEach(async ({ db }) => {
  await sweepEvenly(db);
});

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endExecutions(db);
  await endScene(db);
});

async function examine(db: Pick<TestDatabase, "query">): Promise<Map<string, Finding>> {
  const rows = await db.query<Finding & Record<string, unknown>>("select * from sluice.doctor()");
  return new Map(rows.map((row) => [row.name, row]));
}

const found = async (db: Pick<TestDatabase, "query">, name: string) =>
  (await examine(db)).get(name);

/** Executions whose step nobody serves. */
async function backlog(db: TestDatabase, count: number): Promise<void> {
  await crowdOf(db, count);
  await db.query("update sluice_private.workers set actions = '{other}'");
  await (await new TestWorker(db.worker).register(["other"])).pump();
}

describe("doctor", () => {
  test("finds nothing wrong while a worker runs and nothing waits", async ({ db }) => {
    await new TestWorker(db.worker).register();
    const findings = await examine(db);
    expect([...findings.values()].filter(({ status }) => status !== "ok")).toEqual([]);
    expect([...findings.values()].filter(({ hint }) => hint !== null)).toEqual([]);
    expect([...findings.keys()]).toEqual([
      ...["steps waiting", "oldest step waiting", "actions nobody serves"],
      ...["oldest arrival", "overdue timers", "parked executions"],
      ...["executions failed", "failure rate"],
      ...["workers", "silent workers", "last sweep", "suspects"],
      ...["oldest transaction", "xmin age", "replication slots", "dead rows", "partitions"],
      ...["drift", "invariants"],
    ]);
  });

  test("leaves out what takes long when it shall be quick", async ({ db }) => {
    const rows = await db.query<{ name: string }>("select name from sluice.doctor(false)");
    expect(rows.map(({ name }) => name)).not.toContain("drift");
    expect(rows.map(({ name }) => name)).not.toContain("invariants");
  });

  test("is for operators", async ({ db }) => {
    const asked = db.as({}, (client) => client.query("select sluice.doctor()"));
    expect(await codeOf(asked)).toBe("42501");
  });

  test("warns of 1,000 steps that wait, and fails at 5,000", async ({ db }) => {
    await backlog(db, 1);
    const copy = (to: number) =>
      db.query(
        `insert into sluice_private.ready_steps (organization_id, execution_id, frame_id, step_no,
           generation, version_id, action, input, attempt, priority, ready_at)
         select r.organization_id, r.execution_id, i, r.step_no, 0, r.version_id, r.action,
           r.input, 1, r.priority, r.ready_at
         from (select * from sluice_private.ready_steps limit 1) as r
         cross join generate_series(
           (select count(*)::int from sluice_private.ready_steps), $1 - 1) as i`,
        [to],
      );
    const shown = async () => {
      const [row] = await db.query<Finding & Record<string, unknown>>(
        "select * from sluice.doctor(false) where name = 'steps waiting'",
      );
      return row;
    };
    await copy(999);
    expect(await shown()).toMatchObject({ status: "ok", figure: "999.00", hint: null });
    await copy(1000);
    expect(await shown()).toMatchObject({ status: "warn", threshold: "1000 / 5000" });
    await copy(5000);
    expect(await shown()).toMatchObject({
      status: "error",
      hint: expect.stringMatching(/workers/),
    });
    await db.query("delete from sluice_private.ready_steps where frame_id > 0");
  });

  test("names the actions that wait for a worker in vain, and for how long", async ({ db }) => {
    await backlog(db, 2);
    const unserved = { status: "warn", message: "no worker serves act" };
    expect(await found(db, "actions nobody serves")).toMatchObject(unserved);
    expect(await found(db, "oldest step waiting")).toMatchObject({ status: "ok" });
    for (const [age, status] of [
      ["61 s", "warn"],
      ["601 s", "error"],
    ] as const) {
      await db.query(
        "update sluice_private.ready_steps set ready_at = clock_timestamp() - $1::interval",
        [age],
      );
      expect(await found(db, "oldest step waiting")).toMatchObject({ status });
    }
  });

  test("tells of steps that a process has died of, and what they do", async ({ db }) => {
    await backlog(db, 2);
    const crash = `update sluice_private.ready_steps set crashes = 1
      where seq = (select min(seq) from sluice_private.ready_steps where crashes = 0)`;
    await db.query(crash);
    const one = "steps that a process has died of, waiting to run alone: 1 (act)";
    expect(await found(db, "suspects")).toMatchObject({ status: "warn", message: one });
    await db.query(crash);
    expect(await found(db, "suspects")).toMatchObject({ figure: "2.00" });
  });

  test("sees arrivals and timers that nobody acts on", async ({ db }) => {
    await start(db, await workflowOf(db, [act("a")], ["start → a"], { timeout: "1 h" }));
    for (const [age, status] of [
      ["0 s", "ok"],
      ["6 s", "warn"],
      ["61 s", "error"],
    ] as const) {
      await db.query(
        "update sluice_private.arrivals set created_at = clock_timestamp() - $1::interval",
        [age],
      );
      expect(await found(db, "oldest arrival")).toMatchObject({ status });
    }
    await db.query("select sluice.tick()");
    for (const [age, status] of [
      ["0 s", "ok"],
      ["6 s", "warn"],
      ["61 s", "error"],
    ] as const) {
      await db.query("update sluice_private.timers set due_at = clock_timestamp() - $1::interval", [
        age,
      ]);
      expect(await found(db, "overdue timers")).toMatchObject({ status });
    }
  });

  test("misses workers: all of them, those that end, and those that are silent", async ({ db }) => {
    expect(await found(db, "workers")).toMatchObject({ status: "error" });
    const worker = await new TestWorker(db.worker).register();
    await db.query("select sluice_private.drain_worker($1, $2)", [worker.id, worker.epoch]);
    expect(await found(db, "workers")).toMatchObject({ status: "error" });
    await db.query(
      "update sluice_private.workers set last_seen_at = clock_timestamp() - interval '16 s'",
    );
    expect(await found(db, "silent workers")).toMatchObject({ status: "warn", figure: "1.00" });
    await db.query("update sluice_private.sweeps set last_at = now() - interval '31 seconds'");
    expect(await found(db, "last sweep")).toMatchObject({ status: "warn" });
  });

  test("counts what the engine has parked", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    await db.query("select sluice.tick()");
    await db.query(
      `select sluice_private.park_execution(organization_id, id, 'XX000', 'out of ideas')
       from sluice_private.live_executions where id = $1`,
      [id],
    );
    expect(await found(db, "parked executions")).toMatchObject({ status: "warn" });
  });

  test("warns of 50 failures within an hour, fails at 200, and sees their share", async ({
    db,
  }) => {
    const { ids, worker } = await crowdOf(db, 60);
    const failing = new Set(ids.slice(0, 10));
    await worker.drain(({ execution_id: id }) =>
      failing.has(id) ? { error: { class: "x" } } : {},
    );
    expect(await found(db, "executions failed")).toMatchObject({ status: "ok", figure: "10.00" });
    expect(await found(db, "failure rate")).toMatchObject({ status: "warn" });
    const other = await crowdOf(db, 200);
    const most = new Set(other.ids.slice(0, 40));
    await db.query("delete from graphile_worker._private_jobs");
    await other.worker.drain(({ execution_id: id }) => (most.has(id) ? { error: {} } : {}));
    expect(await found(db, "executions failed")).toMatchObject({ status: "warn" });
    const last = await crowdOf(db, 150);
    await last.worker.drain(() => ({ error: {} }));
    expect(await found(db, "executions failed")).toMatchObject({ status: "error" });
  });

  test("sees a transaction that stays open", async ({ db }) => {
    const session = await openSession(db);
    await session.query("begin; select pg_current_xact_id()");
    for (let n = 0; n < 3; n += 1) await db.query("select pg_current_xact_id()");
    expect(Number((await found(db, "xmin age"))!.figure)).toBeGreaterThanOrEqual(3);
    await session.query("rollback");
  });

  test("sees that the months of history come to an end", async ({ db }) => {
    await db.query("insert into sluice_private.test_mode values (true)");
    const session = await openSession(db);
    const at = async (days: number) => {
      await session.query(
        "select set_config('sluice.clock', (now() + $1::interval)::text, false)",
        [`${days} days`],
      );
      const { rows } = await session.query<Finding>("select * from sluice.doctor(false)");
      return rows.find(({ name }) => name === "partitions");
    };
    const ahead = Number((await at(0))!.figure);
    expect(ahead).toBeGreaterThan(60);
    expect(await at(ahead - 6)).toMatchObject({ status: "warn" });
    expect(await at(ahead + 1)).toMatchObject({ status: "error" });
    await db.query("delete from sluice_private.test_mode");
  });

  test("sees what was changed by hand, and a later migrate does not hide it", async ({ db }) => {
    const session = await openSession(db);
    const changed = async (statement: string) => {
      await session.query("begin");
      await session.query(statement);
      await session.query(
        "select sluice_private.note_installed(split_part(migration, ' on', 1)) from sluice_private.installed_objects limit 1",
      );
      const { rows } = await session.query<Finding>("select * from sluice.doctor()");
      await session.query("rollback");
      return rows.find(({ name }) => name === "drift")!;
    };
    for (const [statement, name] of [
      [
        `create or replace function sluice_private.seconds_since(instant timestamptz) returns numeric
         language sql volatile return 0`,
        "seconds_since",
      ],
      ["create table sluice_private.x (); drop table sluice_private.x", ""],
      [
        "select sluice_private.write_note_function('sluice.workflows', 'begin return null; end')",
        "",
      ],
      ["create function sluice.extra() returns int language sql return 1", "sluice.extra()"],
      [
        "drop function sluice.doctor(boolean) cascade; create function sluice.doctor(boolean default true) returns setof sluice.doctor_finding language sql begin atomic select f.* from sluice_private.examine_drift() as f; end",
        "sluice.doctor(boolean)",
      ],
      [
        "drop policy select_member on sluice_private.executions",
        "select_member on sluice_private.executions",
      ],
      [
        "alter table sluice_private.executions no force row level security",
        "row security of sluice_private.executions",
      ],
      ["alter table sluice.workflow_versions disable trigger user", "trigger "],
    ] as const) {
      const drift = await changed(statement);
      if (name === "") expect(drift).toMatchObject({ status: "ok" });
      else expect(drift).toMatchObject({ status: "warn", message: expect.stringContaining(name) });
    }
  });

  test("checks the invariants", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    await db.query("select sluice.tick()");
    const session = await openSession(db);
    await session.query("begin");
    await session.query("delete from sluice_private.ready_steps where execution_id = $1", [id]);
    const { rows } = await session.query<Finding>("select * from sluice.doctor()");
    await session.query("rollback");
    expect(rows.find(({ name }) => name === "invariants")).toMatchObject({ status: "error" });
  });
});

test("what is there is read while a table goes", async ({ db }) => {
  await db.query("create table sluice_private.going (id int)");
  await db.query("alter table sluice_private.going enable row level security");
  await db.query("create policy all_rows on sluice_private.going using (true)");
  const reader = await openSession(db);
  const names = async () =>
    (await reader.query<{ name: string }>("select name from sluice_private.object_hashes()")).rows;
  await reader.query("begin isolation level repeatable read");
  await reader.query("select from pg_class limit 1");
  await db.query("drop table sluice_private.going");
  expect((await names()).length).toBeGreaterThan(500);
  await reader.query("rollback");
  expect((await names()).filter(({ name }) => name.includes("going"))).toEqual([]);
});
