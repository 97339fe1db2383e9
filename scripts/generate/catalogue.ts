import { readFileSync } from "node:fs";

/** What the three schemas hold, as catalogue.sql tells it. */
export interface Catalogue {
  schemas: { name: string; comment: string | null }[];
  relations: Relation[];
  functions: DatabaseFunction[];
}

export interface Relation {
  schema: string;
  name: string;
  kind: "table" | "view" | "type" | "sequence";
  options: string[];
  partition_key: string | null;
  row_security: boolean;
  forced: boolean;
  comment: string | null;
  definition: string | null;
  columns: Column[];
  constraints: { name: string; definition: string }[];
  indexes: string[];
  policies: Policy[];
  triggers: { name: string; definition: string; function: string }[];
  grants: Grants;
}

export interface Column {
  name: string;
  type: string;
  not_null: boolean;
  default: string | null;
  identity: string;
  generated: string;
  comment: string | null;
}

export interface Policy {
  name: string;
  command: string;
  permissive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
}

export interface DatabaseFunction {
  schema: string;
  name: string;
  signature: string;
  inputs: { name: string | null; type: string; optional: boolean }[];
  outputs: { name: string; type: string }[];
  returns: string;
  returns_set: boolean;
  arguments: string;
  result: string | null;
  language: string;
  volatility: string;
  definer: boolean;
  is_trigger: boolean;
  comment: string | null;
  definition: string;
  grants: Grants;
}

/** Privileges by role. */
export type Grants = Record<string, string[]>;

interface Queryable {
  query(sql: string): Promise<{ rows: unknown[] }>;
}

const QUERY = readFileSync(new URL("./catalogue.sql", import.meta.url), "utf8");

/** Reads the catalogue; names come out qualified, because no schema of ours is on the path. */
export async function readCatalogue(client: Queryable): Promise<Catalogue> {
  await client.query("set search_path = pg_catalog, pg_temp");
  const { rows } = await client.query(QUERY);
  return (rows as { catalogue: Catalogue }[])[0]!.catalogue;
}
