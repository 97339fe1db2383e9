import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import {
  endExecutions,
  endScene,
  openSession,
  set,
  untilBlocked,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const START = "select id from sluice.start_workflow($1, $2, $3)";

const executionsOf = (db: TestDatabase, workflow: string) =>
  db.query<{ id: string; input: { payload: unknown } }>(
    "select id, input from sluice.workflow_executions where workflow_id = $1 order by id",
    [workflow],
  );

describe("an idempotency key", () => {
  test("used in two sessions at once starts one execution", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const [left, right] = [await openSession(db), await openSession(db)];
    await left.query("begin");
    const first = await left.query(START, [workflow, { n: 1 }, "order-1"]);
    const second = right.query(START, [workflow, { n: 2 }, "order-1"]);
    await untilBlocked(db, right);
    await left.query("commit");
    expect((await second).rows).toEqual(first.rows);
    expect(await executionsOf(db, workflow)).toMatchObject([
      { id: first.rows[0].id, input: { payload: { n: 1 } } },
    ]);
  });

  test("is free again when the first start rolls back", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const [left, right] = [await openSession(db), await openSession(db)];
    await left.query("begin");
    await left.query(START, [workflow, { n: 1 }, "order-1"]);
    const second = right.query(START, [workflow, { n: 2 }, "order-1"]);
    await untilBlocked(db, right);
    await left.query("rollback");
    const id = (await second).rows[0].id as string;
    expect(await executionsOf(db, workflow)).toMatchObject([{ id, input: { payload: { n: 2 } } }]);
  });

  test("answers with the same execution after that one has ended", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const [first] = await db.query(START, [workflow, {}, "order-1"]);
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, first!["id"] as string)).toMatchObject({ status: "completed" });
    expect(await db.query(START, [workflow, {}, "order-1"])).toEqual([first]);
  });

  test("belongs to its workflow, and expires after 30 days", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const other = await workflowOf(db, [set("a")], ["start → a"]);
    const [first] = await db.query(START, [workflow, {}, "order-1"]);
    expect(await db.query(START, [other, {}, "order-1"])).not.toEqual([first]);
    await db.query(
      `update sluice_private.idempotency_keys set expires_at = clock_timestamp()
       where workflow_id = $1 and expires_at > clock_timestamp() + interval '29 days'`,
      [workflow],
    );
    expect(await db.query(START, [workflow, {}, "order-1"])).not.toEqual([first]);
    expect(await executionsOf(db, workflow)).toHaveLength(2);
  });

  test("counts to its last character, however long", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const long = "k".repeat(1000);
    const [first] = await db.query(START, [workflow, {}, `${long}1`]);
    const [second] = await db.query(START, [workflow, {}, `${long}2`]);
    expect(second).not.toEqual(first);
    expect(await db.query(START, [workflow, {}, `${long}1`])).toEqual([first]);
  });
});

describe("two publishers at once", () => {
  test("make versions 1 and 2, and the second one is live", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const [row] = await db.query<{ id: string }>(
      "select id from sluice.create_workflow('twice', $1, '', $2)",
      [JSON.stringify(definition([manual, set("a")], ["start → a"])), organizationId],
    );
    const [left, right] = [await openSession(db), await openSession(db)];
    const PUBLISH = "select id, number from sluice.publish_workflow($1)";
    await left.query("begin");
    const first = await left.query(PUBLISH, [row!.id]);
    const second = right.query(PUBLISH, [row!.id]);
    await untilBlocked(db, right);
    await left.query("commit");
    const numbers = [first.rows[0].number, (await second).rows[0].number];
    expect(numbers).toEqual([1, 2]);
    const [live] = await db.query("select live_version_id from sluice.workflows where id = $1", [
      row!.id,
    ]);
    expect(live).toEqual({ live_version_id: (await second).rows[0].id });
  });

  test("publish the draft as it is when their turn comes", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await publish(
      db,
      organizationId,
      definition([manual, set("a")], ["start → a"]),
    );
    const [left, right] = [await openSession(db), await openSession(db)];
    await left.query("begin");
    await left.query("select sluice.update_workflow($1, null, $2)", [
      workflow,
      JSON.stringify(definition([manual, set("b")], ["start → b"])),
    ]);
    const second = right.query("select definition from sluice.publish_workflow($1)", [workflow]);
    await untilBlocked(db, right);
    await left.query("commit");
    expect((await second).rows[0].definition.nodes[1].id).toBe("b");
    const steps = await db.query(
      `select node_id from sluice.workflow_steps as step
       inner join sluice.workflows as w on w.live_version_id = step.version_id
       where w.id = $1 order by step_no`,
      [workflow],
    );
    expect(steps).toEqual([{ node_id: "start" }, { node_id: "b" }]);
  });

  test("leave the executions that run on the version they began with", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const id = await start(db, workflow);
    await db.query("select sluice.update_workflow($1, null, $2)", [
      workflow,
      JSON.stringify(definition([manual, set("b")], ["start → b"])),
    ]);
    await db.query("select sluice.publish_workflow($1)", [workflow]);
    await (await new TestWorker(db.worker).register()).pump();
    expect(await execution(db, id)).toMatchObject({ output: { a: { by: "a" } } });
  });
});
