import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, TestWorker } from "../../support/engine.ts";
import { endLimits, limited, running, startSome } from "../../support/limits.ts";
import { act, attempts, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endLimits(db);
});

/** Rules that no definition is compiled to. */
const POISON = [
  '[{"key": "k", "scope": "step", "on_limit": "queue", "period": "x", "count": 1, "burst": 1}]',
  '[{"key": null, "scope": "step", "on_limit": "queue", "concurrency": 1}]',
  '[{"key": "k", "scope": "step", "on_limit": "queue", "concurrency": 1e300}]',
  '{"key": "k"}',
];

describe("admission", () => {
  test.for(POISON)(
    "fails a step whose limits cannot be judged, and lets the others begin: %s",
    async (poison, { db }) => {
      const workflow = await limited(db, { key: "{{ trigger.payload.n }}", concurrency: 1 });
      const ids: string[] = [];
      for (let n = 0; n < 5; n += 1) ids.push(...(await startSome(db, workflow, 1, { n })));
      const update = "update sluice_private.step_limits set limits = $2 where execution_id = $1";
      await db.query(update, [ids[2], poison]);
      const worker = await new TestWorker(db.worker).register();
      expect(await running(worker, ids)).toEqual([0, 1, 3, 4]);
      expect(await execution(db, ids[2]!)).toMatchObject({
        status: "failed",
        error: { class: "limit", message: expect.stringMatching(/^its limits cannot be judged: /) },
      });
      expect(await attempts(db, ids[2]!)).toEqual(["a:1:failed"]);
    },
  );

  test.for(POISON)(
    "cancels an execution whose limits cannot be judged, and lets the others begin: %s",
    async (poison, { db }) => {
      const workflow = await workflowOf(db, [act("a")], ["start → a"], {
        limits: [{ key: "{{ trigger.payload.n }}", concurrency: 9 }],
      });
      const ids = await startSome(db, workflow, 5);
      await db.query(
        "update sluice_private.limited_executions set limits = $2 where execution_id = $1",
        [ids[2], poison],
      );
      const worker = await new TestWorker(db.worker).register();
      expect(await running(worker, ids)).toEqual([0, 1, 3, 4]);
      expect(await execution(db, ids[2]!)).toMatchObject({
        status: "cancelled",
        error: { class: "limit", message: expect.stringMatching(/^its limits cannot be judged: /) },
      });
    },
  );

  test("takes keys of any length and letters", async ({ db }) => {
    const workflow = await limited(db, { key: "{{ trigger.payload.who }}", concurrency: 1 });
    const hostile = ["x".repeat(100_000), "😀".repeat(3000), "'\"\\\n\u0001%s{{ }}", " ", "k:1:2"];
    const ids: string[] = [];
    for (const who of hostile) ids.push(...(await startSome(db, workflow, 1, { who })));
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0, 1, 2, 3, 4]);
  });
});
