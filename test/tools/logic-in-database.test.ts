import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { readCatalogue } from "../../scripts/generate/catalogue.ts";
import type { Catalogue } from "../../scripts/generate/catalogue.ts";
import { definitionOf } from "../../scripts/lint-sql/objects.ts";
import { readSource } from "../../scripts/lint-sql/source.ts";
import { logicText } from "../../scripts/logic.ts";
import { expect, test } from "../support/database.ts";

const LOGIC = "db/logic";

/** Differs between servers, so a migration decides once which of two it is. */
const MADE_BY_MIGRATION = "function sluice_hidden.uuidv7";

/** Every function, view, trigger and policy of the database, as its file would name it. */
function objectsOf({ relations, functions }: Catalogue): string[] {
  return [
    ...functions.map((fn) => `function ${fn.schema}.${fn.name}`),
    ...relations.flatMap(({ schema, name, kind, triggers, policies }) => [
      ...(kind === "view" ? [`view ${schema}.${name}`] : []),
      ...triggers.map((trigger) => `trigger ${schema}.${name} ${trigger.name}`),
      ...policies.map((policy) => `policy ${schema}.${name} ${policy.name}`),
    ]),
  ];
}

async function objectsInFiles(): Promise<Set<string>> {
  const objects = new Set([MADE_BY_MIGRATION]);
  const files = readdirSync(LOGIC, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((path) => path.endsWith(".sql"))) {
    const { statements } = await readSource(file, readFileSync(join(LOGIC, file), "utf8"));
    for (const { node } of statements) {
      const definition = definitionOf(node);
      if (definition === undefined) continue;
      const { kind, schema, owner, name } = definition;
      const part = kind === "trigger" || kind === "policy" ? ` ${name}` : "";
      objects.add(`${kind} ${schema}.${owner}${part}`);
    }
  }
  return objects;
}

describe("db/logic", () => {
  test("changes nothing when all of it runs again", async ({ db }) => {
    const client = await db.admin.connect();
    try {
      await client.query("begin");
      const before = await readCatalogue(client);
      await client.query("set local role sluice_owner");
      await client.query(logicText("db"));
      await client.query("reset role");
      const after = await readCatalogue(client);
      expect(before.functions.length).toBeGreaterThan(0);
      expect(after).toEqual(before);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  test("holds every function, view, trigger and policy of the database", async ({ db }) => {
    const client = await db.admin.connect();
    try {
      await client.query("begin");
      const objects = objectsOf(await readCatalogue(client));
      const files = await objectsInFiles();
      expect(objects.length).toBeGreaterThan(0);
      expect(objects.filter((object) => !files.has(object))).toEqual([]);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  test("would be found to miss an object that only a migration made", async ({ db }) => {
    const client = await db.admin.connect();
    try {
      await client.query("begin");
      await client.query(
        "create view sluice.orphan as select 1 as one;" +
          "create function sluice.stray() returns int language sql stable return 1",
      );
      const objects = objectsOf(await readCatalogue(client));
      const files = await objectsInFiles();
      const missing = objects.filter((object) => !files.has(object));
      expect(missing).toEqual(["function sluice.stray", "view sluice.orphan"]);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });
});
