import type pg from "pg";
import { describe } from "vitest";
import { expect, test as base } from "../../support/database.ts";
import { untilBlocked } from "../../support/scenes.ts";

/** A session in test mode, rolled back at the end, with a history table of its own. */
const test = base.extend("client", async ({ db }, { onCleanup }): Promise<pg.Client> => {
  const client = await db.session();
  await client.query(
    `begin;
     insert into sluice_private.test_mode values (true);
     set local role sluice_owner;
     create table sluice_private.diary (id uuid primary key) partition by range (id)`,
  );
  onCleanup(() => client.end());
  return client;
});

async function ensure(client: pg.Client, clock: string, ahead: number): Promise<number> {
  await client.query("select set_config('sluice.clock', $1, true)", [clock]);
  const { rows } = await client.query<{ made: number }>(
    "select sluice_private.ensure_partitions('sluice_private.diary', $1) as made",
    [ahead],
  );
  return rows[0]!.made;
}

async function partitionsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select substr(relname, 7) as name from pg_inherits
     inner join pg_class on pg_class.oid = inhrelid
     where inhparent = 'sluice_private.diary'::regclass order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** The partition that an id made at this instant goes to. */
async function homeOf(client: pg.Client, instant: string): Promise<string> {
  const { rows } = await client.query<{ home: string }>(
    `insert into sluice_private.diary values (sluice_hidden.uuid_floor($1))
     returning tableoid::regclass::text as home`,
    [instant],
  );
  return rows[0]!.home.replace("sluice_private.diary_", "");
}

describe("ensure_partitions", () => {
  test("leaves no id without a partition", async ({ client }) => {
    expect(await ensure(client, "2026-11-21", 1)).toBe(2);
    expect(await partitionsOf(client)).toEqual(["2026_11", "2026_12", "future", "past"]);
    const homes: string[] = [];
    for (const instant of [
      ...["1970-01-01T00:00:00Z", "2026-10-31T23:59:59.999Z", "2026-11-01T00:00:00Z"],
      ...["2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z", "9999-12-31T00:00:00Z"],
    ]) {
      homes.push(await homeOf(client, instant));
    }
    expect(homes).toEqual(["past", "past", "2026_11", "2026_12", "future", "future"]);
  });

  test("makes nothing a second time", async ({ client }) => {
    await ensure(client, "2026-11-21", 2);
    const before = await partitionsOf(client);
    expect(await ensure(client, "2026-11-30 23:59:59.999Z", 2)).toBe(0);
    expect(await partitionsOf(client)).toEqual(before);
  });

  test("moves on with the clock, across the end of a year", async ({ client }) => {
    await ensure(client, "2026-11-21", 1);
    expect(await ensure(client, "2026-12-01", 1)).toBe(1);
    expect(await ensure(client, "2027-01-31", 1)).toBe(1);
    expect(await partitionsOf(client)).toEqual([
      ...["2026_11", "2026_12", "2027_01", "2027_02", "future", "past"],
    ]);
    expect(await homeOf(client, "2027-02-28T23:59:59Z")).toBe("2027_02");
  });

  test("fills in the months that were missed", async ({ client }) => {
    await ensure(client, "2026-11-21", 0);
    expect(await ensure(client, "2027-02-10", 1)).toBe(4);
    expect(await homeOf(client, "2027-01-10T00:00:00Z")).toBe("2027_01");
    expect(await homeOf(client, "2027-02-10T00:00:00Z")).toBe("2027_02");
    expect(await homeOf(client, "2027-04-10T00:00:00Z")).toBe("future");
  });

  test("goes back in time without a fault", async ({ client }) => {
    await ensure(client, "2026-11-21", 1);
    expect(await ensure(client, "2026-08-21", 1)).toBe(0);
    expect(await homeOf(client, "2026-08-21T00:00:00Z")).toBe("past");
  });

  test("does not drop what another session is about to write", async ({ client, db }) => {
    await ensure(client, "2026-11-21", 0);
    await client.query("reset role; commit");
    const writer = await db.session();
    try {
      await writer.query("begin");
      await homeOf(writer, "2027-01-01T00:00:00Z");
      await client.query("begin; set local role sluice_owner");
      const ensuring = ensure(client, "2026-12-01", 0);
      await untilBlocked(db, client);
      await writer.query("commit");
      expect(await ensuring).toBe(0);
      await client.query("commit");
      expect(await db.query("select from sluice_private.diary")).toHaveLength(1);
    } finally {
      await db.query("drop table sluice_private.diary; delete from sluice_private.test_mode");
    }
  });

  test("makes one partition of a future that has rows, with all of them", async ({ client }) => {
    await ensure(client, "2026-11-21", 0);
    expect(await homeOf(client, "2026-12-05T00:00:00Z")).toBe("future");
    expect(await ensure(client, "2027-02-05", 1)).toBe(1);
    expect(await partitionsOf(client)).toEqual(["2026_11", "2027_03", "future", "past"]);
    expect(await homeOf(client, "2026-12-06T00:00:00Z")).toBe("2027_03");
    expect(await homeOf(client, "2027-04-01T00:00:00Z")).toBe("future");
    expect((await client.query("select from sluice_private.diary")).rowCount).toBe(3);
  });

  test("leaves a future that has rows of later as it is", async ({ client }) => {
    await ensure(client, "2026-11-21", 0);
    expect(await homeOf(client, "2030-12-05T00:00:00Z")).toBe("future");
    expect(await ensure(client, "2026-12-05", 0)).toBe(0);
    expect(await homeOf(client, "2026-12-06T00:00:00Z")).toBe("future");
  });

  test("closes new partitions to everybody but the owner", async ({ client }) => {
    await ensure(client, "2026-11-21", 1);
    const { rows } = await client.query(
      `select distinct c.relrowsecurity, c.relforcerowsecurity, p.polname, p.polroles::regrole[]::text
       from pg_inherits as i
       inner join pg_class as c on c.oid = i.inhrelid
       left join pg_policy as p on p.polrelid = c.oid
       where i.inhparent = 'sluice_private.diary'::regclass`,
    );
    expect(rows).toEqual([
      {
        ...{ relrowsecurity: true, relforcerowsecurity: true },
        ...{ polname: "all_owner", polroles: "{sluice_owner}" },
      },
    ]);
  });
});

describe("a migrated database", () => {
  base("has the months to come of every history table", async ({ db }) => {
    const rows = await db.query<{ parent: string; count: number }>(
      `select i.inhparent::regclass::text as parent, count(*)::int as count
       from pg_inherits as i
       inner join pg_class as c on c.oid = i.inhparent and c.relkind = 'p'
       group by 1`,
    );
    expect(rows.length).toBe(6);
    expect(new Set(rows.map(({ count }) => count))).toEqual(new Set([6]));
  });
});

describe("a partition of history", () => {
  base("is analysed without comparing what is in its documents", async ({ db }) => {
    const rows = await db.query(
      `select distinct coalesce(a.attstattarget, -1) as target, a.atttypid = 'jsonb'::regtype as is_document
       from pg_inherits as i
       inner join pg_attribute as a on a.attrelid = i.inhrelid and a.attnum > 0
       where i.inhparent = 'sluice_private.execution_steps'::regclass
         and not a.attisdropped
         and (a.atttypid = 'jsonb'::regtype or a.attname = 'step_no')
       order by 2`,
    );
    expect(rows).toEqual([
      { target: -1, is_document: false },
      { target: 0, is_document: true },
    ]);
  });
});
