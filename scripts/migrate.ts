/** Brings a database to this version: roles, the job queue's schema, ours, and the catalogue. */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, current, migrate as migrateSchema } from "graphile-migrate";
import type { Settings } from "graphile-migrate";
import { clearAllPools } from "graphile-migrate/dist/pgReal.js";
import { Logger as WorkerLogger, makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import { UsageError } from "./config.ts";
import { insist } from "./postgres/insist.ts";
import { withDatabase, withRole } from "./postgres/url.ts";

export interface MigrateOptions {
  /** A connection that may create roles, at least the first time. */
  adminUrl: string;
  /** Another database than the URL's; it is created if there is none. */
  database?: string;
  /** Also runs current.sql, the migration that is being written. */
  current?: boolean;
  log?: (line: string) => void;
  /** The checkout whose db/ and generated/ are meant. */
  root?: string;
}

const LOCK = "select pg_catalog.pg_advisory_lock(7305828401)";
const ROLE_TRIES = 20;
const REPOSITORY = resolve(import.meta.dirname, "..");

export async function migrate(options: MigrateOptions): Promise<void> {
  const { adminUrl, database, log = () => undefined, root = REPOSITORY } = options;
  if (database !== undefined) await createDatabase(adminUrl, database);
  const url = database === undefined ? adminUrl : withDatabase(adminUrl, database);
  const admin = new pg.Client({ connectionString: url, application_name: "sluice migrate" });
  await admin.connect();
  try {
    await admin.query(LOCK);
    await createRoles(admin, join(root, "db", "roles.sql"));
    await installQueue(admin, url);
    await runMigrations(url, root, options.current ?? false, log);
    await syncActions(admin, join(root, "generated", "actions.json"), log);
    await insist(() => makePartitions(admin));
    await noteInstalled(admin, options.current ?? false);
  } finally {
    await admin.end();
  }
}

async function createDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      "select from pg_catalog.pg_database where datname = $1",
      [database],
    );
    if (rowCount === 0) {
      // template0 has no sessions that could be in the way
      const name = pg.escapeIdentifier(database);
      await client.query(`create database ${name} template template0`);
    }
  } catch (error) {
    // another process created it in between
    if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
  } finally {
    await client.end();
  }
}

/**
 * Roles belong to the whole server, so two databases that are migrated at the same time may change
 * the same rows: who comes second tries again.
 */
async function createRoles(admin: pg.Client, file: string): Promise<void> {
  const sql = readFileSync(file, "utf8");
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.query(sql);
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === "42501") return await acceptRoles(admin, sql, error);
      const isRace = ["XX000", "23505", "42710"].includes(code ?? "");
      if (!isRace || attempt === ROLE_TRIES) throw error;
      await sleep(20 + Math.random() * 80);
    }
  }
}

/** A connection that may not create roles can migrate when an administrator has made them. */
async function acceptRoles(admin: pg.Client, sql: string, cause: unknown): Promise<void> {
  const names = [
    ...new Set([...sql.matchAll(/'(sluice_\w+)'/g)].flatMap(([, name]) => name ?? [])),
  ];
  const { rows } = await admin.query<{
    missing: string[];
    login: string;
    may_own: boolean;
    may_create: boolean;
  }>(
    `select
      current_user as login,
      array(
        select name from unnest($1::text[]) as name
        where not exists (select from pg_catalog.pg_roles where rolname = name)
      ) as missing,
      exists (
        select from pg_catalog.pg_roles
        where rolname = 'sluice_owner' and pg_catalog.pg_has_role(oid, 'member')
      ) as may_own,
      exists (
        select from pg_catalog.pg_roles
        where rolname = 'sluice_owner'
          and pg_catalog.has_database_privilege(oid, pg_catalog.current_database(), 'create')
      ) as may_create`,
    [names],
  );
  const { missing = names, login = "", may_own = false, may_create = false } = rows[0] ?? {};
  if (missing.length === 0 && may_own && may_create) return;
  const lacks = [
    ...(missing.length > 0 ? [`these roles are missing: ${missing.join(", ")}`] : []),
    ...(may_own ? [] : ["this connection is no member of sluice_owner"]),
    ...(may_create ? [] : ["sluice_owner may not create schemas in this database"]),
  ];
  const message =
    `this connection may not set up roles, and ${lacks.join("; ")}\n` +
    "hint: Let an administrator run this in the database once, as is:\n\n" +
    `${sql.trimEnd()}\n\ngrant sluice_owner to ${pg.escapeIdentifier(login)};\n`;
  throw new UsageError(message, { cause });
}

/** The job queue's schema belongs to the workers' role, which may create nothing else. */
async function installQueue(admin: pg.Client, url: string): Promise<void> {
  const { rows } = await admin.query<{ database: string; is_there: boolean }>(
    `select
      pg_catalog.current_database() as database,
      pg_catalog.to_regnamespace('graphile_worker') is not null as is_there`,
  );
  const { database = "", is_there = false } = rows[0] ?? {};
  const right = `create on database ${pg.escapeIdentifier(database)}`;
  if (!is_there) await admin.query(`grant ${right} to sluice_worker`);
  try {
    await migrateQueue(withRole(url, "sluice_worker"));
  } finally {
    if (!is_there) await admin.query(`revoke ${right} from sluice_worker`);
  }
}

async function migrateQueue(connectionString: string): Promise<void> {
  const pgPool = new pg.Pool({ connectionString, max: 2 });
  const ignore = () => undefined;
  pgPool.on("error", ignore);
  pgPool.on("connect", (client) => client.on("error", ignore));
  try {
    const utils = await makeWorkerUtils({ pgPool, logger: new WorkerLogger(() => ignore) });
    await utils.migrate();
    await utils.release();
  } finally {
    await pgPool.end();
  }
}

async function runMigrations(
  url: string,
  root: string,
  withCurrent: boolean,
  log: (line: string) => void,
): Promise<void> {
  const file = JSON.parse(readFileSync(join(root, ".gmrc"), "utf8")) as Settings;
  const session = `sluice migrate ${randomUUID()}`;
  const settings: Settings = {
    ...file,
    connectionString: named(withRole(url, "sluice_owner"), session),
    migrationsFolder: resolve(root, file.migrationsFolder ?? "migrations"),
    logger: new Logger(() => (level, message) => {
      if (level === "info" || level === "warning") log(tidy(message));
    }),
  };
  try {
    const hasCurrent = existsSync(join(settings.migrationsFolder ?? "", "current.sql"));
    const run = withCurrent && hasCurrent ? current : migrateSchema;
    await insist(() => run(settings));
  } catch (error) {
    throw describeFailure(error);
  } finally {
    // they would stay open for a while, and in the way of whoever clones or stops the database
    clearAllPools();
    await awaitEnd(url, session);
  }
}

function named(url: string, session: string): string {
  const result = new URL(url);
  result.searchParams.set("application_name", session);
  return result.href;
}

/** The library ends its process when a connection that it is closing is cut off meanwhile. */
async function awaitEnd(url: string, session: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const open = "select from pg_catalog.pg_stat_activity where application_name = $1";
    for (let wait = 2; wait < 1000; wait *= 2) {
      if ((await client.query(open, [session])).rowCount === 0) return;
      await sleep(wait);
    }
  } finally {
    await client.end();
  }
}

function tidy(message: string): string {
  return message.replace(/^(graphile-migrate: |\[[^\]]+\]: )/, "");
}

/** graphile-migrate knows line and column; they are lost unless they get into the message. */
function describeFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !("_gmMessageOverride" in error)) return error;
  return new Error(`a migration failed\n${String(error._gmMessageOverride)}`, { cause: error });
}

/** Tells the database which actions the workers of this version bring. */
async function syncActions(
  admin: pg.Client,
  file: string,
  log: (line: string) => void,
): Promise<void> {
  const { rows } = await admin.query<{ is_there: boolean }>(
    `select pg_catalog.to_regprocedure('sluice_private.sync_action_definitions(jsonb)')
      is not null as is_there`,
  );
  if (!rows[0]?.is_there || !existsSync(file)) return;
  await admin.query("set role sluice_owner");
  const { rows: counts } = await admin.query<{ count: number }>(
    "select sluice_private.sync_action_definitions($1::jsonb)::int as count",
    [readFileSync(file, "utf8")],
  );
  await admin.query("reset role");
  log(`${counts[0]?.count ?? 0} action definitions changed`);
}

/** Those of the months to come; workers make them, too, but there may be none. */
async function makePartitions(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ is_there: boolean }>(
    `select pg_catalog.to_regprocedure('sluice_private.make_partitions()') is not null
      as is_there`,
  );
  if (!rows[0]?.is_there) return;
  try {
    await admin.query(
      `begin;
       set local role sluice_owner;
       set local lock_timeout = '300ms';
       select sluice_private.make_partitions();
       commit`,
    );
  } catch (error) {
    await admin.query("rollback");
    throw error;
  }
}

/** What doctor will compare the database with; the migration that is being written has no hash. */
async function noteInstalled(admin: pg.Client, withCurrent: boolean): Promise<void> {
  const { rows } = await admin.query<{ is_there: boolean }>(
    `select pg_catalog.to_regprocedure('sluice_private.note_installed(text)')
      is not null as is_there`,
  );
  if (!rows[0]?.is_there) return;
  await admin.query("set role sluice_owner");
  await admin.query(
    `select sluice_private.note_installed(last.hash || $1)
     from (
       select hash from graphile_migrate.migrations order by filename desc limit 1
     ) as last`,
    [withCurrent ? ` ${randomUUID()}` : ""],
  );
  await admin.query("reset role");
}

function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
