import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  publish,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import { endBulk, operation, startBulk } from "../../support/bulk.ts";
import { fail, retry } from "../../support/retries.ts";
import { act, endExecutions, endScene, openSession, untilBlocked } from "../../support/scenes.ts";
import { emitIn } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endBulk(db);
  await endExecutions(db);
});

const nodes: Node[] = [{ id: "start", type: "trigger", data: { trigger: "manual" } }, act("a")];
const START = "select id from sluice.start_workflow($1, jsonb_build_object('contact', $2::text))";
const RETRY = "select sluice.retry_execution($1)";
const ENROLLED = "the record is enrolled already";

/** A workflow with this policy; whatever runs there fails until it is told otherwise. */
async function policy(db: TestDatabase, enrolment: object = {}, settings: object = {}) {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const draftOf = (key: string) =>
    definition(nodes, ["start → a"], { enrolment: { key, ...enrolment }, ...settings });
  const workflow = await publish(db, organizationId, draftOf("trigger.payload.contact"));
  const worker = await new TestWorker(db.worker).register();
  const begin = async (contact = "c1") =>
    (await db.query<{ id: string }>(START, [workflow, contact]))[0]!.id;
  const failed = async (contact = "c1") => {
    const id = await begin(contact);
    await worker.drain(fail("a"));
    return id;
  };
  return { organizationId, workflow, worker, begin, failed, draftOf };
}

describe("a retry of an enrolment", () => {
  test("is refused while another one of its record is under way, and says what to do", async ({
    db,
  }) => {
    const { begin, failed, worker } = await policy(db);
    const id = await failed();
    await begin();
    await expect(retry(db, id)).rejects.toMatchObject({
      code: "SLSTA",
      message: ENROLLED,
      detail: "The record is c1.",
      hint: "Retry the execution once that is over, or cancel what is under way for the record.",
    });
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
    await worker.drain();
    expect(await retry(db, id)).toMatchObject({ status: "pending", generation: 1 });
  });

  test("keeps others out while it is under way, also if it was not the last", async ({ db }) => {
    const { begin, failed, worker } = await policy(db);
    const id = await failed();
    await begin();
    await worker.drain();
    await retry(db, id);
    await expect(begin()).rejects.toMatchObject({ code: "SLSTA", message: ENROLLED });
    await worker.drain();
    await begin();
  });

  test.for([["never"], ["30 days"]])(
    "goes on with it where nobody is enrolled again: %s",
    async ([again], { db }) => {
      const { begin, failed, worker } = await policy(db, { again });
      const id = await failed();
      await expect(begin()).rejects.toMatchObject({ code: "SLSTA" });
      await retry(db, id);
      await worker.drain();
      expect(await execution(db, id)).toMatchObject({ status: "completed" });
      await expect(begin()).rejects.toMatchObject({ code: "SLSTA" });
    },
  );

  test("is one that left when the retry ended", async ({ db }) => {
    const { begin, failed, worker } = await policy(db, { again: "7 days" });
    const id = await failed();
    const age = (days: number) =>
      db.query(
        `update sluice_private.executions
         set finished_at = finished_at - make_interval(days => $1)`,
        [days],
      );
    await age(8);
    await begin();
    await worker.drain();
    await age(8);
    await retry(db, id);
    await worker.drain();
    await expect(begin()).rejects.toMatchObject({
      message: "the record left less than 7 days ago",
    });
  });

  test("stands beside others if several may", async ({ db }) => {
    const { begin, failed } = await policy(db, { again: "always" });
    const id = await failed();
    await begin();
    await retry(db, id);
  });

  test("counts under the cap of those under way, not again within a time", async ({ db }) => {
    const { begin, failed, worker } = await policy(db, {
      cap: { active: 1, count: 2, per: "1 day" },
    });
    const id = await failed("c1");
    await begin("c2");
    await expect(retry(db, id)).rejects.toMatchObject({
      message: "as many as may are enrolled: 1",
    });
    await worker.drain();
    await retry(db, id);
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("for another record asks about that one, and gives the first one free", async ({ db }) => {
    const { begin, failed, worker } = await policy(db);
    const id = await failed("c1");
    const other = { node_id: "start", input: { contact: "c2" } };
    await begin("c2");
    await expect(retry(db, id, other)).rejects.toMatchObject({ detail: "The record is c2." });
    await worker.drain();
    await retry(db, id, other);
    await begin("c1");
    await expect(begin("c2")).rejects.toMatchObject({ message: ENROLLED });
    const nobody = await failed("c3");
    await expect(retry(db, nobody, { node_id: "start", input: {} })).rejects.toMatchObject({
      message: "the key of the enrolment finds nothing",
    });
  });

  test("is ended by an event that comes later", async ({ db }) => {
    const { organizationId, failed, worker } = await policy(db, { exit_on: [{ event: "left" }] });
    const id = await failed();
    await emitIn(db, organizationId, "left", { key: "c1" });
    await worker.pump();
    await retry(db, id);
    await worker.pump();
    expect(await execution(db, id)).not.toMatchObject({ status: "cancelled" });
    await emitIn(db, organizationId, "left", { key: "c1" });
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "cancelled" });
  });

  test("asks the policy of the version that it runs on", async ({ db }) => {
    const { begin, failed, worker, workflow, draftOf } = await policy(db);
    const id = await failed();
    await db.query("select sluice.update_workflow($1, definition => $2)", [
      workflow,
      JSON.stringify(draftOf("trigger.payload.person")),
    ]);
    await db.query("select sluice.publish_workflow($1)", [workflow]);
    await expect(retry(db, id, { use_live_version: true })).rejects.toMatchObject({
      message: "the key of the enrolment finds nothing",
    });
    await retry(db, id);
    await worker.drain();
    await expect(begin()).rejects.toMatchObject({
      message: "the key of the enrolment finds nothing",
    });
  });
});

describe("of two sessions at once", () => {
  test("the retry waits for the start, and is refused", async ({ db }) => {
    const { workflow, failed } = await policy(db);
    const id = await failed();
    const [left, right] = [await openSession(db), await openSession(db)];
    await left.query("begin");
    await left.query(START, [workflow, "c1"]);
    const second = expect(right.query(RETRY, [id])).rejects.toMatchObject({ message: ENROLLED });
    await untilBlocked(db, right);
    await left.query("commit");
    await second;
    expect(await execution(db, id)).toMatchObject({ status: "failed" });
  });

  test("the start waits for the retry, and is refused", async ({ db }) => {
    const { workflow, failed } = await policy(db);
    const id = await failed();
    const [left, right] = [await openSession(db), await openSession(db)];
    await left.query("begin");
    await left.query(RETRY, [id]);
    const second = expect(right.query(START, [workflow, "c1"])).rejects.toMatchObject({
      message: ENROLLED,
    });
    await untilBlocked(db, right);
    await left.query("commit");
    await second;
  });

  test("one of two retries comes alive", async ({ db }) => {
    const { failed } = await policy(db);
    const [one, two] = [await failed(), await failed()];
    const [left, right] = [await openSession(db), await openSession(db)];
    await left.query("begin");
    await left.query(RETRY, [one]);
    const second = expect(right.query(RETRY, [two])).rejects.toMatchObject({ message: ENROLLED });
    await untilBlocked(db, right);
    await left.query("commit");
    await second;
    expect(await execution(db, one)).toMatchObject({ status: "pending" });
    expect(await execution(db, two)).toMatchObject({ status: "failed" });
  });

  test("a bulk operation waits for nobody who enrols a record", async ({ db }) => {
    const { organizationId, workflow, failed, worker } = await policy(db);
    const [held, free] = [await failed("c1"), await failed("c2")];
    const session = await openSession(db);
    await session.query("begin");
    await session.query(START, [workflow, "c1"]);
    const bulk = await startBulk(db, organizationId, "retry", { ids: [held, free] });
    await worker.drain();
    expect(await operation(db, bulk)).toMatchObject({
      ...{ status: "completed", done: 1, failed: 1 },
      last_error: { execution_id: held, code: "55P03" },
    });
    expect(await execution(db, free)).toMatchObject({ status: "completed" });
    await session.query("rollback");
    await retry(db, held);
  });
});
