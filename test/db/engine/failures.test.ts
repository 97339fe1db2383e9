import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  start,
  stepStatuses,
  TestWorker,
  type EdgeText,
  type Node,
} from "../../support/engine.ts";
import {
  act,
  attempts,
  endScene,
  footprint,
  leasesOf,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

/** Runs a workflow whose worker step `a` fails with this error. */
async function failing(
  db: TestDatabase,
  nodes: Node[],
  edges: EdgeText[],
  error: object = { class: "http", message: "no" },
): Promise<{ id: string; statuses: Record<string, string> }> {
  const id = await start(db, await workflowOf(db, nodes, edges));
  await (
    await new TestWorker(db.worker).register()
  ).drain((lease) => (lease.node_id === "a" ? { error } : {}));
  return { id, statuses: await stepStatuses(db, id) };
}

const timersOf = (db: TestDatabase, id: string) =>
  db.query<{ kind: string; seconds: number }>(
    `select kind, round(extract(epoch from due_at - clock_timestamp()))::int as seconds
     from sluice_private.timers where execution_id = $1`,
    [id],
  );

const makeDue = (db: TestDatabase, id: string) =>
  db.query("update sluice_private.timers set due_at = clock_timestamp() where execution_id = $1", [
    id,
  ]);

describe("a failure", () => {
  test("fails the execution, which says at which node", async ({ db }) => {
    const { id, statuses } = await failing(db, [act("a"), set("b")], ["start → a", "a → b"]);
    expect(statuses).toEqual({ start: "completed", a: "failed" });
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      output: null,
      error: { class: "http", message: "no", node_id: "a" },
    });
  });

  test("cancels what runs, waits, is queued or to be tried again beside it", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [
        act("a"),
        act("runs"),
        act("retries", { retry: { max_attempts: 2, initial: "1 hour" } }),
        { id: "waits", type: "wait", data: { for: "1 hour" } },
        act("queued"),
      ],
      ["start → a", "start → runs", "start → retries", "start → waits", "start → queued"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const leases = await leasesOf(worker, id);
    const leaseOf = (name: string) => leases.find((lease) => lease.node_id === name)!;
    await worker.report([[leaseOf("retries"), { error: { class: "http" } }]]);
    await db.query(
      `select sluice_private.return_leases(array(
         select lease from sluice_private.step_leases as lease where token = $1
       ), 0)`,
      [leaseOf("queued").token],
    );
    expect(await stepStatuses(db, id)).toEqual({
      start: "completed",
      a: "running",
      runs: "running",
      retries: "retrying",
      waits: "waiting",
      queued: "queued",
    });
    await worker.report([[leaseOf("a"), { error: { class: "http" } }]]);
    expect(await stepStatuses(db, id)).toEqual({
      start: "completed",
      a: "failed",
      runs: "cancelled",
      retries: "cancelled",
      waits: "cancelled",
      queued: "cancelled",
    });
    expect(await worker.report([[leaseOf("runs"), {}]])).toMatchObject([{ verdict: "stale" }]);
    expect(Object.keys(await footprint(db, id)).sort()).toEqual([
      "execution_steps",
      "executions",
      "step_attempts",
    ]);
  });

  test("with on_error continue takes the main port with the error", async ({ db }) => {
    const { id, statuses } = await failing(
      db,
      [act("a", { on_error: "continue" }), set("b", { got: "{{ steps.a.output.error.class }}" })],
      ["start → a", "a → b"],
    );
    expect(statuses).toEqual({ start: "completed", a: "failed", b: "completed" });
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { b: { got: "http" } },
    });
  });

  test("takes the most specific error port, and no other", async ({ db }) => {
    const nodes = [act("a"), set("main"), set("any"), set("http")];
    const edges = ["start → a", "a → main", "a:error → any", "a:error:http → http"];
    const specific = await failing(db, nodes, edges);
    expect(specific.statuses).toMatchObject({ main: "skipped", any: "skipped", http: "completed" });
    expect(await execution(db, specific.id)).toMatchObject({ status: "completed" });
    const other = await failing(db, nodes, edges, { class: "timeout" });
    expect(other.statuses).toMatchObject({ main: "skipped", any: "completed", http: "skipped" });
  });

  test("of a class that no error port is for fails the execution", async ({ db }) => {
    const { id } = await failing(
      db,
      [act("a"), set("http")],
      ["start → a", "a:error:http → http"],
      { class: "timeout" },
    );
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
  });

  test("of an interpolated value that is not there fails the step with SLEXP", async ({ db }) => {
    const nodes = [set("a", { text: "x {{ trigger.payload.nope }}" }), set("rescue")];
    const failed = await failing(db, [nodes[0]!], ["start → a"]);
    expect(failed.statuses).toEqual({ start: "completed", a: "failed" });
    expect(await execution(db, failed.id)).toMatchObject({
      status: "failed",
      error: { code: "SLEXP", class: "expression", node_id: "a" },
    });
    const rescued = await failing(db, nodes, ["start → a", "a:error:expression → rescue"]);
    expect(rescued.statuses).toMatchObject({ a: "failed", rescue: "completed" });
  });

  test("of one execution leaves the others of its batch alone", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [set("a", { text: "x {{ trigger.payload.name }}" })],
      ["start → a"],
    );
    const ids = [];
    for (const input of [{ name: "A" }, {}, { name: "B" }]) {
      ids.push(await start(db, workflow, input));
    }
    await (await new TestWorker(db.worker).register()).pump();
    const statuses = await Promise.all(ids.map(async (id) => (await execution(db, id)).status));
    expect(statuses).toEqual(["completed", "failed", "completed"]);
  });
});

describe("a retry", () => {
  const retry = {
    max_attempts: 4,
    backoff: "exponential",
    initial: "100 s",
    max: "300 s",
    jitter: 0,
  };

  test("waits longer each time up to its maximum, and keeps every attempt", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a", { retry })], ["start → a"]));
    const worker = await new TestWorker(db.worker).register();
    for (const seconds of [100, 200, 300]) {
      const [lease] = await leasesOf(worker, id);
      expect(await worker.report([[lease!, { error: { class: "http" } }]])).toMatchObject([
        { verdict: "recorded", next: null },
      ]);
      expect(await stepStatuses(db, id)).toMatchObject({ a: "retrying" });
      expect(await timersOf(db, id)).toEqual([{ kind: "retry", seconds }]);
      await makeDue(db, id);
    }
    const [last] = await leasesOf(worker, id);
    expect(last).toMatchObject({ attempt: 4 });
    await worker.report([[last!, { error: { class: "http" } }]]);
    expect(await attempts(db, id)).toEqual([
      "a:1:failed",
      "a:2:failed",
      "a:3:failed",
      "a:4:failed",
    ]);
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
  });

  test("keeps the idempotency key of the step", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a", { retry })], ["start → a"]));
    const worker = await new TestWorker(db.worker).register();
    const [first] = await leasesOf(worker, id);
    await worker.report([[first!, { error: { class: "http" } }]]);
    await makeDue(db, id);
    const [second] = await leasesOf(worker, id);
    expect(second!.idempotency_key).toBe(first!.idempotency_key);
    await worker.report([[second!, { ok: true }]]);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { a: { ok: true } },
    });
  });

  test("comes when the error asks for it", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a", { retry })], ["start → a"]));
    const worker = await new TestWorker(db.worker).register();
    const [lease] = await leasesOf(worker, id);
    await worker.report([[lease!, { error: { class: "http", retry_after_ms: 7_000_000 } }]]);
    expect(await timersOf(db, id)).toEqual([{ kind: "retry", seconds: 7000 }]);
  });

  test.for([
    ["http", "retrying"],
    ["timeout", "retrying"],
    ["validation", "failed"],
  ] as const)("comes only for the classes that it names: %s", async ([kind, expected], { db }) => {
    const only = { ...retry, when: ["http", "timeout"] };
    const id = await start(db, await workflowOf(db, [act("a", { retry: only })], ["start → a"]));
    const worker = await new TestWorker(db.worker).register();
    const [lease] = await leasesOf(worker, id);
    await worker.report([[lease!, { error: { class: kind } }]]);
    expect(await stepStatuses(db, id)).toMatchObject({ a: expected });
  });

  test.for([
    ["a negative one", -1e300, 0],
    ["one beyond a day", 1e300, 86_400],
  ] as const)("does not believe %s", async ([, retry_after_ms, seconds], { db }) => {
    const [row] = await db.query<{ seconds: number }>(
      `select extract(epoch from sluice_private.retry_delay(step, 1, $1))::float8 as seconds
       from jsonb_populate_record(null::sluice.workflow_steps, '{}') as step`,
      [JSON.stringify({ retry_after_ms })],
    );
    expect(row?.seconds).toBe(seconds);
  });

  test("doubles its delay without end, up to the maximum", async ({ db }) => {
    const [row] = await db.query<{ seconds: number }>(
      `select extract(epoch from sluice_private.retry_delay(jsonb_populate_record(
           null::sluice.workflow_steps,
           '{"retry_initial": "3 hours", "retry_max": "1 day", "retry_jitter": 0, "backoff": "exponential"}'
         ), 1000, '{}'))::float8 as seconds`,
    );
    expect(row?.seconds).toBe(86_400);
  });

  test("does not come for an error that is not retryable", async ({ db }) => {
    const { id } = await failing(db, [act("a", { retry })], ["start → a"], {
      class: "http",
      retryable: false,
    });
    expect(await attempts(db, id)).toEqual(["a:1:failed"]);
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
  });

  test("comes before the error policy", async ({ db }) => {
    const id = await start(
      db,
      await workflowOf(db, [act("a", { retry }), set("b")], ["start → a", "a:error → b"]),
    );
    const worker = await new TestWorker(db.worker).register();
    const [lease] = await leasesOf(worker, id);
    await worker.report([[lease!, { error: { class: "http" } }]]);
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", a: "retrying" });
  });
});
