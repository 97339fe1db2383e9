import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf, endExecutions, endScene } from "../../support/scenes.ts";
import { listen, makeTable, payloads, pump, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("a watched table", () => {
  test("tells of rows that are created, updated and deleted", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const created = await listen(db, organizationId, "record_created", { object });
    const updated = await listen(db, organizationId, "record_updated", { object });
    const deleted = await listen(db, organizationId, "record_deleted", { object });

    await db.query(`insert into ${object} values ($1, 1, 'new', 1.50), ($1, 2, null, null)`, [
      organizationId,
    ]);
    const [one, two] = [
      { organization_id: organizationId, id: 1, status: "new", size: 1.5 },
      { organization_id: organizationId, id: 2, status: null, size: null },
    ];
    expect(await payloads(db, created)).toEqual([
      { object, operation: "created", key: { id: 1 }, old: null, new: one, changed_fields: [] },
      { object, operation: "created", key: { id: 2 }, old: null, new: two, changed_fields: [] },
    ]);

    await db.query(`update ${object} set status = 'done', size = size`);
    expect(await payloads(db, updated)).toEqual([
      {
        ...{ object, operation: "updated", key: { id: 1 }, changed_fields: ["status"] },
        ...{ old: one, new: { ...one, status: "done" } },
      },
      {
        ...{ object, operation: "updated", key: { id: 2 }, changed_fields: ["status"] },
        ...{ old: two, new: { ...two, status: "done" } },
      },
    ]);

    await db.query(`delete from ${object} where id = 2`);
    expect(await payloads(db, deleted)).toEqual([
      {
        ...{ object, operation: "deleted", key: { id: 2 }, changed_fields: [] },
        ...{ old: { ...two, status: "done" }, new: null },
      },
    ]);
    expect(await payloads(db, created)).toHaveLength(2);
  });

  test("tells only of the columns and the values that a trigger asks for", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const won = await listen(db, organizationId, "record_updated", {
      ...{ object, fields: ["status"], from: ["new", "open"], to: "won" },
    });
    await db.query(`insert into ${object} select $1, i, 'new', i from generate_series(1, 4) as i`, [
      organizationId,
    ]);
    await db.query(`update ${object} set size = 0`);
    await db.query(`update ${object} set status = case id when 1 then 'won' else 'lost' end
      where id < 3`);
    await db.query(`update ${object} set status = 'won' where id in (1, 2)`);
    const told = await payloads(db, won);
    expect(told.map(({ key }) => key)).toEqual([{ id: 1 }]);
    expect(told[0]!.changed_fields).toEqual(["status"]);
  });

  test("tells nothing of what looks different and is equal", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_updated", { object });
    await db.query(`insert into ${object} values ($1, 1, 'a', 1.0), ($1, 2, 'a', 1.0)`, [
      organizationId,
    ]);
    await db.query(`update ${object} set size = 1.00`);
    await db.query(`update ${object} set size = id * 1.000`);
    expect(await payloads(db, workflow)).toMatchObject([
      { key: { id: 2 }, changed_fields: ["size"] },
    ]);
  });

  test("may be watched for several organizations", async ({ db }) => {
    const [ours, theirs] = [await createTenant(db), await createTenant(db)];
    const object = await makeTable(db, THING);
    await db.query(`select sluice.watch_table('${object}', 'for.them', organization_id => $1)`, [
      theirs.organizationId,
    ]);
    const our = await listen(db, ours.organizationId, "record_updated", { object });
    const their = await listen(db, theirs.organizationId, "record_updated", { object: "for.them" });
    await db.query(`insert into ${object} values ($1, 1, 'a', 1)`, [ours.organizationId]);
    await db.query(`update ${object} set status = 'b'`);
    expect(await payloads(db, our)).toMatchObject([{ key: { id: 1 }, new: { status: "b" } }]);
    expect(await payloads(db, their)).toMatchObject([{ key: { id: 1 }, new: { status: "b" } }]);
    await db.query("select sluice.unwatch_table($1)", [object]);
    await db.query(`update ${object} set status = 'c'`);
    expect(await payloads(db, our)).toHaveLength(1);
    expect(await payloads(db, their)).toHaveLength(2);
    await db.query("select sluice.unwatch_table('for.them', $1)", [theirs.organizationId]);
    await db.query(`update ${object} set status = 'd'`);
    const [left] = await db.query(
      "select to_regproc('sluice_hidden.note_rows_' || ($1)::regclass::oid) as function",
      [object],
    );
    expect(left).toEqual({ function: null });
  });

  test("leaves out what it is told to, and marks what is too large", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(
      db,
      `${THING}, secret text, body text, doc jsonb`,
      "leave_out => '{secret}'",
    );
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query(
      `insert into ${object} values
         ($1, 1, 'new', 1, 'hush', repeat('x', 3000000), to_jsonb(repeat(md5('x'), 30000)))`,
      [organizationId],
    );
    const [told] = await payloads(db, workflow);
    expect(told!.new).toEqual({
      ...{ organization_id: organizationId, id: 1, status: "new", size: 1 },
      body: { left_out: "too large", bytes: 3_000_000 },
      doc: { left_out: "too large", bytes: expect.any(Number) },
    });
  });

  test("may show some columns only", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING, "columns => '{status}'");
    const workflow = await listen(db, organizationId, "record_updated", { object });
    await db.query(`insert into ${object} values ($1, 1, 'new', 1)`, [organizationId]);
    await db.query(`update ${object} set size = 2`);
    await db.query(`update ${object} set status = 'b'`);
    expect(await payloads(db, workflow)).toMatchObject([
      { old: { id: 1, status: "new" }, new: { id: 1, status: "b" } },
    ]);
  });

  test("tells another key as another record", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const created = await listen(db, organizationId, "record_created", { object });
    const updated = await listen(db, organizationId, "record_updated", { object });
    const deleted = await listen(db, organizationId, "record_deleted", { object });
    await db.query(`insert into ${object} values ($1, 1, 'a', 1), ($1, 2, 'b', 1)`, [
      organizationId,
    ]);
    await pump(db);
    await db.query(`update ${object} set id = id + 2, status = 'c' where id = 2`);
    await db.query(`update ${object} set status = 'd' where id = 1`);
    expect((await payloads(db, created)).map(({ key }) => key)).toEqual([
      ...[{ id: 1 }, { id: 2 }],
      { id: 4 },
    ]);
    expect(await payloads(db, updated)).toMatchObject([{ key: { id: 1 }, new: { status: "d" } }]);
    expect(await payloads(db, deleted)).toMatchObject([{ key: { id: 2 }, old: { status: "b" } }]);
  });

  test("tells of a row that moves to another organization what each may know", async ({ db }) => {
    const [ours, theirs] = [await createTenant(db), await createTenant(db)];
    const object = await makeTable(db, THING);
    const left = await listen(db, ours.organizationId, "record_deleted", { object });
    const came = await listen(db, theirs.organizationId, "record_created", { object });
    const changed = await listen(db, theirs.organizationId, "record_updated", { object });
    await listen(db, ours.organizationId, "record_updated", { object });
    await db.query(`insert into ${object} values ($1, 1, 'ours', 1)`, [ours.organizationId]);
    await db.query(`update ${object} set organization_id = $1, status = 'theirs'`, [
      theirs.organizationId,
    ]);
    expect(await payloads(db, left)).toMatchObject([{ old: { status: "ours" }, new: null }]);
    expect(await payloads(db, came)).toMatchObject([{ old: null, new: { status: "theirs" } }]);
    expect(await payloads(db, changed)).toEqual([]);
  });

  test("of a thousand rows and more tells each once", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_updated", { object });
    await db.query(`insert into ${object} select $1, i, 'a', i from generate_series(1, 2500) i`, [
      organizationId,
    ]);
    await db.query(`update ${object} set status = 'b', size = null where id <> 7`);
    const [count] = await db.query("select count(*)::int as n from sluice_private.row_changes");
    expect(count).toEqual({ n: 3 });
    const told = await payloads(db, workflow);
    expect(new Set(told.map(({ key }) => (key as { id: number }).id)).size).toBe(2499);
    expect(told).toHaveLength(2499);
    expect(told.every(({ old, key }) => old!["size"] === (key as { id: number }).id)).toBe(true);
  });
});

describe("a partitioned table", () => {
  test("tells of rows in all its partitions, and of those that move", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await db.query(`
      create table public.parts (organization_id uuid, id int, place int, primary key (id, place))
        partition by range (place);
      create table public.parts_1 partition of public.parts for values from (0) to (10);
      create table public.parts_2 partition of public.parts for values from (10) to (20);
      select sluice.watch_table('public.parts', key => '{id}')`);
    const workflow = await listen(db, organizationId, "record_updated", { object: "public.parts" });
    await db.query("insert into public.parts select $1, i, i from generate_series(1, 12) i", [
      organizationId,
    ]);
    await db.query("update public.parts set place = 11 where id in (1, 12)");
    expect((await payloads(db, workflow)).map((told) => [told.old!["place"], told.new!["place"]]))
      .toEqual([[1, 11], [12, 11]]); // prettier-ignore
  });
});

describe("nobody is told", () => {
  test("where nobody asks, of what is rolled back, of a truncate", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    await db.query(`insert into ${object} values ($1, 1)`, [organizationId]);
    const pending = "select count(*)::int as n from sluice_private.row_changes";
    expect(await db.query(pending)).toEqual([{ n: 0 }]);
    const workflow = await listen(db, organizationId, "record_deleted", { object });
    const session = await db.session();
    await session.query(`begin; delete from ${object}; rollback; truncate ${object}`);
    expect(await db.query(pending)).toEqual([{ n: 0 }]);
    expect(await payloads(db, workflow)).toEqual([]);
  });

  test("after unwatch_table", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query("select sluice.unwatch_table($1)", [object]);
    await db.query(`insert into ${object} values ($1, 1)`, [organizationId]);
    expect(await payloads(db, workflow)).toEqual([]);
    const triggers = "select tgname from pg_trigger where tgrelid = $1::regclass";
    expect(await db.query(triggers, [object])).toEqual([]);
    expect(await codeOf(db.query("select sluice.unwatch_table($1)", [object]))).toBe("SLNTF");
  });
});

describe("a trigger for records", () => {
  test.for([
    [{}, "object"],
    [{ object: "a b" }, "object"],
    [{ object: "a.b", fields: [] }, "fields"],
    [{ object: "a.b", fields: ["a", "b"], to: 1 }, "to"],
    [{ object: "a.b", from: 1 }, "from"],
  ] as const)("is refused with %j", async ([config, key], { db }) => {
    const { organizationId } = await createTenant(db);
    const code = codeOf(listen(db, organizationId, "record_updated", config));
    expect(await code).toBe("SLVAL");
    const [fault] = await db.query(
      "select key from sluice_private.problems_of_record('record_updated', $1)",
      [JSON.stringify(config)],
    );
    expect(fault).toEqual({ key });
  });
});
