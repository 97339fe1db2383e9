import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  TestWorker,
} from "../../support/engine.ts";
import { act, endExecutions, endScene, openSession } from "../../support/scenes.ts";
import { emitIn, firingsOf, pass, soon } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** A workflow that contacts enter by `joined` and leave by `left` or `goal.*`. */
async function scene(db: TestDatabase, config: object = {}, key = "trigger.event.key") {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const trigger = { trigger: "event", config: { name: "joined", ...config } };
  const workflow = await publish(
    db,
    organizationId,
    definition(
      [{ id: "on", type: "trigger", data: trigger }, manual, act("a")],
      ["on → a", "start → a"],
      {
        enrolment: { key, exit_on: [{ event: "left" }, { event: "goal.*" }] },
      },
    ),
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
      { status: "unmatched" },
      { status: "refused", reason: "the record has left by event left" },
      { status: "started" },
    ]);
  });

  for (const exit of ["left", "goal.met"]) {
    test(`while a trigger waits for more events, is not enrolled: by ${exit}`, async ({ db }) => {
      const { workflow, worker, under, emit } = await scene(db, { debounce: { for: "1 minute" } });
      await emit("joined");
      await worker.pump();
      await emit(exit);
      await worker.pump();
      await pass(db, "2 minutes");
      await worker.pump();
      expect(await under()).toEqual([]);
      const reason = expect.stringMatching(/^the record has left by/) as string;
      expect((await firingsOf(db, workflow)).at(-1)).toMatchObject({ status: "refused", reason });
    });

    test(`while somebody enrols it is taken out once that has committed: by ${exit}`, async ({
      db,
    }) => {
      const { workflow, worker, under, emit } = await scene(db, {}, "trigger.payload.c");
      const user = await openSession(db);
      await user.query("begin");
      await user.query(`select sluice.start_workflow($1, '{"c": "c1"}')`, [workflow]);
      await emit(exit);
      await worker.pump();
      await user.query("commit");
      expect(await under()).toHaveLength(1);
      await soon(db);
      for (let n = 0; n < 3; n += 1) await worker.pump();
      expect(await under()).toEqual([]);
      expect(await db.query("select from sluice_private.deferred_firings")).toEqual([]);
    });
  }

  test("and comes back, by an event that is held, is enrolled", async ({ db }) => {
    const { worker, under, emit } = await scene(db, { debounce: { for: "1 minute" } });
    for (const name of ["left", "goal.met", "joined"]) await emit(name);
    await worker.pump();
    await pass(db, "2 minutes");
    await worker.pump();
    expect(await under()).toHaveLength(1);
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
