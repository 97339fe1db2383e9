/** The CRM pack: each file of tables runs once, in order of their numbers; the rest each time. */
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

const VERSION = `
  select pg_catalog.to_regnamespace('crm') is not null as is_there,
    pg_catalog.to_regproc('crm.pack_version') is not null as is_versioned`;

/** What a pack has that does not say its version. */
const FIRST_VERSION = 4;

/** Installs the pack in a migrated database, or brings it up to date; safe to run again. */
export async function installCrm(client: pg.ClientBase, pack = PACK): Promise<void> {
  await client.query("begin");
  try {
    await client.query(LOCK);
    await client.query(MAY_CREATE);
    await client.query("set local role sluice_owner; set local search_path = pg_catalog, pg_temp");
    const files = tableFiles(pack);
    const version = files.at(-1)!.version;
    const installed = await installedVersion(client);
    if (installed > version) {
      throw new Error(`the CRM pack of the database is newer: ${installed}, not ${version}`);
    }
    for (const file of files) if (file.version > installed) await run(client, pack, file.path);
    for (const path of [...logicFiles(pack), "catalogue.sql", "watches.sql"]) {
      await run(client, pack, path);
    }
    await client.query(
      `create or replace function crm.pack_version() returns int language sql immutable
       return ${version};
       comment on function crm.pack_version() is 'The version of the pack: its last file of tables.'`,
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** -1 where there is none. */
async function installedVersion(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ is_there: boolean; is_versioned: boolean }>(VERSION);
  if (!rows[0]?.is_there) return -1;
  if (!rows[0].is_versioned) return FIRST_VERSION;
  const found = await client.query<{ version: number }>("select crm.pack_version() as version");
  return found.rows[0]!.version;
}

async function run(client: pg.ClientBase, pack: string, path: string): Promise<void> {
  try {
    await client.query(readFileSync(join(pack, path), "utf8"));
  } catch (error) {
    throw new Error(`db/crm/${path} failed: ${String(error)}`, { cause: error });
  }
}

/** `5-invoices.sql` makes version 5. */
function tableFiles(pack: string): { version: number; path: string }[] {
  return readdirSync(join(pack, "tables"))
    .filter((name) => name.endsWith(".sql"))
    .map((name) => ({ version: Number.parseInt(name, 10), path: join("tables", name) }))
    .sort((a, b) => a.version - b.version);
}

function logicFiles(pack: string): string[] {
  const index = readFileSync(join(pack, "logic", "index.sql"), "utf8");
  return [...index.matchAll(/^--!include[ \t]+(\S+)$/gm)].map(([, name = ""]) =>
    join("logic", name),
  );
}
