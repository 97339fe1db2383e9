import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  reportLast,
  TestWorker,
} from "../../support/engine.ts";
import { clockOf, endLimits, leaseAt, limited, running, startSome } from "../../support/limits.ts";
import { act, sweepEvenly } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endLimits(db);
});

describe("a rate", () => {
  test("of 3 a minute lets exactly 3 of 100 begin, then one every 20 seconds", async ({ db }) => {
    const { session, worker, at } = await clockOf(db);
    const workflow = await limited(db, { rate: { count: 3, per: "1 minute" } });
    await session.query("select sluice.start_workflows($1, $2)", [
      workflow,
      JSON.stringify(Array.from({ length: 100 }, (_, n) => ({ n }))),
    ]);
    const counts: number[] = [];
    for (const seconds of [0, 19.999, 20, 39.999, 40, 60, 180]) {
      await at(seconds);
      await worker.pump();
      const leases = (await worker.begin()).filter(({ node_id }) => node_id === "a");
      await session.query("delete from graphile_worker._private_jobs");
      await reportLast(
        db,
        worker,
        leases.map((lease) => [lease, {}]),
      );
      counts.push(leases.length);
    }
    // two minutes later the burst is whole again
    expect(counts).toEqual([3, 0, 1, 0, 1, 1, 3]);
  });

  test("with a burst of one spaces them evenly", async ({ db }) => {
    const { session, worker, at } = await clockOf(db);
    const workflow = await limited(db, { rate: { count: 4, per: "1 minute", burst: 1 } });
    await session.query(`select sluice.start_workflows($1, '[1, 2, 3, 4]')`, [workflow]);
    const seen: number[] = [];
    for (const seconds of [0, 10, 15, 29, 31, 300]) {
      await at(seconds);
      await worker.pump();
      seen.push((await worker.begin()).length);
    }
    expect(seen).toEqual([1, 1, 2, 2, 3, 4]);
  });

  test("tells the worker when to look again", async ({ db }) => {
    const { session, worker, at } = await clockOf(db);
    const workflow = await limited(db, { rate: { count: 1, per: "1 hour" } });
    await session.query(`select sluice.start_workflows($1, '[1, 2]')`, [workflow]);
    await worker.pump();
    const { rows } = await session.query<{ minutes: number }>(
      `select round(extract(epoch from next_due - sluice_hidden.now()) / 60)::int as minutes
       from sluice_private.pump($1, $2)`,
      [worker.id, worker.epoch],
    );
    expect(rows).toEqual([{ minutes: 60 }]);
    await at(1);
  });

  test("that is raised keeps nobody waiting for what the old one had counted", async ({ db }) => {
    const { session, worker, at } = await clockOf(db);
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const draft = definition([manual, act("a", { limits: [{ provider: "p" }] })], ["start → a"]);
    const workflow = await publish(db, organizationId, draft);
    const setRate = (name: string, per: string, rest = "") =>
      session.query(
        `select sluice.set_limit($1, rate_count => 1, rate_per => $2, organization_id => $3${rest})`,
        [name, per, organizationId],
      );
    const passes = async () => {
      const { rows } = await session.query<{ passes: boolean }>(
        "select sluice.check_workflow_rate_limit($1) as passes",
        [organizationId],
      );
      return rows[0]!.passes;
    };
    const slow = [await setRate("p", "1 day", ", provider => 'p'"), await setRate("all", "1 day")];
    expect(slow).toHaveLength(2);
    const ids = await startSome(db, workflow, 3);
    expect(await running(worker, ids)).toEqual([0]);
    expect([await passes(), await passes()]).toEqual([true, false]);
    await setRate("p", "10 seconds", ", provider => 'p'");
    await setRate("all", "10 seconds");
    expect(await running(worker, ids)).toEqual([0]);
    expect(await passes()).toBe(false);
    await at(10);
    await worker.pump();
    await worker.pump();
    expect(await passes()).toBe(true);
    await at(20);
    expect(await running(worker, ids)).toEqual([0, 1]);
    await at(30);
    expect(await running(worker, ids)).toEqual([0, 1, 2]);
  });

  test("that is given to another provider keeps nobody waiting any more", async ({ db }) => {
    const { session, worker } = await clockOf(db);
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const draft = definition([manual, act("a", { limits: [{ provider: "p" }] })], ["start → a"]);
    const workflow = await publish(db, organizationId, draft);
    const giveTo = (provider: string) =>
      session.query(
        `select sluice.set_limit(
           'one', rate_count => 1, rate_per => '1 year', provider => $1, organization_id => $2
         )`,
        [provider, organizationId],
      );
    await giveTo("p");
    const ids = await startSome(db, workflow, 3);
    expect(await running(worker, ids)).toEqual([0]);
    await giveTo("q");
    expect(await running(worker, ids)).toEqual([0, 1, 2]);
  });

  test("keeps nobody waiting for the time by which the clock was set back", async ({ db }) => {
    const { session, worker, at } = await clockOf(db);
    await at(3600);
    const ids = await startSome(db, await limited(db, { rate: { count: 1, per: "1 second" } }), 3);
    expect(await running(worker, ids)).toEqual([0]);
    await at(0);
    await db.query("update sluice_private.sweeps set last_at = clock_timestamp() + interval '1 h'");
    await session.query("select sluice_private.sweep()");
    expect(await running(worker, ids)).toEqual([0]);
    await at(1);
    expect(await running(worker, ids)).toEqual([0, 1]);
  });

  test("that has recovered is not remembered", async ({ db }) => {
    const { session, worker, at } = await clockOf(db);
    const key = "{{ trigger.payload.who }}";
    const workflow = await limited(db, { key, rate: { count: 60, per: "1 minute" } });
    const ids: string[] = [];
    for (const who of ["x", "y", "z"]) ids.push(...(await startSome(db, workflow, 1, { who })));
    expect(await running(worker, ids)).toEqual([0, 1, 2]);
    const leases = await Promise.all(ids.map((id) => leaseAt(worker, id)));
    await reportLast(
      db,
      worker,
      leases.map((lease) => [lease, {}]),
    );
    await worker.pump();
    const known = async () => {
      await sweepEvenly(db);
      await session.query("select sluice_private.sweep(interval '0')");
      return (await db.query("select from sluice_private.limits")).length;
    };
    await at(0.5);
    expect(await known()).toBe(3);
    await at(1);
    expect(await known()).toBe(0);
  });
});

describe("a provider", () => {
  const scene = async (db: TestDatabase) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const workflow = () =>
      publish(
        db,
        organizationId,
        definition(
          [
            manual,
            act("a", {
              limits: [{ provider: "api.example.com" }],
              retry: { max_attempts: 2, backoff: "fixed", initial: "1 s", jitter: 0 },
            }),
          ],
          ["start → a"],
        ),
      );
    return { organizationId, workflows: [await workflow(), await workflow()] as const };
  };
  const setLimit = (db: TestDatabase, organizationId: string, concurrency: number) =>
    db.query(
      `select sluice.set_limit('api', provider => 'api.example.com', concurrency => $2,
         organization_id => $1)`,
      [organizationId, concurrency],
    );

  test("is shared by the workflows of an organization", async ({ db }) => {
    const { organizationId, workflows } = await scene(db);
    await setLimit(db, organizationId, 2);
    const ids = [
      ...(await startSome(db, workflows[0], 2)),
      ...(await startSome(db, workflows[1], 2)),
    ];
    const worker = await new TestWorker(db.worker).register();
    expect(await running(worker, ids)).toEqual([0, 1]);
    await setLimit(db, organizationId, 3);
    expect(await running(worker, ids)).toEqual([0, 1, 2]);
    await db.query("select sluice.remove_limit('api', $1)", [organizationId]);
    expect(await running(worker, ids)).toEqual([0, 1, 2, 3]);
  });

  test("that answers 429 is left alone as long as it asks for, by everybody", async ({ db }) => {
    const { workflows } = await scene(db);
    const { session, worker, at } = await clockOf(db);
    const begin = async (workflow: string) => {
      const { rows } = await session.query<{ id: string }>(
        "select id from sluice.start_workflow($1)",
        [workflow],
      );
      return rows[0]!.id;
    };
    const first = await begin(workflows[0]);
    const busy = {
      ...{ class: "http", retryable: true, retry_after_ms: 30_000 },
      ...{ message: "answered 429", detail: { status: 429 } },
    };
    await worker.report([[await leaseAt(worker, first), { error: busy }]]);
    const ids = [first, await begin(workflows[1])];
    await session.query("delete from graphile_worker._private_jobs");
    await at(29);
    expect(await running(worker, ids)).toEqual([]);
    await at(31);
    expect(await running(worker, ids)).toEqual([0, 1]);
  });

  test.for(["-1e300", "1e-400", "1e400"])(
    "whose failure asks to be left alone for %s ms stops nobody else",
    async (after, { db }) => {
      const { workflows } = await scene(db);
      const worker = await new TestWorker(db.worker).register();
      const [id] = (await startSome(db, workflows[0], 1)) as [string];
      const lease = await leaseAt(worker, id);
      await db.worker.query(
        `select from sluice_private.complete_steps(
           $1, $2, array[$3]::uuid[], array[$4]::uuid[], array[$5]::bigint[], '{failed}', $6
         )`,
        [
          ...[worker.id, worker.epoch, lease.organization_id, id, lease.token],
          [`{ "class": "http", "message": "busy", "retry_after_ms": ${after} }`],
        ],
      );
      await worker.pump();
      const [execution] = await db.query<{ status: string; error: unknown }>(
        "select status, error from sluice.workflow_executions where id = $1",
        [id],
      );
      expect(execution).toEqual({ status: "running", error: null });
      const others = await startSome(db, await limited(db, { concurrency: 1 }), 1);
      expect(await running(worker, others)).toContain(0);
    },
  );
});
