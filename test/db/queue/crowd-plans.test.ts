import { stopAutovacuum } from "../../support/crowd.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start, TestWorker } from "../../support/engine.ts";
import { faultsOfDoors, heavyTwice, PlanRecorder } from "../../support/plans.ts";
import { openSession, set, workflowOf } from "../../support/scenes.ts";

/** So much that has arrived at nobody, of so many organizations. */
const addArrivals = async (db: TestDatabase, organizations: number, each: number) =>
  db.query(
    `with o as (
       insert into sluice.organizations (id, slug, name)
       select id, 't-' || id, 'Test'
       from (select gen_random_uuid() as id from generate_series(1, $1)) as made
       returning id
     )
     insert into sluice_private.arrivals (organization_id, execution_id, kind)
     select o.id, gen_random_uuid(), 'start' from o cross join generate_series(1, $2)`,
    [organizations, each],
  );

test("what comes next of 100,000 arrivals is found by key, whoever planned it when", async ({
  db,
}) => {
  await stopAutovacuum(db);
  const workflow = await workflowOf(db, [set("a")], ["start → a"]);
  const session = await openSession(db);
  const plans = await PlanRecorder.over(session);
  const worker = await new TestWorker(session).register();
  const look = async () => {
    await start(db, workflow);
    await session.query("select sluice_private.advance_batch(10)");
    const statements = plans.take();
    expect(statements.filter(({ query }) => /share_arrivals/.test(query))).not.toEqual([]);
    expect(faultsOfDoors(statements)).toEqual([]);
    return statements;
  };
  // planned when there was hardly anything, then again among many
  await worker.pump();
  await addArrivals(db, 6, 4);
  expect(await heavyTwice(look)).toEqual([]);
  await addArrivals(db, 9, 1);
  await addArrivals(db, 2, 50_000);
  expect(await heavyTwice(look)).toEqual([]);
  await session.end();
});
