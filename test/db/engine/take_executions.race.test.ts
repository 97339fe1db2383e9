import { expect, test } from "../../support/database.ts";
import { TestWorker } from "../../support/engine.ts";
import { startMany } from "../../support/bulk.ts";
import { act, endScene, hold, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

test("what is behind the first hundred is taken while somebody holds those", async ({ db }) => {
  const workflow = await workflowOf(db, [act("a")], ["start → a"], { timeout: "1 hour" });
  await startMany(db, workflow, 150);
  const first = await db.query<{ id: string }>(
    "select execution_id as id from sluice_private.arrivals order by seq limit 120",
  );
  const release = await hold(db, ...first.map(({ id }) => id));
  const worker = await new TestWorker(db.worker).register();
  const begun = async () => {
    await db.worker.query("select from sluice_private.pump($1, $2, 200)", [
      worker.id,
      worker.epoch,
    ]);
    const [row] = await db.query<{ n: number }>(
      "select count(*)::int as n from sluice.workflow_executions where status = 'running'",
    );
    return row!.n;
  };
  expect(await begun()).toBe(30);
  await release();
  expect(await begun()).toBe(130);
  expect(await begun()).toBe(150);
});
