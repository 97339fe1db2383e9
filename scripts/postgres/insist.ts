import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { UsageError } from "../config.ts";

const DEADLOCK = "40P01";
const LOCK_NOT_AVAILABLE = "55P03";
const PATIENCE_MS = 60_000;

/** Whoever had to give way to those who use the database tries again, for a minute. */
export async function insist(run: () => Promise<void>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!hadToGiveWay(error)) throw error;
      if (performance.now() > end) throw inUse(error);
      await sleep(20 + Math.random() * 80);
    }
  }
}

function hadToGiveWay(error: unknown): error is pg.DatabaseError {
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.code === DEADLOCK || error.code === LOCK_NOT_AVAILABLE;
}

function inUse(cause: pg.DatabaseError): UsageError {
  const message =
    "the tables are in use: for a minute there was always a transaction that had one of them\n" +
    "hint: Look in pg_stat_activity for one that is open for long, end it, and try again.";
  return new UsageError(message, { cause });
}
