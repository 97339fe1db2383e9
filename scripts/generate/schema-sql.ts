import type { Catalogue, Column, DatabaseFunction, Grants, Policy, Relation } from "./catalogue.ts";

/** The database as one would write it down, to be read in a review. */
export function schemaSql({ schemas, relations, functions }: Catalogue): string {
  const parts = schemas.flatMap(({ name, comment }) => [
    [`create schema ${name};`, ...commentOn("schema", name, comment)].join("\n"),
    ...relations.filter(({ schema }) => schema === name).map(relationSql),
    ...functions.filter(({ schema }) => schema === name).map(functionSql),
  ]);
  const title = "-- Written by `npm run generate` from the catalogue. Partitions are left out.";
  return `${[title, ...parts].join("\n\n")}\n`;
}

function relationSql(relation: Relation): string {
  const name = `${relation.schema}.${relation.name}`;
  return [
    ...headSql(relation, name),
    ...commentOn(relation.kind, name, relation.comment),
    ...relation.columns.flatMap((column) =>
      commentOn("column", `${name}.${column.name}`, column.comment),
    ),
    ...relation.indexes.map((definition) => `${definition};`),
    ...(relation.row_security ? [`alter table ${name} enable row level security;`] : []),
    ...(relation.forced ? [`alter table ${name} force row level security;`] : []),
    ...relation.policies.map((policy) => policySql(policy, name)),
    ...relation.triggers.map(({ definition }) => `${definition};`),
    ...grantSql(relation.grants, name),
  ].join("\n");
}

function headSql(relation: Relation, name: string): string[] {
  switch (relation.kind) {
    case "view":
      return viewSql(relation, name);
    case "table":
      return tableSql(relation, name);
    case "sequence":
      return [`create sequence ${name};`];
    case "type":
      return [`create type ${name} as (\n${columnsSql(relation.columns.map(columnSql))}\n);`];
  }
}

function columnsSql(lines: string[]): string {
  return lines.map((line) => `  ${line}`).join(",\n");
}

function tableSql(relation: Relation, name: string): string[] {
  const lines = [
    ...relation.columns.map(columnSql),
    ...relation.constraints.map((constraint) => {
      return `constraint ${constraint.name} ${constraint.definition}`;
    }),
  ];
  const partition =
    relation.partition_key === null ? "" : ` partition by ${relation.partition_key}`;
  const options = relation.options.length > 0 ? ` with (${relation.options.join(", ")})` : "";
  return [`create table ${name} (\n${columnsSql(lines)}\n)${partition}${options};`];
}

function columnSql(column: Column): string {
  const value =
    column.generated !== ""
      ? ` generated always as (${column.default}) ${column.generated === "s" ? "stored" : "virtual"}`
      : column.default === null
        ? ""
        : ` default ${column.default}`;
  const identity =
    column.identity === ""
      ? ""
      : ` generated ${column.identity === "a" ? "always" : "by default"} as identity`;
  return `${column.name} ${column.type}${column.not_null ? " not null" : ""}${value}${identity}`;
}

function viewSql(relation: Relation, name: string): string[] {
  const options = relation.options.length > 0 ? ` with (${relation.options.join(", ")})` : "";
  return [`create view ${name}${options} as\n${relation.definition ?? ""}`];
}

function policySql(policy: Policy, table: string): string {
  const kind = policy.permissive ? "" : " as restrictive";
  const using = policy.using === null ? "" : `\n  using (${policy.using})`;
  const check = policy.check === null ? "" : `\n  with check (${policy.check})`;
  const roles = policy.roles.join(", ");
  return `create policy ${policy.name} on ${table}${kind} for ${policy.command} to ${roles}${using}${check};`;
}

function functionSql(fn: DatabaseFunction): string {
  const attributes = [fn.language, fn.volatility, ...(fn.definer ? ["security definer"] : [])];
  const name = `${fn.schema}.${fn.name}`;
  const head =
    fn.result === null
      ? `create procedure ${name}(${fn.arguments})`
      : `create function ${name}(${fn.arguments})\nreturns ${fn.result}`;
  return [
    `${head}\nlanguage ${attributes.join(" ")};`,
    ...commentOn("function", fn.signature, fn.comment),
    ...grantSql(fn.grants, `function ${fn.signature}`),
  ].join("\n");
}

function grantSql(grants: Grants, object: string): string[] {
  return Object.entries(grants)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, privileges]) => `grant ${privileges.join(", ")} on ${object} to ${role};`);
}

function commentOn(kind: string, name: string, comment: string | null): string[] {
  return comment === null
    ? []
    : [`comment on ${kind} ${name} is '${comment.replaceAll("'", "''")}';`];
}
