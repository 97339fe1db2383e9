import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { crowdOf, endBulk, operation, startBulk, statuses } from "../../support/bulk.ts";
import { expect, test } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

describe("start_bulk_operation refuses", () => {
  const BAD: [kind: string | null, filter: unknown, args?: unknown][] = [
    ["explode", {}],
    [null, {}],
    ["cancel", null],
    ["cancel", []],
    ["cancel", { workflow: "x" }],
    ["cancel", { ids: "x" }],
    ["cancel", { ids: ["x"] }],
    ["cancel", { ids: [null] }],
    ["cancel", { ids: Array.from({ length: 10_001 }, () => randomUUID()) }],
    ["cancel", { workflow_id: 7 }],
    ["cancel", { workflow_id: "x" }],
    ["cancel", { statuses: ["running", "odd"] }],
    ["cancel", { statuses: {} }],
    ["cancel", { created_after: "yesterday" }],
    ["cancel", { created_before: 7 }],
    ["cancel", { error_class: null }],
    ["cancel", {}, []],
    ["cancel", {}, { reason: 7 }],
    ["cancel", {}, { reason: "r".repeat(1001) }],
    ["pause", {}, { scope: randomUUID() }],
    ["resume", {}, { reason: "x" }],
    ["skip_step", {}],
    ["skip_step", {}, { node_id: 7 }],
    ["cancel_step", {}, { node_id: "a", output: 1 }],
    ["complete_step", {}, { output: 1 }],
    ["retry", {}, { input: {} }],
    ["retry", {}, { use_live_version: "yes" }],
  ];
  for (const [kind, filter, args] of BAD) {
    const text = JSON.stringify([kind, filter, args]).slice(0, 70);
    test(text, async ({ db }) => {
      const { organizationId } = await createTenant(db);
      const started = db.query("select sluice.start_bulk_operation($1, $2, $3, $4)", [
        kind,
        filter === null ? null : JSON.stringify(filter),
        JSON.stringify(args ?? {}),
        organizationId,
      ]);
      await expect(started).rejects.toMatchObject({ code: "SLVAL" });
    });
  }

  test("no organization, one that does not exist, and a viewer", async ({ db }) => {
    const start = (id: string | null) =>
      db.query("select sluice.start_bulk_operation('cancel', '{}', '{}', $1)", [id]);
    await expect(start(null)).rejects.toMatchObject({ code: "SLVAL" });
    await expect(start(randomUUID())).rejects.toMatchObject({ code: "SLNTF" });
    const { claims } = await createTenant(db, "viewer");
    const viewed = db.as(claims, (client) =>
      client.query("select sluice.start_bulk_operation('cancel', '{}')"),
    );
    await expect(viewed).rejects.toMatchObject({ code: "SLFRB" });
  });
});

describe("a bulk operation", () => {
  test("is narrowed by times of start", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 2);
    await worker.pump();
    await db.query(
      "update sluice_private.live_executions set created_at = '2026-01-01' where id = $1",
      [ids[0]],
    );
    const before = { created_before: "2026-02-01T00:00:00Z" };
    const none = { ...before, created_after: "2026-01-02" };
    const [nothing, one] = [
      await startBulk(db, organization, "cancel", none),
      await startBulk(db, organization, "cancel", before),
    ];
    await worker.pump();
    expect(await operation(db, nothing)).toMatchObject({ status: "completed", total: 0 });
    expect(await operation(db, one)).toMatchObject({ total: 1, done: 1 });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 1, running: 1 });
  });

  test("is for none that was started after it", async ({ db }) => {
    const { workflow, organization, ids, worker } = await crowdOf(db, 2);
    await worker.pump();
    await db.query(
      `update sluice_private.live_executions set created_at = clock_timestamp() + interval '1 h'
       where id = $1`,
      [ids[0]],
    );
    const id = await startBulk(db, organization, "cancel", {});
    await worker.pump();
    expect(await operation(db, id)).toMatchObject({ total: 1, done: 1 });
    expect(await statuses(db, workflow)).toEqual({ cancelled: 1, running: 1 });
  });

  test("does nothing to another organization's, whose ids match nothing", async ({ db }) => {
    const theirs = await crowdOf(db, 2);
    await theirs.worker.pump();
    const { claims } = await createTenant(db);
    for (const filter of [
      { ids: theirs.ids },
      { workflow_id: theirs.workflow },
      { workflow_id: theirs.workflow, ids: theirs.ids },
    ]) {
      const { rows } = await db.as(claims, (client) =>
        client.query("select total from sluice.start_bulk_operation('cancel', $1)", [
          JSON.stringify(filter),
        ]),
      );
      expect(rows).toEqual([{ total: 0 }]);
    }
    await theirs.worker.pump();
    expect(await statuses(db, theirs.workflow)).toEqual({ running: 2 });
  });
});
