import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  invariants,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { endLimits } from "../../support/limits.ts";
import { act } from "../../support/scenes.ts";

test.beforeAll(({ db }) => defineTestAction(db));
test.afterEach(({ db }) => endLimits(db));

const ofExecutions = (concurrency: number) =>
  definition([manual, act("a")], ["start → a"], { limits: [{ concurrency }] });
const ofSteps = (concurrency: number) =>
  definition([manual, act("a/1", { limits: [{ concurrency }] })], ["start → a/1"]);

async function publishAgain(db: TestDatabase, workflow: string, draft: object): Promise<void> {
  await db.query("select sluice.update_workflow($1, definition => $2)", [
    workflow,
    JSON.stringify(draft),
  ]);
  await db.query("select sluice.publish_workflow($1)", [workflow]);
}

describe("a new version with another concurrency", () => {
  test.for([
    ["a workflow", ofExecutions],
    ["a step", ofSteps],
  ] as const)("of %s holds for those that wait by the old one", async ([, draft], { db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await publish(db, organizationId, draft(1));
    const worker = await new TestWorker(db.worker).register();
    const begun = new Set<string>();
    const look = async () => {
      await worker.pump();
      await worker.pump();
      for (const { execution_id: id } of await worker.begin()) begun.add(id);
    };
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push(await start(db, workflow));
    await look();
    expect([...begun]).toEqual(ids.slice(0, 1));
    await publishAgain(db, workflow, draft(3));
    ids.push(await start(db, workflow));
    await look();
    expect([...begun].toSorted()).toEqual(ids.slice(0, 3).toSorted());
    await publishAgain(db, workflow, draft(5));
    await look();
    expect([...begun].toSorted()).toEqual(ids.toSorted());
    expect(await invariants(db)).toEqual([]);
  });
});

describe("a limit of the organization", () => {
  test("that is for another workflow now lets the others begin", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const draft = definition([manual, act("a")], ["start → a"]);
    const mine = await publish(db, organizationId, draft);
    const other = await publish(db, organizationId, draft);
    const worker = await new TestWorker(db.worker).register();
    const set = (more: string) =>
      db.query(`select sluice.set_limit('f', concurrency => 1, organization_id => $1${more})`, [
        organizationId,
      ]);
    await set("");
    for (let n = 0; n < 2; n += 1) {
      await start(db, other);
      await worker.pump();
    }
    const waits = await start(db, mine);
    await worker.pump();
    expect(await execution(db, waits)).toMatchObject({ status: "pending" });
    await set(`, workflow_id => '${other}'`);
    await worker.pump();
    expect(await execution(db, waits)).toMatchObject({ status: "running" });
    expect(await invariants(db)).toEqual([]);
  });
});
