import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, invariants, start, stepStatuses, TestWorker } from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  hold,
  leasesOf,
  openSession,
  set,
  sweepEvenly,
  workflowOf,
} from "../../support/scenes.ts";
import { nested, openHost, slowChoice } from "../../support/slow.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const statusOf = async (db: TestDatabase, id: string) => (await execution(db, id)).status;
const advance = (host: pg.Client) => host.query("select sluice_private.advance_batch(500)");

async function advanceApart(host: pg.Client): Promise<boolean> {
  const { rows } = await host.query<{ did: boolean }>(
    "select sluice_private.advance_apart() as did",
  );
  return rows[0]!.did;
}

/** As a host does it, until nothing is left to do. */
async function drain(host: pg.Client): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    const { rows } = await host.query<{ n: number }>(
      "select sluice_private.advance_batch(500) as n",
    );
    if (!(await advanceApart(host)) && rows[0]!.n === 0) return;
  }
  throw new Error("it does not come to rest");
}

const slowAfterWork = (db: TestDatabase) =>
  workflowOf(db, [act("a"), slowChoice], ["start → a", "a → c"]);
const line = (db: TestDatabase) => workflowOf(db, [act("a"), set("b")], ["start → a", "a → b"]);

describe("executions that are set apart", () => {
  test("and parked with a report free the slots of its step", async ({ db }) => {
    const workflow = await slowAfterWork(db);
    const host = await openHost(db);
    const worker = await new TestWorker(host).register(["act"], 3);
    const bad = [1, 2, 3].map(() => start(db, workflow, nested()));
    const leases = await leasesOf(worker, ...(await Promise.all(bad)));
    expect(leases).toHaveLength(3);
    await worker.report(leases.map((lease) => [lease, {}]));
    await drain(host);
    const other = await start(db, await line(db));
    await sweepEvenly(db);
    await db.query("select sluice_private.sweep()");
    await drain(host);
    expect(await leasesOf(worker, other)).toHaveLength(1);
  });

  test("end when their deadline is due, whoever comes first", async ({ db }) => {
    const wait = { id: "w", type: "wait", data: { for: "1 hour" } };
    const workflow = await workflowOf(db, [wait, slowChoice], ["start → w", "w → c"], {
      timeout: "2 hours",
    });
    const id = await start(db, workflow, nested());
    const host = await openHost(db);
    await advance(host);
    const makeDue = (kind: string) =>
      db.query(
        `update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'
         where execution_id = $1 and kind = $2`,
        [id, kind],
      );
    await makeDue("wait");
    await advance(host);
    await makeDue("deadline");
    await advanceApart(host);
    await drain(host);
    expect(await statusOf(db, id)).toBe("timed_out");
  });

  test("of a version that is slow wait for those of others", async ({ db }) => {
    const workflow = await workflowOf(db, [slowChoice], ["start → c"]);
    for (let n = 0; n < 4; n += 1) await start(db, workflow, nested());
    const innocent = await start(db, await workflowOf(db, [set("z")], ["start → z"]));
    const host = await openHost(db, 300);
    await advance(host);
    await advanceApart(host);
    await advanceApart(host);
    expect(await statusOf(db, innocent)).toBe("completed");
  });

  test("do not take others with them when one of them is resumed", async ({ db }) => {
    const workflow = await slowAfterWork(db);
    const host = await openHost(db);
    const worker = await new TestWorker(host).register();
    const first = await start(db, workflow, nested());
    await worker.report((await leasesOf(worker, first)).map((lease) => [lease, {}]));
    await drain(host);
    expect(await statusOf(db, first)).toBe("paused");
    const [bad, good] = [await start(db, workflow, nested()), await start(db, await line(db))];
    await drain(host);
    const leases = await leasesOf(worker, bad, good);
    await db.query("select sluice.resume_execution($1)", [bad]);
    const answers = await worker.report(leases.map((lease) => [lease, {}]));
    expect(answers.map(({ verdict }) => verdict)).toEqual(["deferred", "recorded"]);
  });

  test("and paused record what a worker still reports", async ({ db }) => {
    const host = await openHost(db);
    const worker = await new TestWorker(host).register();
    const id = await start(db, await line(db));
    const [lease] = await leasesOf(worker, id);
    await db.query(
      `select sluice_private.set_apart(array_agg(organization_id), array_agg(id))
       from sluice_private.live_executions where id = $1`,
      [id],
    );
    await db.query("select sluice.pause_execution($1)", [id]);
    await advance(host);
    await worker.report([[lease!, {}]]);
    await drain(host);
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "completed" });
    expect(await statusOf(db, id)).toBe("paused");
    expect(await invariants(db)).toEqual([]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await drain(host);
    expect(await statusOf(db, id)).toBe("completed");
  });
});

describe("executions that somebody holds", () => {
  test("hold up no others, however much arrives at them", async ({ db }) => {
    const workflow = await workflowOf(db, [set("z")], ["start → z"]);
    const held = await start(db, workflow);
    await db.query("select count(sluice.pause_execution($1)) from generate_series(1, 600)", [held]);
    const other = await start(db, workflow);
    const release = await hold(db, held);
    const host = await openSession(db, "sluice_worker");
    await advance(host);
    expect(await statusOf(db, other)).toBe("completed");
    await release();
  });

  test("hold up no others, however many of their timers are due", async ({ db }) => {
    const waits = Array.from({ length: 510 }, (_, n) => ({
      id: `w${n}`,
      type: "wait",
      data: { for: "1 hour" },
    }));
    const many = await workflowOf(
      db,
      waits,
      waits.map(({ id }) => `start → ${id}`),
    );
    const one = await workflowOf(db, waits.slice(0, 1), ["start → w0"]);
    const [held, other] = [await start(db, many), await start(db, one)];
    const host = await openSession(db, "sluice_worker");
    await advance(host);
    await db.query(
      `update sluice_private.timers
       set due_at = clock_timestamp() - interval '1 s' * (1 + step_no + 1000 * (execution_id = $1)::int)`,
      [held],
    );
    const release = await hold(db, held);
    await advance(host);
    expect(await statusOf(db, other)).toBe("completed");
    await release();
  });
});
