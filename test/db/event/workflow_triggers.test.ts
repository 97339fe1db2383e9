import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { act, codeOf, endExecutions, endScene } from "../../support/scenes.ts";
import { countsOf, firingsOf, listen, pass, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** An organization with workflows A and B, each with a step `a` for a worker. */
async function two(db: TestDatabase) {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const draft = definition([manual, act("a", { retry: { max_attempts: 1 } })], ["start → a"]);
  const [a, b] = [
    await publish(db, organizationId, draft, "A"),
    await publish(db, organizationId, draft, "B"),
  ];
  const worker = await new TestWorker(db.worker).register();
  return { organizationId, a, b, worker };
}

const on = (db: TestDatabase, organizationId: string, trigger: string, config: object, data = {}) =>
  listen(db, organizationId, { trigger, config, ...data });

const eventsOf = (db: TestDatabase, organizationId: string) =>
  db.query("select name from sluice.workflow_events where organization_id = $1", [organizationId]);

describe("workflow_finished", () => {
  test("fires for the workflow and the status that it names", async ({ db }) => {
    const { organizationId, a, b, worker } = await two(db);
    const finished = await on(db, organizationId, "workflow_finished", { workflows: ["A"] });
    const cancelled = await on(db, organizationId, "workflow_finished", {
      ...{ workflows: [a], statuses: ["cancelled"] },
    });
    const run = await start(db, a, { n: 1 });
    await start(db, b);
    await worker.drain(() => ({ done: true }));
    await worker.drain();
    expect(await startedBy(db, finished)).toMatchObject([
      {
        trigger: {
          type: "workflow_finished",
          payload: {
            run: { id: run, status: "completed", workflow: { id: a, name: "A" } },
            error: null,
          },
        },
      },
    ]);
    expect(await startedBy(db, cancelled)).toEqual([]);
  });

  test("of any workflow is not for the end of its own", async ({ db }) => {
    const { organizationId, a, worker } = await two(db);
    const any = await on(db, organizationId, "workflow_finished", {});
    await start(db, a);
    await worker.drain();
    await worker.drain();
    expect(await startedBy(db, any)).toHaveLength(1);
    expect(await firingsOf(db, any)).toHaveLength(1);
  });

  test("is not for the end of its own by a pattern either", async ({ db }) => {
    const { organizationId, a, worker } = await two(db);
    const config = { name: ["**", "sluice.**", "sluice.workflow.*.completed"] };
    const all = await on(db, organizationId, "event", config);
    await start(db, a);
    for (let n = 0; n < 4; n += 1) await worker.drain();
    expect(await startedBy(db, all)).toHaveLength(1);
    expect(await firingsOf(db, all)).toHaveLength(1);
  });

  test("costs no event where nobody listens", async ({ db }) => {
    const { organizationId, b, worker } = await two(db);
    await on(db, organizationId, "workflow_finished", { workflows: ["A"] });
    await start(db, b);
    await worker.drain();
    expect(await eventsOf(db, organizationId)).toEqual([]);
  });

  test("of two that start each other ends after ten, and says why", async ({ db }) => {
    const { organizationId, a, worker } = await two(db);
    const ping = await on(db, organizationId, "workflow_finished", { workflows: ["A"] });
    const pong = await on(db, organizationId, "workflow_finished", { workflows: [ping] });
    await db.query(
      `update sluice.workflows set definition = jsonb_set(
         definition, '{nodes,0,data,config,workflows}', jsonb_build_array('A', $2::text))
       where id = $1`,
      [ping, pong],
    );
    await db.query("select sluice.publish_workflow($1)", [ping]);
    await start(db, a);
    for (let n = 0; n < 15; n += 1) await worker.drain();
    const fired = [...(await firingsOf(db, ping)), ...(await firingsOf(db, pong))];
    expect(fired.filter(({ status }) => status === "started")).toHaveLength(10);
    expect(fired.filter(({ status }) => status === "refused")).toMatchObject([
      { reason: "workflows have started each other ten times" },
    ]);
  });

  test("is refused for its own workflow, and for one that is not there", async ({ db }) => {
    const { organizationId } = await two(db);
    const itself = await on(db, organizationId, "workflow_finished", { workflows: ["A"] });
    const republish = async (name: string) => {
      await db.query(
        `update sluice.workflows set definition = jsonb_set(
           definition, '{nodes,0,data,config,workflows}', jsonb_build_array($2::text))
         where id = $1`,
        [itself, name],
      );
      return codeOf(db.query("select sluice.publish_workflow($1)", [itself]));
    };
    expect(await republish(itself)).toBe("SLVAL");
    expect(await republish("nobody")).toBe("SLVAL");
  });

  test("of all waits for each of them within the time", async ({ db }) => {
    const { organizationId, a, b, worker } = await two(db);
    const all = await on(db, organizationId, "workflow_finished", {
      ...{ workflows: ["A", "B"], mode: "all", within: "1 hour" },
    });
    const [first] = [await start(db, a)];
    await worker.drain();
    await worker.drain();
    await pass(db, "2 hours");
    await worker.drain();
    await start(db, b);
    await worker.drain();
    await worker.drain();
    expect(await startedBy(db, all)).toEqual([]);
    const second = await start(db, a);
    await worker.drain();
    await worker.drain();
    const [started] = await startedBy(db, all);
    const runs = started!.trigger.payload["runs"] as { id: string }[];
    expect(runs.map(({ id }) => id)).toContain(second);
    expect(runs.map(({ id }) => id)).not.toContain(first);
    expect(runs).toHaveLength(2);
  });
});

describe("workflow_failed", () => {
  test("fires for errors of its classes", async ({ db }) => {
    const { organizationId, a, worker } = await two(db);
    const failed = await on(db, organizationId, "workflow_failed", { workflows: ["A"] });
    const http = await on(db, organizationId, "workflow_failed", { error_class: ["http", "x"] });
    const other = await on(db, organizationId, "workflow_failed", { error_class: "other" });
    const finished = await on(db, organizationId, "workflow_finished", { workflows: ["A"] });
    await start(db, a);
    await worker.drain(() => ({ error: { class: "http", message: "no" } }));
    await worker.drain();
    for (const workflow of [failed, http]) {
      expect(await startedBy(db, workflow)).toMatchObject([
        { trigger: { payload: { run: { status: "failed" }, error: { class: "http" } } } },
      ]);
    }
    expect(await startedBy(db, other)).toEqual([]);
    expect(await startedBy(db, finished)).toEqual([]);
  });
});

describe("the counters of a trigger", () => {
  test("count each execution once, how often it is retried, folded or not", async ({ db }) => {
    const { a, worker } = await two(db);
    const [first] = [await start(db, a), await start(db, a), await start(db, a)];
    expect(await countsOf(db, a)).toEqual({ started: 3, completed: 0, failed: 0 });
    await worker.drain(({ execution_id: id }) =>
      id === first ? { error: { class: "http" } } : {},
    );
    expect(await countsOf(db, a)).toEqual({ started: 3, completed: 2, failed: 1 });
    await db.query("select sluice_private.fold_trigger_counts()");
    expect(await countsOf(db, a)).toEqual({ started: 3, completed: 2, failed: 1 });
    await db.query("select sluice.retry_execution($1)", [first]);
    expect(await countsOf(db, a)).toEqual({ started: 3, completed: 2, failed: 0 });
    await worker.drain();
    await db.query("select sluice_private.fold_trigger_counts()");
    expect(await countsOf(db, a)).toEqual({ started: 3, completed: 3, failed: 0 });
    expect(await db.query("select sluice_private.fold_trigger_counts() as n")).toEqual([{ n: 0 }]);
    const [at] = await db.query<{ is: boolean }>(
      `select sluice.workflow_triggers_last_triggered_at(t) > now() - interval '1 minute' as is
       from sluice.workflow_triggers as t where workflow_id = $1`,
      [a],
    );
    expect(at).toEqual({ is: true });
  });

  test("do not move for a start that is rolled back, or that is simulated", async ({ db }) => {
    const { a } = await two(db);
    const session = await db.session();
    await session.query("begin");
    await session.query("select sluice.start_workflow($1)", [a]);
    await session.query("rollback");
    await db.query("select sluice.simulate_workflow($1)", [a]);
    expect(await countsOf(db, a)).toEqual({ started: 0, completed: 0, failed: 0 });
  });
});
