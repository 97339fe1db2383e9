import { readFileSync } from "node:fs";
import type pg from "pg";
import { describe } from "vitest";
import { expect, test } from "../support/database.ts";
import { CLEAN, FAULTS } from "./rules.faults.ts";

const RULES = readFileSync(new URL("./rules.sql", import.meta.url), "utf8");

interface Finding {
  rule: string;
  object: string;
}

/** What the rules find once the statements have run, in a transaction that is rolled back. */
async function findingsAfter(pool: pg.Pool, ...statements: string[]): Promise<Finding[]> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    for (const statement of statements) await client.query(statement);
    await client.query("reset role");
    return (await client.query<Finding>(RULES)).rows;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

describe("rules.sql", () => {
  test("finds nothing in the database", async ({ db }) => {
    expect(await findingsAfter(db.admin)).toEqual([]);
  });

  test("finds nothing in planted objects that are in style", async ({ db }) => {
    expect(await findingsAfter(db.admin, CLEAN)).toEqual([]);
  });

  test("has a planted fault for each of its rules", () => {
    const rules = [...RULES.matchAll(/^select '(\w+)'/gm)].map((match) => match[1]);
    expect(rules.length).toBeGreaterThan(20);
    expect([...new Set(FAULTS.map(({ rule }) => rule))].sort()).toEqual(rules.sort());
  });

  for (const { rule, object, sql } of FAULTS) {
    test(`${rule} finds ${object} after: ${sql.split("\n").at(-1)?.trim()}`, async ({ db }) => {
      expect(await findingsAfter(db.admin, CLEAN, sql)).toContainEqual({ rule, object });
    });
  }
});
