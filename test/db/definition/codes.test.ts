import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const rules = readdirSync("db/logic/definition")
  .map((file) => readFileSync(`db/logic/definition/${file}`, "utf8"))
  .join("\n");
const table = readFileSync("docs/definitions.md", "utf8");
const rows = [...table.matchAll(/^\| (error|warning|note) +\| `(\w+)` +\|/gm)];
const documented = rows.map(([, , code]) => code!);

test("every code of a problem is in the docs, once", () => {
  const used = [
    ...rules.matchAll(/\.problem\(\s*'(\w+)'/g),
    ...rules.matchAll(/then '(\w+)' else '(\w+)' end,\s*(?:node\.node_id|null),/g),
    ...rules.matchAll(/array\[\s*'(\w+_\w+)', ?\s*(?:format|')/g),
    ...rules.matchAll(/\((?:true|false), '(\w+)', '/g),
    ...rules.matchAll(/^ {6}\('(\w+)', (?:null|'data\.\w+)/gm),
  ].flatMap(([, ...codes]) => codes.filter((code) => code !== undefined));
  expect(new Set(used)).toEqual(new Set(documented));
  expect(documented).toHaveLength(new Set(documented).size);
});
