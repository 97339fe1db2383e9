import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { giveTo } from "./account.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";

const WITH_BUILTIN_LOCALE = 17;

/** What a server process may know of our environment: no secret, and no PG* variable. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const names = ["PATH", "SystemRoot", "TMPDIR"];
  const known = names.filter((name) => process.env[name] !== undefined);
  const entries = known.map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(entries), LC_ALL: "C", TZ: "UTC" };
}

/** Creates the data directory; one that was half made when its maker was killed is made anew. */
export function createCluster(data: string, binaries: Binaries, account: Account): void {
  if (existsSync(join(data, "PG_VERSION"))) return;
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  chmodSync(unfinished, 0o700);
  giveTo(account, unfinished);
  const { status, stderr, error } = spawnSync(
    join(binaries.directory, "initdb"),
    [
      ...["--pgdata", unfinished, "--username", "postgres", "--auth", "trust"],
      ...["--encoding", "UTF8", "--no-sync", "--no-instructions", ...localeOptions(binaries)],
    ],
    { ...account, cwd: "/", env: serverEnvironment(), encoding: "utf8" },
  );
  if (status !== 0) {
    throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`);
  }
  renameSync(unfinished, data);
}

/** The same sort order and the same case rules on every system. */
function localeOptions({ version }: Binaries): string[] {
  if (version < WITH_BUILTIN_LOCALE) return ["--locale", "C.UTF-8"];
  return ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"];
}
