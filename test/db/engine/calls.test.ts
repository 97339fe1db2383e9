import { describe } from "vitest";
import { call, childrenOf, named, tenantOf } from "../../support/calls.ts";
import { makeDue, outputOf } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, stepStatuses, TestWorker, type Node } from "../../support/engine.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const DOUBLE = set("out", { got: "{{ trigger.payload }}" });

/** A caller of `child`, which has started; the worker has pumped. */
async function scene(
  db: TestDatabase,
  data: object,
  { child = [DOUBLE], settings = {} }: { child?: Node[]; settings?: object } = {},
  more: [Node[], string[]] = [[], []],
) {
  const tenant = await tenantOf(db);
  const childId = await named(
    db,
    tenant,
    "child",
    child,
    child.filter(({ parentId }) => parentId === undefined).map(({ id }) => `start → ${id}`),
    settings,
  );
  const caller = await named(
    db,
    tenant,
    "caller",
    [call("sub", data), ...more[0]],
    ["start → sub", ...more[1]],
  );
  const id = await start(db, caller, { n: 7 });
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  return { tenant, childId, caller, id, worker };
}

const errorOf = async (db: TestDatabase, id: string, node = "sub") => {
  const [row] = await db.query<{ error: { class: string; message: string; execution: object } }>(
    "select error from sluice.workflow_execution_steps where execution_id = $1 and node_id = $2",
    [id, node],
  );
  return row!.error;
};

describe("a call that waits", () => {
  test("gives the child its input, and has the child's output", async ({ db }) => {
    const { id, childId } = await scene(db, { input: { n: "{{ trigger.payload.n }}" } });
    const [child, ...others] = await childrenOf(db, id);
    expect(others).toEqual([]);
    expect(child).toMatchObject({
      workflow_id: childId,
      status: "completed",
      input: { type: "manual", payload: { n: 7 } },
      parent_execution_id: id,
      parent_frame_id: "0",
      parent_step_no: 2,
      root_execution_id: id,
      depth: 1,
    });
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { sub: { out: { got: { n: 7 } } } },
    });
  });

  test("is waiting, with nothing of the caller under way, until the child has ended", async ({
    db,
  }) => {
    const { id, worker } = await scene(db, {}, { child: [act("a")] });
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "waiting" });
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    expect(await worker.drain(() => ({ ok: 1 }))).toHaveLength(1);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { sub: { a: { ok: 1 } } },
    });
  });

  test("may give another output, made of what it was given", async ({ db }) => {
    const { id } = await scene(db, {
      input: "{{ trigger.payload.n }}",
      output: { was: "{{ steps.sub.output.out.got }}", from: "{{ trigger.payload.n }}" },
    });
    expect(await outputOf(db, id, "sub")).toEqual({ was: 7, from: 7 });
  });

  test("fails with class expression where that output cannot be made", async ({ db }) => {
    const { id } = await scene(db, { output: "x{{ steps.sub.output.nothing }}" });
    expect(await errorOf(db, id)).toMatchObject({ class: "expression" });
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
  });

  for (const [status, child, settings] of [
    ["failed", [{ id: "x", type: "end", data: { scope: "execution", status: "failed" } }], {}],
    [
      "cancelled",
      [{ id: "x", type: "end", data: { scope: "execution", status: "cancelled" } }],
      {},
    ],
    ["timed_out", [act("a")], { timeout: "1 hour" }],
  ] as [string, Node[], object][]) {
    test(`fails with class child_${status} where the child is ${status}`, async ({ db }) => {
      const { id, worker } = await scene(db, {}, { child, settings }, [
        [set("caught", { class: "{{ steps.sub.output.error.class }}" }), set("other")],
        [`sub:error:child_${status} → caught`, "sub:error → other"],
      ]);
      const [ended] = await childrenOf(db, id);
      if (status === "timed_out") {
        await makeDue(db, ended!.id);
        await worker.pump();
      }
      expect(await stepStatuses(db, id)).toMatchObject({
        sub: "failed",
        caught: "completed",
        other: "skipped",
      });
      expect(await errorOf(db, id)).toMatchObject({
        class: `child_${status}`,
        message: expect.stringContaining(ended!.id),
        execution: { id: ended!.id, status },
      });
      expect(await outputOf(db, id, "caught")).toEqual({ class: `child_${status}` });
    });
  }

  test("that fails, and is not handled, fails its caller", async ({ db }) => {
    const { id, worker } = await scene(db, {}, { child: [act("a")] });
    await worker.drain(() => ({ error: { class: "http", message: "gone" } }));
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "child_failed", node_id: "sub", execution: { error: { class: "http" } } },
    });
  });

  test("is tried again with another child, after its delay", async ({ db }) => {
    const retry = { max_attempts: 3, initial: "1 hour", when: ["child_failed"] };
    const { id, worker } = await scene(db, { retry }, { child: [act("a")] });
    await worker.drain(() => ({ error: { class: "http" } }));
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "retrying" });
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    await makeDue(db, id);
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "waiting" });
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    await worker.drain(() => ({ ok: true }));
    expect((await childrenOf(db, id)).map((child) => child.status)).toEqual([
      "failed",
      "completed",
    ]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("is not tried again for another class, nor beyond its attempts", async ({ db }) => {
    const other = await scene(
      db,
      { retry: { max_attempts: 3, when: ["child_cancelled"] } },
      { child: [act("a")] },
    );
    await other.worker.drain(() => ({ error: { class: "http" } }));
    expect(await execution(db, other.id)).toMatchObject({ status: "failed" });
    expect(await childrenOf(db, other.id)).toHaveLength(1);
    const { id, worker } = await scene(
      db,
      { retry: { max_attempts: 2, initial: "0 s" } },
      { child: [act("a")] },
    );
    await worker.drain(() => ({ error: { class: "http" } }));
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    expect(await childrenOf(db, id)).toHaveLength(2);
  });

  test("is recorded while its caller is paused, which goes on when it is resumed", async ({
    db,
  }) => {
    const { id, worker } = await scene(db, {}, { child: [act("a")] }, [
      [set("after")],
      ["sub → after"],
    ]);
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.drain();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", sub: "completed" });
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("is passed through where it is disabled, and skipped by its run_if", async ({ db }) => {
    const { id } = await scene(db, { disabled: true });
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "completed" });
    const skipped = await scene(db, { run_if: "$.trigger.payload.n == 8" });
    expect(await stepStatuses(db, skipped.id)).toMatchObject({ sub: "skipped" });
    expect([await childrenOf(db, id), await childrenOf(db, skipped.id)]).toEqual([[], []]);
  });
});

describe("a call that does not wait", () => {
  test("completes at once with the id of the child, which outlives its caller", async ({ db }) => {
    const { id, worker } = await scene(db, { wait: false }, { child: [act("a")] });
    const [child] = await childrenOf(db, id);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { sub: { execution_id: child!.id } },
    });
    expect(child).toMatchObject({ depth: 1, root_execution_id: id });
    await worker.drain(() => ({ error: { class: "http" } }));
    expect(await execution(db, child!.id)).toMatchObject({ status: "failed" });
    expect(await db.query("select from sluice_private.arrivals")).toEqual([]);
  });
});

describe("a call whose time is up", () => {
  test("ends as timed out, and its child is cancelled", async ({ db }) => {
    const { id, worker } = await scene(db, { timeout: "1 hour" }, { child: [act("slow")] }, [
      [set("late")],
      ["sub:error:timeout → late"],
    ]);
    await makeDue(db, id);
    await worker.pump();
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ sub: "timed_out", late: "completed" });
    expect(await errorOf(db, id)).toMatchObject({ class: "timeout" });
    expect(await childrenOf(db, id)).toMatchObject([{ status: "cancelled" }]);
  });

  test("has time for all its attempts, and none is left when it ends", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      { timeout: "1 hour", retry: { max_attempts: 2, initial: "0 s" } },
      { child: [act("once")] },
    );
    const due =
      "select due_at from sluice_private.timers where execution_id = $1 and kind = 'timeout'";
    const [first] = await db.query<{ due_at: string }>(due, [id]);
    let failures = 0;
    await worker.drain(() => ((failures += 1) === 1 ? { error: { class: "http" } } : {}));
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(first).toBeDefined();
    expect(await db.query(due, [id])).toEqual([]);
  });
});
