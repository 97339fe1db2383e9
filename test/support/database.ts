import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject, test as base } from "vitest";
import { withDatabase, withRole } from "../../scripts/postgres/url.ts";

export { expect } from "vitest";

/** What a token says: who acts, and for which organization. */
export interface Claims {
  sub?: string;
  org?: string;
}

/** A migrated database of one's own, as every kind of user sees it. */
export interface TestDatabase {
  name: string;
  /** The connection that migrates. */
  adminUrl: string;
  /** What the API connects as. */
  apiUrl: string;
  /** What a worker connects as. */
  workerUrl: string;
  admin: pg.Pool;
  worker: pg.Pool;
  /** Runs one query as the admin and answers its rows. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs a transaction as a member, or without claims as a visitor, as the API would. */
  as<T>(claims: Claims | undefined, work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** A connection of one's own, for races between two; as the admin if no role is named. */
  session(role?: string): Promise<pg.Client>;
}

/** Every test file that uses `db` gets a database, cloned from the template. */
export const test = base.extend(
  "db",
  { scope: "file" },
  async ({}, { onCleanup }): Promise<TestDatabase> => {
    const { db, drop } = await createTestDatabase();
    onCleanup(drop);
    return db;
  },
);

async function createTestDatabase(): Promise<{ db: TestDatabase; drop: () => Promise<void> }> {
  const serverUrl = inject("adminUrl");
  const name = `sluice_test_${randomBytes(6).toString("hex")}`;
  await onServer(
    serverUrl,
    `create database ${name} template ${inject("template")} strategy file_copy`,
  );
  const adminUrl = withDatabase(serverUrl, name);
  const apiUrl = withRole(adminUrl, "sluice_authenticator");
  const workerUrl = withRole(adminUrl, "sluice_worker");
  const pools = [adminUrl, apiUrl, workerUrl].map(openPool) as [pg.Pool, pg.Pool, pg.Pool];
  const [admin, api, worker] = pools;
  const sessions: pg.Client[] = [];
  const db: TestDatabase = {
    ...{ name, adminUrl, apiUrl, workerUrl, admin, worker },
    query: async (text, values) => (await admin.query(text, values)).rows,
    as: (claims, work) => actAs(api, claims, work),
    session: async (role) => {
      const connectionString = role === undefined ? adminUrl : withRole(adminUrl, role);
      const client = new pg.Client({ connectionString });
      client.on("error", () => undefined);
      await client.connect();
      sessions.push(client);
      return client;
    },
  };
  const drop = async () => {
    await Promise.all(sessions.map((client) => client.end()));
    await Promise.all(pools.map((pool) => pool.end()));
    await onServer(serverUrl, `drop database if exists ${name} with (force)`);
  };
  return { db, drop };
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 5 });
  pool.on("error", () => undefined);
  return pool;
}

async function actAs<T>(
  pool: pg.Pool,
  claims: Claims | undefined,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    // the authenticator's own right to become the role is part of what is tested
    await client.query(
      "begin; set local session authorization sluice_authenticator; " +
        `set local role ${claims ? "sluice_member" : "sluice_visitor"}`,
    );
    for (const [claim, value] of Object.entries(claims ?? {})) {
      await client.query("select set_config($1, $2, true)", [`jwt.claims.${claim}`, value]);
    }
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
