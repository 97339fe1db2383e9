import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { withSetting } from "./url.ts";

const DEADLOCK = "40P01";
const TRIES = 20;

/**
 * A migration and those who use the database meanwhile may wait for each other. Workers are used to
 * giving way, so they get to find out first, after the usual second; but each looks only once, so
 * the migration must look as well. Only a superuser may ask for that.
 */
export async function outwaitsOthers(admin: pg.Client, url: string): Promise<string> {
  const { rows } = await admin.query<{ rolsuper: boolean }>(
    "select rolsuper from pg_catalog.pg_roles where rolname = session_user",
  );
  return rows[0]?.rolsuper ? withSetting(url, "deadlock_timeout", "3s") : url;
}

/** Whoever had to give way tries again: each migration is a transaction. */
export async function insist(run: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isDeadlock(error) || attempt === TRIES) throw error;
      await sleep(20 + Math.random() * 80);
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === DEADLOCK;
}
