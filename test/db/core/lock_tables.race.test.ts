import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { endScene, openSession, untilBlocked } from "../../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

describe("a migration", () => {
  test("gives way to whoever holds a table and wants one that it has", async ({ db }) => {
    const [worker, migration] = [await openSession(db), await openSession(db)];
    await worker.query("begin");
    await worker.query("lock table sluice_private.arrivals in row exclusive mode");
    await migration.query("begin");
    const locked = migration.query("select sluice_private.lock_tables()");
    await untilBlocked(db, migration);
    await worker.query("select from sluice_private.workers");
    await worker.query("select from sluice_private.live_executions for update");
    await worker.query("commit");
    await locked;
    const late = worker.query("select from sluice_private.workers");
    await untilBlocked(db, worker);
    await migration.query("commit");
    await late;
  });

  test("does without a table that is dropped before it could be taken", async ({ db }) => {
    const [maintenance, migration] = [await openSession(db), await openSession(db)];
    await db.query("create table sluice_private.executions_gone_1 ()");
    await maintenance.query("begin");
    await maintenance.query("select from sluice_private.workers for update");
    await maintenance.query("drop table sluice_private.executions_gone_1");
    await migration.query("begin");
    const locked = migration.query("select sluice_private.lock_tables()");
    await untilBlocked(db, migration);
    await maintenance.query("commit");
    await locked;
    const { rows } = await migration.query("select from sluice_private.workers");
    expect(rows).toEqual([]);
    await migration.query("commit");
  });

  test("says so when a table is in use for long", async ({ db }) => {
    const [reader, migration] = [await openSession(db), await openSession(db)];
    await reader.query("begin");
    await reader.query("select from sluice.workflows");
    await migration.query("begin");
    await expect(migration.query("select sluice_private.lock_tables()")).rejects.toMatchObject({
      code: "55P03",
    });
    await reader.query("select from sluice_private.workers");
    expect(await reader.query("commit")).toBeDefined();
  });
});
