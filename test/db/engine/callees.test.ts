import { describe } from "vitest";
import { call, childrenOf, draftOf, named, tenantOf, type Tenant } from "../../support/calls.ts";
import { foreach, makeDue, outputOf, trace, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, stepStatuses, TestWorker } from "../../support/engine.ts";
import {
  act,
  endExecutions,
  endScene,
  enterTestMode,
  openSession,
  set,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const DOUBLE = set("out", { got: "{{ trigger.payload }}" });

/** `child`, and a caller of it. */
async function scene(db: TestDatabase) {
  const tenant = await tenantOf(db);
  const childId = await named(db, tenant, "child", [DOUBLE], ["start → out"]);
  const caller = await named(db, tenant, "caller", [call("sub")], ["start → sub"]);
  return { tenant, childId, caller };
}

describe("a call", () => {
  const publishAgain = async (db: TestDatabase, childId: string) => {
    await db.query(
      `update sluice.workflows set definition =
         jsonb_set(definition, '{nodes,1,data,input}', '{"got": "new"}') where id = $1`,
      [childId],
    );
    await db.query("select sluice.publish_workflow($1)", [childId]);
  };

  test("runs the version that is live at its time, or the one that it names", async ({ db }) => {
    const { tenant, childId, caller } = await scene(db);
    await publishAgain(db, childId);
    const pinned = await named(
      db,
      tenant,
      "pinned",
      [call("sub", { workflow: childId, version: 1, input: 1 })],
      ["start → sub"],
    );
    const ids = [await start(db, caller), await start(db, pinned)] as const;
    await (await new TestWorker(db.worker).register()).pump();
    expect(await outputOf(db, ids[0], "sub")).toEqual({ out: { got: "new" } });
    expect(await outputOf(db, ids[1], "sub")).toEqual({ out: { got: 1 } });
  });

  test("is refused while the trigger of the workflow is switched off", async ({ db }) => {
    const { childId, caller } = await scene(db);
    const turn = (isOn: boolean) =>
      db.query(
        "select sluice.set_trigger_enabled(id, $2) from sluice.workflow_triggers where workflow_id = $1",
        [childId, isOn],
      );
    await turn(false);
    const refused = await start(db, caller);
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, refused)).toMatchObject({ status: "failed" });
    await turn(true);
    const taken = await start(db, caller);
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, taken)).toMatchObject({ status: "completed" });
  });

  for (const status of ["paused", "disabled", "deprecated", "archived"]) {
    test(`is refused while the workflow is ${status}`, async ({ db }) => {
      const { childId, caller } = await scene(db);
      await db.query("select sluice.set_workflow_status($1, $2)", [childId, status]);
      const id = await start(db, caller);
      await (await new TestWorker(db.worker).register()).pump();
      expect(await execution(db, id)).toMatchObject({
        status: "failed",
        error: { class: "call_refused", message: `workflow child is ${status}`, node_id: "sub" },
      });
      expect(await childrenOf(db, id)).toEqual([]);
    });
  }

  test("that is refused opens its error port, or is tried again", async ({ db }) => {
    const { tenant, childId } = await scene(db);
    const retry = { max_attempts: 2, initial: "1 hour" };
    const caller = await named(
      db,
      tenant,
      "again",
      [call("sub", { retry }), set("no")],
      ["start → sub", "sub:error:call_refused → no"],
    );
    await db.query("select sluice.set_workflow_status($1, 'paused')", [childId]);
    const ids = [await start(db, caller), await start(db, caller)] as const;
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    expect(await stepStatuses(db, ids[0])).toMatchObject({ sub: "retrying" });
    await makeDue(db, ids[0]);
    await worker.pump();
    expect(await stepStatuses(db, ids[0])).toMatchObject({ sub: "failed", no: "completed" });
    await db.query("select sluice.set_workflow_status($1, 'active')", [childId]);
    await makeDue(db, ids[1]);
    await worker.pump();
    expect(await stepStatuses(db, ids[1])).toMatchObject({ sub: "completed", no: "skipped" });
  });

  test("of itself ends 20 deep, with class call_depth", async ({ db }) => {
    const tenant = await tenantOf(db);
    const own = await named(db, tenant, "own", [call("sub", { workflow: "own" })], ["start → sub"]);
    const id = await start(db, own);
    await (await new TestWorker(db.worker).register()).pump();
    const depths = await db.query<{ depth: number; status: string; class: string }>(
      `select depth, status, error ->> 'class' as class from sluice.workflow_executions
       where workflow_id = $1 order by depth`,
      [own],
    );
    expect(depths).toEqual(
      Array.from({ length: 21 }, (_, depth) => ({
        depth,
        status: "failed",
        class: depth === 20 ? "call_depth" : "child_failed",
      })),
    );
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
  });

  test("of a call of a call brings the output back up", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "c", [DOUBLE], ["start → out"]);
    const passing = (workflow: string) => [
      call("sub", { workflow, input: "{{ trigger.payload }}", output: "{{ steps.sub.output }}" }),
    ];
    await named(db, tenant, "b", passing("c"), ["start → sub"]);
    const id = await start(db, await named(db, tenant, "a", passing("b"), ["start → sub"]), "deep");
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, id)).toMatchObject({
      output: { sub: { sub: { out: { got: "deep" } } } },
    });
    const [child] = await childrenOf(db, id);
    const [grandchild] = await childrenOf(db, child!.id);
    expect(grandchild).toMatchObject({ depth: 2, root_execution_id: id });
  });

  test("in a hundred iterations at once starts a hundred children", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(
      db,
      tenant,
      "child",
      [act("a", { input: { i: "{{ trigger.payload }}" } })],
      ["start → a"],
    );
    const caller = await named(
      db,
      tenant,
      "caller",
      [
        foreach("each", { concurrency: 100, collect: "{{ steps.sub.output.a }}" }),
        ...within("each", call("sub", { input: "{{ item }}" })),
      ],
      ["start → each"],
    );
    const items = Array.from({ length: 100 }, (_, i) => i);
    const id = await start(db, caller, items);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain((lease) => (JSON.parse(lease.input) as { i: number }).i * 2);
    expect(await childrenOf(db, id)).toHaveLength(100);
    expect(await outputOf(db, id, "each")).toEqual({
      total: 100,
      completed: 100,
      failed: 0,
      items: items.map((i) => i * 2),
    });
    expect(
      (await trace(db, id)).filter((line) => / sub completed|\.sub completed/.test(line)),
    ).toHaveLength(100);
  });

  test("starts its child once, whatever is rolled back or told twice", async ({ db }) => {
    await enterTestMode(db);
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    const caller = await named(
      db,
      tenant,
      "caller",
      [act("first"), call("sub")],
      ["start → first", "first → sub"],
    );
    const id = await start(db, caller);
    const session = await openSession(db, "sluice_worker");
    const worker = await new TestWorker(session).register();
    await worker.pump();
    const [lease] = await worker.begin();
    await session.query("set sluice.failpoints = 'completed=raise'");
    await expect(worker.report([[lease!, {}]])).rejects.toMatchObject({ code: "SLFPT" });
    expect(await childrenOf(db, id)).toEqual([]);
    await session.query("set sluice.failpoints = 'propagated=raise'");
    await worker.report([[lease!, {}]]);
    expect(await execution(db, id)).toMatchObject({ status: "paused" });
    expect(await childrenOf(db, id)).toEqual([]);
    await session.query("reset sluice.failpoints");
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    expect(await childrenOf(db, id)).toHaveLength(1);
    expect(await worker.report([[lease!, {}]])).toMatchObject([{ verdict: "recorded" }]);
    expect(await childrenOf(db, id)).toHaveLength(1);
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await childrenOf(db, id)).toHaveLength(1);
  });

  test("of a workflow of the same name in another organization does not reach it", async ({
    db,
  }) => {
    const theirs = await tenantOf(db);
    const child = await named(db, theirs, "child", [DOUBLE], ["start → out"]);
    const ours: Tenant = await tenantOf(db);
    for (const workflow of ["child", child]) {
      const draft = await draftOf(
        db,
        ours,
        `by ${workflow}`,
        [call("sub", { workflow })],
        ["start → sub"],
      );
      await expect(db.query("select sluice.publish_workflow($1)", [draft])).rejects.toMatchObject({
        code: "SLVAL",
        detail: expect.stringContaining("unknown_workflow"),
      });
    }
  });
});
