import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { listen, makeTable, payloads, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("the columns of a watched table", () => {
  test("may be added, dropped, renamed, and the table too", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING, "leave_out => '{size}'");
    const workflow = await listen(db, organizationId, "record_created", { object });
    const insert = (table: string, id: number) =>
      db.query(`insert into ${table} values ($1, ${id})`, [organizationId]);
    const last = async () => (await payloads(db, workflow)).at(-1)!.new;
    const organization_id = organizationId;

    await db.query(`alter table ${object} add colour text default 'red'`);
    await insert(object, 1);
    expect(await last()).toEqual({ organization_id, id: 1, status: null, colour: "red" });
    await db.query(`alter table ${object} rename size to weight`);
    await db.query(`alter table ${object} rename id to number`);
    await insert(object, 2);
    expect(await last()).toEqual({ organization_id, number: 2, status: null, colour: "red" });
    await db.query(`alter table ${object} drop status`);
    await db.query(`alter table ${object} rename organization_id to tenant`);
    await db.query(`alter table ${object} rename to renamed`);
    await insert("public.renamed", 3);
    expect(await last()).toEqual({ tenant: organizationId, number: 3, colour: "red" });
    const [watched] = await db.query(
      "select relation, key, columns, failure from sluice.watched_tables where object = $1",
      [object],
    );
    expect(watched).toEqual({
      ...{ relation: "public.renamed", key: ["number"] },
      ...{ columns: ["tenant", "number", "colour"], failure: null },
    });
    await db.query("drop table public.renamed");
    await db.query("select sluice.unwatch_table($1)", [object]);
  });

  test("are written down again once they have changed", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING, "leave_out => '{size}'");
    const workflow = await listen(db, organizationId, "record_updated", { object });
    const written = async () => {
      const [found] = await db.query<{ text: string }>(
        `select prosrc as text from pg_proc
         where proname = 'note_rows_' || ($1)::regclass::oid and pronamespace = 'sluice_hidden'::regnamespace`,
        [object],
      );
      return found!.text;
    };
    await db.query(`insert into ${object} values ($1, 1, 'a', 1)`, [organizationId]);
    expect(await written()).not.toContain("colour");
    await db.query(`alter table ${object} add colour text`);
    await db.query(`alter table ${object} rename size to x`);
    await db.query(`alter table ${object} rename status to size`);
    await db.query(`update ${object} set colour = 'red'`);
    expect(await payloads(db, workflow)).toMatchObject([{ changed_fields: ["colour"] }]);
    expect(await written()).toContain("(r.colour)");
    await db.query(`update ${object} set size = 'b', x = 2`);
    expect((await payloads(db, workflow)).at(-1)).toMatchObject({
      changed_fields: ["size"],
      new: { organization_id: organizationId, id: 1, size: "b", colour: "red" },
    });
    expect(await written()).not.toContain("(r.x)");
  });

  test("that a watch needs may go: the writer goes on, and the view says so", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    await listen(db, organizationId, "record_created", { object });
    await db.query(`alter table ${object} drop organization_id`);
    await db.query(`insert into ${object} values (1)`);
    const [found] = await db.query(
      `select (select count(*)::int from ${object}) as rows, failed_at is not null as has_failed,
         failure
       from sluice.watched_tables where object = $1`,
      [object],
    );
    expect(found).toEqual({
      ...{ rows: 1, has_failed: true },
      failure: expect.stringContaining("has lost a column that its watch needs"),
    });
  });

  test("may be of any type, and none of its functions runs", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await db.query(`
      create type public.mood as enum ('low', 'high');
      create function public.spy(public.mood) returns json language plpgsql as
        $$ begin raise exception 'ran as %', current_user; end $$;
      create cast (public.mood as json) with function public.spy(public.mood);
      create function public.spy_text(public.mood) returns text language plpgsql as
        $$ begin raise exception 'ran as %', current_user; end $$;
      create cast (public.mood as text) with function public.spy_text(public.mood);
      create domain public.share as numeric check (value < 2)`);
    const object = await makeTable(
      db,
      `${THING}, mood public.mood, share public.share, day date, at timestamptz, span interval,
       ok boolean, ratio double precision, small real, big bigint, doc json, raw bytea, tags text[],
       pair int4range, address inet, twice int generated always as (id * 2) stored`,
    );
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query(
      `insert into ${object} values ($1, 1, 'it''s', 'NaN', 'high', 0.25, '2026-03-01',
         '2026-03-01 12:00+02', '1 day 2 h', true, 'infinity', 0.1, 9007199254740993, '{"a": 1}',
         decode('00ff', 'hex'), '{a,b}', '[1,3)', '10.0.0.1')`,
      [organizationId],
    );
    const [told] = await payloads(db, workflow);
    expect(told!.new).toMatchObject({
      ...{ size: "NaN", mood: "high", share: 0.25, day: "2026-03-01" },
      ...{ at: "2026-03-01T10:00:00+00:00", span: "P1DT2H", ok: true, ratio: "Infinity" },
      ...{ small: 0.1, doc: { a: 1 }, raw: "\\x00ff", tags: ["a", "b"], pair: "[1,3)" },
      ...{ address: "10.0.0.1", twice: 2 },
    });
    await db.query(`delete from ${object}`);
  });

  test("may hold texts that look like what is left out", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    const workflow = await listen(db, organizationId, "record_created", { object });
    const text = `\u0001${"9".repeat(40)}`;
    await db.query(`insert into ${object} values ($1, 1, 'a', 1), ($1, 2, $2, 1)`, [
      organizationId,
      text,
    ]);
    const statuses = (await payloads(db, workflow)).map((change) => change.new!["status"]);
    expect(statuses).toEqual(["a", text]);
  });

  test("of rows that name their organization: what fails for one is seen", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const object = await makeTable(db, THING);
    await db.query("select sluice_private.note_fault($1, $2, 'created', '22003', 'too much')", [
      organizationId,
      object,
    ]);
    const [watched] = await db.query(
      "select failure from sluice.watched_tables where object = $1",
      [object],
    );
    expect(watched).toEqual({ failure: "too much" });
  });
});
