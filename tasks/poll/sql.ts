import pg from "pg";
import { ActionError } from "../action-error.ts";
import { holdable } from "./escapes.ts";
import type { Polled, PollContext, PollOrder } from "./order.ts";
import { secretOf } from "./secret.ts";

const ROWS = 1000;
/** As many rows at a time are held before they are counted. */
const FETCHED = 50;
const ROW_CHARACTERS = 1024 * 1024;
const CHARACTERS = 8 * 1024 * 1024;

/**
 * Asks a database. It is one that the operator has given the organization, by a role that sees what
 * the organization may; the query is that of a cursor in a transaction that only reads.
 */
export async function askDatabase(order: PollOrder, context: PollContext): Promise<Polled> {
  const { connection, sql, cursor } = order.request;
  const client = new pg.Client({
    connectionString: secretOf(connection, order.organizationId, "sql", context.env),
    connectionTimeoutMillis: Math.min(order.timeoutMs, 10_000),
    application_name: "sluice poll",
  });
  client.on("error", () => {});
  const abort = () => void client.end().catch(() => {});
  context.signal.addEventListener("abort", abort, { once: true });
  try {
    await client.connect();
    await client.query("begin read only");
    await declare(client, String(sql), cursor);
    const rows = await fetchRows(client, order.timeoutMs);
    return {
      answer: { outcome: "answered", has_more: rows.length >= ROWS },
      // as the database has written them: here their numbers would lose digits
      body: holdable(`[${rows.join(",")}]`),
    };
  } catch (error) {
    context.signal.throwIfAborted();
    throw error instanceof ActionError ? error : databaseError(error);
  } finally {
    context.signal.removeEventListener("abort", abort);
    await client.end().catch(() => {});
  }
}

/** In the extended protocol, which takes one statement only. */
async function declare(client: pg.Client, sql: string, cursor: unknown): Promise<void> {
  const given = typeof cursor === "string" ? cursor : JSON.stringify(cursor ?? null);
  const statement = {
    text: `declare polled no scroll cursor for
      select left(row_to_json(polled)::text, ${ROW_CHARACTERS + 1}) as row from (\n${sql}\n) as polled`,
    values: /\$1\b/.test(sql) ? [cursor === null ? null : given] : [],
    queryMode: "extended",
  };
  await client.query(statement);
}

async function fetchRows(client: pg.Client, timeoutMs: number): Promise<string[]> {
  const rows: string[] = [];
  for (let characters = 0; rows.length < ROWS;) {
    // the query itself could have set another one
    await client.query(`set local statement_timeout = ${timeoutMs}`);
    const fetched = await client.query<{ row: string }>(`fetch ${FETCHED} from polled`);
    for (const { row } of fetched.rows) {
      characters += row.length;
      if (row.length > ROW_CHARACTERS || characters > CHARACTERS) {
        throw new ActionError("response_too_large", "a row, or all of them, are too long");
      }
      rows.push(row);
    }
    if (fetched.rows.length < FETCHED) break;
  }
  return rows;
}

/** Messages of Postgres name columns and values of a database that is the author's to see. */
function databaseError(error: unknown): ActionError {
  if (error instanceof pg.DatabaseError) {
    return new ActionError("sql", `the database answered ${error.code}: ${error.message}`);
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "no connection";
  return new ActionError("network", `the database could not be reached: ${code}`);
}
