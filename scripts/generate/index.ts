/**
 * Writes everything in generated/ from the migrated database, the actions and db/errors.md.
 *
 *   node scripts/generate/index.ts           write
 *   node scripts/generate/index.ts --check   fail when writing would change anything
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withMigratedDatabase } from "../scratch.ts";
import { actionsJson } from "./actions.ts";
import { readCatalogue } from "./catalogue.ts";
import { databaseMarkdown } from "./database.ts";
import { errorsTs } from "./errors.ts";
import { rowsTs } from "./rows.ts";
import { schemaSql } from "./schema-sql.ts";
import { changesBetween, readTree, restoreTree } from "./tree.ts";

const FOLDER = "generated";

async function generate(): Promise<void> {
  write("errors.ts", errorsTs(readFileSync("db/errors.md", "utf8")));
  write("actions.json", await actionsJson());
  await withMigratedDatabase({}, async ({ client, url }) => {
    const catalogue = await readCatalogue(client);
    write("schema.sql", schemaSql(catalogue));
    write("database.md", databaseMarkdown(catalogue));
    write("rows.ts", rowsTs(catalogue));
    if (existsSync(new URL("./graphql.ts", import.meta.url))) {
      const { generateGraphql } = await import("./graphql.ts");
      await generateGraphql(url);
    }
  });
}

function write(name: string, text: string): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, name), text);
}

/** Generates into an emptied folder, compares, and puts back what was there. */
async function check(): Promise<number> {
  const before = readTree(FOLDER);
  const restore = () => restoreTree(FOLDER, before);
  process.once("SIGINT", () => {
    restore();
    process.exit(130);
  });
  try {
    restoreTree(FOLDER, new Map());
    await generate();
    const changes = changesBetween(before, readTree(FOLDER));
    for (const change of changes) console.error(`${FOLDER}/${change}`);
    console.log(
      changes.length === 0
        ? `${before.size} generated files are up to date`
        : "run `npm run generate` and commit what it writes",
    );
    return changes.length === 0 ? 0 : 1;
  } finally {
    restore();
  }
}

if (process.argv.includes("--check")) {
  process.exitCode = await check();
} else {
  const before = readTree(FOLDER);
  await generate();
  const changes = changesBetween(before, readTree(FOLDER));
  for (const change of changes) console.log(`${FOLDER}/${change}`);
  console.log(`${changes.length} generated files changed`);
}
