import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { changed, noChange, Reader, scene } from "../../support/changes.ts";
import { expect, test } from "../../support/database.ts";
import { definition, manual, publish, start, TestWorker } from "../../support/engine.ts";
import { codeOf, endScene, openSession, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

describe("execution_changes", () => {
  test("tells every change once: a start, a step that begins, one that ends, the end", async ({
    db,
  }) => {
    const { organizationId, workflow, worker } = await scene(db);
    const reader = await new Reader(db, { organization: organizationId }).settle();
    expect(await reader.read()).toMatchObject(noChange);
    const id = await start(db, workflow);
    expect(await reader.read()).toMatchObject(changed(id));
    expect(await reader.read()).toMatchObject(noChange);
    await worker.pump();
    expect(await reader.read()).toMatchObject(changed(id));
    const [lease] = await worker.begin();
    expect(await reader.read()).toMatchObject(changed(id));
    const [answer] = await worker.report([[lease!, {}]]);
    expect(await reader.read()).toMatchObject(changed(id));
    await worker.report([[answer!.next!, {}]]);
    expect(await reader.read()).toMatchObject(changed(id));
    expect(await reader.read()).toMatchObject(noChange);
    await db.query("delete from graphile_worker._private_jobs");
  });

  test("begins with a reset, and says so to who comes with a cursor from elsewhere", async ({
    db,
  }) => {
    const { organizationId } = await scene(db);
    const reader = new Reader(db, { organization: organizationId });
    expect(await reader.read()).toMatchObject({ is_reset: true, execution_ids: [] });
    await reader.settle();
    for (const cursor of ["no cursor", "1:1:", "9:1:", "999999999:999999999:", "1:5:9"]) {
      reader.cursor = cursor;
      expect(await reader.read(), cursor).toMatchObject({ is_reset: true });
    }
  });

  test("tells what a transaction has changed when it commits, however late", async ({ db }) => {
    const { organizationId, workflow } = await scene(db);
    const reader = await new Reader(db, { organization: organizationId }).settle();
    const late = await openSession(db);
    await late.query("begin");
    const { rows } = await late.query<{ id: string }>("select id from sluice.start_workflow($1)", [
      workflow,
    ]);
    expect(await reader.read()).toMatchObject(noChange);
    const first = await start(db, workflow);
    expect(await reader.read()).toMatchObject(changed(first));
    const second = await start(db, workflow);
    expect(await reader.read()).toMatchObject(changed(second));
    await late.query("commit");
    expect(await reader.read()).toMatchObject(changed(rows[0]!.id));
    expect(await reader.read()).toMatchObject(noChange);
  });

  test("says that all is to be loaded when one ends that had begun unwatched", async ({ db }) => {
    const { organizationId, workflow } = await scene(db);
    const early = await openSession(db);
    await early.query("begin");
    await early.query("select sluice.start_workflow($1)", [workflow]);
    const reader = await new Reader(db, { organization: organizationId }).begin();
    const cursor = reader.cursor;
    expect((await reader.read()).execution_ids ?? []).toEqual([]);
    await early.query("commit");
    reader.cursor = cursor;
    expect(await reader.read()).toMatchObject({ is_reset: true });
    await reader.settle();
    expect(await reader.read()).toMatchObject(noChange);
  });

  test("writes nothing for what nobody watches", async ({ db }) => {
    const { organizationId, workflow, worker } = await scene(db);
    const other = await scene(db);
    const alike = await publish(db, organizationId, definition([manual, set("x")], ["start → x"]));
    const noted = async () => {
      const [row] = await db.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.changes where organization_id = any ($1)",
        [[organizationId, other.organizationId]],
      );
      return row!.n;
    };
    await start(db, workflow);
    await worker.drain();
    expect(await noted()).toBe(0);
    const reader = await new Reader(db, { workflow }).settle();
    await start(db, other.workflow);
    await start(db, alike);
    await worker.drain();
    expect(await noted()).toBe(0);
    const id = await start(db, workflow);
    expect(await reader.read()).toMatchObject(changed(id));
    await worker.drain();
    expect(await noted()).toBeGreaterThan(0);
    const [others] = await db.query<{ n: number }>(
      `select count(*)::int as n from sluice_private.changes
       where organization_id = any ($1) and subject <> $2`,
      [[organizationId, other.organizationId], id],
    );
    expect(others!.n).toBe(0);
  });

  test("tells when somebody decides, though the approval stays open", async ({ db }) => {
    const { organizationId, userId, claims } = await scene(db);
    const approval = { assignees: [userId, "else@example.test"], quorum: 2 };
    const draft = definition(
      [manual, { id: "ask", type: "wait", data: { approval, timeout: "1 h" } }],
      ["start → ask"],
    );
    const id = await start(db, await publish(db, organizationId, draft));
    await new TestWorker(db.worker).register().then((worker) => worker.pump());
    const reader = await new Reader(db, { organization: organizationId }).settle();
    const [open] = await db.query<{ id: string }>(
      "select id from sluice.workflow_approvals where execution_id = $1",
      [id],
    );
    await db.as(claims, (client) =>
      client.query("select sluice.decide_approval($1, 'approved')", [open!.id]),
    );
    expect(await reader.read()).toMatchObject(changed(id));
  });

  test("is a member's for their own organization, and nobody else's", async ({ db }) => {
    const { organizationId, claims, workflow } = await scene(db);
    const other = await scene(db);
    const reader = new Reader(db, { workflow });
    await db.as(claims, (client) => reader.read(client));
    const foreign = (scope: Partial<Record<"organization" | "workflow", string>>) =>
      codeOf(db.as(other.claims, (client) => new Reader(db, scope).read(client)));
    expect(await foreign({ workflow })).toBe("SLNTF");
    expect(await foreign({ organization: organizationId })).toBe("SLFRB");
    const visitor = db.as(undefined, (client) => new Reader(db, { workflow }).read(client));
    expect(await codeOf(visitor)).toBe("42501");
    const unheard = [randomUUID()];
    for (const call of ["watch_scopes($1, $1)", "still_members($1, $1)"]) {
      const asked = db.as(claims, (client) =>
        client.query(`select sluice_hidden.${call}`, [unheard]),
      );
      expect(await codeOf(asked), call).toBe("42501");
    }
  });
});
