import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readConfig, UsageError } from "../config.ts";
import { findBinaries } from "./binaries.ts";
import { localFolders } from "./folders.ts";
import { findPostgres, startPostgres } from "./local.ts";
import type { LocalPostgres } from "./local.ts";
import { isRunning } from "./postmaster.ts";

/** The database of the local server. */
export const LOCAL_DATABASE = "sluice";

const PORT = 4801;
const LAST_SESSION_MS = 1000;

/** The local server of this checkout, if it is running. */
export function findCheckoutPostgres(): LocalPostgres | undefined {
  return findPostgres(directoryOf());
}

/** Starts it for good: until somebody stops it. */
export async function keepCheckoutPostgres(): Promise<LocalPostgres> {
  const server = await startPostgres({ directory: directoryOf(), port: PORT });
  rmSync(ownerFile(server), { force: true });
  return server;
}

/** Starts it, or uses it when it runs; `release` stops it if nobody else is to. */
export async function borrowCheckoutPostgres(): Promise<{
  server: LocalPostgres;
  release: () => Promise<void>;
}> {
  const server = await startPostgres({ directory: directoryOf(), port: PORT });
  const owner = ownerOf(server);
  const isMine = server.isStarted || (owner !== undefined && !isRunning(owner));
  if (isMine) writeFileSync(ownerFile(server), `${process.pid}`);
  const release = async () => {
    if (!isMine || ownerOf(server) !== process.pid) return;
    await awaitLastSession(server);
    await server.stop();
  };
  return { server, release };
}

/** Drivers call a connection closed before the server has noticed: give it a moment. */
async function awaitLastSession(server: LocalPostgres): Promise<void> {
  const others = `
    select from pg_catalog.pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_catalog.pg_backend_pid()`;
  const client = new pg.Client({ connectionString: server.url() });
  client.on("error", () => undefined);
  await client.connect();
  const end = performance.now() + LAST_SESSION_MS;
  while ((await client.query(others)).rowCount !== 0 && performance.now() < end) await sleep(10);
  await client.end();
}

function directoryOf(): string {
  return join(localFolders().postgres, `${findBinaries().version}`);
}

function ownerFile({ directory }: LocalPostgres): string {
  return join(directory, "owner");
}

/** The process that stops the server when it ends; none when it was started for good. */
function ownerOf(server: LocalPostgres): number | undefined {
  try {
    return Number(readFileSync(ownerFile(server), "utf8"));
  } catch {
    return undefined;
  }
}

/** What `DATABASE_URL` says, or the local server where that says nothing. */
export function givenOrLocalUrl(): string {
  const url = readConfig().databaseUrl ?? findCheckoutPostgres()?.url(LOCAL_DATABASE);
  if (url !== undefined) return url;
  throw new UsageError(
    "DATABASE_URL is not set, and the local database is not running\n" +
      "hint: Set it, or run `sluice start` or `sluice db start` first.",
  );
}
