import { describe } from "vitest";
import { crowdOf, endBulk, operation, organizationOf, statuses } from "../../support/bulk.ts";
import { call, childrenOf, named, tenantOf } from "../../support/calls.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, execution, start, TestWorker } from "../../support/engine.ts";
import { act, codeOf, endExecutions, endScene, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

const fail = (kind: string) => () => ({ error: { class: kind, message: `no ${kind}` } });

const letters = (db: TestDatabase, organization: string) =>
  db.query<Record<string, unknown>>(
    "select * from sluice.dead_letters where organization_id = $1 order by execution_id",
    [organization],
  );

const redrive = (db: TestDatabase, organization: string, filter: object, rate?: number) =>
  db.query<{ id: string; kind: string; total: number }>(
    "select * from sluice.redrive($1, $2, '{}', $3)",
    [JSON.stringify(filter), rate ?? null, organization],
  );

const park = (db: TestDatabase, id: string) =>
  db.query(
    `select sluice_private.park_execution(organization_id, id, 'XX000', 'out of ideas')
     from sluice_private.live_executions where id = $1`,
    [id],
  );

/** As if the pump had last told some so long ago. */
const age = (db: TestDatabase, id: string, seconds: number) =>
  db.query(
    `update sluice.bulk_operations
     set advanced_at = clock_timestamp() - make_interval(secs => $2) where id = $1`,
    [id, seconds],
  );

const pumpOnce = (db: TestDatabase, worker: TestWorker) =>
  db.worker.query("select sluice_private.pump($1, $2)", [worker.id, worker.epoch]);

describe("dead letters", () => {
  test("are what failed, timed out, was quarantined or parked, each with its cause", async ({
    db,
  }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 5);
    const kinds = ["http", "crash"];
    const answers = new Map(ids.slice(0, 2).map((id, n) => [id, fail(kinds[n]!)]));
    await worker.pump();
    for (const lease of await worker.begin()) {
      const answer = answers.get(lease.execution_id);
      if (answer) await worker.report([[lease, answer()]]);
    }
    await park(db, ids[2]!);
    await db.query("select sluice.pause_execution($1)", [ids[3]]);
    await worker.pump();
    const found = await letters(db, organization);
    expect(found).toMatchObject([
      {
        ...{ execution_id: ids[0], workflow_id: workflow, kind: "failed", status: "failed" },
        ...{ error_class: "http", message: "no http", node_id: "a", generation: 0 },
      },
      { execution_id: ids[1], kind: "quarantined", error_class: "crash" },
      { execution_id: ids[2], kind: "parked", status: "paused", message: "out of ideas" },
    ]);
    expect(found.every(({ failed_at }) => failed_at instanceof Date)).toBe(true);
    const slow = await workflowOf(db, [act("a")], ["start → a"], { timeout: "1 hour" });
    await start(db, slow);
    await db.query("select sluice.tick()");
    await db.query("update sluice_private.timers set due_at = now() where kind = 'deadline'");
    await db.query("select sluice.tick()");
    expect(await letters(db, await organizationOf(db, slow))).toMatchObject([
      { kind: "timed_out", error_class: "timeout" },
    ]);
  });

  test("are not what an execution that waited for them answers for", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    const calls = [call("waits", { wait: true }), call("goes", { wait: false })];
    const parent = await named(db, tenant, "parent", calls, ["start → goes", "start → waits"]);
    const id = await start(db, parent);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain(fail("http"));
    const [one, two] = await childrenOf(db, id);
    const alone = (await letters(db, tenant.organizationId)).map((row) => row["execution_id"]);
    expect(alone).toHaveLength(2);
    expect(alone[0]).toBe(id);
    expect([one!.id, two!.id]).toContain(alone[1]);
    const [retrying] = await redrive(db, tenant.organizationId, {});
    expect(retrying!.total).toBe(2);
  });

  test("are analysed by workflow, kind, class and node", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 3);
    let n = 0;
    await worker.drain(() => fail((n += 1) === 1 ? "http" : "smtp")());
    const rows = await db.query(
      `select workflow_id, kind, error_class, node_id, letter_count::int, last_message
       from sluice.dead_letter_analysis where organization_id = $1 order by letter_count`,
      [organization],
    );
    const common = { workflow_id: workflow, kind: "failed", node_id: "a" };
    expect(rows).toEqual([
      { ...common, error_class: "http", letter_count: 1, last_message: "no http" },
      { ...common, error_class: "smtp", letter_count: 2, last_message: "no smtp" },
    ]);
  });
});

describe("redrive", () => {
  test("retries what failed and resumes what was parked", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 4);
    await worker.pump();
    const leases = await worker.begin();
    const failing = leases.filter(({ execution_id }) => execution_id !== ids[3]);
    await worker.report(failing.map((lease) => [lease, fail("http")()]));
    await park(db, ids[3]!);
    const operations = await redrive(db, organization, {});
    expect(operations).toMatchObject([
      { kind: "retry", total: 3 },
      { kind: "resume", total: 1 },
    ]);
    await db.query("delete from graphile_worker._private_jobs");
    await worker.report(
      leases.filter(({ execution_id }) => execution_id === ids[3]).map((lease) => [lease, {}]),
    );
    await worker.drain();
    for (const { id } of operations) {
      expect(await operation(db, id)).toMatchObject({ status: "completed", failed: 0 });
    }
    expect(await statuses(db, workflow)).toEqual({ completed: 4 });
    expect(await letters(db, organization)).toEqual([]);
  });

  test("keeps to its filter, and leaves alone what a person has paused", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 4);
    await db.query("select sluice.pause_execution($1)", [ids[3]]);
    let n = 0;
    await worker.drain(() => fail((n += 1) === 1 ? "http" : "smtp")());
    const [retrying, ...rest] = await redrive(db, organization, { error_class: "smtp" });
    expect([retrying!.total, rest]).toEqual([2, []]);
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 2, failed: 1, paused: 1 });
    expect(await redrive(db, organization, { statuses: ["paused"] })).toMatchObject([
      { kind: "resume", total: 0 },
    ]);
  });

  test("tells no more in a second than its rate, whatever else is done meanwhile", async ({
    db,
  }) => {
    const { workflow, organization, worker } = await crowdOf(db, 7);
    await worker.drain(fail("http"));
    const [slow] = await redrive(db, organization, {}, 0.01);
    const done = async () => (await operation(db, slow!.id)).done;
    await worker.pump();
    expect(await done()).toBe(0);
    await age(db, slow!.id, 250);
    await worker.pump();
    expect(await done()).toBe(2);
    await pumpOnce(db, worker);
    expect(await done()).toBe(2);
    const cancelling = await db.query<{ id: string }>(
      "select id from sluice.start_bulk_operation('cancel', '{}', '{}', $1)",
      [organization],
    );
    await worker.pump();
    expect(await operation(db, cancelling[0]!.id)).toMatchObject({ status: "completed" });
    await age(db, slow!.id, 100);
    await worker.pump();
    expect(await done()).toBe(3);
    await db.query("select sluice.cancel_bulk_operation($1)", [slow!.id]);
    await age(db, slow!.id, 1000);
    await worker.pump();
    expect(await operation(db, slow!.id)).toMatchObject({ status: "cancelled", done: 3 });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 2, failed: 4, running: 1 });
  });

  test("makes up for a second in which nobody pumped, and no more", async ({ db }) => {
    const { organization, worker } = await crowdOf(db, 30);
    await worker.drain(fail("http"));
    const [slow] = await redrive(db, organization, {}, 2);
    await age(db, slow!.id, 5);
    await pumpOnce(db, worker);
    const [row] = await db.query<{ done: number; behind: boolean }>(
      `select done, advanced_at < clock_timestamp() - interval '2 seconds' as behind
       from sluice.bulk_operations where id = $1`,
      [slow!.id],
    );
    expect(row).toEqual({ done: 10, behind: false });
  });

  test("passes by what does not match in no time, however slow it is", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 1);
    await worker.drain();
    await db.query(
      `insert into sluice_private.executions
       select (jsonb_populate_record(past, jsonb_build_object('id',
         left(sluice_hidden.uuid_floor(now() - interval '1 day')::text, 24)
         || lpad(to_hex(n), 12, '0')))).*
       from sluice_private.executions as past, generate_series(1, 1200) as n
       where past.organization_id = $1`,
      [organization],
    );
    await start(db, workflow);
    await worker.drain(fail("http"));
    const [slow] = await redrive(db, organization, {}, 0.1);
    await age(db, slow!.id, 10);
    for (let page = 1; page <= 2; page += 1) await pumpOnce(db, worker);
    expect(await operation(db, slow!.id)).toMatchObject({ done: 1 });
  });

  test("refuses what makes no sense, and who may not", async ({ db }) => {
    const { organizationId, claims } = await createTenant(db, "viewer");
    for (const [filter, rate, args] of [
      [null, null, {}],
      [{ statuses: ["completed"] }, null, {}],
      [{ kind: "parked" }, null, {}],
      [{}, 0, {}],
      [{}, null, { reason: "x" }],
    ] as const) {
      const call = db.query("select sluice.redrive($1, $2, $3, $4)", [
        filter === null ? null : JSON.stringify(filter),
        rate,
        JSON.stringify(args),
        organizationId,
      ]);
      expect(await codeOf(call)).toBe("SLVAL");
    }
    const viewed = db.as(claims, (client) => client.query("select sluice.redrive()"));
    expect(await codeOf(viewed)).toBe("SLFRB");
    expect(await execution(db, organizationId)).toBeUndefined();
  });
});
