import type { Catalogue, Column, DatabaseFunction, Relation } from "./catalogue.ts";

const SCALARS: Record<string, string> = {
  bigint: "string",
  boolean: "boolean",
  bytea: "Buffer",
  date: "Date",
  "double precision": "number",
  inet: "string",
  integer: "number",
  interval: "Interval",
  jsonb: "Json",
  jsonpath: "string",
  name: "string",
  numeric: "string",
  regclass: "string",
  smallint: "number",
  text: "string",
  "timestamp with time zone": "Date",
  uuid: "string",
  void: "void",
  xid8: "string",
};

const HEAD = `// Written by \`npm run generate\` from the catalogue: rows as the pg driver hands them over.

export type Json = string | number | boolean | null | { [key: string]: Json } | Json[];

/** An interval as the pg driver parses it. */
export interface Interval {
  toPostgres(): string;
  toISOString(): string;
}
`;

/** TypeScript types of the API's rows, and of the functions that programs call. */
export function rowsTs({ relations, functions }: Catalogue): string {
  const rows = relations.filter(({ schema, kind }) => schema === "sluice" && kind !== "sequence");
  const called = functions.filter(
    ({ schema, grants }) => schema !== "sluice_hidden" && Object.keys(grants).length > 0,
  );
  const known = new Set(rows.map(({ name }) => name));
  return [
    HEAD,
    ...rows.map((relation) => rowType(relation, known)),
    `/** Functions by name: what they take, and what one row of their answer holds. */\n` +
      `export interface Functions {\n${called.map((fn) => functionType(fn, known)).join("\n")}\n}\n`,
  ].join("\n");
}

function rowType({ name, comment, columns }: Relation, known: Set<string>): string {
  const fields = columns.map((column) => `${doc(column.comment, "  ")}  ${field(column, known)}`);
  return `${doc(comment, "")}export interface ${rowName(name)} {\n${fields.join("\n")}\n}\n`;
}

function field({ name, type, not_null }: Column, known: Set<string>): string {
  return `${name}: ${typeOf(type, known)}${not_null ? "" : " | null"};`;
}

function functionType(fn: DatabaseFunction, known: Set<string>): string {
  const args = fn.inputs.map(({ name, type, optional }, index) => {
    return `${name || `arg${index + 1}`}${optional ? "?" : ""}: ${typeOf(type, known)} | null`;
  });
  const row =
    fn.outputs.length > 0
      ? `{ ${fn.outputs.map((out) => `${out.name}: ${typeOf(out.type, known)} | null`).join("; ")} }`
      : typeOf(fn.returns, known);
  const input = args.length > 0 ? `{ ${args.join("; ")} }` : "Record<string, never>";
  return `${doc(fn.comment, "  ")}  "${fn.schema}.${fn.name}": { args: ${input}; row: ${row} };`;
}

function typeOf(type: string, known: Set<string>): string {
  if (type.endsWith("[]")) return `${typeOf(type.slice(0, -2), known)}[]`;
  const [, relation = ""] = /^sluice\.(\w+)$/.exec(type) ?? [];
  return known.has(relation) ? rowName(relation) : (SCALARS[type] ?? "unknown");
}

function rowName(relation: string): string {
  return `${relation.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Row`;
}

function doc(comment: string | null, indent: string): string {
  if (comment === null) return "";
  const text = comment.replace(/^(@\S.*\n)+/, "").replaceAll("\n", " ");
  return `${indent}/** ${text.replaceAll("*/", "* /")} */\n`;
}
