import { describe } from "vitest";
import { foreach, group, makeDue, status, trace, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  invariants,
  type Node,
  reportLast,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { emit } from "../../support/events.ts";
import { act, endExecutions, endScene, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await db.query("select sluice_private.pass_locks(1000)");
  await endScene(db);
  expect(await db.query("select from sluice_private.lock_claims")).toEqual([]);
});

const KEY = "{{ trigger.payload.key }}";
const NODES = (data: object = {}): Node[] => [
  group("g", { lock: KEY, ...data }),
  ...within("g", act("a"), act("b")),
  set("after"),
];
const EDGES = ["start → g", "a → b", "g → after"];

/** Executions of one workflow, one for each key. */
async function begin(db: TestDatabase, keys: unknown[], nodes = NODES(), edges = EDGES) {
  const workflow = await workflowOf(db, nodes, edges);
  const worker = await new TestWorker(db.worker).register();
  const ids: string[] = [];
  for (const key of keys) {
    ids.push(await start(db, workflow, { key }));
    await worker.pump();
  }
  return { ids, worker, workflow };
}

/** The executions that have something to run, by their places. */
const running = async (worker: TestWorker, ids: string[]) =>
  (await worker.begin()).map(({ execution_id }) => ids.indexOf(execution_id)).sort();
/** Ends the steps that can run in this execution, as often as it takes to end its group. */
async function finish(db: TestDatabase, worker: TestWorker, id: string) {
  for (;;) {
    const leases = (await worker.begin()).filter(({ execution_id }) => execution_id === id);
    if (leases.length === 0) return;
    await reportLast(
      db,
      worker,
      leases.map((lease) => [lease, {}]),
    );
    await worker.pump();
  }
}

describe("a group's lock", () => {
  test("lets one execution in at a time, in the order in which they came", async ({ db }) => {
    const { ids, worker } = await begin(db, ["x", "x", "x", "y"]);
    expect(await running(worker, ids)).toEqual([0, 3]);
    expect(await trace(db, ids[1]!)).toEqual(["g waiting"]);
    expect(await status(db, ids[1]!)).toBe("waiting");
    expect(await invariants(db)).toEqual([]);
    await finish(db, worker, ids[0]!);
    expect(await status(db, ids[0]!)).toBe("completed");
    expect(await running(worker, ids)).toEqual([1, 3]);
    expect(await trace(db, ids[2]!)).toEqual(["g waiting"]);
    await finish(db, worker, ids[1]!);
    await finish(db, worker, ids[2]!);
    expect(await status(db, ids[2]!)).toBe("completed");
  });

  test("says what it waits for", async ({ db }) => {
    const { ids } = await begin(db, ["x", "x"]);
    expect(
      await db.query(
        `select status, input from sluice.workflow_execution_steps
         where execution_id = $1 and node_id = 'g'`,
        [ids[1]],
      ),
    ).toEqual([{ status: "waiting", input: { lock: "x" } }]);
  });

  test("is of one organization", async ({ db }) => {
    const one = await begin(db, [7]);
    const two = await begin(db, [7]);
    const leases = await two.worker.begin();
    expect(leases.map(({ execution_id }) => execution_id).sort()).toEqual(
      [...one.ids, ...two.ids].sort(),
    );
  });

  test.for([
    ["fails", (w: TestWorker, id: string) => fail(w, id)],
    ["is cancelled with its execution", cancel],
    ["takes too long", (w: TestWorker, id: string, db: TestDatabase) => expire(w, id, db)],
    ["is cancelled by an event", pay],
    ["is cancelled by hand", skip],
    ["is in an execution that could not move, and is cancelled", park],
  ] as const)("goes to the next when the group %s", async ([, how], { db }) => {
    const nodes = NODES({ timeout: "1 h", cancel_on: { name: "order.paid", match: "stop" } });
    const { ids, worker } = await begin(db, ["x", "x"], nodes);
    // two executions wait for the event: only the first may hear it
    await db.query(
      "update sluice_private.awaited_events set key = 'other' where execution_id = $1",
      [ids[1]],
    );
    await how(worker, ids[0]!, db);
    await worker.pump();
    expect(await running(worker, ids)).toEqual([1]);
    expect(await invariants(db)).toEqual([]);
  });

  test.for([
    ["is cancelled", cancel],
    ["takes too long", (w: TestWorker, id: string, db: TestDatabase) => expire(w, id, db)],
    ["hears its event", pay],
    ["is skipped by hand", skip],
  ] as const)("has no use for one who %s while waiting", async ([, how], { db }) => {
    const nodes = NODES({ timeout: "1 h", cancel_on: { name: "order.paid", match: "stop" } });
    const { ids, worker } = await begin(db, ["x", "x", "x"], nodes);
    await db.query(
      "update sluice_private.awaited_events set key = 'other' where execution_id <> $1",
      [ids[1]],
    );
    await how(worker, ids[1]!, db);
    await worker.pump();
    expect(await trace(db, ids[1]!)).not.toContain("g waiting");
    expect(await trace(db, ids[1]!)).not.toContain("g[0].a queued");
    await finish(db, worker, ids[0]!);
    expect(await running(worker, ids)).toEqual([2]);
  });

  test("stays with an execution that is paused", async ({ db }) => {
    const { ids, worker } = await begin(db, ["x", "x"]);
    await db.query("select sluice.pause_execution($1)", [ids[0]]);
    await worker.pump();
    expect(await running(worker, ids)).toEqual([]);
    await db.query("select sluice.pause_execution($1)", [ids[1]]);
    await db.query("select sluice.resume_execution($1)", [ids[0]]);
    await worker.pump();
    await finish(db, worker, ids[0]!);
    // it has the lock, and begins when it is resumed
    expect(await running(worker, ids)).toEqual([]);
    await db.query("select sluice.resume_execution($1)", [ids[1]]);
    await worker.pump();
    expect(await running(worker, ids)).toEqual([1]);
  });

  test("does not keep out what is in the group, nor another iteration for ever", async ({ db }) => {
    const { ids, worker } = await begin(
      db,
      ["x"],
      [
        foreach("each", { items: [1, 2, 3], concurrency: 3 }),
        ...within("each", group("g", { lock: KEY })),
        ...within("g", group("again", { lock: KEY })),
        ...within("again", act("a")),
      ],
      ["start → each"],
    );
    expect(await running(worker, ids)).toEqual([0]);
    await finish(db, worker, ids[0]!);
    expect(await status(db, ids[0]!)).toBe("completed");
  });

  test.for([[null], [{ a: 1 }], [""]])("is no %j", async ([key], { db }) => {
    const { ids } = await begin(db, [key]);
    expect(await execution(db, ids[0]!)).toMatchObject({
      status: "failed",
      error: { class: "expression", node_id: "g" },
    });
  });

  test("is free in a simulation", async ({ db }) => {
    const { workflow } = await begin(db, ["x"]);
    const steps = await db.query<{ node_id: string; status: string }>(
      `select s.node_id, s.status from sluice.simulate_workflow($1, '{"key": "x"}') as s
       where s.node_id = 'g'`,
      [workflow],
    );
    expect(steps).toEqual([{ node_id: "g", status: "completed" }]);
  });
});

describe("check_invariants", () => {
  test("finds a lock whose holder is gone, and one that nobody would pass on", async ({ db }) => {
    const { ids } = await begin(db, ["x", "x"]);
    const broken = async (sql: string) => {
      const session = await db.session();
      await session.query("begin");
      await session.query(sql);
      const { rows } = await session.query<{ invariant: string }>(
        "select distinct invariant from sluice.check_invariants() order by 1",
      );
      await session.end();
      return rows.map(({ invariant }) => invariant);
    };
    expect(
      await broken(`delete from sluice_private.lock_claims where execution_id = '${ids[0]}'`),
    ).toEqual(["a live execution has a next cause", "a lock that is waited for has a holder"]);
    expect(
      await broken(`delete from sluice_private.lock_claims where execution_id = '${ids[1]}'`),
    ).toEqual(["a group that waits for a lock has a claim", "a live execution has a next cause"]);
    expect(
      await broken("update sluice_private.lock_claims set execution_id = gen_random_uuid()"),
    ).toContain("a lock that is claimed has a group");
  });
});

async function fail(worker: TestWorker, id: string) {
  const leases = (await worker.begin()).filter(({ execution_id }) => execution_id === id);
  await worker.report(leases.map((lease) => [lease, { error: { class: "bad" } }]));
}
async function cancel(_: TestWorker, id: string, db: TestDatabase) {
  await db.query("select sluice.cancel_execution($1)", [id]);
}
async function expire(_: TestWorker, id: string, db: TestDatabase) {
  await makeDue(db, id);
}
async function pay(worker: TestWorker, id: string, db: TestDatabase) {
  await emit(db, id, "stop");
  await worker.pump();
}
async function skip(_: TestWorker, id: string, db: TestDatabase) {
  await db.query("select sluice.skip_step($1, 'g')", [id]);
}
async function park(worker: TestWorker, id: string, db: TestDatabase) {
  await db.query(
    "select sluice_private.park_execution(organization_id, id, 'XX000', 'x') from sluice_private.live_executions where id = $1",
    [id],
  );
  await worker.pump();
  await cancel(worker, id, db);
}
