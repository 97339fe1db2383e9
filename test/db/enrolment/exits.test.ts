import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  publish,
  TestWorker,
} from "../../support/engine.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";
import { emitIn, firingsOf, pass } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** A workflow that contacts enter by `joined` and leave by `left` or `goal.*`. */
async function scene(db: TestDatabase, config: object = {}) {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const trigger = { trigger: "event", config: { name: "joined", ...config } };
  const workflow = await publish(
    db,
    organizationId,
    definition([{ id: "on", type: "trigger", data: trigger }, act("a")], ["on → a"], {
      enrolment: { key: "trigger.event.key", exit_on: [{ event: "left" }, { event: "goal.*" }] },
    }),
  );
  const worker = await new TestWorker(db.worker).register();
  const under = () =>
    db.query<{ status: string }>(
      "select status from sluice_private.live_executions where workflow_id = $1",
      [workflow],
    );
  const emit = (name: string) => emitIn(db, organizationId, name, { key: "c1" });
  return { workflow, worker, under, emit };
}

describe("a record that leaves before its execution has begun", () => {
  for (const exit of ["left", "goal.met"]) {
    test(`is not enrolled, or no more: by ${exit}`, async ({ db }) => {
      const { worker, under, emit } = await scene(db);
      await emit("joined");
      await emit(exit);
      await worker.pump();
      expect(await under()).toEqual([]);
    });
  }

  test("and comes back is enrolled", async ({ db }) => {
    const { workflow, worker, under, emit } = await scene(db);
    await emit("joined");
    await emit("left");
    await emit("joined");
    await worker.pump();
    expect(await under()).toHaveLength(1);
    expect(await firingsOf(db, workflow)).toMatchObject([
      { status: "refused", reason: "the record has left by event left" },
      { status: "started" },
    ]);
  });

  test("while a trigger waits for more events, is not enrolled", async ({ db }) => {
    const { workflow, worker, under, emit } = await scene(db, { debounce: { for: "1 minute" } });
    await emit("joined");
    await worker.pump();
    await emit("left");
    await worker.pump();
    await pass(db, "2 minutes");
    await worker.pump();
    expect(await under()).toEqual([]);
    expect(await firingsOf(db, workflow)).toMatchObject([{ status: "refused" }]);
  });

  test("is enrolled by a replay all the same", async ({ db }) => {
    const { worker, under, emit } = await scene(db);
    const joined = await emit("joined");
    await emit("left");
    await worker.pump();
    await db.query("select sluice.replay_event($1)", [joined]);
    await worker.pump();
    expect(await under()).toHaveLength(1);
  });
});
