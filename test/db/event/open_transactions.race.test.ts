import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, publish, TestWorker, type Node } from "../../support/engine.ts";
import { endExecutions, endScene, openSession, set } from "../../support/scenes.ts";
import { emitIn, firingsOf, listen, pass, soon, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const onJoined: Node = {
  id: "on",
  type: "trigger",
  data: { trigger: "event", config: { name: "joined" } },
};
const manual: Node = { id: "start", type: "trigger", data: { trigger: "manual" } };

/** A host that gives up long before anybody commits. */
async function host(db: TestDatabase): Promise<TestWorker> {
  const session = await openSession(db, "sluice_worker");
  await session.query("set statement_timeout = '5s'");
  return new TestWorker(session).register();
}

/** Somebody else's organization, which is to be served meanwhile. */
async function neighbour(db: TestDatabase) {
  const { organizationId } = await createTenant(db);
  const workflow = await listen(db, organizationId, { trigger: "event", config: { name: "y" } });
  return {
    emit: () => emitIn(db, organizationId, "y"),
    started: async () => (await startedBy(db, workflow)).length,
  };
}

async function begun(db: TestDatabase) {
  const session = await openSession(db);
  await session.query("begin");
  return session;
}

describe("a transaction that stays open", () => {
  for (const [what, enrolment] of [
    ["has enrolled a record", {}],
    ["counts under a cap", { cap: { active: 9 } }],
  ] as const) {
    test(`and ${what} holds up nobody; the firing comes later`, async ({ db }) => {
      const { organizationId } = await createTenant(db);
      const workflow = await publish(
        db,
        organizationId,
        definition([manual, onJoined, set("a")], ["start → a", "on → a"], {
          enrolment: { key: "trigger.payload.contact", again: "always", ...enrolment },
        }),
      );
      const other = await neighbour(db);
      const user = await begun(db);
      await user.query(`select sluice.start_workflow($1, '{"contact": 1}')`, [workflow]);
      for (const contact of [1, 2]) {
        await emitIn(db, organizationId, "joined", { payload: { contact } });
      }
      await other.emit();
      const worker = await host(db);
      await worker.pump();
      expect(await other.started()).toBe(1);
      const [later] = await db.query<{ count: number }>(
        "select count(*)::int as count from sluice_private.deferred_firings",
      );
      expect(later).toEqual({ count: "cap" in enrolment ? 2 : 1 });
      await soon(db);
      await worker.pump();
      await user.query("commit");
      await soon(db);
      await worker.drain();
      expect(await startedBy(db, workflow)).toHaveLength(3);
      expect((await firingsOf(db, workflow)).map(({ status }) => status)).toEqual([
        "started",
        "started",
      ]);
      expect(await db.query("select from sluice_private.deferred_firings")).toEqual([]);
    });
  }

  test("and has given a key its execution holds up nobody", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await listen(db, organizationId, {
      ...{ trigger: "event", config: { name: "joined" }, dedupe: "trigger.payload.contact" },
    });
    const other = await neighbour(db);
    const claimer = await begun(db);
    await claimer.query(
      "select sluice_private.claim_key($1, $2, 'dedupe:1', gen_random_uuid(), null)",
      [organizationId, workflow],
    );
    await emitIn(db, organizationId, "joined", { payload: { contact: 1 } });
    await emitIn(db, organizationId, "joined", { payload: { contact: 2 } });
    await other.emit();
    const worker = await host(db);
    await worker.pump();
    expect(await other.started()).toBe(1);
    expect(await startedBy(db, workflow)).toHaveLength(1);
    await claimer.query("rollback");
    await soon(db);
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(2);
  });

  test("and publishes what watches a figure holds up nobody", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const config = { metric: "executions", op: ">=", value: 0, every: "10 seconds" };
    const draft = definition(
      [{ id: "on", type: "trigger", data: { trigger: "metric_threshold", config } }, set("a")],
      ["on → a"],
    );
    const workflow = await publish(db, organizationId, draft);
    const other = await neighbour(db);
    const user = await begun(db);
    await user.query("select sluice.publish_workflow($1)", [workflow]);
    await other.emit();
    const worker = await host(db);
    await worker.pump();
    expect(await other.started()).toBe(1);
    expect(await startedBy(db, workflow)).toEqual([]);
    await user.query("commit");
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(1);
  });

  for (const end of ["commit", "rollback"]) {
    test(`and removes a trigger that holds events holds up nobody; ${end}`, async ({ db }) => {
      const { organizationId } = await createTenant(db);
      const config = { name: "x", batch: { size: 9, within: "1 hour" } };
      const draft = (id: string) =>
        definition(
          [{ id, type: "trigger", data: { trigger: "event", config } }, set("a")],
          [`${id} → a`],
        );
      const workflow = await publish(db, organizationId, draft("on"));
      const other = await neighbour(db);
      const user = await begun(db);
      await user.query("select sluice.update_workflow($1, null, $2)", [
        workflow,
        JSON.stringify(draft("off")),
      ]);
      await user.query("select sluice.publish_workflow($1)", [workflow]);
      await emitIn(db, organizationId, "x");
      await other.emit();
      const worker = await host(db);
      await worker.pump();
      expect(await other.started()).toBe(1);
      await soon(db);
      await worker.pump();
      await user.query(end);
      await soon(db);
      await worker.drain();
      await pass(db, "2 hours");
      await worker.drain();
      expect(await db.query("select from sluice_private.deferred_firings")).toEqual([]);
      expect(await startedBy(db, workflow)).toHaveLength(end === "commit" ? 0 : 1);
    });
  }
});
