import { describe } from "vitest";
import type pg from "pg";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  start,
  stepStatuses,
  TestWorker,
  type Answer,
  type Lease,
} from "../../support/engine.ts";
import {
  act,
  attempts,
  endScene,
  enterTestMode,
  leasesOf,
  openSession,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

async function runMany(
  db: TestDatabase,
  count: number,
): Promise<{ worker: TestWorker; ids: string[]; leases: Lease[] }> {
  const workflow = await workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
  const ids: string[] = [];
  while (ids.length < count) ids.push(await start(db, workflow));
  const worker = await new TestWorker(db.worker).register();
  return { worker, ids, leases: await leasesOf(worker, ...ids) };
}

/** Reports raw text, as a worker would that does not screen its outputs. */
async function reportText(
  db: TestDatabase,
  worker: TestWorker,
  leases: Lease[],
  texts: string[],
  client: pg.Pool | pg.Client = db.worker,
): Promise<Answer["verdict"][]> {
  const { rows } = await (client as pg.Client).query<{ token: string; verdict: Answer["verdict"] }>(
    "select token, verdict from sluice_private.complete_steps($1, $2, $3, $4, $5, $6, $7)",
    [
      worker.id,
      worker.epoch,
      leases.map((lease) => lease.organization_id),
      leases.map((lease) => lease.execution_id),
      leases.map((lease) => lease.token),
      leases.map(() => "completed"),
      texts,
    ],
  );
  const verdicts = new Map(rows.map((row) => [row.token, row.verdict]));
  return leases.map((lease) => verdicts.get(lease.token)!);
}

describe("a poisoned report", () => {
  for (const [kind, text] of [
    ["a lone surrogate", '{"text": "\\ud800"}'],
    ["a null character", '{"text": "\\u0000"}'],
    ["malformed JSON", '{"text": '],
    ["no text at all", ""],
    ["JSON that is too deep", "[".repeat(20_000) + "]".repeat(20_000)],
    ["a number that no numeric holds", '{"n": 1e200000}'],
  ] as const) {
    test(`with ${kind} fails its own step and no other`, async ({ db }) => {
      const { worker, ids, leases } = await runMany(db, 20);
      const texts = leases.map((_, index) => (index === 13 ? text : '{"ok": true}'));
      expect(await reportText(db, worker, leases, texts)).toEqual(leases.map(() => "recorded"));
      for (const [index, id] of ids.entries()) {
        const isPoisoned = index === 13;
        expect(await stepStatuses(db, id)).toEqual(
          isPoisoned
            ? { start: "completed", a: "failed" }
            : { start: "completed", a: "completed", b: "running" },
        );
        expect(await attempts(db, id)).toEqual([isPoisoned ? "a:1:failed" : "a:1:completed"]);
      }
      expect(await execution(db, ids[13]!)).toMatchObject({
        status: "failed",
        error: { class: "unreadable", code: "SLVAL", node_id: "a" },
      });
    });
  }

  test("of a step that has crashed before does not fail its batch", async ({ db }) => {
    const { worker, ids, leases } = await runMany(db, 2);
    await db.query(
      `select sluice_private.return_leases(array(
         select lease from sluice_private.step_leases as lease where execution_id = $1
       ), 1)`,
      [ids[0]],
    );
    const again = await leasesOf(worker, ids[0]!);
    const both = [again[0]!, leases[1]!];
    expect(await reportText(db, worker, both, ["{", "{}"])).toEqual(["recorded", "recorded"]);
    expect(await attempts(db, ids[0]!)).toEqual(["a:1:crashed", "a:1:failed"]);
    expect(await execution(db, ids[0]!)).toMatchObject({ status: "failed" });
  });

  test("is answered as recorded when its reply was lost", async ({ db }) => {
    const { worker, ids, leases } = await runMany(db, 1);
    for (const _ of [1, 2]) {
      expect(await reportText(db, worker, leases, ["{"])).toEqual(["recorded"]);
    }
    expect(await attempts(db, ids[0]!)).toEqual(["a:1:failed"]);
  });

  test("takes the error ports of its step, and is not tried again", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { retry: { max_attempts: 5 } }), set("b")],
      ["start → a", "a:error:unreadable → b"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await reportText(db, worker, await leasesOf(worker, id), ["{"]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await attempts(db, id)).toEqual(["a:1:failed"]);
  });
});

async function freeSlots(db: TestDatabase): Promise<number> {
  const [row] = await db.query<{ n: number }>("select sluice_private.free_slots() as n");
  return row!.n;
}

describe("a report that the engine cannot act on", () => {
  test("is kept, its execution parked; resumed, it counts", async ({ db }) => {
    await enterTestMode(db);
    const workflow = await workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
    const id = await start(db, workflow);
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register(["act"], 1);
    const leases = await leasesOf(worker, id);
    const free = await freeSlots(db);
    await session.query("set sluice.failpoints = 'propagated=raise'");
    expect(await reportText(db, worker.over(session), leases, ["{}"], session)).toEqual([
      "recorded",
    ]);
    await session.query("reset sluice.failpoints");
    expect(await execution(db, id)).toMatchObject({
      status: "paused",
      error: { class: "engine", code: "SLFPT" },
    });
    expect(await freeSlots(db)).toBe(free + 1);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await attempts(db, id)).toEqual(["a:1:completed", "b:1:completed"]);
  });
});

describe("a batch of reports", () => {
  test("is refused as a whole when a report has no outcome or no result", async ({ db }) => {
    const { worker, ids, leases } = await runMany(db, 1);
    const report = (outcome: string | null, result: string | null) =>
      db.worker.query(
        `select * from sluice_private.complete_steps(
           $1, $2, array[$3]::uuid[], array[$4]::uuid[], array[$5]::bigint[],
           array[$6]::text[], array[$7]::text[])`,
        [
          worker.id,
          worker.epoch,
          leases[0]!.organization_id,
          leases[0]!.execution_id,
          leases[0]!.token,
          outcome,
          result,
        ],
      );
    for (const [outcome, result] of [
      [null, "{}"],
      ["done", "{}"],
      ["completed", null],
    ] as const) {
      await expect(report(outcome, result)).rejects.toMatchObject({ code: "SLVAL" });
    }
    expect(await attempts(db, ids[0]!)).toEqual([]);
  });
});

describe("a poisoned execution", () => {
  test("is parked alone, and the others of its batch move on", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const ids: string[] = [];
    while (ids.length < 9) ids.push(await start(db, workflow));
    await db.query(
      `insert into sluice_private.frames (organization_id, execution_id, frame_id, open)
       select organization_id, id, 0, 1 from sluice_private.live_executions where id = $1`,
      [ids[4]],
    );
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const statuses = await Promise.all(ids.map(async (id) => (await execution(db, id)).status));
    expect(statuses).toEqual(ids.map((_, index) => (index === 4 ? "paused" : "completed")));
    expect(await execution(db, ids[4]!)).toMatchObject({
      error: { class: "engine", code: "23505", hint: expect.stringContaining("cancel") },
    });
    await db.query("select sluice.cancel_execution($1)", [ids[4]]);
    await worker.pump();
    expect(await execution(db, ids[4]!)).toMatchObject({ status: "cancelled" });
  });

  test("is parked with the reason when the engine raises, and loses nothing", async ({ db }) => {
    await enterTestMode(db);
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const id = await start(db, workflow);
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register();
    await session.query("set sluice.failpoints = 'propagated=raise'");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({
      status: "paused",
      error: { code: "SLFPT", message: "failpoint propagated" },
    });
    expect(await stepStatuses(db, id)).toEqual({});
    await session.query("reset sluice.failpoints");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "paused" });
    expect(
      await db.query(
        "select kind, is_parked from sluice_private.arrivals where execution_id = $1",
        [id],
      ),
    ).toEqual([{ kind: "start", is_parked: true }]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("is not parked for a lock that could not be had: the whole batch is tried again", async ({
    db,
  }) => {
    await enterTestMode(db);
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const id = await start(db, workflow);
    const blocker = await openSession(db);
    await blocker.query("select pg_advisory_lock(42)");
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register();
    await session.query("set sluice.failpoints = 'propagated=lock:42'; set lock_timeout = '20ms'");
    await expect(worker.pump()).rejects.toMatchObject({ code: "55P03" });
    await blocker.query("select pg_advisory_unlock(42)");
    expect(await execution(db, id)).toMatchObject({ status: "pending" });
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});
