import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, defineTestAction, start, TestWorker } from "../../support/engine.ts";
import {
  codeOf,
  endExecutions,
  endScene,
  leasesOf,
  openSession,
  startLines,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const drain = (db: TestDatabase, worker: TestWorker) =>
  db.worker.query("select sluice_private.drain_worker($1, $2)", [worker.id, worker.epoch]);

describe("workers that serve different actions", () => {
  const lines = async (db: TestDatabase, counts: Record<string, number>) => {
    const workflows = new Map<string, string>();
    for (const name of Object.keys(counts)) {
      await defineTestAction(db, name);
      const node = { id: "a", type: "action", data: { action: name } };
      workflows.set(name, await workflowOf(db, [node], ["start → a"]));
      for (let n = 0; n < counts[name]!; n += 1) await start(db, workflows.get(name)!);
    }
  };
  const admitted = async (db: TestDatabase) => {
    const rows = await db.query<{ action: string; n: number }>(
      `select action, count(*)::int as n from sluice_private.step_leases
       group by action order by action`,
    );
    return Object.fromEntries(rows.map(({ action, n }) => [action, n]));
  };

  test("get each what they have room for, however much waits for others", async ({ db }) => {
    await lines(db, { few: 30, many: 30 });
    const many = await new TestWorker(db.worker).register(["many"], 10);
    await new TestWorker(db.worker).register(["few"], 2);
    await many.pump();
    expect(await admitted(db)).toEqual({ few: 2, many: 10 });
  });

  test("get some of it each time, of several organizations, too", async ({ db }) => {
    for (const name of ["left", "right"]) {
      await defineTestAction(db, name);
      const node = { id: "a", type: "action", data: { action: name } };
      const workflow = await workflowOf(db, [node], ["start → a"]);
      await db.query(
        `select sluice.start_workflows($1, (select jsonb_agg(n) from generate_series(1, 150) as n))`,
        [workflow],
      );
      await new TestWorker(db.worker).register([name], 100);
    }
    await db.query("select sluice_private.advance_batch(1000)");
    await db.query("select sluice_private.admit()");
    expect(await admitted(db)).toEqual({ left: 50, right: 50 });
  });

  test("leave what others serve as well to those", async ({ db }) => {
    await lines(db, { few: 30, many: 30 });
    await new TestWorker(db.worker).register(["few"], 2);
    const both = await new TestWorker(db.worker).register(["many", "few"], 4);
    await db.query("select sluice_private.advance_batch(100)");
    await both.pump();
    expect(await admitted(db)).toEqual({ few: 2, many: 4 });
  });

  test("do not fill the room of one with what another has bound", async ({ db }) => {
    await lines(db, { few: 30 });
    const first = await new TestWorker(db.worker).register(["few"], 2);
    await first.pump();
    await first.begin();
    await new TestWorker(db.worker).register(["few", "many"], 4);
    await first.pump();
    expect(await admitted(db)).toEqual({ few: 6 });
  });

  test("show the steps that none of them serves, to their organization alone", async ({ db }) => {
    await lines(db, { few: 2 });
    await new TestWorker(db.worker).register(["few"]);
    const leaving = await new TestWorker(db.worker).register(["other"]);
    await db.query("select sluice_private.advance_batch(10)");
    const unserved = () => db.query("select action, step_count from sluice.unserved_actions");
    expect(await unserved()).toEqual([]);
    await db.query("delete from sluice_private.workers where actions = '{few}'");
    expect(await unserved()).toEqual([{ action: "few", step_count: 2 }]);
    await db.query("update sluice_private.workers set actions = '{few}'");
    expect(await unserved()).toEqual([]);
    await drain(db, leaving);
    expect(await unserved()).toEqual([{ action: "few", step_count: 2 }]);
    const [owner] = await db.query<{ organization_id: string }>(
      "select distinct organization_id from sluice_private.ready_steps",
    );
    const { userId } = await createTenant(db);
    const seen = (sub: string) =>
      db.as({ sub }, async (client) => {
        const { rows } = await client.query("select step_count from sluice.unserved_actions");
        return rows as unknown[];
      });
    expect(await seen(userId)).toEqual([]);
    await db.query(
      "insert into sluice.organization_members (organization_id, user_id, role) values ($1, $2, 'member')",
      [owner!.organization_id, userId],
    );
    expect(await seen(userId)).toEqual([{ step_count: 2 }]);
  });
});

describe("the view of workers", () => {
  test("shows operators what each serves and runs, and members nothing", async ({ db }) => {
    const [id] = (await startLines(db, 2)) as [string];
    const worker = await new TestWorker(db.worker).register(["other", "act"], 7);
    await leasesOf(worker, id);
    await drain(db, worker);
    const operator = await openSession(db, "sluice_admin");
    const { rows } = await operator.query<Record<string, unknown>>("select * from sluice.workers");
    expect(rows).toMatchObject([
      {
        ...{ id: worker.id, host: "test", pid: 1, version: "1.2.3" },
        ...{ actions: ["act", "other"], concurrency: 7, connection: "unknown" },
        ...{ running_count: 2, running_actions: { act: 2 } },
        ...{ is_draining: true, is_listening: false },
      },
    ]);
    expect(rows[0]!["running_since"]).toBeInstanceOf(Date);
    const { userId } = await createTenant(db);
    const asMember = db.as({ sub: userId }, (client) => client.query("select from sluice.workers"));
    expect(await codeOf(asMember)).toBe("42501");
  });

  test("shows who hears ticks", async ({ db }) => {
    const worker = await new TestWorker(db.worker).register();
    const hears = async () => db.query("select is_listening from sluice.workers");
    const note = (isListening: boolean) =>
      db.worker.query("select sluice_private.note_listening($1, $2, $3)", [
        worker.id,
        worker.epoch,
        isListening,
      ]);
    await note(true);
    expect(await hears()).toEqual([{ is_listening: true }]);
    await note(false);
    expect(await hears()).toEqual([{ is_listening: false }]);
  });
});
