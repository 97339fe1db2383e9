import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { emitIn, firingsOf, listener, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** A workflow with a firing that started an execution, and one that did not. */
async function twice(db: TestDatabase) {
  const one = await listener(db, { name: "a" }, { filter: "$.trigger.payload.n == 1" });
  for (const n of [1, 2]) await emitIn(db, one.organizationId, "a", { payload: { n } });
  await one.worker.drain();
  expect(await firingsOf(db, one.workflow)).toMatchObject([
    { status: "started" },
    { status: "refused" },
  ]);
  return one;
}

describe("firings", () => {
  test("that started an execution are erased with it", async ({ db }) => {
    const { workflow, claims } = await twice(db);
    await db.query(
      "update sluice.organization_members set role = 'owner' where organization_id = $1",
      [claims.org],
    );
    const [run] = await startedBy(db, workflow);
    await db.as(claims, (client) => client.query("select sluice.erase_execution($1)", [run!.id]));
    expect(await firingsOf(db, workflow)).toMatchObject([{ status: "refused" }]);
  });

  test("that started nothing are kept as long as its organization says", async ({ db }) => {
    const { workflow, organizationId } = await twice(db);
    await db.query(
      `update sluice.workflow_trigger_firings set id = sluice_hidden.uuid_floor(now() - interval '2 days')
       where workflow_id = $1 and status = 'refused'`,
      [workflow],
    );
    await db.query("select sluice_private.expire_firings()");
    expect(await firingsOf(db, workflow)).toHaveLength(2);
    await db.query("update sluice.organizations set retention = '1 day' where id = $1", [
      organizationId,
    ]);
    await db.query("select sluice_private.expire_firings()");
    expect(await firingsOf(db, workflow)).toMatchObject([{ status: "started" }]);
  });
});

test("an event that a trigger holds is kept until the trigger has fired", async ({ db }) => {
  const batch = { size: 9, within: "7 days" };
  const { organizationId, worker } = await listener(db, { name: "a", batch });
  await emitIn(db, organizationId, "a");
  await worker.drain();
  await db.query("update sluice.organizations set retention = '1 day' where id = $1", [
    organizationId,
  ]);
  await db.query(
    `with aged as (
       update sluice.workflow_events set id = sluice_hidden.uuid_floor(now() - interval '2 days')
       where organization_id = $1
       returning id
     )
     update sluice_private.held_events set event_id = aged.id from aged
     where organization_id = $1`,
    [organizationId],
  );
  const expire = async () => {
    await db.query("select sluice_private.expire_events()");
    return db.query("select from sluice.workflow_events where organization_id = $1", [
      organizationId,
    ]);
  };
  expect(await expire()).toHaveLength(1);
  await db.query("delete from sluice_private.held_events where organization_id = $1", [
    organizationId,
  ]);
  expect(await expire()).toHaveLength(0);
});
