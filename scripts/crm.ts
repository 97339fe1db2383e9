/** The CRM pack: its tables are made once, the rest of it each time. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type pg from "pg";

const PACK = resolve(import.meta.dirname, "../db/crm");
const LOCK = "select pg_catalog.pg_advisory_xact_lock(7305828403)";

/** A database that was made from a template has lost the rights that roles.sql gives. */
const MAY_CREATE = `
  do $$
  begin
    if not pg_catalog.has_database_privilege(
      'sluice_owner', pg_catalog.current_database(), 'create'
    ) then
      execute pg_catalog.format(
        'grant create on database %I to sluice_owner', pg_catalog.current_database()
      );
    end if;
  end;
  $$`;

/** Installs the pack in a migrated database, or brings it up to date; safe to run again. */
export async function installCrm(client: pg.ClientBase): Promise<void> {
  await client.query("begin");
  try {
    await client.query(LOCK);
    await client.query(MAY_CREATE);
    await client.query("set local role sluice_owner; set local search_path = pg_catalog, pg_temp");
    const { rows } = await client.query<{ is_there: boolean }>(
      "select pg_catalog.to_regnamespace('crm') is not null as is_there",
    );
    const tables = rows[0]?.is_there ? [] : sqlFiles("tables");
    for (const file of [...tables, ...logicFiles(), "catalogue.sql", "watches.sql"]) {
      await run(client, file);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function run(client: pg.ClientBase, file: string): Promise<void> {
  try {
    await client.query(readFileSync(join(PACK, file), "utf8"));
  } catch (error) {
    throw new Error(`db/crm/${file} failed: ${String(error)}`, { cause: error });
  }
}

function sqlFiles(folder: string): string[] {
  return readdirSync(join(PACK, folder))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => join(folder, name));
}

function logicFiles(): string[] {
  const index = readFileSync(join(PACK, "logic", "index.sql"), "utf8");
  return [...index.matchAll(/^--!include[ \t]+(\S+)$/gm)].map(([, name = ""]) =>
    join("logic", name),
  );
}
