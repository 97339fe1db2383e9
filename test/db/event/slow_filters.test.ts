import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, openSession } from "../../support/scenes.ts";
import { emitIn, firingsOf, listen, listener, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** Looks at each pair of numbers in the payload. */
const SLOW = "exists($.trigger.payload.n[*] ? (exists($.trigger.payload.n[*] ? (@ < 0))))";
const slowly = { payload: { n: Array.from({ length: 6000 }, (_, n) => n) } };

/** A host whose statements may take half a second. */
async function hurried(db: TestDatabase): Promise<TestWorker> {
  const session = await openSession(db, "sluice_worker");
  await session.query("set statement_timeout = '500ms'");
  return new TestWorker(session).register();
}

describe("a filter that takes too long", () => {
  test("starts nothing and says so; what came with it is judged later", async ({ db }) => {
    const { organizationId, workflow } = await listener(db, { name: "slow" }, { filter: SLOW });
    const other = await listen(db, organizationId, {
      ...{ trigger: "event", config: { name: "quick" }, filter: "$.trigger.payload.n == 1" },
    });
    const plain = await listen(db, organizationId, { trigger: "event", config: { name: "quick" } });
    const host = await hurried(db);
    await emitIn(db, organizationId, "slow", slowly);
    await emitIn(db, organizationId, "slow", slowly);
    await emitIn(db, organizationId, "quick", { payload: { n: 1 } });
    for (let n = 0; n < 4; n += 1) await host.pump();
    expect(await firingsOf(db, workflow)).toMatchObject(
      Array.from({ length: 2 }, () => ({
        status: "refused",
        reason: "the filter or the dedupe takes too long",
      })),
    );
    expect(await startedBy(db, other)).toHaveLength(1);
    expect(await startedBy(db, plain)).toHaveLength(1);
    expect(await db.query("select from sluice_private.deferred_firings")).toEqual([]);
  });
});
