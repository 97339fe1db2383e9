/** What tests of limits begin with: workflows that have some, and what runs of them. */
import type pg from "pg";
import { expect, type TestDatabase } from "./database.ts";
import { start, TestWorker, type Lease } from "./engine.ts";
import { act, endExecutions, endScene, enterTestMode, openSession, workflowOf } from "./scenes.ts";

/** Ends everything; then nothing may be counted any more. */
export async function endLimits(db: TestDatabase): Promise<void> {
  await endExecutions(db);
  await db.query("select sluice.tick()");
  await endScene(db);
  expect(await db.query("select key, held from sluice_private.limits where held > 0")).toEqual([]);
  await db.query("delete from sluice_private.limits");
}

export const limited = (db: TestDatabase, ...limits: object[]) =>
  workflowOf(
    db,
    [act("a", { limits, input: { n: "{{ trigger.payload.n }}" } }), act("b")],
    ["start → a", "a → b"],
  );

export async function startSome(
  db: TestDatabase,
  workflow: string,
  count: number,
  input: object = {},
) {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await start(db, workflow, { n, ...input }));
    await db.query("select sluice_private.advance_batch(10)");
  }
  return ids;
}

/** Which of these executions have a step that runs, by their places. */
export const running = async (worker: TestWorker, ids: string[]): Promise<number[]> => {
  await worker.pump();
  return (await worker.begin())
    .map(({ execution_id: id }) => ids.indexOf(id))
    .sort((a, b) => a - b);
};

export const leaseAt = async (worker: TestWorker, id: string): Promise<Lease> => {
  await worker.pump();
  const lease = (await worker.begin()).find(({ execution_id }) => execution_id === id);
  if (lease === undefined) throw new Error("it has no lease");
  return lease;
};

/** A session whose clock stands still until it is set. */
export async function clockOf(db: TestDatabase): Promise<{
  session: pg.Client;
  worker: TestWorker;
  at: (seconds: number) => Promise<unknown>;
}> {
  await enterTestMode(db);
  const session = await openSession(db);
  const begin = Date.now();
  const at = (seconds: number) =>
    session.query(`set sluice.clock = '${new Date(begin + seconds * 1000).toISOString()}'`);
  await at(0);
  return { session, worker: await new TestWorker(session).register(), at };
}
