import pg from "pg";
import type { Complaints } from "./complaints.ts";
import type { Queryable } from "./engine.ts";

/** graphile-worker listens on one connection and fetches and completes on a few more. */
const CONNECTIONS = 12;

/** A batch takes milliseconds; what takes this long is one expression, which is then set apart. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** A pool whose lost connections are complaints, not crashes. */
export function createPool(databaseUrl: string, complaints: Complaints): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "sluice worker",
  });
  const complain = (error: Error) => complaints.failed("the database connection", error);
  pool.on("error", complain);
  pool.on("connect", (client) => {
    client.on("error", complain);
    complaints.worked("the database connection");
  });
  return pool;
}

export function queryableOf(pool: pg.Pool): Queryable {
  return { query: (statement) => pool.query(statement) };
}
