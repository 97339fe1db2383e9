import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  invariants,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
} from "../../support/engine.ts";
import { endLimits } from "../../support/limits.ts";
import { act, codeOf, enterTestMode, openSession } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endLimits(db);
});

async function scene(db: TestDatabase, settings: object = {}) {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const draft = () => definition([manual, act("a")], ["start → a"], settings);
  const workflow = await publish(db, organizationId, draft());
  const worker = await new TestWorker(db.worker).register();
  return {
    organizationId,
    workflow,
    worker,
    another: () => publish(db, organizationId, draft()),
  };
}

/** Starts one after the other. */
async function startSome(
  db: TestDatabase,
  worker: TestWorker,
  workflow: string,
  inputs: unknown[],
) {
  const ids: string[] = [];
  for (const input of inputs) {
    ids.push(await start(db, workflow, input));
    await worker.pump();
  }
  return ids;
}

const statuses = async (db: TestDatabase, ids: string[]) =>
  Promise.all(ids.map(async (id) => (await execution(db, id)).status));

const setLimit = (db: TestDatabase, organizationId: string, name: string, rest: string) =>
  db.query(`select sluice.set_limit($1, organization_id => $2, ${rest})`, [name, organizationId]);

describe("the limits of a workflow", () => {
  test("let one execution of a key begin after the other", async ({ db }) => {
    const { workflow, worker } = await scene(db, {
      limits: [{ key: "{{ trigger.payload.who }}", concurrency: 1 }],
    });
    const ids = await startSome(db, worker, workflow, [{ who: 1 }, { who: 1 }, { who: 2 }]);
    expect(await statuses(db, ids)).toEqual(["running", "pending", "running"]);
    expect(await invariants(db)).toEqual([]);
    await db.query("select sluice.cancel_execution($1)", [ids[0]]);
    await worker.pump();
    expect(await statuses(db, ids)).toEqual(["cancelled", "running", "running"]);
    expect(await stepStatuses(db, ids[1]!)).toEqual({ start: "completed", a: "queued" });
  });

  test("say why one waits, and since when", async ({ db }) => {
    const { workflow, worker } = await scene(db, { limits: [{ key: "k", concurrency: 1 }] });
    const ids = await startSome(db, worker, workflow, [1, 2]);
    expect(
      await db.query(
        `select execution_id, limit_key, limited_at <= clock_timestamp() as since
         from sluice_private.limited_executions where state = 'waiting'`,
      ),
    ).toEqual([{ execution_id: ids[1], limit_key: `workflow:${workflow}/1:k`, since: true }]);
  });

  test("cancel one too many that is to be skipped", async ({ db }) => {
    const { workflow, worker } = await scene(db, {
      limits: [{ concurrency: 1, on_limit: "skip" }],
    });
    const ids = await startSome(db, worker, workflow, [1, 2]);
    expect(await statuses(db, ids)).toEqual(["running", "cancelled"]);
    expect(await execution(db, ids[1]!)).toMatchObject({
      error: { class: "limit", limit: { on_limit: "skip" } },
    });
  });

  test("cancel the oldest", async ({ db }) => {
    const { workflow, worker } = await scene(db, {
      limits: [{ concurrency: 2, on_limit: "cancel_oldest" }],
    });
    const ids = await startSome(db, worker, workflow, [1, 2, 3, 4]);
    expect(await statuses(db, ids)).toEqual(["cancelled", "cancelled", "running", "running"]);
  });

  test("have those whose key finds nothing share one", async ({ db }) => {
    const { workflow, worker } = await scene(db, {
      limits: [{ key: "{{ trigger.payload.who }}", concurrency: 1 }],
    });
    const ids = await startSome(db, worker, workflow, [{}, {}]);
    expect(await statuses(db, ids)).toEqual(["running", "pending"]);
  });

  test("hold for the next generation of an execution", async ({ db }) => {
    const { workflow, worker } = await scene(db, { limits: [{ concurrency: 1 }] });
    const ids = await startSome(db, worker, workflow, [1, 2]);
    await db.query("select sluice.cancel_execution($1)", [ids[0]]);
    await worker.pump();
    await db.query("select sluice.retry_execution($1)", [ids[0]]);
    await worker.pump();
    expect(await statuses(db, ids)).toEqual(["pending", "running"]);
    await db.query("select sluice.cancel_execution($1)", [ids[1]]);
    await worker.pump();
    expect(await statuses(db, ids)).toEqual(["running", "cancelled"]);
  });

  test("are not asked in a simulation", async ({ db }) => {
    const { workflow, worker } = await scene(db, { limits: [{ concurrency: 1 }] });
    await startSome(db, worker, workflow, [1, 2]);
    const trace = await db.query(
      `select node_id, status from sluice.simulate_workflow($1, '{}', '{ "a": {} }')`,
      [workflow],
    );
    expect(trace).toContainEqual({ node_id: "a", status: "completed" });
  });
});

describe("the limits of an organization", () => {
  test("count its executions, whatever their workflow", async ({ db }) => {
    const { organizationId, workflow, worker, another } = await scene(db);
    await setLimit(db, organizationId, "all", "concurrency => 2");
    const ids = [
      ...(await startSome(db, worker, workflow, [1])),
      ...(await startSome(db, worker, await another(), [1, 2])),
    ];
    expect(await statuses(db, ids)).toEqual(["running", "running", "pending"]);
    await setLimit(db, organizationId, "all", "concurrency => 3");
    await worker.pump();
    expect(await statuses(db, ids)).toEqual(["running", "running", "running"]);
  });

  test("may be of one workflow", async ({ db }) => {
    const { organizationId, workflow, worker, another } = await scene(db);
    await setLimit(db, organizationId, "one", `concurrency => 1, workflow_id => '${workflow}'`);
    const ids = [
      ...(await startSome(db, worker, workflow, [1, 2])),
      ...(await startSome(db, worker, await another(), [1])),
    ];
    expect(await statuses(db, ids)).toEqual(["running", "pending", "running"]);
    await db.query("select sluice.remove_limit('one', $1)", [organizationId]);
    await worker.pump();
    expect(await statuses(db, ids)).toEqual(["running", "running", "running"]);
  });

  test("go by what the limit says now: who would have been cancelled waits", async ({ db }) => {
    const { organizationId, workflow, worker } = await scene(db);
    const set = (rest: string) => setLimit(db, organizationId, "all", rest);
    await set("concurrency => 2, on_limit => 'cancel_oldest'");
    const ids = await startSome(db, worker, workflow, [1, 2]);
    ids.push(await start(db, workflow), await start(db, workflow));
    await set("rate_count => 1, rate_per => '1 hour', on_limit => 'queue'");
    await worker.pump();
    expect(await statuses(db, ids)).toEqual(["running", "running", "running", "pending"]);
  });

  test.for(["a provider", "another workflow"])(
    "go on when it becomes one of %s",
    async (of, { db }) => {
      const { organizationId, workflow, worker, another } = await scene(db);
      const rate = "rate_count => 1, rate_per => '1 day'";
      await setLimit(db, organizationId, "all", rate);
      const ids = await startSome(db, worker, workflow, [1, 2]);
      expect(await statuses(db, ids)).toEqual(["running", "pending"]);
      const whose = of === "a provider" ? "provider => 'p'" : `workflow_id => '${await another()}'`;
      await setLimit(db, organizationId, "all", `${rate}, ${whose}`);
      await worker.pump();
      expect(await statuses(db, ids)).toEqual(["running", "running"]);
    },
  );

  test("refuse a start when as many wait as may", async ({ db }) => {
    const { organizationId, workflow, worker } = await scene(db);
    await setLimit(db, organizationId, "all", "concurrency => 1, backlog => 2");
    const ids = await startSome(db, worker, workflow, [1]);
    await worker.begin();
    ids.push(...(await startSome(db, worker, workflow, [2, 3])));
    expect(await codeOf(start(db, workflow))).toBe("SLLIM");
    expect(await statuses(db, ids)).toEqual(["running", "pending", "pending"]);
    await db.query("select sluice.cancel_execution($1)", [ids[1]]);
    await worker.pump();
    await startSome(db, worker, workflow, [4]);
  });

  test("let three executions a minute begin, and the next when it is time", async ({ db }) => {
    const { organizationId, workflow } = await scene(db);
    await enterTestMode(db);
    await setLimit(
      db,
      organizationId,
      "executions_per_minute",
      "rate_count => 3, rate_per => '1 minute'",
    );
    const session = await openSession(db);
    const worker = await new TestWorker(session).register();
    const begun: number[] = [];
    await session.query("set sluice.clock = '2030-01-01T00:00:00Z'");
    await session.query("select sluice.start_workflows($1, $2)", [
      workflow,
      JSON.stringify(Array.from({ length: 10 }, (_, n) => n)),
    ]);
    for (const time of ["00:00", "00:19", "00:20", "00:41", "02:00"]) {
      await session.query(`set sluice.clock = '2030-01-01T00:${time}Z'`);
      await worker.pump();
      const [row] = (
        await session.query<{ n: number }>(
          "select count(*)::int as n from sluice_private.live_executions where status = 'running'",
        )
      ).rows;
      begun.push(row!.n);
    }
    expect(begun).toEqual([3, 3, 4, 5, 8]);
  });
});
