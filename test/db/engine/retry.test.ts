import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
  type EdgeText,
} from "../../support/engine.ts";
import { ended, fail, retry, run, stepsOf, type Retry } from "../../support/retries.ts";
import {
  act,
  codeOf,
  endScene,
  footprint,
  leasesOf,
  openSession,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

describe("a failed execution that is retried", () => {
  const nodes = [act("a"), act("b"), act("c"), act("side")];
  const edges: EdgeText[] = ["start → a", "a → b", "b → c", "start → side"];

  test("runs what failed, was cancelled or never began, and keeps the rest", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail("b"));
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    expect(await retry(db, id)).toEqual({ status: "pending", generation: 1 });
    expect(await run(db, worker, fail())).toEqual(["b", "c"]);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      error: null,
      output: { c: { of: "c" }, side: { of: "side" } },
    });
    expect(await stepsOf(db, id, 0)).toEqual([
      "start completed",
      "a completed",
      "b failed",
      "side completed",
    ]);
    expect(await stepsOf(db, id, 1)).toEqual([
      "start completed",
      "a kept 0",
      "b completed",
      "c completed",
      "side kept 0",
    ]);
    expect(Object.keys(await footprint(db, id)).toSorted()).toEqual([
      ...["execution_steps", "executions", "step_attempts"],
    ]);
  });

  test("may fail and be retried again, and keeps what was kept", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail("b"));
    await retry(db, id);
    expect(await run(db, worker, fail("c"))).toEqual(["b", "c"]);
    expect(await retry(db, id)).toMatchObject({ generation: 2 });
    expect(await run(db, worker, fail())).toEqual(["c"]);
    expect(await stepsOf(db, id, 2)).toContain("a kept 1");
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("begins what was cancelled beside the failure", async ({ db }) => {
    const workflow = await workflowOf(db, nodes, edges);
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const leases = await leasesOf(worker, id);
    const [a, side] = ["a", "side"].map((name) => leases.find((l) => l.node_id === name)!);
    await worker.report([[a!, { error: { class: "http" } }]]);
    expect(await stepStatuses(db, id)).toMatchObject({ side: "cancelled" });
    await retry(db, id);
    expect(await worker.report([[side!, {}]])).toMatchObject([{ verdict: "stale" }]);
    expect(await run(db, worker)).toEqual(["a", "b", "c", "side"]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("gives its steps other idempotency keys than before, and those kept none", async ({
    db,
  }) => {
    const workflow = await workflowOf(db, nodes, edges);
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const first = await worker.drain(fail("b"));
    await retry(db, id);
    const second = await worker.drain();
    const keys = [...first, ...second].map((lease) => lease.idempotency_key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("reads variables as they are now", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const put = (value: number) =>
      db.query("select sluice.set_variable('v', $2, organization_id => $1)", [
        organizationId,
        JSON.stringify(value),
      ]);
    await put(1);
    const nodes = [manual, act("a"), set("s", { v: "{{ vars.v }}" })];
    const workflow = await publish(db, organizationId, definition(nodes, ["start → a", "a → s"]));
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await run(db, worker, fail("a"));
    await put(2);
    await retry(db, id);
    await run(db, worker);
    expect(await execution(db, id)).toMatchObject({ output: { s: { v: 2 } } });
  });

  test("has its whole time again", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a")], ["start → a"], { timeout: "1 hour" });
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    await db.query(
      "update sluice_private.timers set due_at = clock_timestamp() where execution_id = $1",
      [id],
    );
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "timed_out" });
    await db.query(
      `update sluice_private.executions set created_at = created_at - interval '2 hours'
       where id = $1`,
      [id],
    );
    await retry(db, id);
    await run(db, worker);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});

describe("a retry from a step", () => {
  const nodes = [
    act("a"),
    act("b"),
    act("c"),
    act("side"),
    act("sum", { join: { kind: "every" } }),
  ];
  const edges: EdgeText[] = [
    ...(["start → a", "a → b", "b → c", "start → side"] as const),
    ...(["c → sum", "side → sum"] as const),
  ];

  test("runs it and what follows it again, also when all had gone well", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail());
    await retry(db, id, { node_id: "b" });
    expect(await run(db, worker)).toEqual(["b", "c", "sum"]);
    expect(await stepsOf(db, id, 1)).toContain("side kept 0");
  });

  test("takes another input for it", async ({ db }) => {
    const { id, worker } = await ended(db, nodes, edges, fail("b"));
    await retry(db, id, { node_id: "b", input: { n: 7 } });
    const inputs: Record<string, unknown> = {};
    await worker.drain((lease) => {
      inputs[lease.node_id] = JSON.parse(lease.input);
      return {};
    });
    expect(inputs).toEqual({ b: { n: 7 }, c: {}, sum: {} });
  });

  test("takes another payload for a trigger, and then runs everything", async ({ db }) => {
    const { id, worker } = await ended(
      db,
      [act("a"), set("s", { n: "{{ trigger.payload.n }}" })],
      ["start → a", "a → s"],
      fail(),
    );
    await retry(db, id, { node_id: "start", input: { n: 9 } });
    expect(await run(db, worker)).toEqual(["a"]);
    expect(await execution(db, id)).toMatchObject({ output: { s: { n: 9 } } });
  });

  test("keeps choices, waits, and failures that were handled", async ({ db }) => {
    const { id, worker } = await ended(
      db,
      [
        {
          id: "ask",
          type: "choice",
          data: { cases: [{ port: "yes", when: "$.vars == null" }], default: "no" },
        },
        act("f", { on_error: "continue" }),
        { id: "w", type: "wait", data: { for: "0 s" } },
        act("z"),
      ],
      ["start → ask", "ask:no → f", "f → w", "w → z"],
      fail("f", "z"),
    );
    await worker.pump();
    await run(db, worker, fail("z"));
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    await retry(db, id);
    expect(await run(db, worker)).toEqual(["z"]);
    expect(await stepsOf(db, id, 1)).toEqual([
      ...["start completed", "ask kept 0", "f kept 0", "w kept 0", "z completed"],
    ]);
  });

  test("runs on the live version if asked", async ({ db }) => {
    const { id, worker, workflow } = await ended(db, nodes, edges, fail("b"));
    const better = definition([manual, ...nodes, act("extra")], [...edges, "b → extra"]);
    await db.query("select sluice.update_workflow($1, definition => $2)", [
      workflow,
      JSON.stringify(better),
    ]);
    await db.query("select sluice.publish_workflow($1)", [workflow]);
    await retry(db, id, { node_id: "b", use_live_version: true });
    expect(await run(db, worker)).toEqual(["b", "c", "extra", "sum"]);
    expect(await stepsOf(db, id, 1)).toEqual(
      expect.arrayContaining(["a kept 0", "side kept 0", "extra completed"]),
    );
  });
});

describe("a retry is refused", () => {
  test("of what is under way, of an unknown step, of one that was skipped, of odd input", async ({
    db,
  }) => {
    const { id, worker } = await ended(
      db,
      [
        {
          id: "ask",
          type: "choice",
          data: { cases: [{ port: "yes", when: "$.vars == null" }], default: "no" },
        },
        act("n"),
        act("y"),
      ],
      ["start → ask", "ask:no → n", "ask:yes → y"],
      fail(),
    );
    const before = await footprint(db, id);
    for (const [with_, code] of [
      [{ node_id: "nothing" }, "SLNTF"],
      [{ node_id: "n", frame_path: "each[0]" }, "SLNTF"],
      [{ node_id: "y" }, "SLSTA"],
      [{ node_id: "ask", input: {} }, "SLVAL"],
      [{ node_id: "n", input: [1] }, "SLVAL"],
      [{ input: {} }, "SLVAL"],
      [{ frame_path: "each[0]" }, "SLVAL"],
      [{}, "SLSTA"],
    ] as [Retry, string][]) {
      expect(await codeOf(retry(db, id, with_)), JSON.stringify(with_)).toBe(code);
    }
    expect(await footprint(db, id)).toEqual(before);
    await retry(db, id, { node_id: "n" });
    expect(await codeOf(retry(db, id))).toBe("SLSTA");
    await run(db, worker);
  });
});

describe("two who retry at once", () => {
  test("start one generation", async ({ db }) => {
    const { id, worker } = await ended(db, [act("a")], ["start → a"], fail("a"));
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin");
    await one.query("select sluice.retry_execution($1)", [id]);
    const second = codeOf(two.query("select sluice.retry_execution($1)", [id]));
    await one.query("commit");
    expect(await second).toBe("SLSTA");
    expect(await run(db, worker)).toEqual(["a"]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("leave the execution as it was when one rolls back", async ({ db }) => {
    const { id } = await ended(db, [act("a")], ["start → a"], fail("a"));
    const before = await footprint(db, id);
    const session = await openSession(db);
    await session.query(`begin; select sluice.retry_execution('${id}'); rollback`);
    expect(await footprint(db, id)).toEqual(before);
  });
});

describe("a retry and a cancel that came too late", () => {
  test("do not meet: the new generation is not cancelled", async ({ db }) => {
    const { id, worker } = await ended(db, [act("a")], ["start → a"], fail("a"));
    await db.query(
      `insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
       select organization_id, id, 'cancel', '{}' from sluice_private.executions where id = $1`,
      [id],
    );
    await retry(db, id);
    await run(db, worker);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});
