import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, TestWorker } from "../../support/engine.ts";
import {
  codeOf,
  endExecutions,
  endScene,
  enterTestMode,
  openSession,
  set,
  untilBlocked,
} from "../../support/scenes.ts";
import {
  countsOf,
  emitIn,
  firingsOf,
  listen,
  listener,
  pass,
  soon,
  startedBy,
} from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** A host in a session of its own, in a transaction. */
async function open(db: TestDatabase) {
  const session = await openSession(db, "sluice_worker");
  const worker = await new TestWorker(session).register();
  await session.query("begin");
  return { session, worker };
}

const EMIT = "select sluice.emit_event($1, '{}', null, null, $2)";

describe("an event", () => {
  test("that two hosts match at once starts one execution", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "a" });
    await emitIn(db, organizationId, "a");
    const [one, two] = [await open(db), await open(db)];
    await one.worker.pump();
    await two.worker.pump();
    await one.session.query("commit");
    await two.session.query("commit");
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(1);
    expect(await firingsOf(db, workflow)).toHaveLength(1);
  });

  test("whose matcher rolls back starts one when it is matched again", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "a" });
    await emitIn(db, organizationId, "a");
    const one = await open(db);
    await one.worker.pump();
    await one.session.query("rollback");
    expect(await startedBy(db, workflow)).toEqual([]);
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(1);
  });

  test("with a dedupe that two events have the value of, in two sessions, starts one", async ({
    db,
  }) => {
    const { organizationId, workflow, worker } = await listener(
      db,
      { name: "*" },
      { dedupe: "trigger.payload.id" },
    );
    await emitIn(db, organizationId, "a", { payload: { id: 1 } });
    const one = await open(db);
    await one.worker.pump();
    await emitIn(db, organizationId, "b", { payload: { id: 1 } });
    const two = await openSession(db, "sluice_worker");
    const second = worker.over(two).pump();
    await untilBlocked(db, two);
    await one.session.query("commit");
    await second;
    await soon(db);
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(1);
    expect((await firingsOf(db, workflow)).map(({ status }) => status)).toEqual([
      "started",
      "duplicate",
    ]);
  });

  test("emitted before a publish commits, and committed after it, fires what it published", async ({
    db,
  }) => {
    const { organizationId } = await createTenant(db);
    const emitter = await openSession(db);
    await emitter.query("begin");
    await emitter.query(EMIT, ["a", organizationId]);
    const workflow = await listen(db, organizationId, { trigger: "event", config: { name: "a" } });
    const worker = await new TestWorker(db.worker).register();
    await worker.drain();
    expect(await startedBy(db, workflow)).toEqual([]);
    await emitter.query("commit");
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(1);
  });

  test("matched while a publish is under way fires the version that is live", async ({ db }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "a" });
    const publisher = await openSession(db);
    await publisher.query("begin");
    await publisher.query("select sluice.update_workflow($1, null, $2)", [
      workflow,
      JSON.stringify(
        definition(
          [
            { id: "on", type: "trigger", data: { trigger: "event", config: { name: "b" } } },
            set("b"),
          ],
          ["on → b"],
        ),
      ),
    ]);
    await publisher.query("select sluice.publish_workflow($1)", [workflow]);
    await emitIn(db, organizationId, "a");
    await worker.drain();
    await publisher.query("commit");
    await emitIn(db, organizationId, "a");
    await emitIn(db, organizationId, "b");
    await worker.drain();
    const names = (await startedBy(db, workflow)).map(({ trigger }) => trigger.event["name"]);
    expect(names).toEqual(["a", "b"]);
  });

  test("and a switch: what is matched before it commits starts, what after does not", async ({
    db,
  }) => {
    const { organizationId, workflow, worker } = await listener(db, { name: "a" });
    const admin = await openSession(db);
    await admin.query("begin");
    await admin.query(
      "select sluice.set_trigger_enabled(id, false) from sluice.workflow_triggers where workflow_id = $1",
      [workflow],
    );
    await emitIn(db, organizationId, "a");
    await worker.drain();
    await admin.query("commit");
    await emitIn(db, organizationId, "a");
    await worker.drain();
    expect((await firingsOf(db, workflow)).map(({ status }) => status)).toEqual([
      "started",
      "refused",
    ]);
  });

  test("for a batch that another host adds to waits for it, and nothing is lost", async ({
    db,
  }) => {
    const config = { name: "*", batch: { size: 2, within: "1 hour" } };
    const { organizationId, workflow, worker } = await listener(db, config);
    await emitIn(db, organizationId, "a");
    const one = await open(db);
    await one.worker.pump();
    await emitIn(db, organizationId, "b");
    const two = await openSession(db, "sluice_worker");
    const second = worker.over(two).pump();
    await untilBlocked(db, two);
    await one.session.query("commit");
    await second;
    await worker.drain();
    expect(await startedBy(db, workflow)).toMatchObject([{ trigger: { payload: { count: 2 } } }]);
  });

  test("that is being added to a batch whose time has come is in it, or in the next", async ({
    db,
  }) => {
    const config = { name: "*", batch: { size: 9, within: "1 hour" } };
    const { organizationId, workflow, worker } = await listener(db, config);
    await emitIn(db, organizationId, "a");
    await worker.drain();
    await pass(db, "2 hours");
    const one = await open(db);
    await one.worker.pump();
    await emitIn(db, organizationId, "b");
    const two = await openSession(db, "sluice_worker");
    const second = worker.over(two).pump();
    await untilBlocked(db, two);
    await one.session.query("commit");
    await second;
    await pass(db, "2 hours");
    await worker.drain();
    expect(await startedBy(db, workflow)).toMatchObject([
      { trigger: { payload: { count: 1 } } },
      { trigger: { payload: { count: 1 } } },
    ]);
  });
});

/** Where a host may die while it fires. */
const POINTS = ["matched", "fired", "fired due"];

describe("a host that is killed", () => {
  for (const point of POINTS) {
    test(`at ${point} leaves every event to the next one, once`, async ({ db }) => {
      await enterTestMode(db);
      const { organizationId, workflow, worker } = await listener(db, { name: "a" });
      const batched = await listen(db, organizationId, {
        trigger: "event",
        config: { name: "a", batch: { size: 3, within: "1 hour" } },
      });
      for (let n = 0; n < 3; n += 1) await emitIn(db, organizationId, "a");
      const holder = await openSession(db);
      await holder.query("select pg_advisory_lock(4711)");
      const host = await openSession(db, "sluice_worker");
      await host.query("select set_config('sluice.failpoints', $1, false)", [`${point}=lock:4711`]);
      const dying = codeOf(worker.over(host).pump());
      await untilBlocked(db, host);
      const { processID } = host as unknown as { processID: number };
      await db.query("select pg_terminate_backend($1, 5000)", [processID]);
      expect(await dying).toBe("57P01");
      await holder.query("select pg_advisory_unlock(4711)");
      // what is due is a transaction of its own, after that of the events
      if (point !== "fired due") expect(await startedBy(db, workflow)).toEqual([]);
      expect(await startedBy(db, batched)).toEqual([]);
      await worker.drain();
      expect(await startedBy(db, workflow)).toHaveLength(3);
      expect(await startedBy(db, batched)).toMatchObject([{ trigger: { payload: { count: 3 } } }]);
      expect(await countsOf(db, workflow)).toEqual({ started: 3, completed: 3, failed: 0 });
      expect(await firingsOf(db, workflow)).toHaveLength(3);
    });
  }
});
