import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, openSession, untilBlocked } from "../../support/scenes.ts";
import { listen, payloads } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

test.beforeAll(async ({ db }) => {
  await db.query("create table public.raced (organization_id uuid, id int primary key, n int)");
  await db.query("select sluice.watch_table('public.raced')");
});

const object = "public.raced";

describe("two who change the same row", () => {
  test("are each told of, with the row as they found it", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await listen(db, organizationId, "record_updated", { object });
    await db.query("insert into public.raced values ($1, 1, 0)", [organizationId]);
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin; update public.raced set n = n + 1 where id = 1");
    const second = two.query("update public.raced set n = n + 1 where id = 1");
    await untilBlocked(db, two);
    // what is not committed is not told
    expect(await payloads(db, workflow)).toEqual([]);
    await one.query("commit");
    await second;
    const told = await payloads(db, workflow);
    expect(told.map((change) => [change.old!["n"], change.new!["n"]]).sort()).toEqual([
      ...[[0, 1], [1, 2]], // prettier-ignore
    ]);
  });
});

describe("two pumps", () => {
  test("make each change an event once", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await listen(db, organizationId, "record_created", { object });
    for (const id of [11, 12, 13]) {
      await db.query("insert into public.raced values ($1, $2, 0)", [organizationId, id]);
    }
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin; select sluice_private.expand_changes(1)");
    await two.query("begin; select sluice_private.expand_changes(10)");
    await two.query("commit");
    await one.query("commit");
    const workers = [new TestWorker(db.worker), new TestWorker(db.worker)];
    for (const worker of workers) await worker.register();
    await Promise.all(workers.map((worker) => worker.pump()));
    const told = await payloads(db, workflow);
    expect(told.map(({ key }) => (key as { id: number }).id).sort()).toEqual([11, 12, 13]);
  });

  test("of which one dies lose nothing", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query("insert into public.raced values ($1, 21, 0)", [organizationId]);
    const dying = await openSession(db);
    await dying.query("begin; select sluice_private.match_events(10); rollback");
    expect(await payloads(db, workflow)).toHaveLength(1);
  });
});
