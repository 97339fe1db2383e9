/**
 * Everything in one terminal, for working on Sluice itself: the local database, the app, and,
 * whenever a file changes, what follows from it. Ctrl-C ends it all.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { labelled } from "./dev/output.ts";
import { DevProcess } from "./dev/process.ts";
import { watchFiles } from "./dev/watch.ts";
import type { Rule } from "./dev/watch.ts";
import { describeError } from "./errors.ts";
import { borrowCheckoutPostgres } from "./postgres/checkout.ts";
import { runService } from "./service.ts";
import type { Service } from "./service.ts";

const ROOT = resolve(import.meta.dirname, "..");
const VITEST = join("node_modules", "vitest", "vitest.mjs");

process.chdir(ROOT);
await runService(async (service) => {
  const database = labelled("database");
  const { server, release } = await borrowCheckoutPostgres();
  service.onStop("PostgreSQL", async () => {
    await release();
    database("stopped");
  });
  database(`${server.isStarted ? "started" : "was running"} on port ${server.port}`);
  const migrations = tool(service, "migrate", ["scripts/cli.ts", "migrate", "--current"]);
  const logic = tool(service, "logic", ["scripts/logic.ts", "write"]);
  const generate = tool(service, "generate", ["scripts/generate/index.ts"]);
  const app = tool(service, "app", ["scripts/cli.ts", "start"]);
  const tests = tool(service, "test", [VITEST, "--watch", "--no-clearScreen"]);

  let migrated = "";
  const followDatabase = async () => {
    if (hashOf("db") === migrated) return true;
    if ((await logic.run()) !== 0) return false;
    migrated = hashOf("db");
    return (await migrations.run()) === 0;
  };
  if (await followDatabase()) app.start();
  tests.start();
  const rules = rulesFor({ followDatabase, app, generate });
  const watcher = watchFiles(ROOT, rules, (error) => console.error(describeError(error)));
  service.onStop("watching", async () => watcher.close());
});

/** In the order in which they have to happen. */
function rulesFor(dev: {
  followDatabase: () => Promise<boolean>;
  app: DevProcess;
  generate: DevProcess;
}): Rule[] {
  let isMigrated = true;
  return [
    {
      pattern: /^db\/(logic|migrations)\/.*\.sql$|^db\/roles\.sql$/,
      work: async () => void (isMigrated = await dev.followDatabase()),
    },
    {
      pattern: /^db\/.*\.(sql|md)$|^tasks\/([^/]+\/schema|index)\.ts$|^graphql\//,
      work: async () => void (isMigrated && (await dev.generate.run())),
    },
    {
      pattern: /^(db|tasks|edge|graphql|scripts)\/(?!.*\.test\.ts$).*\.(ts|sql|json5?)$/,
      work: async () => void (isMigrated && (await dev.app.restart())),
    },
  ];
}

function tool(service: Service, name: string, args: string[]): DevProcess {
  const made = new DevProcess(args, { GRAPHILE_ENV: "development" }, labelled(name));
  service.onStop(name, () => made.stop());
  return made;
}

/** Writing a file unchanged is no change. */
function hashOf(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(path).update("\0").update(readFileSync(path));
  }
  return hash.digest("hex");
}
