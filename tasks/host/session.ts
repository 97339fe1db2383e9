import pg from "pg";

export type Connection = "direct" | "pooled";

/** A peer that is gone without a word is noticed within about 20 s while nothing is being said. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

const ANSWER_MS = 10_000;

/** The id of the server's process as the server told it at the start, or a pooler in its place. */
export function processIdOf(client: pg.ClientBase): number {
  return (client as unknown as { processID: number }).processID;
}

/** A pooler lends its clients sessions under other ids than it tells them. */
export async function connectionOf(client: pg.ClientBase): Promise<Connection> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid === processIdOf(client) ? "direct" : "pooled";
}

/** Whether sessions behind this URL are the client's own. */
export async function probe(databaseUrl: string): Promise<Connection> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    application_name: "sluice worker",
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await connectionOf(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
