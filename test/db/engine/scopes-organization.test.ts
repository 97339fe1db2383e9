import { describe } from "vitest";
import { crowdOf, endBulk, operation, startBulk, startMany, statuses } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, execution, publish, start } from "../../support/engine.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

const setStatus = (db: TestDatabase, workflow: string, status: string) =>
  db.query("select sluice.set_workflow_status($1, $2)", [workflow, status]);
const pauseAll = (db: TestDatabase, organization: string, reason?: string) =>
  db.query<{ id: string }>("select id from sluice.pause_organization($1, $2)", [
    organization,
    reason,
  ]);
const resumeAll = (db: TestDatabase, organization: string) =>
  db.query("select sluice.resume_organization($1)", [organization]);
describe("an organization that is paused", () => {
  test("starts nothing, and everything of it pauses until it is resumed", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 2);
    const second = await publish(
      db,
      organization,
      definition(
        [{ id: "start", type: "trigger", data: { trigger: "manual" } }, act("a")],
        ["start → a"],
      ),
    );
    await startMany(db, second, 2);
    const other = await crowdOf(db, 2);
    await worker.pump();
    const [pausing] = await pauseAll(db, organization, "an incident");
    await expect(start(db, workflow)).rejects.toMatchObject({
      code: "SLSTA",
      message: "the organization is paused",
    });
    await worker.drain();
    expect(await operation(db, pausing!.id)).toMatchObject({ status: "completed", done: 4 });
    expect(await statuses(db, workflow)).toEqual({ paused: 2 });
    expect(await statuses(db, second)).toEqual({ paused: 2 });
    expect(await statuses(db, other.workflow)).toEqual({ completed: 2 });
    const [row] = await db.query(
      "select distinct error ->> 'message' as message from sluice_private.live_executions",
    );
    expect(row).toEqual({ message: "an incident" });
    await resumeAll(db, organization);
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 2 });
    expect(await statuses(db, second)).toEqual({ completed: 2 });
  });

  test("records deliveries of webhooks, which start nothing", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const hook = { trigger: "webhook_received", config: { path: "in" } };
    await publish(
      db,
      organizationId,
      definition([{ id: "hook", type: "trigger", data: hook }, set("b")], ["hook → b"]),
    );
    const deliver = (id: string) =>
      db.query(
        `select r.execution_id is not null as started, r.reason
         from sluice.webhook_registrations as hook
         cross join lateral sluice_private.receive_webhook(
           organization_id, hook.id, $2, 'POST', '{}', '{}', '{}', null) as r
         where hook.organization_id = $1`,
        [organizationId, id],
      );
    await pauseAll(db, organizationId);
    const reason = "the workflow is paused with its organization";
    expect(await deliver("one")).toEqual([{ started: false, reason }]);
    await resumeAll(db, organizationId);
    expect(await deliver("one")).toEqual([{ started: true, reason: null }]);
  });

  test("and a workflow of it: executions go on when neither is paused", async ({ db }) => {
    for (const first of ["organization", "workflow"]) {
      const { workflow, organization, ids, worker } = await crowdOf(db, 2);
      await worker.pump();
      await setStatus(db, workflow, "paused");
      await worker.pump();
      await pauseAll(db, organization);
      await worker.pump();
      if (first === "organization") await resumeAll(db, organization);
      else await setStatus(db, workflow, "active");
      await worker.drain();
      expect(await statuses(db, workflow)).toEqual({ paused: 2 });
      expect(await execution(db, ids[0]!)).toMatchObject({
        error: {
          scope: first === "organization" ? workflow : "00000000-0000-0000-0000-000000000000",
        },
      });
      if (first === "organization") await setStatus(db, workflow, "active");
      else await resumeAll(db, organization);
      await worker.drain();
      expect(await statuses(db, workflow)).toEqual({ completed: 2 });
    }
  });

  test("can be paused twice, and resumed once", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 1);
    await pauseAll(db, organization, "first");
    await pauseAll(db, organization);
    await worker.pump();
    expect(await execution(db, ids[0]!)).toMatchObject({ error: { message: "first" } });
    await resumeAll(db, organization);
    await expect(resumeAll(db, organization)).rejects.toMatchObject({ code: "SLSTA" });
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 1 });
  });

  test("may have its executions cancelled, and be simulated in", async ({ db }) => {
    const { workflow, organization, worker } = await crowdOf(db, 2);
    await worker.pump();
    await pauseAll(db, organization);
    await worker.pump();
    const rows = await db.query("select status from sluice.simulate_workflow($1)", [workflow]);
    expect(rows).toEqual(Array.from({ length: 4 }, () => ({ status: "completed" })));
    await startBulk(db, organization, "cancel", { statuses: ["paused"] });
    await worker.pump();
    expect(await statuses(db, workflow)).toEqual({ cancelled: 2 });
  });

  test("is paused by no reason that is too long, and its operation is not cancelled", async ({
    db,
  }) => {
    const { organization } = await crowdOf(db, 1);
    const long = pauseAll(db, organization, "r".repeat(1001));
    await expect(long).rejects.toMatchObject({ code: "SLVAL" });
    const [pausing] = await pauseAll(db, organization);
    const cancelling = db.query("select sluice.cancel_bulk_operation($1)", [pausing!.id]);
    await expect(cancelling).rejects.toMatchObject({ code: "SLSTA" });
  });

  test("is its members' own affair", async ({ db }) => {
    const { workflow, worker } = await crowdOf(db, 1);
    const { claims } = await createTenant(db);
    await db.as(claims, (client) => client.query("select sluice.pause_organization()"));
    await worker.drain();
    expect(await statuses(db, workflow)).toEqual({ completed: 1 });
  });
});
