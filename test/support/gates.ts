/** A gate at which a statement of the straight way waits, so that others can be faster. */
import type pg from "pg";
import type { TestDatabase } from "./database.ts";
import { openSession, untilBlocked } from "./scenes.ts";

export const GATE = 4711;

/**
 * A statement of the straight way looks whether what it has rendered is too long after its
 * snapshot was taken: a report before it locks the execution, a start or a wake behind its lock, and
 * before that of the next one. There those wait that are late.
 */
export async function setGate(db: TestDatabase): Promise<void> {
  await db.query(
    `create or replace function sluice_hidden.is_oversized(value jsonb) returns boolean
     language plpgsql stable set search_path = pg_catalog, pg_temp as $$
     begin
       if pg_column_size(value) >= 180 and current_setting('test.is_late', true) = 'yes' then
         perform pg_advisory_xact_lock_shared(${GATE});
       end if;
       return false;
     end $$`,
  );
}

/** Until it is opened again. */
export async function closeGate(db: TestDatabase): Promise<() => Promise<void>> {
  const session = await openSession(db);
  await session.query("select pg_advisory_lock($1)", [GATE]);
  return async () => void (await session.query("select pg_advisory_unlock($1)", [GATE]));
}

/** In a session of its own, once it waits at the gate. */
export async function late<T>(
  db: TestDatabase,
  work: (session: pg.Client) => Promise<T>,
): Promise<{ done: Promise<T> }> {
  const session = await openSession(db, "sluice_worker");
  await session.query("set test.is_late = 'yes'");
  const done = work(session);
  await untilBlocked(db, session);
  return { done };
}
