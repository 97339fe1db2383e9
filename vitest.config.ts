import { existsSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const MEMORY = "/dev/shm";
const ENOUGH_BYTES = 8 * 1024 ** 3;

/** In memory where there is plenty: every test file's database is a copy of hundreds of files. */
function hasRoomInMemory(): boolean {
  if (!existsSync(MEMORY) || freemem() < ENOUGH_BYTES) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ENOUGH_BYTES;
}

if (hasRoomInMemory()) process.env["TMPDIR"] ??= MEMORY;

/** Real processes, killed and cut off: minutes, mostly of waiting. */
const CHAOS = "test/chaos/**";

export default defineConfig(({ mode }) => ({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    include: ["test/**/*.test.ts", "tasks/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(mode === "chaos" ? [] : [CHAOS])],
    forceRerunTriggers: [...configDefaults.forceRerunTriggers, "**/db/**/*.sql"],
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    reporters: ["default", "./test/support/reporter.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
}));
