import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe } from "vitest";
import { WorkerProcess } from "../support/chaos/process.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { Polled, things } from "../support/polls.ts";
import { endScene, enterTestMode, openSession } from "../support/scenes.ts";
import { serve } from "../support/server.ts";

const LOCK = 4713;
const workers: WorkerProcess[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.kill()));
});

test.afterEach(({ db }) => endScene(db));

async function work(db: TestDatabase, failpoints = ""): Promise<WorkerProcess> {
  await db.query(`alter database ${db.name} set sluice.failpoints = '${failpoints}'`);
  const worker = await WorkerProcess.start({ databaseUrl: db.workerUrl });
  workers.push(worker);
  return worker;
}

async function until(isTrue: () => unknown): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 2000) throw new Error("it did not happen within 20 s");
    await sleep(10);
  }
}

/** As if the time of whoever has it were over, and its delay, too. */
async function hurry(db: TestDatabase, poll: Polled): Promise<void> {
  await db.query("update sluice.workflow_polls set due_at = now() where token is not null");
  await until(async () => (await poll.row()).token === null);
  await poll.wait();
}

describe("a worker process that is killed", () => {
  test("while it waits for the answer, is followed by another one", async ({ db }) => {
    let isAnswering = false;
    const server = await serve((_request, response) => {
      if (isAnswering) response.end(JSON.stringify(things(1, 2)));
    });
    const poll = await Polled.by(db, { url: server.url, items: "body", start: "all" });
    const first = await work(db);
    await until(() => server.requests.length === 1);
    await first.kill();
    isAnswering = true;
    await work(db);
    await until(async () => (await poll.row()).failures === 1);
    await poll.wait();
    await until(async () => (await poll.row()).item_count === "2");
    await poll.wait();
    await until(() => server.requests.length === 3);
    expect(await poll.items()).toEqual(expect.arrayContaining(things(1, 2)));
    expect(await poll.items()).toHaveLength(2);
    await server.close();
  });

  test.for(["polls claimed", "poll reported", "items kept", "poll fired"])(
    "at %s leaves its items to start once",
    async (point, { db }) => {
      await enterTestMode(db);
      await db.query("delete from sluice.workflow_polls");
      const gate = await openSession(db);
      await gate.query("select pg_advisory_lock($1)", [LOCK]);
      const server = await serve((_request, response) =>
        response.end(JSON.stringify(things(1, 2))),
      );
      const poll = await Polled.by(db, { url: server.url, items: "body", start: "all" });
      const first = await work(db, `${point}=lock:${LOCK}`);
      await until(async () => {
        const [row] = await db.query<{ count: number }>(
          "select count(*)::int from pg_locks where locktype = 'advisory' and not granted",
        );
        return row!.count > 0;
      });
      await first.kill();
      // its session goes on to the end of its statement: it does not know yet
      await gate.query("select pg_advisory_unlock($1)", [LOCK]);
      await work(db);
      await hurry(db, poll);
      await until(async () => (await poll.row()).item_count === "2");
      await poll.wait();
      await until(async () => (await poll.row()).failures === 0);
      expect(await poll.items()).toHaveLength(2);
      await server.close();
    },
  );
});
