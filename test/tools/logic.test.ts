import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkLogic, compareLogic, writeLogic } from "../../scripts/logic.ts";

const ONE = "create or replace function sluice.one() returns int return 1;";
const TWO = "create or replace function sluice.two() returns int return 2;";

let db: string;

function put(path: string, text: string): void {
  mkdirSync(dirname(join(db, path)), { recursive: true });
  writeFileSync(join(db, path), `${text}\n`);
}

function included(path: string, text: string): string {
  return `--! Included ${path}\n${text}\n--! EndIncluded ${path}`;
}

function current(): string {
  return readFileSync(join(db, "migrations/current.sql"), "utf8");
}

beforeEach(() => {
  db = mkdtempSync(join(tmpdir(), "sluice-logic-"));
  put("logic/index.sql", "/* The concepts. */\n--!include core/index.sql");
  put("logic/core/index.sql", "--!include core/one.sql\n--!include core/two.sql");
  put("logic/core/one.sql", ONE);
  put("logic/core/two.sql", TWO);
  put(
    "migrations/committed/000001-core.sql",
    `--! Previous: -\n${included("core/one.sql", ONE)}\n${included("core/two.sql", TWO)}`,
  );
  put("migrations/current.sql", "-- Enter migration here");
});

afterEach(() => rmSync(db, { recursive: true, force: true }));

describe("logic check", () => {
  test("passes when every file is its last committed block", () => {
    expect(checkLogic(db)).toEqual([]);
  });

  test("finds a file that changed since it was committed", () => {
    put("logic/core/two.sql", TWO.replace("2;", "3;"));
    expect(checkLogic(db)).toEqual(["logic/core/two.sql changed since it was last committed"]);
  });

  test("compares with the newest of several committed blocks", () => {
    const newer = TWO.replace("2;", "3;");
    put("migrations/committed/000002-two.sql", included("core/two.sql", newer));
    expect(checkLogic(db)).toEqual(["logic/core/two.sql changed since it was last committed"]);
    put("logic/core/two.sql", newer);
    expect(checkLogic(db)).toEqual([]);
  });

  test("reads blocks that are nested in the block of an index", () => {
    const nested = `${included("core/one.sql", ONE)}\n${included("core/two.sql", TWO)}`;
    put("migrations/committed/000001-core.sql", included("core/index.sql", nested));
    expect(checkLogic(db)).toEqual([]);
  });

  test("finds a file that no index includes", () => {
    put("logic/core/three.sql", "select 3;");
    expect(checkLogic(db)).toEqual(["logic/core/three.sql is not reachable from logic/index.sql"]);
  });

  test("finds a file that is included twice", () => {
    put(
      "logic/core/index.sql",
      "--!include core/one.sql\n--!include core/two.sql\n--!include core/one.sql",
    );
    expect(checkLogic(db)).toEqual(["logic/core/one.sql is included more than once"]);
  });

  test("finds a current migration that is not committed", () => {
    put("migrations/current.sql", "alter table sluice.users add column name text;");
    expect(checkLogic(db)).toEqual(["migrations/current.sql is not committed yet"]);
  });

  test("names the index whose include does not exist", () => {
    put("logic/core/index.sql", "--!include core/none.sql");
    expect(() => checkLogic(db)).toThrow(
      "logic/core/index.sql includes core/none.sql, which does not exist",
    );
  });

  test("refuses an index that includes itself", () => {
    put("logic/core/index.sql", "--!include index.sql");
    expect(() => checkLogic(db)).toThrow("index.sql → core/index.sql → index.sql");
  });
});

describe("logic write", () => {
  test("includes the changed files in dependency order", () => {
    put("logic/core/index.sql", "--!include core/two.sql\n--!include core/one.sql");
    put("logic/core/one.sql", ONE.replace("1;", "10;"));
    put("logic/core/two.sql", TWO.replace("2;", "20;"));
    writeLogic(db);
    expect(current()).toContain("--!include core/two.sql\n--!include core/one.sql\n");
  });

  test("keeps what was written by hand, and writes its block once", () => {
    put("migrations/current.sql", "alter table sluice.users add column name text;");
    put("logic/core/two.sql", TWO.replace("2;", "3;"));
    writeLogic(db);
    const first = current();
    writeLogic(db);
    expect(current()).toBe(first);
    expect(first).toMatch(
      /^select sluice_private\.lock_tables\(\);\n\nalter table sluice\.users[^]*--!include core\/two\.sql\n-- end/,
    );
  });

  test("leaves out a file that is already included by hand", () => {
    put("migrations/current.sql", "--!include core/index.sql");
    put("logic/core/two.sql", TWO.replace("2;", "3;"));
    expect(writeLogic(db).changed).toEqual([]);
    expect(current()).toBe("select sluice_private.lock_tables();\n\n--!include core/index.sql\n");
  });

  test("removes its block when nothing differs any more", () => {
    put("logic/core/two.sql", TWO.replace("2;", "3;"));
    writeLogic(db);
    put("logic/core/two.sql", TWO);
    writeLogic(db);
    expect(current()).toBe("-- Enter migration here\n");
  });

  test("reports a committed file that is gone", () => {
    rmSync(join(db, "logic/core/two.sql"));
    put("logic/core/index.sql", "--!include core/one.sql");
    expect(compareLogic(db).gone).toEqual(["core/two.sql"]);
  });
});
