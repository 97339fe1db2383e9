/**
 * Keeps db/logic and the committed migrations in step: the `--! Included` blocks of the
 * committed migrations are the record of what each logic file last was.
 *
 *   node scripts/logic.ts write   include every changed logic file in current.sql
 *   node scripts/logic.ts check   fail when a logic file is not what was last committed
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";

const BLOCK_START = "-- logic changed since the last migration";
const BLOCK_END = "-- end of changed logic";
/** What a migration of tables in use begins with. */
export const LOCK_TABLES = "select sluice_private.lock_tables();";
const INCLUDE = /^--!include[ \t]+(\S+)[ \t]*$/gm;

/** The state of a `db` folder, compared with its committed migrations. */
export interface Comparison {
  /** Files that differ from their last committed block, in dependency order. */
  changed: string[];
  /** Files no index includes. */
  unlisted: string[];
  /** Files that were committed once and are gone. */
  gone: string[];
  /** Files that are included more than once. */
  repeated: string[];
}

/** Compares db/logic with what the committed migrations last included. */
export function compareLogic(db: string): Comparison {
  const order = includedFrom(db, "index.sql");
  const committed = committedLogic(db);
  const onDisk = sqlFiles(join(db, "logic"));
  return {
    changed: unique(order).filter((path) => {
      const text = readLogic(db, path);
      return !holdsOnlyIncludes(text) && text !== committed.get(path);
    }),
    unlisted: onDisk.filter((path) => !order.includes(path)),
    gone: [...committed.keys()].filter((path) => !onDisk.includes(path)),
    repeated: unique(order.filter((path, index) => order.indexOf(path) !== index)),
  };
}

/** Everything that keeps the folder from being landed, one sentence each. */
export function checkLogic(db: string): string[] {
  const { changed, unlisted, repeated } = compareLogic(db);
  const current = join(db, "migrations", "current.sql");
  const pending = existsSync(current) && withoutBlock(readFileSync(current, "utf8"));
  return [
    ...unlisted.map((path) => `logic/${path} is not reachable from logic/index.sql`),
    ...repeated.map((path) => `logic/${path} is included more than once`),
    ...changed.map((path) => `logic/${path} changed since it was last committed`),
    ...(pending && !isBlank(pending) ? ["migrations/current.sql is not committed yet"] : []),
  ];
}

/**
 * Rewrites the marked block of current.sql and its first line, which takes the tables, and answers
 * what it now includes.
 */
export function writeLogic(db: string): Comparison {
  const path = join(db, "migrations", "current.sql");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const rest = withoutBlock(text).replace(LOCK_TABLES, "").trim();
  const byHand = new Set(includesOf(rest).flatMap((child) => includedFrom(db, child)));
  const comparison = compareLogic(db);
  const changed = comparison.changed.filter((file) => !byHand.has(file));
  const block = [BLOCK_START, ...changed.map((file) => `--!include ${file}`), BLOCK_END];
  const isEmpty = changed.length === 0 && isBlank(rest);
  const parts = [
    isEmpty ? "" : LOCK_TABLES,
    rest,
    changed.length > 0 ? block.join("\n") : "",
  ].filter((part) => part !== "");
  writeFileSync(path, parts.length > 0 ? `${parts.join("\n\n")}\n` : "");
  return { ...comparison, changed };
}

/** The text of all logic in dependency order, as a migration that includes it all would run it. */
export function logicText(db: string): string {
  return includedFrom(db, "index.sql")
    .map((path) => readLogic(db, path))
    .join("\n");
}

function includedFrom(db: string, path: string, trail: string[] = []): string[] {
  if (trail.includes(path)) {
    throw new Error(`logic includes itself: ${[...trail, path].join(" → ")}`);
  }
  if (!existsSync(join(db, "logic", path))) {
    throw new Error(`logic/${trail.at(-1) ?? "index.sql"} includes ${path}, which does not exist`);
  }
  const children = includesOf(readLogic(db, path));
  return [...children.flatMap((child) => includedFrom(db, child, [...trail, path])), path];
}

function committedLogic(db: string): Map<string, string> {
  const texts = new Map<string, string>();
  const folder = join(db, "migrations", "committed");
  for (const file of sqlFiles(folder)) {
    recordIncluded(readFileSync(join(folder, file), "utf8"), texts);
  }
  return texts;
}

function recordIncluded(migration: string, texts: Map<string, string>): void {
  const open: { path: string; lines: string[] }[] = [];
  for (const line of migration.split("\n")) {
    const [, end, path] = /^--! (End)?Included (\S+)$/.exec(line) ?? [];
    if (path !== undefined && end === undefined) {
      open.at(-1)?.lines.push(`--!include ${path}`);
      open.push({ path, lines: [] });
    } else if (path !== undefined) {
      const block = open.pop();
      if (block !== undefined) texts.set(block.path, block.lines.join("\n").trim());
    } else {
      open.at(-1)?.lines.push(line);
    }
  }
}

function sqlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sql"))
    .map((path) => path.split(sep).join("/"))
    .sort();
}

function readLogic(db: string, path: string): string {
  return readFileSync(join(db, "logic", path), "utf8").trim();
}

function includesOf(text: string): string[] {
  return [...text.matchAll(INCLUDE)].flatMap((match) => match[1] ?? []);
}

function withoutBlock(current: string): string {
  const start = current.indexOf(BLOCK_START);
  const end = current.indexOf(BLOCK_END, start);
  if (start < 0 || end < 0) return current;
  return current.slice(0, start) + current.slice(end + BLOCK_END.length);
}

function holdsOnlyIncludes(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?\*\/|--.*$/gm, "").trim() === "";
}

function isBlank(current: string): boolean {
  return holdsOnlyIncludes(current) && includesOf(current).length === 0;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

function main(command: string | undefined): number {
  if (command === "write") {
    const { changed, gone } = writeLogic("db");
    console.log(`current.sql includes ${changed.length} changed logic files`);
    for (const path of gone) {
      console.warn(`logic/${path} is gone: drop its object in current.sql, unless it was moved`);
    }
    return 0;
  }
  if (command === "check") {
    const problems = checkLogic("db");
    for (const problem of problems) console.error(`db/${problem}`);
    if (problems.length === 0) console.log("db/logic is what was last committed");
    return problems.length === 0 ? 0 : 1;
  }
  console.error("usage: node scripts/logic.ts write|check");
  return 2;
}

if (import.meta.main) process.exitCode = main(process.argv[2]);
