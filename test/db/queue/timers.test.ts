import { randomUUID } from "node:crypto";
import type pg from "pg";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { TestWorker } from "../../support/engine.ts";
import { PlanRecorder, type Statement } from "../../support/plans.ts";
import { openSession } from "../../support/scenes.ts";

const SLEEPERS = 1_000_000;

/** Timers of executions that nobody knows; `due` is an SQL expression over `i`. */
async function addTimers(db: TestDatabase, count: number, due: string): Promise<void> {
  await db.query(
    `insert into sluice_private.timers (
       organization_id, execution_id, frame_id, step_no, kind, due_at
     )
     select $1, gen_random_uuid(), 0, 0, 'wait', ${due} from generate_series(1, $2::int) as i`,
    [randomUUID(), count],
  );
}

/** A worker over a session whose plans are recorded. */
async function host(db: TestDatabase) {
  const session = await openSession(db);
  const plans = await PlanRecorder.over(session);
  await session.query("set role sluice_worker");
  const worker = await new TestWorker(session).register();
  const pump = async () => {
    plans.take();
    const { rows } = await session.query<{ next_due: Date | null }>(
      "select next_due from sluice_private.pump($1, $2)",
      [worker.id, worker.epoch],
    );
    return { due: rows[0]!.next_due, statements: plans.take() };
  };
  return { session, pump };
}

/** The most blocks of the timers and their indexes that a statement touched. */
function blocksOfTimers(statements: Statement[]): number {
  type Node = Statement["plan"];
  const touched = (node: Node): number[] => [
    /timers/.test(`${node["Relation Name"]} ${node["Index Name"]}`)
      ? (node["Shared Hit Blocks"] ?? 0) + (node["Shared Read Blocks"] ?? 0)
      : 0,
    ...(node.Plans ?? []).flatMap(touched),
  ];
  return Math.max(...statements.flatMap(({ plan }) => touched(plan)));
}

const floorOf = async (session: pg.Client) => {
  const { rows } = await session.query<{ floor: string }>(
    "select current_setting('sluice.timers_from', true) as floor",
  );
  return rows[0]!.floor;
};

describe("a million sleepers", () => {
  test("cost a pump a look at the first of them", { timeout: 120_000 }, async ({ db }) => {
    await addTimers(db, SLEEPERS, "now() + interval '1 hour' + make_interval(secs => i)");
    const { pump } = await host(db);
    for (let turn = 0; turn < 3; turn += 1) {
      const { due, statements } = await pump();
      expect(due!.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
      expect(statements.length).toBeGreaterThan(5);
      expect(blocksOfTimers(statements)).toBeLessThan(20);
    }
    await db.query("truncate sluice_private.timers");
  });
});

describe("timers that are gone, behind a transaction that stays open", () => {
  test("are stepped over once a second, not by every pump", async ({ db }) => {
    await addTimers(db, 200_000, "now() - make_interval(mins => 1, secs => i / 1000.0)");
    const reader = await openSession(db);
    await reader.query("begin isolation level repeatable read; select from sluice.users limit 1");
    await db.query("delete from sluice_private.timers");
    const { session, pump } = await host(db);
    expect(blocksOfTimers((await pump()).statements)).toBeGreaterThan(500);
    expect(await floorOf(session)).toMatch(/\|/);
    const remembering = async () => {
      await session.query(
        `select set_config('sluice.timers_from',
           concat_ws('|', clock_timestamp(), clock_timestamp() - interval '5 s'), false)`,
      );
      return blocksOfTimers((await pump()).statements);
    };
    await expect.poll(remembering, { timeout: 20_000 }).toBeLessThan(20);

    await addTimers(db, 1, "now() - interval '1 minute'");
    await session.query(
      `select set_config('sluice.timers_from',
         concat_ws('|', clock_timestamp() - interval '2 s', clock_timestamp()), false)`,
    );
    const { due } = await pump();
    expect(due!.getTime()).toBeLessThan(Date.now());
    await reader.query("commit");
    await db.query("truncate sluice_private.timers");
  });

  test("are nothing to remember while there are few", async ({ db }) => {
    await db.query("truncate sluice_private.timers");
    const { session, pump } = await host(db);
    await pump();
    expect(await floorOf(session)).toBeNull();
  });
});
