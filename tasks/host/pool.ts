import pg from "pg";
import { toArrayText } from "./array-text.ts";
import type { Complaints } from "./complaints.ts";
import type { Queryable } from "./engine.ts";
import { KEEP_ALIVE, type Connection } from "./session.ts";

/** graphile-worker listens on one connection and fetches and completes on a few more. */
const CONNECTIONS = 7;

/**
 * What executions wait for has sessions of its own, which stay: in another one the first call plans
 * each statement anew, which takes some twenty times what the call takes itself.
 */
const DOORS = [
  { connections: 2, names: ["pump", "mark_idle", "advance_batch"] },
  { connections: 3, names: ["begin_steps", "complete_steps", "advance_executions"] },
];

/** A batch takes milliseconds; what takes this long is one expression, which is then set apart. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** The server has ended the statement by then, so nobody is there any more to say so. */
const ANSWER_MS = STATEMENT_TIMEOUT_MS + 5000;

export interface Pools {
  /** For all but the doors. */
  readonly pool: pg.Pool;
  readonly database: Queryable;
  end(): Promise<void>;
}

/** Pools whose lost connections are complaints, not crashes. */
export function createPools(
  databaseUrl: string,
  connection: Connection,
  complaints: Complaints,
): Pools {
  const open = (max: number) => createPool(databaseUrl, connection, complaints, max);
  const pool = open(CONNECTIONS);
  const doors = DOORS.map(({ connections }) => open(connections));
  const poolOf = (name: string) => doors[DOORS.findIndex(({ names }) => names.includes(name))];
  return {
    pool,
    database: {
      query(statement) {
        const { name, text } = statement;
        const values = statement.values.map((value) =>
          Array.isArray(value) ? toArrayText(value) : value,
        );
        // a pooled session may not be the one in which a named statement was prepared
        const named = connection === "direct" ? { name, text, values } : { text, values };
        return (poolOf(name) ?? pool).query(named);
      },
    },
    async end() {
      await Promise.all([pool, ...doors].map((sessions) => sessions.end()));
    },
  };
}

function createPool(
  databaseUrl: string,
  connection: Connection,
  complaints: Complaints,
  max: number,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    idleTimeoutMillis: 0,
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
