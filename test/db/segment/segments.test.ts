import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { firingsOf } from "../../support/triggers.ts";
import { listen, makeTable, payloads, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers");
  await endExecutions(db);
});

interface Change {
  object: string;
  key: string;
  record: Record<string, unknown> | null;
}

const BIG = "trigger.payload.record.size > 10";

/** A watched table that sluice_owner may read, and triggers for what is large in it. */
async function scene(db: TestDatabase, columns = THING, options = "") {
  const { organizationId } = await createTenant(db);
  const object = await makeTable(db, columns, options);
  await db.query(`grant select on ${object} to sluice_owner`);
  const worker = await new TestWorker(db.worker).register();
  const hear = (trigger: string, config: object = {}) =>
    listen(db, organizationId, trigger, { object, condition: BIG, ...config });
  const add = (id: number, size: number) =>
    db.query(`insert into ${object} values ($1, $2, 'x', $3)`, [organizationId, id, size]);
  const look = async () => {
    await db.query("update sluice_private.trigger_timers set due_at = clock_timestamp()");
    await worker.drain();
  };
  const told = async (workflow: string) =>
    (await payloads<Change>(db, workflow)).map(({ key, record }) => [key, record?.["size"]]);
  return { organizationId, object, worker, hear, add, look, told };
}

describe("segment_entered and segment_left", () => {
  test("tell of who comes and goes, once, and not of who was there", async ({ db }) => {
    const { object, hear, add, look, told } = await scene(db);
    for (const [id, size] of [[1, 5], [2, 50], [3, 60]] as const) await add(id, size); // prettier-ignore
    const [entered, left] = [await hear("segment_entered"), await hear("segment_left")];
    await look();
    expect([await told(entered), await told(left)]).toEqual([[], []]);
    await db.query(`update ${object} set size = 11 where id = 1`);
    await db.query(`update ${object} set size = null where id = 2`);
    await db.query(`delete from ${object} where id = 3`);
    for (let n = 0; n < 2; n += 1) await look();
    expect(await told(entered)).toEqual([["1", 11]]);
    expect(await told(left)).toEqual([
      ["2", null],
      ["3", undefined],
    ]);
    await db.query(`update ${object} set size = 12 where id = 2`);
    await look();
    expect(await told(entered)).toEqual([
      ["1", 11],
      ["2", 12],
    ]);
  });

  test("tell of who was there at first, if they are asked to", async ({ db }) => {
    const { hear, add, look, told } = await scene(db);
    await add(1, 5);
    await add(2, 50);
    const entered = await hear("segment_entered", { existing: true });
    await look();
    await look();
    expect(await told(entered)).toEqual([["2", 50]]);
  });

  test("look at all records, in pages, of the organization alone", async ({ db }) => {
    const { organizationId, object, hear, look, told } = await scene(db);
    const { organizationId: other } = await createTenant(db);
    const fill = (organization: string, from: number) =>
      db.query(
        `insert into ${object} select $1, i, 'x', i % 2 * 100
         from generate_series($2::int, $2::int + 449) as i`,
        [organization, from],
      );
    await fill(organizationId, 1);
    await fill(other, 1000);
    const entered = await hear("segment_entered", { existing: true });
    const left = await hear("segment_left");
    await look();
    const keys = (await told(entered)).map(([key]) => Number(key));
    expect(keys.sort((a, b) => a - b)).toEqual(Array.from({ length: 225 }, (_, i) => i * 2 + 1));
    await db.query(`delete from ${object} where organization_id = $1`, [organizationId]);
    await look();
    expect(await told(left)).toHaveLength(225);
    const ofOurs = "select from sluice_private.segment_members where organization_id = $1";
    expect(await db.query(ofOurs, [organizationId])).toEqual([]);
  });

  test("take a tree of rules, and know nothing of columns that are left out", async ({ db }) => {
    const columns = `${THING}, secret text default 'hush'`;
    const { hear, add, look, told, object, worker } = await scene(
      ...([db, columns, "leave_out => '{secret}'"] as const),
    );
    const rule = (field: string, operator: string, value: unknown) => ({ field, operator, value });
    const condition = {
      combinator: "and",
      rules: [
        rule("trigger.payload.record.size", "greater_than", 10),
        rule("trigger.payload.record.status", "equals", "x"),
      ],
    };
    const entered = await hear("segment_entered", { condition, existing: true });
    const guessed = await hear("segment_entered", {
      ...{ condition: 'trigger.payload.record.secret == "hush"', existing: true },
    });
    await add(1, 20);
    await look();
    expect(await told(entered)).toEqual([["1", 20]]);
    expect(await told(guessed)).toEqual([]);
    const [first] = await payloads<Change>(db, entered);
    expect(first!.record).not.toHaveProperty("secret");
    expect(first!.object).toBe(object);
    expect(worker).toBeDefined();
  });

  test("say why they cannot look: policies of another owner, no right", async ({ db }) => {
    const { object, hear, add, look, told } = await scene(db);
    const entered = await hear("segment_entered", { existing: true });
    await add(1, 20);
    await db.query(`alter table ${object} enable row level security`);
    await look();
    await db.query(`alter table ${object} disable row level security`);
    await db.query(`revoke select on ${object} from sluice_owner`);
    await look();
    expect(await told(entered)).toEqual([]);
    const reasons = (await firingsOf(db, entered)).map(({ reason }) => reason);
    expect(reasons).toEqual([
      `${object} has policies of another owner`,
      `sluice_owner may not read ${object}`,
    ]);
  });
});
