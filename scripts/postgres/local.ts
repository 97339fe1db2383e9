/** A PostgreSQL server of one's own: no Docker, no system service, no root needed, none refused. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { serverAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import type { Binaries } from "./binaries.ts";
import { createCluster, serverEnvironment } from "./cluster.ts";
import { assertReachable, ownFolder, socketFolder } from "./folders.ts";
import { exclusively } from "./lock.ts";
import { findPort } from "./ports.ts";
import {
  clearRemains,
  isRunning,
  livePostmaster,
  stopPostmaster,
  waitUntil,
} from "./postmaster.ts";
import { localUrl } from "./url.ts";
import { watchOver } from "./watchdog.ts";

export interface PostgresOptions {
  /** Holds everything of this server: data, log and socket. */
  directory: string;
  /** The first port to try. */
  port?: number;
  /** A server for tests: fast instead of durable, and gone with this process. */
  isEphemeral?: boolean;
  /** The folder of the binaries, when not the usual one. */
  bin?: string;
  settings?: Record<string, string>;
}

export interface LocalPostgres {
  directory: string;
  pid: number;
  port: number;
  /** Whether this call started it; else it was running before. */
  isStarted: boolean;
  url(database?: string): string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;
const END_TIMEOUT_MS = 30_000;
const PORT_TRIES = 3;
const DURABLE = { max_connections: "200", shared_buffers: "256MB", max_wal_size: "2GB" };
const EPHEMERAL = {
  ...{ fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  ...{ wal_level: "minimal", max_wal_senders: "0", max_connections: "300" },
};

/** Starts the server of a directory, or attaches to the one that is running there. */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const { directory } = options;
  const binaries = findBinaries(options.bin);
  ownFolder(directory, 0o755);
  assertReachable(directory);
  const data = join(directory, "data");
  return exclusively(join(directory, "starting"), async () => {
    createCluster(data, binaries, serverAccount());
    const isRunningOn = await staysUp(directory, data, binaries.directory);
    if (!isRunningOn) await start(options, data, binaries);
    const server = describe(directory, binaries.directory, !isRunningOn);
    if (!options.isEphemeral || !server.isStarted) return server;
    const folders = [socketFolder(directory), directory];
    watchOver(data, folders);
    const stop = async () => {
      await stopPostmaster(data, binaries.directory, "immediate");
      for (const path of folders) rmSync(path, { recursive: true, force: true });
    };
    return { ...server, stop };
  });
}

/** Whether a server runs there and answers; one that is ending is waited for. */
async function staysUp(directory: string, data: string, binaries: string): Promise<boolean> {
  const isGone = () => livePostmaster(data) === undefined;
  await waitUntil(() => livePostmaster(data)?.isReady !== false, START_TIMEOUT_MS);
  if (isGone()) return false;
  if (await answers(describe(directory, binaries, false).url())) return true;
  return !(await waitUntil(isGone, END_TIMEOUT_MS));
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // whatever it says, it is there, unless it says that it goes
    const { severity, code } = error as Partial<pg.DatabaseError>;
    return severity !== undefined && code?.startsWith("57P") === false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server that runs in a directory, if any. */
export function findPostgres(directory: string): LocalPostgres | undefined {
  if (livePostmaster(join(directory, "data")) === undefined) return undefined;
  return describe(directory, findBinaries().directory, false);
}

function describe(directory: string, binaries: string, isStarted: boolean): LocalPostgres {
  const data = join(directory, "data");
  const live = livePostmaster(data);
  if (live === undefined) throw new Error(`PostgreSQL went away; see ${logOf(directory)}`);
  const { pid, port, socketDirectory } = live;
  return {
    ...{ directory, pid, port, isStarted },
    url: (database = "postgres") => localUrl(database, port, socketDirectory || undefined),
    stop: () => stopPostmaster(data, binaries, "fast"),
  };
}

async function start(options: PostgresOptions, data: string, binaries: Binaries): Promise<void> {
  await clearRemains(data);
  for (let attempt = 1; ; attempt += 1) {
    const port = await findPort(options.port);
    if (await launch(options, data, binaries, port)) return;
    const log = lastLines(logOf(options.directory));
    if (attempt < PORT_TRIES && log.includes("Address already in use")) continue;
    throw new Error(`PostgreSQL did not start:\n${log}`);
  }
}

/** Whether the server came up; if not, its log says why. */
async function launch(
  { directory, isEphemeral, settings }: PostgresOptions,
  data: string,
  binaries: Binaries,
  port: number,
): Promise<boolean> {
  const all = {
    ...{ listen_addresses: "127.0.0.1", port: `${port}` },
    ...(process.platform === "win32" ? {} : { unix_socket_directories: socketFolder(directory) }),
    ...(isEphemeral ? EPHEMERAL : DURABLE),
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logOf(directory), "w");
  const server = spawn(join(binaries.directory, "postgres"), ["-D", data, ...args], {
    ...serverAccount(),
    ...{ cwd: "/", env: serverEnvironment(), detached: true, stdio: ["ignore", log, log] },
  });
  closeSync(log);
  let hasEnded = false;
  server.once("exit", () => (hasEnded = true));
  server.once("error", () => (hasEnded = true));
  server.unref();
  const isReady = () => livePostmaster(data)?.isReady === true;
  const isDecided = await waitUntil(() => hasEnded || isReady(), START_TIMEOUT_MS);
  if (!isDecided && server.pid !== undefined && isRunning(server.pid)) server.kill("SIGQUIT");
  return isReady();
}

function logOf(directory: string): string {
  return join(directory, "server.log");
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-12).join("\n");
}
