import { randomBytes } from "node:crypto";
import { describe } from "vitest";
import { startMany, statuses } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, manual, publish } from "../../support/engine.ts";
import { invariants, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

/** What compression makes nothing of. */
const noise = (bytes: number) => randomBytes((bytes * 3) / 4).toString("base64");

const waiting = () =>
  definition(
    [manual, { id: "w", type: "wait", data: { events: [{ port: "go", name: "go" }] } }, set("s")],
    ["start → w", "w:go → s"],
  );

/** An organization of which so many executions wait for an event `go`. */
async function audience(db: TestDatabase, count: number) {
  const { organizationId } = await createTenant(db);
  const workflow = await publish(db, organizationId, waiting());
  await startMany(db, workflow, count);
  while ((await advance(db)) + (await match(db)) > 0);
  return {
    workflow,
    emit: (payload: object = {}) =>
      db.query("select sluice.emit_event('go', $2, organization_id => $1)", [
        organizationId,
        JSON.stringify(payload),
      ]),
    told: async () =>
      (
        await db.query(
          "select from sluice_private.arrivals where kind = 'event' and organization_id = $1",
          [organizationId],
        )
      ).length,
  };
}

async function advance(db: TestDatabase): Promise<number> {
  const [row] = await db.query<{ n: number }>("select sluice_private.advance_batch(1000) as n");
  return row!.n;
}

async function match(db: TestDatabase): Promise<number> {
  const [row] = await db.query<{ n: number }>("select sluice_private.match_events(500) as n");
  return row!.n;
}

async function goOn(db: TestDatabase): Promise<void> {
  const worker = await new TestWorker(db.worker).register();
  for (let n = 0; n < 60; n += 1) await worker.pump();
}

describe("an event that very many wait for", () => {
  test("is told to as many of them in a transaction as 16 MiB are", async ({ db }) => {
    const { workflow, emit, told } = await audience(db, 40);
    await emit({ text: noise(1_000_000) });
    expect(await match(db)).toBe(1);
    expect(await told()).toBe(16);
    expect(await match(db)).toBe(1);
    expect(await told()).toBe(32);
    expect(await match(db)).toBe(1);
    expect(await told()).toBe(40);
    expect(await match(db)).toBe(0);
    await goOn(db);
    expect(await statuses(db, workflow)).toEqual({ completed: 40 });
    expect(await invariants(db)).toEqual([]);
  });

  test("is told to a thousand, though it is short; the next one waits for it", async ({ db }) => {
    const { workflow, emit, told } = await audience(db, 1500);
    for (let n = 0; n < 3; n += 1) await emit({ n });
    await match(db);
    expect(await told()).toBe(1024);
    await goOn(db);
    expect(await statuses(db, workflow)).toEqual({ completed: 1500 });
    const rows = await db.query(
      `select distinct output -> 'event' -> 'payload' as payload
       from sluice.workflow_execution_steps where node_id = 'w' and output is not null`,
    );
    expect(rows).toContainEqual({ payload: { n: 0 } });
    expect(await invariants(db)).toEqual([]);
  });

  test("keeps no other organization's events waiting", async ({ db }) => {
    const [many, one] = [await audience(db, 40), await audience(db, 1)];
    await many.emit({ text: noise(1_000_000) });
    await many.emit();
    await one.emit();
    await match(db);
    expect(await many.told()).toBe(8);
    expect(await one.told()).toBe(1);
    await goOn(db);
    expect(await statuses(db, many.workflow)).toEqual({ completed: 40 });
    expect(await statuses(db, one.workflow)).toEqual({ completed: 1 });
  });
});

describe("an event that came before very many wait for it", () => {
  test("is found by as many of them in a transaction as 16 MiB are", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await publish(db, organizationId, waiting());
    await db.query("select sluice.emit_event('go', $2, organization_id => $1)", [
      organizationId,
      JSON.stringify({ text: noise(1_000_000) }),
    ]);
    await match(db);
    await startMany(db, workflow, 40);
    await advance(db);
    await match(db);
    expect(
      (await db.query("select from sluice_private.arrivals where kind = 'event'")).length,
    ).toBe(17);
    await goOn(db);
    expect(await statuses(db, workflow)).toEqual({ completed: 40 });
    expect(await invariants(db)).toEqual([]);
  });
});
