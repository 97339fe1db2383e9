import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { giveTo, serverAccount } from "./account.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");

/** Where this checkout keeps what must survive a restart. */
export interface Folders {
  /** One folder a major version of PostgreSQL. */
  postgres: string;
  /** Secrets and caught mail: readable by their owner only. */
  state: string;
}

/**
 * Beside the code; for root under the temporary directory, because the account that the server
 * then runs as may not be able to reach the checkout. SLUICE_HOME overrides both.
 */
export function localFolders(env: NodeJS.ProcessEnv = process.env): Folders {
  const home = env["SLUICE_HOME"];
  if (home) return { postgres: resolve(home, "pg"), state: resolve(home, "state") };
  if (serverAccount().uid === undefined) {
    return { postgres: join(REPOSITORY, ".pg"), state: join(REPOSITORY, ".sluice") };
  }
  const lasting = existsSync("/var/tmp") ? "/var/tmp" : tmpdir();
  const base = join(lasting, `sluice-${shortHash(REPOSITORY)}`);
  return { postgres: join(base, "pg"), state: join(base, "state") };
}

export function stateFolder(): string {
  const { state } = localFolders();
  ownFolder(state, 0o700);
  return state;
}

/** Makes the folder, or takes the one that is there if nobody else made it. */
export function ownFolder(path: string, mode: number): void {
  mkdirSync(path, { recursive: true });
  refuseForeign(path);
  chmodSync(path, mode);
}

/** A folder for the server's socket, whose path the system limits to about a hundred bytes. */
export function socketFolder(directory: string): string {
  const inside = join(directory, "socket");
  const path =
    Buffer.byteLength(inside) <= 80
      ? inside
      : join(tmpdir(), `sluice-socket-${shortHash(directory)}`);
  ownFolder(path, 0o755);
  giveTo(serverAccount(), path);
  return path;
}

function refuseForeign(path: string): void {
  const owner = statSync(path).uid;
  const own = [process.getuid?.(), serverAccount().uid];
  if (process.platform === "win32" || own.includes(owner)) return;
  throw new Error(`${path} belongs to another user; remove it, or set SLUICE_HOME`);
}

/** Says so early and plainly when the account of the server cannot get to its folder. */
export function assertReachable(path: string): void {
  const { uid, gid } = serverAccount();
  if (uid === undefined) return;
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = statSync(folder);
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & bit) !== 0) continue;
    throw new Error(
      `${folder} is closed to the account that PostgreSQL runs as when root starts it\n` +
        "hint: Choose another folder with SLUICE_HOME, or run as another user.",
    );
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}
