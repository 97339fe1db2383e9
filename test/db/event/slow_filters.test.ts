import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { openHost } from "../../support/slow.ts";
import { emitIn, firingsOf, listen, listener, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** Looks at each pair of numbers in the payload. */
const SLOW = "exists($.trigger.payload.n[*] ? (exists($.trigger.payload.n[*] ? (@ < 0))))";
const slowly = { payload: { n: Array.from({ length: 12_000 }, (_, n) => n) } };

/** A host whose statements may take two seconds; the first on a busy machine takes one by itself. */
const hurried = async (db: TestDatabase) => new TestWorker(await openHost(db, 2000)).register();

const isOn = (db: TestDatabase, workflow: string) =>
  db.query("select is_enabled from sluice.workflow_triggers where workflow_id = $1", [workflow]);

describe("a filter that takes too long", () => {
  test("by itself has its trigger switched off; what came with it is judged later", async ({
    db,
  }) => {
    const { organizationId, workflow } = await listener(db, { name: "slow" }, { filter: SLOW });
    const other = await listen(db, organizationId, {
      ...{ trigger: "event", config: { name: "quick" }, filter: "$.trigger.payload.n == 1" },
    });
    const batched = await listen(db, organizationId, {
      trigger: "event",
      config: { name: "quick", batch: { size: 9, within: "1 hour" } },
      filter: "$.trigger.payload.n == 1",
    });
    const plain = await listen(db, organizationId, { trigger: "event", config: { name: "quick" } });
    const host = await hurried(db);
    await emitIn(db, organizationId, "slow", slowly);
    await emitIn(db, organizationId, "slow", slowly);
    await emitIn(db, organizationId, "quick", { payload: { n: 1 } });
    for (let n = 0; n < 4; n += 1) await host.pump();
    expect(await firingsOf(db, workflow)).toMatchObject([
      { status: "refused", reason: "the filter or the dedupe takes too long" },
      { status: "refused", reason: "the trigger is switched off" },
    ]);
    expect(await isOn(db, workflow)).toEqual([{ is_enabled: false }]);
    expect(await startedBy(db, other)).toHaveLength(1);
    expect(await startedBy(db, plain)).toHaveLength(1);
    expect(await startedBy(db, batched)).toEqual([]);
    expect(await db.query("select from sluice_private.held_events")).toHaveLength(1);
    expect(await db.query("select from sluice_private.deferred_firings")).toEqual([]);
  });
});

describe("a key that takes too long", () => {
  const key = `$.trigger.payload.n[*] ? (${SLOW})`;
  const triggers = {
    "of what a trigger holds": [{ key, debounce: { for: "1 s" } }, undefined],
    "of an enrolment": [{}, { enrolment: { key } }],
  } as const;
  for (const [what, [config, settings]] of Object.entries(triggers)) {
    test(`${what} has its trigger switched off, and holds up nobody`, async ({ db }) => {
      const { organizationId } = await createTenant(db);
      const trigger = { trigger: "event", config: { name: "slow", ...config } };
      const workflow = await listen(db, organizationId, trigger, settings);
      const plain = await listen(db, organizationId, {
        ...{ trigger: "event", config: { name: "quick" } },
      });
      const host = await hurried(db);
      await emitIn(db, organizationId, "slow", slowly);
      await emitIn(db, organizationId, "slow", slowly);
      await emitIn(db, organizationId, "quick");
      for (let n = 0; n < 4; n += 1) await host.pump();
      expect(await startedBy(db, plain)).toHaveLength(1);
      expect(await firingsOf(db, workflow)).toMatchObject([
        { status: "refused", reason: expect.stringMatching(/takes too long$/) as string },
        { status: "refused", reason: "the trigger is switched off" },
      ]);
      expect(await isOn(db, workflow)).toEqual([{ is_enabled: false }]);
      expect(await db.query("select from sluice_private.deferred_firings")).toEqual([]);
    });
  }
});
