import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, definition, publish } from "../../support/engine.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";
import { startedBy } from "../../support/triggers.ts";
import { makeTable, pump, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const triggers = (trigger: string, configs: Record<string, object>) =>
  definition(
    [
      ...Object.entries(configs).map(([id, config]) => ({
        ...{ id, type: "trigger", data: { trigger, config } },
      })),
      set("a"),
    ],
    Object.keys(configs).map((id) => `${id} → a`),
  );

describe("several triggers of one workflow", () => {
  test("that ask for the same change each start for it", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await publish(
      db,
      organizationId,
      triggers("record_updated", {
        status: { object, fields: ["status"] },
        size: { object, fields: ["size"] },
      }),
    );
    await db.query(`insert into ${object} values ($1, 1, 'a', 1)`, [organizationId]);
    await db.query(`update ${object} set status = 'b', size = 2`);
    await pump(db);
    const started = await startedBy(db, workflow);
    expect(new Set(started.map(({ trigger }) => trigger["id"])).size).toBe(2);
    expect(started).toHaveLength(2);
  });

  test("with an address each take deliveries of the same id each", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await publish(
      db,
      organizationId,
      triggers("webhook_received", { one: { path: "one" }, two: { path: "two" } }),
    );
    const deliver = () =>
      db.query<{ duplicate: boolean }>(
        `select took.duplicate
         from sluice.webhook_registrations as hook
         cross join lateral sluice_private.receive_webhook(
           hook.organization_id, hook.id, '7', 'POST', '{}', '{}', '{}', '127.0.0.1') as took
         where hook.workflow_id = $1`,
        [workflow],
      );
    expect(await deliver()).toEqual([{ duplicate: false }, { duplicate: false }]);
    expect(await deliver()).toEqual([{ duplicate: true }, { duplicate: true }]);
    expect(await startedBy(db, workflow)).toHaveLength(2);
  });
});
