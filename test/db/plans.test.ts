import { expect, test } from "../support/database.ts";
import { addCrowd, stopAutovacuum } from "../support/crowd.ts";
import { createTenant, definition, manual, publish } from "../support/engine.ts";
import { set } from "../support/scenes.ts";

test("fill", { timeout: 120000 }, async ({ db }) => {
  const { organizationId } = await createTenant(db);
  const workflowId = await publish(
    db,
    organizationId,
    definition([manual, set("a")], ["start → a"]),
  );
  const [v] = await db.query<{ id: string }>("select id from sluice.workflow_versions");
  await stopAutovacuum(db);
  for (const [f, t] of [
    [1, 10],
    [11, 1000000],
  ] as const) {
    const t0 = Date.now();
    await addCrowd(db, { organizationId, workflowId, versionId: v!.id }, f, t);
    console.log(t, Date.now() - t0);
  }
  console.log(
    await db.query("select relname, n_live_tup from pg_stat_user_tables where n_live_tup > 0"),
  );
  expect(1).toBe(1);
});
