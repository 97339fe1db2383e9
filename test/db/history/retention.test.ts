import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { copyTo, idAt, maintain, monthsAgo, rowsOf } from "../../support/history.ts";
import { act, codeOf, endScene } from "../../support/scenes.ts";

test.beforeAll(async ({ db }) => {
  await defineTestAction(db);
});
test.afterEach(async ({ db }) => {
  await endScene(db);
});

const DRAFT = definition(
  [
    manual,
    { id: "log", type: "action", data: { action: "log_activity", input: { description: "m" } } },
    act("a", { timeout: "1 hour" }),
  ],
  ["start → log", "log → a"],
);
const FULL = [1, 3, 1, 1];
const NONE = [0, 0, 0, 0];
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** A finished execution in an organization of its own. */
async function scene(db: TestDatabase, settings = {}) {
  const tenant = await createTenant(db, "admin");
  const draft = { ...DRAFT, settings };
  const workflow = await publish(db, tenant.organizationId, draft);
  const id = await start(db, workflow);
  await (await new TestWorker(db.worker).register()).drain();
  return { ...tenant, workflow, draft, id };
}

describe("retention", () => {
  test("of a workflow deletes what ended before", async ({ db }) => {
    const { id } = await scene(db, { retention: "7 days" });
    const old = await copyTo(db, id, daysAgo(8));
    const young = await copyTo(db, id, daysAgo(6));
    await maintain(db);
    expect(await rowsOf(db, old)).toEqual(NONE);
    expect(await rowsOf(db, young)).toEqual(FULL);
  });

  test("counts from the end of an execution, not from its start", async ({ db }) => {
    const { id } = await scene(db, { retention: "7 days" });
    const long = await copyTo(db, id, daysAgo(30));
    await db.query("update sluice_private.executions set finished_at = $2 where id = $1", [
      long,
      daysAgo(6),
    ]);
    await maintain(db);
    expect(await rowsOf(db, long)).toEqual(FULL);
  });

  test("of an organization holds for workflows that say nothing, and for events", async ({
    db,
  }) => {
    const { id, organizationId, claims } = await scene(db);
    const kept = await scene(db, { retention: "90 days" });
    await db.as(claims, (client) => client.query("select sluice.set_retention('7 days')"));
    await db.query("select sluice.set_retention('7 days', $1)", [kept.organizationId]);
    const [gone, stays] = [
      await copyTo(db, id, daysAgo(30)),
      await copyTo(db, kept.id, daysAgo(30)),
    ];
    for (const days of [30, 6]) {
      await db.query(
        "insert into sluice.workflow_events (organization_id, id, name, payload) values ($1, $2, 'x', '{}')",
        [organizationId, await idAt(db, daysAgo(days))],
      );
    }
    await maintain(db);
    expect(await rowsOf(db, gone)).toEqual(NONE);
    expect(await rowsOf(db, stays)).toEqual(FULL);
    const events = "select from sluice.workflow_events where organization_id = $1";
    expect(await db.query(events, [organizationId])).toHaveLength(1);
  });

  test("is that of the live version", async ({ db }) => {
    const { id, workflow, draft } = await scene(db, { retention: "7 days" });
    const old = await copyTo(db, id, daysAgo(30));
    await db.query("select sluice.update_workflow($1, null, $2)", [
      workflow,
      JSON.stringify({ ...draft, settings: { retention: "60 days" } }),
    ]);
    await db.query("select sluice.publish_workflow($1)", [workflow]);
    await maintain(db);
    expect(await rowsOf(db, old)).toEqual(FULL);
  });

  test("deletes more than a batch, and goes round all workflows", async ({ db }) => {
    const { id, organizationId, workflow } = await scene(db, { retention: "7 days" });
    const old = await copyTo(db, id, daysAgo(30));
    await db.query(
      `insert into sluice_private.executions (
         organization_id, id, workflow_id, version_id, trigger_step, status, input, created_at,
         finished_at
       )
       select organization_id, (left(id::text, 24) || lpad(to_hex(i), 12, '0'))::uuid, workflow_id,
         version_id, 1, 'completed', '{}', finished_at, finished_at
       from sluice_private.executions, generate_series(1, 1200) as i where id = $1::uuid`,
      [old],
    );
    await db.query(
      `insert into sluice.workflows (organization_id, name)
       select $1, 'w-' || i from generate_series(1, 250) as i`,
      [organizationId],
    );
    await maintain(db);
    const left = "select from sluice_private.executions where workflow_id = $1";
    expect(await db.query(left, [workflow])).toHaveLength(1);
  });

  test("without a word is a year, by the month", async ({ db }) => {
    const { id } = await scene(db);
    const young = await copyTo(db, id, monthsAgo(11));
    await maintain(db);
    expect(await rowsOf(db, young)).toEqual(FULL);
  });
});

describe("set_retention", () => {
  test("is for those who manage the organization", async ({ db }) => {
    const { claims } = await createTenant(db, "member");
    const setting = db.as(claims, (client) =>
      client.query("select sluice.set_retention('7 days')"),
    );
    expect(await codeOf(setting)).toBe("SLFRB");
  });

  test("of the default is for operators, in its bounds", async ({ db }) => {
    const everybody = "'00000000-0000-0000-0000-000000000000'";
    const { claims } = await createTenant(db, "owner");
    const setting = db.as(claims, (client) =>
      client.query(`select sluice.set_retention('1 month', ${everybody})`),
    );
    expect(await codeOf(setting)).toBe("SLFRB");
    for (const wrong of ["null", "'1 hour'", "'3 years'"]) {
      const refused = db.query(`select sluice.set_retention(${wrong}, ${everybody})`);
      expect(await codeOf(refused)).toBe("SLVAL");
    }
    await db.query(`select sluice.set_retention('2 years', ${everybody})`);
    await db.query(`select sluice.set_retention('1 year', ${everybody})`);
  });

  test("refuses what is out of range", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    for (const wrong of ["1 minute", "11 years", "-1 day"]) {
      const setting = db.query("select sluice.set_retention($1, $2)", [wrong, organizationId]);
      expect(await codeOf(setting)).toBe("SLVAL");
    }
  });
});

describe("idempotency keys", () => {
  test("are deleted when they have expired", async ({ db }) => {
    const { organizationId, workflow } = await scene(db);
    await db.query(
      `insert into sluice_private.idempotency_keys (organization_id, workflow_id, key, expires_at)
       select $1, $2, 'k' || i, clock_timestamp() + case when i > 2500 then interval '1 day'
         else interval '-1 second' end
       from generate_series(1, 2501) as i`,
      [organizationId, workflow],
    );
    await maintain(db);
    const left = "select key from sluice_private.idempotency_keys where workflow_id = $1";
    expect(await db.query(left, [workflow])).toEqual([{ key: "k2501" }]);
  });
});
