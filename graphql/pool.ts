import pg from "pg";

/** Connections whose loss is one line in the log; the library's own would print the whole client. */
export function openPool(
  connectionString: string,
  max: number,
  settings: pg.PoolConfig = {},
): pg.Pool {
  const application_name = "sluice api";
  const pool = new pg.Pool({ connectionString, max, application_name, ...settings });
  pool.on("error", () => undefined);
  pool.on("connect", (client) =>
    client.on("error", (error: Error & { code?: string }) =>
      console.error(`graphql: a connection to the database is lost: ${error.code ?? error.name}`),
    ),
  );
  return pool;
}
