import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start } from "../../support/engine.ts";
import { endExecutions, endScene, openSession, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const SECOND_MS = 1000;

async function startSome(db: TestDatabase, workflow: string, count: number): Promise<void> {
  await db.query("select sluice.start_workflows($1, $2)", [
    workflow,
    JSON.stringify(Array.from({ length: count }, () => ({}))),
  ]);
}

const pureWorkflow = (db: TestDatabase) => workflowOf(db, [set("a")], ["start → a"]);

test("a batch is short for a second after several organizations were busy", async ({ db }) => {
  const many = await pureWorkflow(db);
  const few = await pureWorkflow(db);
  await startSome(db, many, 200);
  const session = await openSession(db, "sluice_worker");
  const advance = async () => {
    const { rows } = await session.query("select sluice_private.advance_batch() as count");
    return (rows as [{ count: number }])[0].count;
  };
  expect(await advance()).toBe(50);
  await start(db, few);
  expect(await advance()).toBe(11);
  expect(await advance()).toBe(10);
  expect(await advance()).toBe(10);
  await sleep(SECOND_MS + 50);
  expect(await advance()).toBe(50);
});

test.for([
  [10, 100],
  [150, 150],
  [2000, 200],
])(
  "a host with room for %s of the only organization takes %s at once",
  async ([room, size], { db }) => {
    await pureWorkflow(db);
    await db.query(
      "delete from sluice.organizations where id <> (select id from sluice.organizations limit 1)",
    );
    const [row] = await db.query<{ size: number }>("select sluice_private.batch_size($1) as size", [
      room,
    ]);
    expect(row!.size).toBe(size);
  },
);
