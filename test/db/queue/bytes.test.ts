import { randomBytes } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start, stepStatuses, TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene, set, workflowOf } from "../../support/scenes.ts";

// one transaction sets out to move 16 MB: with 1 MB each that is 16, and the one that goes beyond
const MOST = 17;

test.beforeEach(async ({ db }) => {
  await db.query("delete from sluice_private.admissions");
});
test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

/** What compression makes nothing of, as JSON text of so many bytes. */
const noise = (bytes: number) => randomBytes(Math.ceil((bytes * 3) / 4)).toString("base64");

const input = { text: "{{ trigger.payload.text }}" };

async function startLong(db: TestDatabase, workflow: string, count: number): Promise<void> {
  const text = noise(1_000_000);
  for (let n = 0; n < count; n += 1) await start(db, workflow, { text });
}

async function advance(db: TestDatabase): Promise<number> {
  const [row] = await db.query<{ n: number }>("select sluice_private.advance_batch() as n");
  return row!.n;
}

/** How many executions each of these transactions moves on, until nothing is left. */
async function advances(db: TestDatabase): Promise<number[]> {
  const counts: number[] = [];
  for (;;) {
    const count = await advance(db);
    if (count === 0) return counts;
    counts.push(count);
  }
}

const backlog = async (db: TestDatabase) =>
  (await db.query("select from sluice_private.ready_steps")).length;

const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);

describe("a batch of executions with long inputs", () => {
  test("that go the straight way ends after 16 MB", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a", { input })], ["start → a"]);
    await startLong(db, workflow, 40);
    const counts = await advances(db);
    expect(Math.max(...counts)).toBe(MOST);
    expect(sum(counts)).toBe(40);
  });

  test("that take the rounds does so, too", async ({ db }) => {
    const nodes = [act("a", { input }), act("b", { input })];
    const workflow = await workflowOf(db, nodes, ["start → a", "start → b"]);
    await startLong(db, workflow, 20);
    expect(Math.max(...(await advances(db)))).toBe(MOST);
    expect(await backlog(db)).toBe(40);
  });

  test("looks past those that somebody else holds", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a", { input })], ["start → a"]);
    await startLong(db, workflow, 40);
    const session = await db.session();
    try {
      await session.query("begin");
      await session.query(
        `select from sluice_private.live_executions as e where e.id in (
           select a.execution_id from sluice_private.arrivals as a order by a.seq limit 36
         ) order by e.id for update`,
      );
      expect(await advance(db)).toBe(4);
      await session.query("rollback");
    } finally {
      await session.end();
    }
    expect(sum(await advances(db))).toBe(36);
  });

  test("that was offered is taken in parts of that length", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a", { input })], ["start → a"]);
    await startLong(db, workflow, 20);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const taken: number[] = [];
    for (const room of [50, 50]) {
      const { rows } = await db.worker.query(
        `select from sluice_private.pump($1, $2, $3) as p
         cross join lateral unnest(p.handed) as h`,
        [worker.id, worker.epoch, room],
      );
      taken.push(rows.length);
    }
    expect(taken).toEqual([MOST, 20 - MOST]);
  });

  test("begins by the backlog in parts of that length", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a", { input })], ["start → a"]);
    await startLong(db, workflow, 40);
    await advances(db);
    const worker = await new TestWorker(db.worker).register(["act"], 100);
    const handed: number[] = [];
    for (;;) {
      const { rows } = await db.worker.query<{ admitted: number }>(
        "select admitted from sluice_private.pump($1, $2, 100)",
        [worker.id, worker.epoch],
      );
      if (rows[0]!.admitted === 0) break;
      handed.push(rows[0]!.admitted);
    }
    expect(Math.max(...handed)).toBe(MOST);
    expect(sum(handed)).toBe(40);
  });
});

describe("a fan-out with long inputs", () => {
  test("opens in parts of 16 MB, of which none is lost", async ({ db }) => {
    const nodes = Array.from({ length: 90 }, (_, n) => act(`a${n}`, { input }));
    const edges = nodes.map(({ id }) => `start → ${id}`);
    const workflow = await workflowOf(db, nodes, edges);
    await startLong(db, workflow, 1);
    const opened: number[] = [];
    for (;;) {
      if ((await advance(db)) === 0) break;
      opened.push((await backlog(db)) - sum(opened));
    }
    // what the first 32 come to shows how many there may be
    expect(opened).toEqual([32, 32, 26]);
  });

  test("of steps that the database runs ends as one with short ones does", async ({ db }) => {
    const nodes = Array.from({ length: 70 }, (_, n) => set(`a${n}`, input));
    const edges = nodes.flatMap(({ id }) => [`start → ${id}`, `${id} → end`]);
    const end = set("end", { is: "done" }, { join: { kind: "every" } });
    const workflow = await workflowOf(db, [...nodes, end], edges);
    const id = await start(db, workflow, { text: noise(1_000_000) });
    expect((await advances(db)).length).toBeGreaterThan(2);
    const statuses = await stepStatuses(db, id);
    expect(Object.values(statuses).filter((status) => status === "completed")).toHaveLength(72);
  });
});
