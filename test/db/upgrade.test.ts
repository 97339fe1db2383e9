import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, inject } from "vitest";
import { readCatalogue } from "../../scripts/generate/catalogue.ts";
import { migrate } from "../../scripts/migrate.ts";
import { withDatabase } from "../../scripts/postgres/url.ts";
import { expect, test as base, type TestDatabase } from "../support/database.ts";

const COMMITTED = "db/migrations/committed";
const MIGRATIONS = readdirSync(COMMITTED).toSorted();

/** A checkout as it was when there were only the first few migrations. */
class OldCheckout {
  readonly root = mkdtempSync(join(tmpdir(), "sluice-upgrade-"));
  readonly adminUrl = inject("adminUrl");
  readonly database = `sluice_upgrade_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;

  constructor() {
    for (const path of [".gmrc", "db/roles.sql", "generated/actions.json"]) {
      cpSync(path, join(this.root, path));
    }
    mkdirSync(join(this.root, COMMITTED), { recursive: true });
  }

  async migrateTo(count: number): Promise<void> {
    for (const file of MIGRATIONS.slice(0, count)) {
      cpSync(join(COMMITTED, file), join(this.root, COMMITTED, file));
    }
    await migrate(this);
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: withDatabase(this.adminUrl, this.database) });
    await client.connect();
    return client;
  }

  async remove(): Promise<void> {
    const client = new pg.Client({ connectionString: this.adminUrl });
    await client.connect();
    await client.query(`drop database if exists ${this.database} with (force)`);
    await client.end();
    rmSync(this.root, { recursive: true });
  }
}

const test = base.extend("checkout", async ({}, { onCleanup }): Promise<OldCheckout> => {
  const checkout = new OldCheckout();
  onCleanup(() => checkout.remove());
  return checkout;
});

/** Everything that migrations make: the catalogue, the partitions, the rows they bring. */
async function describeDatabase(client: pg.ClientBase): Promise<unknown> {
  const rows = async (text: string) => (await client.query(text)).rows;
  return {
    catalogue: await readCatalogue(client),
    partitions: await rows(
      `select c.oid::regclass::text as name, pg_get_expr(c.relpartbound, c.oid) as bound
       from pg_class as c where c.relispartition and c.relkind = 'r' order by 1`,
    ),
    actions: await rows(
      `select name, title, description, runs, handler, input_schema, output_schema, retry
       from sluice.workflow_action_definitions order by name`,
    ),
    triggers: await rows(
      "select name, title, description, config_schema from sluice.workflow_trigger_definitions order by 1",
    ),
    organizations: await rows("select id, slug, name from sluice.organizations"),
    migrations: await rows("select hash, filename from graphile_migrate.migrations order by 2"),
    owners: await rows(
      `select distinct n.nspname, pg_get_userbyid(c.relowner) as owner
       from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
       where n.nspname like 'sluice%' order by 1`,
    ),
  };
}

async function describeFresh(db: TestDatabase): Promise<unknown> {
  const client = await db.session();
  return describeDatabase(client);
}

describe("an old database", () => {
  test.for(MIGRATIONS.map((_, at) => at).slice(1))(
    "that stopped after migration %i becomes what a new one is",
    { timeout: 60_000 },
    async (count, { checkout, db }) => {
      await checkout.migrateTo(count);
      const old = await checkout.connect();
      const before = await old.query("select from graphile_migrate.migrations");
      expect(before.rowCount).toBe(count);
      await checkout.migrateTo(MIGRATIONS.length);
      expect(await describeDatabase(old)).toEqual(await describeFresh(db));
      await old.end();
    },
  );

  test("keeps its rows", { timeout: 60_000 }, async ({ checkout }) => {
    await checkout.migrateTo(2);
    const client = await checkout.connect();
    await client.query("set role sluice_owner");
    await client.query("insert into sluice.organizations (slug, name) values ('old', 'Old')");
    await checkout.migrateTo(MIGRATIONS.length);
    const { rows } = await client.query("select name from sluice.organizations where slug = 'old'");
    expect(rows).toEqual([{ name: "Old" }]);
    await client.end();
  });
});

describe("a new database", () => {
  test("is not changed by migrating again", { timeout: 60_000 }, async ({ checkout, db }) => {
    await checkout.migrateTo(MIGRATIONS.length);
    const client = await checkout.connect();
    const before = await describeDatabase(client);
    await checkout.migrateTo(MIGRATIONS.length);
    expect(await describeDatabase(client)).toEqual(before);
    expect(before).toEqual(await describeFresh(db));
    await client.end();
  });
});
