/** What the doors write, and what they do not: by PostgreSQL's own counts of one transaction. */
import type pg from "pg";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start, TestWorker, type Node } from "../../support/engine.ts";
import { blocksOf, PlanRecorder } from "../../support/plans.ts";
import { act, endScene, openSession, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

const HISTORY = /^(executions|execution_steps|step_attempts|workflow_execution_logs)_/;
/** Where a row may be changed: each is of one execution or of one worker. */
const OWN = new Set([
  ...["live_executions", "frames", "containers", "step_leases", "waits", "workers", "arrivals"],
]);
/** One row each in the whole database, changed by whoever holds the lock of that duty. */
const DUTIES = new Set(["admissions", "sweeps", "maintenance"]);
const HOT_DOORS = /sluice_private\.(complete_steps|begin_steps)\(/;
const FEW = 200;
const MANY = 1500;
/** Some levels of indexes; a row that every line changes would cost as many blocks as lines. */
const MOST_MORE = 30;

interface Writes {
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
}

const NODES: Node[] = [
  act("a"),
  act("b", { retry: { max_attempts: 2, initial: "1 ms" } }),
  set("c"),
  { id: "each", type: "foreach", data: { items: "{{ trigger.payload.items }}", concurrency: 2 } },
  { ...act("in"), parentId: "each" },
  {
    id: "log",
    type: "action",
    data: { action: "log_activity", input: { description: "m" } },
  },
  act("limited", { limits: [{ key: "all", concurrency: 50 }] }),
];
const EDGES = ["start → a", "a → b", "b → c", "c → each", "each → log", "log → limited"];

/** Runs executions to their end in one transaction; what it wrote. */
async function writesOf(db: TestDatabase, session: pg.Client, count: number): Promise<Writes[]> {
  const workflow = await workflowOf(db, NODES, EDGES);
  const ids: string[] = [];
  while (ids.length < count) ids.push(await start(db, workflow, { items: [1, 2, 3] }));
  await session.query("begin");
  const worker = await new TestWorker(session).register();
  const failed = new Set<string>();
  await worker.drain((lease) => {
    if (lease.node_id !== "b" || failed.has(lease.execution_id)) return {};
    failed.add(lease.execution_id);
    return { error: { class: "http" } };
  });
  // retries are due by the clock of the next transaction
  const { rows } = await session.query<Writes>(
    `select relname as table, n_tup_ins::int as inserted, n_tup_upd::int as updated,
       n_tup_del::int as deleted
     from pg_stat_xact_user_tables
     where schemaname like 'sluice%' and n_tup_ins + n_tup_upd + n_tup_del > 0`,
  );
  await session.query("commit");
  const again = await new TestWorker(db.worker).register();
  for (;;) {
    await again.drain();
    const left = await db.query("select from sluice_private.live_executions where id = any($1)", [
      ids,
    ]);
    if (left.length === 0) break;
  }
  return rows;
}

describe("the doors", () => {
  test("write history once: what is there is neither changed nor deleted", async ({ db }) => {
    const writes = await writesOf(db, await openSession(db), 5);
    const history = writes.filter(({ table }) => HISTORY.test(table));
    expect(history.map(({ inserted }) => inserted).every((inserted) => inserted > 0)).toBe(true);
    expect(history.length).toBeGreaterThan(1);
    expect(history.filter(({ updated, deleted }) => updated + deleted > 0)).toEqual([]);
  });

  test("change no row that executions share, but those of admission", async ({ db }) => {
    const writes = await writesOf(db, await openSession(db), 5);
    const changed = writes.filter(({ updated }) => updated > 0).map(({ table }) => table);
    expect(changed).toContain("live_executions");
    expect(changed.filter((table) => !OWN.has(table) && !DUTIES.has(table))).toEqual([]);
  });

  test(
    "of reports and begins cost no more behind a transaction that stays open",
    { timeout: 120_000 },
    async ({ db }) => {
      const workflow = await workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
      const worker = await new TestWorker(db.worker).register();
      const session = await openSession(db);
      const plans = await PlanRecorder.over(session);
      await session.query("set role sluice_worker");
      const watched = worker.over(session);
      const reader = await openSession(db);
      await reader.query("begin isolation level repeatable read; select from sluice.users limit 1");
      const seen: Map<string, number>[] = [];
      for (const crowd of [10, FEW, MANY]) {
        for (let n = 0; n < crowd; n += 1) await start(db, workflow);
        await worker.drain();
        // a session that rebuilds its caches reads the catalogue, once
        for (let n = 0; n < 2; n += 1) {
          plans.take();
          await start(db, workflow);
          await watched.drain();
        }
        const doors = [...blocksOf(plans.take())].filter(([query]) => HOT_DOORS.test(query));
        seen.push(new Map(doors));
      }
      const [, before, after] = seen;
      expect(after!.size).toBe(2);
      for (const [door, blocks] of after!) {
        expect(blocks, door).toBeLessThan(before!.get(door)! + MOST_MORE);
      }
      await reader.query("commit");
    },
  );
});

describe("history", () => {
  test("has no default partition, which every new one would have to look through", async ({
    db,
  }) => {
    const found = await db.query(
      "select partrelid::regclass::text as name from pg_partitioned_table where partdefid <> 0",
    );
    expect(found).toEqual([]);
  });
});
