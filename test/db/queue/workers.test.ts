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
  type Lease,
} from "../../support/engine.ts";
import {
  act,
  attempts,
  endExecutions,
  endScene,
  leasesOf,
  startLines,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const leave = (db: TestDatabase, worker: TestWorker, how: "drain_worker" | "unregister_worker") =>
  db.worker.query(`select sluice_private.${how}($1, $2)`, [worker.id, worker.epoch]);

const countOf = async (db: TestDatabase, table: string): Promise<number> => {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return row!.n;
};

/** Runs a line to its end; how many steps came back at once, without the queue. */
async function follow(worker: TestWorker, first: Lease): Promise<number> {
  let followed = 0;
  let lease: Lease | null = first;
  while (lease) {
    const [answer] = await worker.report([[lease, {}]]);
    lease = answer!.next;
    if (lease) followed += 1;
  }
  return followed;
}

describe("admission", () => {
  test("admits what the workers serve, up to what they have slots for", async ({ db }) => {
    await startLines(db, 8);
    const worker = await new TestWorker(db.worker).register(["act"], 4);
    await worker.pump();
    expect(await countOf(db, "sluice_private.step_leases")).toBe(4);
    expect(await countOf(db, "graphile_worker._private_jobs")).toBe(4);
    expect(await countOf(db, "sluice_private.ready_steps")).toBe(4);
  });

  test("leaves an action in the backlog that no worker serves", async ({ db }) => {
    await startLines(db, 1);
    const worker = await new TestWorker(db.worker).register(["other"]);
    await worker.pump();
    expect(await countOf(db, "sluice_private.ready_steps")).toBe(1);
    await new TestWorker(db.worker).register(["act"]);
    await worker.pump();
    expect(await countOf(db, "sluice_private.ready_steps")).toBe(0);
  });

  test("takes the most urgent workflow first, though it became ready last", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const [usual, urgent] = (await Promise.all(
      [{}, { priority: 1 }].map((settings) =>
        publish(db, organizationId, definition([manual, act("a")], ["start → a"], settings)),
      ),
    )) as [string, string];
    await start(db, usual);
    await start(db, usual);
    await db.query("select sluice_private.advance_batch(10)");
    const urgentId = await start(db, urgent);
    const worker = await new TestWorker(db.worker).register(["act"], 1);
    expect(await leasesOf(worker, urgentId)).toHaveLength(1);
    expect(await countOf(db, "sluice_private.ready_steps")).toBe(2);
  });
});

test("a step has its own priority, also in its next attempt", async ({ db }) => {
  const retry = { max_attempts: 2, backoff: "fixed", initial: "1 h" };
  const workflow = await workflowOf(
    db,
    [act("a"), act("b", { priority: 2, retry })],
    ["start → a", "start → b"],
    { priority: 7 },
  );
  const id = await start(db, workflow);
  await db.query("select sluice_private.advance_batch(10)");
  const priorities = (table: string) =>
    db.query(`select step_no, priority from sluice_private.${table} order by step_no`);
  expect(await priorities("ready_steps")).toEqual([
    { step_no: 2, priority: 7 },
    { step_no: 3, priority: 2 },
  ]);
  const worker = await new TestWorker(db.worker).register();
  const leases = await leasesOf(worker, id);
  const b = leases.find(({ node_id }) => node_id === "b")!;
  await worker.report([[b, { error: { message: "no" } }]]);
  expect(await priorities("blocked_steps")).toEqual([{ step_no: 3, priority: 2 }]);
});

test("a step is not admitted for a worker that has left", async ({ db }) => {
  await startLines(db, 5);
  const leaves = await new TestWorker(db.worker).register(["act"], 2);
  await leaves.pump();
  await leave(db, leaves, "unregister_worker");
  await (await new TestWorker(db.worker).register(["other"])).pump();
  expect(await countOf(db, "sluice_private.step_leases")).toBe(0);
  expect(await countOf(db, "sluice_private.ready_steps")).toBe(5);
});

describe("a worker that drains", () => {
  test("gets no new steps and no follow-ups, and finishes what it runs", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    const [lease] = await leasesOf(worker, id);
    await leave(db, worker, "drain_worker");
    expect(await worker.report([[lease!, {}]])).toMatchObject([
      { verdict: "recorded", next: null },
    ]);
    await worker.pump();
    expect(await countOf(db, "sluice_private.ready_steps")).toBe(1);
    expect(await countOf(db, "sluice_private.step_leases")).toBe(0);
  });
});

describe("a worker that leaves", () => {
  test("hands back what it holds, uncounted, and what nobody else would start", async ({ db }) => {
    const [bound, admitted] = (await startLines(db, 2)) as [string, string];
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    await db.worker.query(
      `select sluice_private.begin_steps($1, $2, array[(payload ->> 'organization_id')::uuid],
         array[(payload ->> 'token')::bigint])
       from graphile_worker._private_jobs order by id limit 1`,
      [worker.id, worker.epoch],
    );
    await leave(db, worker, "unregister_worker");
    expect(await countOf(db, "sluice_private.step_leases")).toBe(0);
    expect(await countOf(db, "graphile_worker._private_jobs")).toBe(0);
    expect(await db.query("select attempt, crashes from sluice_private.ready_steps")).toEqual([
      { attempt: 1, crashes: 0 },
      { attempt: 1, crashes: 0 },
    ]);
    for (const id of [bound, admitted]) expect(await attempts(db, id)).toEqual([]);
  });

  test("leaves admitted steps to the other workers, and theirs alone", async ({ db }) => {
    const [id, other] = (await startLines(db, 2)) as [string, string];
    const stays = await new TestWorker(db.worker).register();
    const [held] = await leasesOf(stays, id);
    const leaves = await new TestWorker(db.worker).register();
    await startLines(db, 1);
    await leaves.pump();
    await leave(db, leaves, "unregister_worker");
    expect(await countOf(db, "sluice_private.step_leases")).toBe(3);
    expect(await stays.report([[held!, {}]])).toMatchObject([{ verdict: "recorded" }]);
    expect(await leasesOf(stays, other)).toHaveLength(1);
  });

  test("twice, or with an epoch it has lost, changes nothing", async ({ db }) => {
    const [id] = (await startLines(db, 1)) as [string];
    const worker = await new TestWorker(db.worker).register();
    const [held] = await leasesOf(worker, id);
    const ghost = worker.over(db.worker);
    ghost.epoch = "0";
    await leave(db, ghost, "unregister_worker");
    await leave(db, ghost, "drain_worker");
    expect(await worker.report([[held!, {}]])).toMatchObject([{ next: { node_id: "b" } }]);
  });
});

describe("follow-ups", () => {
  const names = Array.from({ length: 20 }, (_, index) => `s${index}`);
  const longLine = (db: TestDatabase) =>
    workflowOf(
      db,
      names.map((name) => act(name)),
      names.map((name, index) => `${index === 0 ? "start" : names[index - 1]} → ${name}`),
    );

  test("are handed back 16 times in a row, then the next one queues like any other", async ({
    db,
  }) => {
    const id = await start(db, await longLine(db));
    const worker = await new TestWorker(db.worker).register();
    const [first] = await leasesOf(worker, id);
    expect(await follow(worker, first!)).toBe(16);
    expect(await countOf(db, "sluice_private.ready_steps")).toBe(1);
    const next = (await leasesOf(worker, id)).find((lease) => lease.node_id === "s17");
    expect(await follow(worker, next!)).toBe(2);
  });

  test("are for actions that this worker serves", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a"), act("b"), act("c")],
      ["start → a", "a → b", "b → c"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [a] = await leasesOf(worker, id);
    await db.query("update sluice_private.workers set actions = '{other}'");
    expect(await worker.report([[a!, {}]])).toMatchObject([{ verdict: "recorded", next: null }]);
  });

  test("are one for each report: what else becomes ready joins the backlog", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a"), act("b"), act("c")],
      ["start → a", "a → b", "a → c"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [a] = await leasesOf(worker, id);
    expect(await worker.report([[a!, {}]])).toMatchObject([{ next: { node_id: "b" } }]);
    const [row] = await db.query("select step_no from sluice_private.ready_steps");
    expect(row).toEqual({ step_no: 4 });
  });
});
