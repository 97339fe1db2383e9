import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    include: ["test/**/*.test.ts", "tasks/**/*.test.ts"],
    forceRerunTriggers: [...configDefaults.forceRerunTriggers, "**/db/**/*.sql"],
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default", "./test/support/reporter.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
