/**
 * The house style of db/logic, judged by PostgreSQL's own lexer and parsers.
 *
 *   node scripts/lint-sql.ts [folder]
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { objectRules } from "./lint-sql/object-rules.ts";
import { queryRules } from "./lint-sql/query-rules.ts";
import { readSource } from "./lint-sql/source.ts";
import type { Finding } from "./lint-sql/source.ts";
import { textRules } from "./lint-sql/text-rules.ts";

/** Judges one file; its path is relative to the logic folder. */
export async function lintSql(path: string, text: string): Promise<Finding[]> {
  const source = await readSource(path, text);
  return [...textRules(source), ...objectRules(source), ...queryRules(source)]
    .map((finding) => ({ path, ...finding }))
    .sort((a, b) => a.line - b.line || a.rule.localeCompare(b.rule));
}

async function main(folder: string): Promise<number> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sql") && statSync(join(folder, file)).isFile())
    .map((file) => file.split(sep).join("/"))
    .sort();
  if (files.length === 0) {
    console.error(`${folder} has no .sql file to judge`);
    return 1;
  }
  let count = 0;
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const { path, line, rule, message } of await lintSql(file, text)) {
      console.error(`${folder}/${path}:${line} ${rule}: ${message}`);
      count += 1;
    }
  }
  console.log(`${files.length} files in ${folder}, ${count} problems`);
  return count === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv[2] ?? "db/logic");
