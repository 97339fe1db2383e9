import { describe } from "vitest";
import { changed, Reader, scene } from "../../support/changes.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start } from "../../support/engine.ts";
import { endScene, openSession } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

describe("forget_changes", () => {
  const age = (db: TestDatabase) =>
    db.query("update sluice_private.change_floor set moved_at = moved_at - interval '6 minutes'");
  const forget = (db: TestDatabase) => db.query("select sluice_private.forget_changes()");

  test("keeps what may not have been read for five minutes, then tells who is too late", async ({
    db,
  }) => {
    const { organizationId, workflow } = await scene(db);
    const reader = await new Reader(db, { organization: organizationId }).settle();
    const old = reader.cursor;
    const id = await start(db, workflow);
    const late = await openSession(db);
    await late.query("begin");
    const { rows } = await late.query<{ id: string }>("select id from sluice.start_workflow($1)", [
      workflow,
    ]);
    await age(db);
    await forget(db);
    reader.cursor = old;
    expect(await reader.read()).toMatchObject(changed(id));
    const before = reader.cursor;
    await late.query("commit");
    await age(db);
    await forget(db);
    reader.cursor = old;
    expect(await reader.read()).toMatchObject({ is_reset: true });
    reader.cursor = before;
    expect(await reader.read()).toMatchObject(changed(rows[0]!.id));
    // a transaction that is under way, in any database, keeps what is later
    const forgotten = async () => {
      await age(db);
      await forget(db);
      const left = "select from sluice_private.changes where organization_id = $1";
      return db.query(left, [organizationId]);
    };
    await expect.poll(forgotten, { timeout: 10_000 }).toEqual([]);
  });

  test("forgets who has not asked for five minutes", async ({ db }) => {
    const { organizationId, workflow } = await scene(db);
    const reader = await new Reader(db, { organization: organizationId }).settle();
    await db.query(
      `update sluice_private.watched_scopes set expires_at = clock_timestamp()
       where organization_id = $1`,
      [organizationId],
    );
    await forget(db);
    const id = await start(db, workflow);
    expect(await reader.read()).toMatchObject({ is_reset: true });
    await reader.settle();
    const after = await start(db, workflow);
    expect(await reader.read()).toMatchObject(changed(after));
    expect(id).not.toBe(after);
  });
});
