import pg from "pg";
import type { Complaints } from "./complaints.ts";
import type { Queryable } from "./engine.ts";
import { KEEP_ALIVE, type Connection } from "./session.ts";

/** graphile-worker listens on one connection and fetches and completes on a few more. */
const CONNECTIONS = 12;

/** A batch takes milliseconds; what takes this long is one expression, which is then set apart. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** The server has ended the statement by then, so nobody is there any more to say so. */
const ANSWER_MS = STATEMENT_TIMEOUT_MS + 5000;

/** A pool whose lost connections are complaints, not crashes. */
export function createPool(
  databaseUrl: string,
  connection: Connection,
  complaints: Complaints,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    query_timeout: ANSWER_MS,
    ...KEEP_ALIVE,
    // poolers refuse a client that asks for it: there it is a setting of the role
    ...(connection === "direct" && { statement_timeout: STATEMENT_TIMEOUT_MS }),
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

/** A pooled session may not be the one in which a named statement was prepared. */
export function queryableOf(pool: pg.Pool, connection: Connection): Queryable {
  if (connection === "direct") return { query: (statement) => pool.query(statement) };
  return { query: ({ text, values }) => pool.query(text, values) };
}
