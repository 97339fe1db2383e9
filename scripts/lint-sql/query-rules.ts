import { isRecord } from "./source.ts";
import type { Finding, Query, Source } from "./source.ts";

const ALLOW_CATCH_ALL = /-- lint: allow when-others: \S/;
const TRANSACTION_CLOCKS = new Set(["now", "transaction_timestamp", "statement_timestamp"]);

/** Rules about the queries of a file, also those inside plpgsql bodies. */
export function* queryRules(source: Source): Generator<Omit<Finding, "path">> {
  const isClock = definesTheClock(source);
  for (const query of source.queries) yield* nodeRules(query, query.tree, isClock);
  for (const { kind, line } of source.bodyStatements) {
    if (kind === "dynamic" && !source.path.startsWith("core/")) {
      yield { line, rule: "dynamic-sql", message: "execute belongs in core" };
    }
    if (kind === "catches-all" && !ALLOW_CATCH_ALL.test(source.text)) {
      yield { line, rule: "when-others", message: "name the condition that is expected" };
    }
  }
}

function* nodeRules(
  query: Query,
  node: unknown,
  isClock: boolean,
): Generator<Omit<Finding, "path">> {
  if (Array.isArray(node)) {
    for (const item of node) yield* nodeRules(query, item, isClock);
  }
  if (!isRecord(node)) return;
  for (const [kind, child] of Object.entries(node)) {
    if (isRecord(child)) {
      const line = query.lineAt(locationOf(child));
      if (kind === "ColumnRef" && isBareStar(child)) {
        yield { line, rule: "select-star", message: "list the columns, or say t.*" };
      }
      if (kind === "InsertStmt" && child["selectStmt"] !== undefined && !("cols" in child)) {
        yield { line, rule: "insert-columns", message: "list the columns of the insert" };
      }
      if (!isClock && readsTransactionClock(kind, child)) {
        yield { line, rule: "own-clock", message: "use sluice_hidden.now() or clock_timestamp()" };
      }
    }
    yield* nodeRules(query, child, isClock);
  }
}

function isBareStar({ fields }: Record<string, unknown>): boolean {
  return (
    Array.isArray(fields) && fields.length === 1 && isRecord(fields[0]) && "A_Star" in fields[0]
  );
}

function readsTransactionClock(kind: string, node: Record<string, unknown>): boolean {
  if (kind === "SQLValueFunction") return /CURRENT_(DATE|TIME)|LOCALTIME/.test(String(node["op"]));
  if (kind !== "FuncCall" || !Array.isArray(node["funcname"])) return false;
  const names: unknown[] = node["funcname"].map((part: { String?: { sval?: unknown } }) => {
    return part.String?.sval;
  });
  const schema = names.length > 1 ? names[0] : "pg_catalog";
  return schema === "pg_catalog" && TRANSACTION_CLOCKS.has(String(names.at(-1)));
}

/** sluice_hidden.now() is where the transaction's clock is read. */
function definesTheClock({ statements }: Source): boolean {
  const head = "create or replace function sluice_hidden.now(";
  return statements.some(({ text }) => text.startsWith(head));
}

function locationOf(node: Record<string, unknown>): number {
  if (typeof node["location"] === "number") return node["location"];
  return isRecord(node["relation"]) ? locationOf(node["relation"]) : 0;
}
