import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, definition, publish, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";
import { emitIn, listen, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers");
  await endExecutions(db);
});

describe("triggers that are due to be looked at", () => {
  test("of one organization keep no other waiting", async ({ db }) => {
    const { organizationId: greedy } = await createTenant(db);
    const config = { metric: "executions", op: ">", value: 1_000_000, every: "10 seconds" };
    const triggers = Array.from({ length: 300 }, (_, n) => ({
      ...{ id: `on${n}`, type: "trigger", data: { trigger: "metric_threshold", config } },
    }));
    await publish(db, greedy, definition([...triggers, set("a")], ["on0 → a"]));
    const { organizationId } = await createTenant(db);
    const modest = await listen(db, organizationId, {
      ...{ trigger: "event", config: { name: "a", debounce: { for: "1 second" } } },
    });
    const worker = await new TestWorker(db.worker).register();
    await emitIn(db, organizationId, "a");
    await db.query("select sluice_private.match_events(100)");
    await db.query(
      "update sluice_private.held_events set created_at = created_at - interval '1 minute'",
    );
    await db.query(
      `update sluice_private.trigger_timers set due_at = clock_timestamp() - case
         when organization_id = $1 then interval '1 minute' else interval '1 second' end`,
      [greedy],
    );
    await db.query("select * from sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
    expect(await startedBy(db, modest)).toHaveLength(1);
    for (let n = 0; n < 30; n += 1) {
      await db.query("select * from sluice_private.pump($1, $2)", [worker.id, worker.epoch]);
    }
    expect(
      await db.query("select from sluice_private.trigger_timers where due_at <= now()"),
    ).toEqual([]);
  });
});
