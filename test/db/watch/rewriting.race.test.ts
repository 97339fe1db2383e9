import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, TestWorker } from "../../support/engine.ts";
import {
  endExecutions,
  endScene,
  openImpatient,
  openSession,
  untilBlocked,
} from "../../support/scenes.ts";
import { listen, makeTable, payloads, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** A session that fails (55P03) where it would have to wait for a lock. */
async function impatient(db: TestDatabase) {
  const session = await openSession(db);
  await session.query("set lock_timeout = '500ms'");
  return session;
}

const EXPAND = "select sluice_private.expand_changes(1) as n";

/** Which watches of the table are not written down with its columns as they are. */
const stale = (db: TestDatabase, table: string) =>
  db.query(
    `select object from sluice_private.table_watches
     where relation = $1::regclass and shape is distinct from sluice_private.shape_of(relation)`,
    [table],
  );

/** What the trigger function of the table says. */
async function written(db: TestDatabase, table: string): Promise<string> {
  const [found] = await db.query<{ text: string }>(
    `select prosrc as text from pg_proc
     where proname = 'note_rows_' || ($1)::regclass::oid
       and pronamespace = 'sluice_hidden'::regnamespace`,
    [table],
  );
  return found!.text;
}

const faults = (db: TestDatabase) => db.query("select * from sluice_private.watch_faults");

/** A table that two watches know, with a change of each that is not expanded, and a new column. */
async function changed(db: TestDatabase) {
  const { organizationId } = await createTenant(db);
  const table = await makeTable(db, THING);
  const other = `${table}_too`;
  await db.query("select sluice.watch_table($1, $2)", [table, other]);
  const workflows = [
    await listen(db, organizationId, "record_created", { object: table }),
    await listen(db, organizationId, "record_created", { object: other }),
  ];
  await db.query(`alter table ${table} add colour text default 'red'`);
  const add = (id: number) =>
    db.query(`insert into ${table} (organization_id, id) values ($1, $2)`, [organizationId, id]);
  await add(1);
  await add(2);
  const told = async () => {
    const all = [await payloads(db, workflows[0]!), await payloads(db, workflows[1]!)];
    return all.map((changes) => changes.map(({ new: row }) => [row!["id"], row!["colour"]]));
  };
  return { organizationId, table, other, add, told };
}

describe("two pumps that find new columns in a table", () => {
  test("do not wait for each other, and write them down", async ({ db }) => {
    const { table, add, told } = await changed(db);
    expect(await stale(db, table)).toHaveLength(2);
    const [one, two] = [await impatient(db), await impatient(db)];
    await one.query("begin");
    await two.query("begin");
    for (let turn = 0; turn < 2; turn += 1) {
      for (const pump of [one, two]) {
        expect((await pump.query(EXPAND)).rows).toEqual([{ n: 2 }]);
      }
    }
    await two.query("commit");
    await one.query("commit");
    expect(await faults(db)).toEqual([]);
    await add(3);
    expect(await told()).toEqual(Array(2).fill([1, 2, 3].map((id) => [id, "red"])));
    expect(await stale(db, table)).toEqual([]);
    expect(await written(db, table)).toContain("colour");
    expect(await faults(db)).toEqual([]);
  });

  test("write them down though one of them dies", async ({ db }) => {
    const { table, told } = await changed(db);
    const [one, two] = [await openSession(db), await impatient(db)];
    await one.query("begin");
    await one.query(EXPAND);
    await two.query(EXPAND);
    await one.query("rollback");
    expect(await told()).toEqual(Array(2).fill([1, 2].map((id) => [id, "red"])));
    expect(await stale(db, table)).toEqual([]);
    expect(await written(db, table)).toContain("colour");
  });

  test("wait for nobody who watches the table anew", async ({ db }) => {
    const { table, other, told } = await changed(db);
    const user = await openSession(db);
    await user.query("begin");
    await user.query("select sluice.watch_table($1, $2, leave_out => '{size}')", [table, other]);
    const pump = await new TestWorker(await openImpatient(db)).register();
    await pump.pump();
    await user.query("commit");
    expect(await told()).toEqual(Array(2).fill([1, 2].map((id) => [id, "red"])));
    expect(await faults(db)).toEqual([]);
  });
});

describe("two who watch a table at once", () => {
  test("take turns, and the trigger function is complete", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const table = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_created", { object: table });
    const [one, two] = [await openSession(db), await openSession(db)];
    await one.query("begin");
    await one.query(`alter table ${table} add colour text default 'red'`);
    await one.query("select sluice.watch_table($1)", [table]);
    const second = two.query("select sluice.watch_table($1, $2, organization_id => $3)", [
      table,
      "mine",
      organizationId,
    ]);
    await untilBlocked(db, two);
    await one.query("commit");
    await second;
    expect(await stale(db, table)).toEqual([]);
    await db.query(`insert into ${table} (organization_id, id) values ($1, 1)`, [organizationId]);
    expect(await payloads(db, workflow)).toMatchObject([{ new: { id: 1, colour: "red" } }]);
    expect(await written(db, table)).toContain("colour");
    expect(await faults(db)).toEqual([]);
  });
});
