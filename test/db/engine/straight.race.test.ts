import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { describe } from "vitest";
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
  endExecutions,
  endScene,
  enterTestMode,
  footprint,
  hold,
  leasesOf,
  openSession,
  untilBlocked,
  workflowOf,
} from "../../support/scenes.ts";
import { closeGate, GATE, late, setGate } from "../../support/gates.ts";
import { nested, openHost } from "../../support/slow.ts";

const LONG = { text: "x".repeat(500) };

test.beforeEach(({ db }) => setGate(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const twoSteps = (db: TestDatabase) =>
  workflowOf(
    db,
    [
      act("a", { input: { text: "{{ trigger.payload.text }}" } }),
      act("b", { input: { text: "{{ steps.a.output.text }}" } }),
    ],
    ["start → a", "a → b"],
  );

describe("a report, between its snapshot and the lock of the execution,", () => {
  async function running(db: TestDatabase): Promise<{ worker: TestWorker; a: Lease }> {
    const id = await start(db, await twoSteps(db), LONG);
    const worker = await new TestWorker(db.worker).register();
    const [a] = await leasesOf(worker, id);
    return { worker, a: a! };
  }

  async function answerAfter(
    db: TestDatabase,
    meanwhile: (worker: TestWorker, id: string) => Promise<unknown>,
  ): Promise<{ a: Lease; answer: Answer }> {
    const { worker, a } = await running(db);
    const open = await closeGate(db);
    const report = await late(db, (session) => worker.over(session).report([[a, LONG]]));
    await meanwhile(worker, a.execution_id);
    await open();
    const [answer] = await report.done;
    return { a, answer: answer! };
  }

  test("finds that it was cancelled: stale, and nothing follows", async ({ db }) => {
    const { a, answer } = await answerAfter(db, async (worker, id) => {
      await db.query("select sluice.cancel_execution($1)", [id]);
      await worker.pump();
      expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    });
    expect(answer).toEqual({ token: a.token, verdict: "stale", next: null });
    expect(await attempts(db, a.execution_id)).not.toContain("a:1:completed");
  });

  test("finds that it was paused: recorded, and what follows is held", async ({ db }) => {
    const { a, answer } = await answerAfter(db, async (worker, id) => {
      await db.query("select sluice.pause_execution($1)", [id]);
      await worker.pump();
      expect(await execution(db, id)).toMatchObject({ status: "paused" });
    });
    expect(answer).toEqual({ token: a.token, verdict: "recorded", next: null });
    expect(await attempts(db, a.execution_id)).toEqual(["a:1:completed"]);
    expect(await execution(db, a.execution_id)).toMatchObject({ status: "paused" });
  });

  test("finds that it was completed by hand: stale, and recorded once", async ({ db }) => {
    const { a, answer } = await answerAfter(db, async (worker, id) => {
      await db.query("select sluice.complete_step($1, 'a', '{\"text\": \"by hand\"}')", [id]);
      await worker.pump();
    });
    expect(answer).toEqual({ token: a.token, verdict: "stale", next: null });
    expect(await stepStatuses(db, a.execution_id)).toMatchObject({ a: "completed" });
  });

  test("finds that the same report was faster: recorded once", async ({ db }) => {
    const { worker, a } = await running(db);
    const open = await closeGate(db);
    const report = (session: pg.Client) => worker.over(session).report([[a, LONG]]);
    const reports = [await late(db, report), await late(db, report)];
    await open();
    const answers = (await Promise.all(reports.map(({ done }) => done))).flat();
    expect(answers.filter(({ verdict }) => verdict === "stale")).toEqual([]);
    expect(answers.filter(({ next }) => next !== null).length).toBeGreaterThan(0);
    await worker.pump();
    expect(await attempts(db, a.execution_id)).toEqual(["a:1:completed"]);
    const left = await footprint(db, a.execution_id);
    expect(left["step_leases"]).toHaveLength(1);
  });
});

describe("a start that is late", () => {
  const pump = async (session: pg.Client) => {
    await (await new TestWorker(session).register()).pump();
  };

  test("is cancelled once it has begun", async ({ db }) => {
    const id = await start(db, await twoSteps(db), LONG);
    const open = await closeGate(db);
    const begun = await late(db, pump);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await db.query("select sluice_private.advance_batch(10)");
    await open();
    await begun.done;
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
    expect(Object.keys(await footprint(db, id))).toEqual(["execution_steps", "executions"]);
  });

  test("begins once, however many hosts see it", async ({ db }) => {
    const id = await start(db, await twoSteps(db), LONG);
    const open = await closeGate(db);
    const begun = await late(db, pump);
    const others = [await openSession(db, "sluice_worker"), await openSession(db, "sluice_worker")];
    await Promise.all(others.map(pump));
    await open();
    await begun.done;
    await Promise.all(others.map(pump));
    const left = await footprint(db, id);
    const ready = left["ready_steps"] ?? [];
    const leased = left["step_leases"] ?? [];
    expect([...ready, ...leased]).toHaveLength(1);
    expect(left["frames"]).toHaveLength(1);
  });
});

describe("a start that takes too long", () => {
  test("is not looked for among others without a timeout", async ({ db }) => {
    const slow = { input: { x: "{{ trigger.payload.**.**.**.**.** ? (@ == 5) }}" } };
    const workflow = await workflowOf(db, [act("a", slow), act("b")], ["start → a", "a → b"]);
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push(await start(db, workflow, nested()));
    await enterTestMode(db);
    const host = await openHost(db, 500);
    const gate = await openSession(db);
    await gate.query("select pg_advisory_lock($1)", [GATE]);
    // between the cut and what is done about it others take all that it had looked at
    await host.query(`set sluice.failpoints = 'locked=lock:${GATE}'`);
    const release = await hold(db, ids[1]!);
    const batch = host.query("select sluice_private.advance_batch(1)");
    await untilBlocked(db, host);
    const releaseFirst = await hold(db, ids[0]!);
    await gate.query("select pg_advisory_unlock($1)", [GATE]);
    const first = await Promise.race([batch.then(() => "done"), sleep(5000, "hangs")]);
    expect(first).toBe("done");
    await release();
    await releaseFirst();
    await db.query("update sluice_private.live_executions set input = '{}'");
  });
});
