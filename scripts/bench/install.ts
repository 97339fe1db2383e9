/** Peers are installed from the npm registry when the bench runs, outside the repository. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOLDER = join(tmpdir(), "sluice-bench-peers");

export function readVersion(modules: string, name: string): string {
  const manifest = readFileSync(join(modules, name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Installs an exact version once; answers the path of its entry and the version. */
export function install(name: string, version: string): { entry: string; version: string } {
  const folder = join(FOLDER, `${name.replaceAll("/", "_")}@${version}`);
  if (!existsSync(join(folder, "node_modules", name))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    const { status, stderr } = spawnSync("npm", ["install", "--save-exact", `${name}@${version}`], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${name}@${version} could not be installed:\n${stderr}`);
  }
  const entry = createRequire(join(folder, "package.json")).resolve(name);
  return { entry, version: readVersion(join(folder, "node_modules"), name) };
}
