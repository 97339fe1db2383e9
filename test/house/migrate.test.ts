import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, inject } from "vitest";
import { migrate } from "../../scripts/migrate.ts";
import { withDatabase } from "../../scripts/postgres/url.ts";
import { expect, test as base } from "../support/database.ts";

interface Checkout {
  root: string;
  adminUrl: string;
  database: string;
  url: string;
  write(current: string): void;
}

/** A checkout with our roles and migrations of its own, and a database that is not there yet. */
const test = base.extend("checkout", async ({ task }, { onCleanup }): Promise<Checkout> => {
  const root = mkdtempSync(join(tmpdir(), "sluice-migrate-"));
  mkdirSync(join(root, "db", "migrations"), { recursive: true });
  cpSync(".gmrc", join(root, ".gmrc"));
  cpSync("db/roles.sql", join(root, "db", "roles.sql"));
  const write = (sql: string) => writeFileSync(join(root, "db/migrations/current.sql"), sql);
  write("");
  const adminUrl = inject("adminUrl");
  const database = `sluice_migrate_${task.id.replaceAll(/\W/g, "_")}`;
  onCleanup(async () => {
    await ask(adminUrl, `drop database if exists ${database} with (force)`);
    rmSync(root, { recursive: true });
  });
  return { root, adminUrl, database, url: withDatabase(adminUrl, database), write };
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

const ALTERED = `select count(*)::int from pg_attribute
  where attname = 'x' and attrelid in ('planted.a'::regclass, 'planted.b'::regclass)`;

/** A session that has locked one table, and a migration that waits for it, with the other one. */
async function crosswise(checkout: Checkout, adminUrl: string, patience: string) {
  checkout.write("create schema planted; create table planted.a (); create table planted.b ();");
  await migrate({ ...checkout, current: true });
  const other = new pg.Client({ connectionString: checkout.url });
  await other.connect();
  await other.query(`begin; set local deadlock_timeout = '${patience}'; lock table planted.a`);
  checkout.write("alter table planted.b add x int; alter table planted.a add x int;");
  const migrated = migrate({ ...checkout, adminUrl, current: true });
  const waits = "select exists (select from pg_locks where not granted and relation = ";
  while (!(await ask(checkout.url, `${waits} 'planted.a'::regclass)`))[0]);
  return { other, migrated };
}

describe("migrate", () => {
  test("creates a database whose job queue the worker owns and nothing else", async ({
    checkout,
  }) => {
    await migrate(checkout);
    const owner = "select nspowner::regrole::text from pg_namespace where nspname = ";
    expect(await ask(checkout.url, `${owner} 'graphile_worker'`)).toEqual(["sluice_worker"]);
    const mayCreate = "has_database_privilege('sluice_worker', current_database(), 'create')";
    expect(await ask(checkout.url, `select ${mayCreate}`)).toEqual([false]);
  });

  test("runs migrations as the owner, without a search path", async ({ checkout }) => {
    checkout.write(
      "create schema if not exists planted; drop table if exists planted.facts;" +
        "create table planted.facts as select current_user::text as role, " +
        "current_setting('search_path') as path;",
    );
    await migrate({ ...checkout, current: true });
    expect(await ask(checkout.url, "select role, path from planted.facts")).toEqual([
      "sluice_owner",
      "pg_catalog, pg_temp",
    ]);
  });

  test("leaves the migration that is being written alone unless asked", async ({ checkout }) => {
    checkout.write("create schema planted;");
    await migrate(checkout);
    expect(await ask(checkout.url, "select to_regnamespace('planted')")).toEqual([null]);
  });

  test("makes others give way where it and they wait for each other", async ({ checkout }) => {
    const { other, migrated } = await crosswise(checkout, checkout.adminUrl, "10ms");
    await expect(other.query("lock table planted.b")).rejects.toMatchObject({ code: "40P01" });
    await other.end();
    await migrated;
    expect(await ask(checkout.url, ALTERED)).toEqual([2]);
  });

  test("tries again where it has to give way", async ({ checkout }) => {
    const { adminUrl, database, url } = checkout;
    await migrate(checkout);
    const login = `modest_${database}`;
    await ask(adminUrl, `create role ${login} login password 'modest'`);
    try {
      await ask(adminUrl, `grant sluice_owner to ${login}`);
      const modest = new URL(adminUrl);
      [modest.username, modest.password] = [login, "modest"];
      const { other, migrated } = await crosswise(checkout, modest.href, "1h");
      await other.query("lock table planted.b");
      await other.end();
      await migrated;
      expect(await ask(url, ALTERED)).toEqual([2]);
    } finally {
      await ask(adminUrl, `drop database if exists ${database} with (force)`);
      await ask(adminUrl, `drop role ${login}`);
    }
  });

  test("can run many times at once", async ({ checkout }) => {
    checkout.write("create schema if not exists planted;");
    await Promise.all([1, 2, 3].map(() => migrate({ ...checkout, current: true })));
    const schemas = "select count(*)::int from pg_namespace where nspname = 'planted'";
    expect(await ask(checkout.url, schemas)).toEqual([1]);
  });

  test("leaves no connection behind", async ({ checkout }) => {
    await migrate({ ...checkout, current: true });
    const { database } = checkout;
    const others = `select count(*)::int from pg_stat_activity where datname = '${database}'`;
    await expect.poll(() => ask(checkout.adminUrl, others)).toEqual([0]);
  });

  test("says where a migration fails, and keeps nothing of it", async ({ checkout }) => {
    checkout.write("create schema planted;\nselect nonsense;");
    const failing = migrate({ ...checkout, current: true });
    await expect(failing).rejects.toThrow(/line 2.*current\.sql[\s\S]*nonsense/);
    expect(await ask(checkout.url, "select to_regnamespace('planted')")).toEqual([null]);
  });

  test("prints what an administrator has to run when it may not set up roles", async ({
    checkout,
  }) => {
    const { adminUrl, database, url } = checkout;
    const login = `plain_${database}`;
    await ask(adminUrl, `create role ${login} login password 'plain'`);
    try {
      await ask(adminUrl, `create database ${database} owner ${login}`);
      const plain = new URL(url);
      [plain.username, plain.password] = [login, "plain"];
      const options = { root: checkout.root, adminUrl: plain.href };
      await expect(migrate(options)).rejects.toThrow(
        /no member of sluice_owner[\s\S]*create role[\s\S]*grant sluice_owner to "plain_/,
      );
      await ask(adminUrl, `grant sluice_owner to ${login}`);
      await ask(url, `grant create on database ${database} to sluice_owner`);
      await migrate(options);
      expect(await ask(url, "select to_regnamespace('graphile_worker')::text")).toEqual([
        "graphile_worker",
      ]);
    } finally {
      await ask(adminUrl, `drop database if exists ${database} with (force)`);
      await ask(adminUrl, `drop role ${login}`);
    }
  });
});
