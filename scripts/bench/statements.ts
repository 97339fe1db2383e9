/** What the statements of a server have cost, by pg_stat_statements. */
import pg from "pg";
import type { LocalPostgres } from "../postgres/local.ts";

async function query(server: LocalPostgres, text: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end();
  }
}

export async function resetStatements(server: LocalPostgres): Promise<void> {
  await query(server, "create extension if not exists pg_stat_statements");
  await query(server, "select pg_stat_statements_reset()");
}

/** Those of clients that took longest. */
export function statementsOf(server: LocalPostgres): Promise<object[]> {
  return query(
    server,
    `select calls::int, rows::int, round(total_exec_time)::int as ms,
       round(mean_exec_time::numeric, 2)::float as ms_each, (wal_bytes / 1024)::int as wal_kb,
       left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 100) as statement
     from pg_stat_statements
     where toplevel
     order by total_exec_time desc
     limit 20`,
  );
}
