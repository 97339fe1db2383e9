import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe } from "vitest";
import { z } from "zod";
import { defineAction } from "../../tasks/define-action.ts";
import { startWorker, type WorkerHost } from "../../tasks/host/worker.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { defineTestAction, invariants, start } from "../support/engine.ts";
import { act, endExecutions, workflowOf } from "../support/scenes.ts";

const SLOTS = 5;
const hosts: WorkerHost[] = [];

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

/** A host whose steps end when they are let go; how many run, and how many did at most. */
async function host(db: TestDatabase) {
  const seen = { running: 0, most: 0, ran: 0 };
  const ends: (() => void)[] = [];
  let isOpen = false;
  const action = defineAction({
    name: "act",
    title: "Act",
    description: "Runs until it is let go.",
    input: z.unknown(),
    output: z.unknown(),
    async run() {
      seen.running += 1;
      seen.most = Math.max(seen.most, seen.running);
      await (isOpen ? sleep(5) : new Promise<void>((resolve) => ends.push(resolve)));
      seen.running -= 1;
      seen.ran += 1;
    },
  });
  const lines: string[] = [];
  const options = { databaseUrl: db.workerUrl, concurrency: SLOTS, actions: [action] };
  const worker = await startWorker({ ...options, log: (line) => lines.push(line) });
  hosts.push(worker);
  const letGo = () => {
    isOpen = true;
    for (const end of ends.splice(0)) end();
  };
  return { seen, letGo, lines };
}

async function until(isTrue: () => unknown): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 1000) throw new Error("it did not happen within 10 s");
    await sleep(10);
  }
}

async function startMany(db: TestDatabase, count: number): Promise<string[]> {
  await defineTestAction(db);
  const workflow = await workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await start(db, workflow));
  return ids;
}

async function allEnd(db: TestDatabase, ids: string[]): Promise<void> {
  await until(async () => {
    const [row] = await db.query<{ n: number }>(
      `select count(*)::int as n from sluice.workflow_executions
       where id = any ($1) and status = 'completed'`,
      [ids],
    );
    return row!.n === ids.length;
  });
  expect(await invariants(db)).toEqual([]);
}

describe("hosts that have room", () => {
  test("get what one that is full has no slot for, and none runs more than it has slots", async ({
    db,
  }) => {
    const first = await host(db);
    const before = await startMany(db, SLOTS);
    await until(() => first.seen.running === SLOTS);
    const second = await host(db);
    const after = await startMany(db, SLOTS + 20);
    await until(() => second.seen.running === SLOTS);
    await sleep(500);
    expect([first.seen, second.seen]).toMatchObject([{ running: SLOTS }, { running: SLOTS }]);
    const busy = await db.query("select running_count from sluice.workers");
    expect(busy).toEqual([{ running_count: SLOTS }, { running_count: SLOTS }]);
    first.letGo();
    second.letGo();
    await allEnd(db, [...before, ...after]);
    expect([first.seen.most, second.seen.most]).toEqual([SLOTS, SLOTS]);
    expect(first.seen.ran + second.seen.ran).toBe(2 * (2 * SLOTS + 20));
  });

  test("run what a process has died of beside their slots, four at a time", async ({ db }) => {
    const suspects = await startMany(db, 10);
    await db.query("select sluice_private.advance_batch(100)");
    await db.query("update sluice_private.ready_steps set crashes = 1");
    const healthy = await startMany(db, SLOTS + 20);
    await db.query("select sluice_private.advance_batch(100)");
    const { seen, letGo } = await host(db);
    await until(() => seen.running === 4 + SLOTS);
    await sleep(500);
    expect(seen.most).toBe(4 + SLOTS);
    const waiting = await db.query(
      `select status, reason from sluice.workflow_execution_queue
       where execution_id = any ($1) and status = 'queued'`,
      [suspects],
    );
    const reason = "waits to run alone, as a process died while it ran";
    expect(waiting).toEqual(Array.from({ length: 6 }, () => ({ status: "queued", reason })));
    letGo();
    await allEnd(db, [...suspects, ...healthy]);
    expect(seen.ran).toBe(2 * (suspects.length + healthy.length));
  });

  test.afterEach(async ({ db }) => {
    await endExecutions(db);
  });
});
