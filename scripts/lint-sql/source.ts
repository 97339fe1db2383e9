import { loadModule, parsePlPgSQLSync, parseSync, scanSync } from "libpg-query";
import type { CreateFunctionStmt, Node } from "libpg-query";

/** What a rule found, and where. */
export interface Finding {
  path: string;
  line: number;
  rule: string;
  message: string;
}

/** A word of the file, or of a function body in it, as PostgreSQL's lexer reads it. */
export interface Token {
  text: string;
  kind: "comment" | "identifier" | "keyword" | "other";
  line: number;
}

export interface Statement {
  node: Node;
  line: number;
  text: string;
}

/** A parsed query: a statement of the file, or one inside a plpgsql body. */
export interface Query {
  tree: unknown;
  lineAt(location: number): number;
}

/** A statement of a plpgsql body that is not plain SQL. */
interface BodyStatement {
  kind: "dynamic" | "catches-all";
  line: number;
}

export interface Source {
  path: string;
  text: string;
  tokens: Token[];
  statements: Statement[];
  queries: Query[];
  bodyStatements: BodyStatement[];
  /** What could not be parsed. */
  faults: { line: number; message: string }[];
}

interface RawToken extends Token {
  start: number;
}

const DYNAMIC = new Set(["PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"]);
const PARSE_EXPRESSION = 2;

/** The plpgsql parser knows no catalogue: it takes arrays of our rows for record[], and refuses. */
const OUR_ARRAYS = /\bsluice(?:_hidden|_private)?\.\w+\[\]/g;

/** Reads one file with PostgreSQL's own lexer and parsers. */
export async function readSource(path: string, text: string): Promise<Source> {
  await loadModule();
  const source: Source = {
    path,
    text,
    tokens: [],
    statements: [],
    queries: [],
    bodyStatements: [],
    faults: [],
  };
  try {
    const bytes = Buffer.from(text);
    const raw = scan(text, 1);
    source.tokens.push(...raw);
    for (const { stmt, stmt_location: start = 0, stmt_len: length } of parseSync(text).stmts ??
      []) {
      if (stmt === undefined) continue;
      const end = length === undefined ? bytes.length : start + length;
      const statement = {
        node: stmt,
        line: lineAt(bytes, start),
        text: bytes.subarray(start, end).toString(),
      };
      source.statements.push(statement);
      source.queries.push({ tree: stmt, lineAt: (location) => lineAt(bytes, location) });
      const body = raw.find((token) => token.start >= start && token.text.startsWith("$"));
      if (body !== undefined && "CreateFunctionStmt" in stmt && body.start < end) {
        readBody(source, statement, stmt.CreateFunctionStmt, body);
      }
    }
  } catch (error) {
    source.faults.push({ line: 1, message: messageOf(error) });
  }
  return source;
}

/** The text of a function body that is written as a string. */
export function bodyOf(fn: CreateFunctionStmt): string | undefined {
  const as = optionOf(fn, "as");
  if (as === undefined || !("List" in as)) return undefined;
  const first = as.List.items?.[0];
  return first !== undefined && "String" in first ? first.String.sval : undefined;
}

/** An attribute of a function: its language, its volatility, its body. */
export function optionOf(fn: CreateFunctionStmt, name: string): Node | undefined {
  for (const option of fn.options ?? []) {
    if ("DefElem" in option && option.DefElem.defname === name) return option.DefElem.arg;
  }
  return undefined;
}

function scan(sql: string, firstLine: number): RawToken[] {
  const bytes = Buffer.from(sql);
  return scanSync(sql).tokens.map(({ start, end, tokenName, keywordKind }) => {
    const text = bytes.subarray(start, end).toString();
    const kind = tokenName.endsWith("COMMENT")
      ? "comment"
      : keywordKind > 0
        ? "keyword"
        : tokenName === "IDENT" && !text.startsWith('"')
          ? "identifier"
          : "other";
    return { text, kind, start, line: firstLine + lineAt(bytes, start) - 1 };
  });
}

function readBody(
  source: Source,
  statement: Statement,
  fn: CreateFunctionStmt,
  token: RawToken,
): void {
  const body = bodyOf(fn);
  if (body === undefined) return;
  source.tokens.push(...scan(body, token.line));
  const language = optionOf(fn, "language");
  if (language === undefined || !("String" in language)) return;
  if (language.String.sval === "sql") {
    readQuery(source, body, token.line);
  } else if (language.String.sval === "plpgsql") {
    try {
      const tree = parsePlPgSQLSync(statement.text.replace(OUR_ARRAYS, "text[]"));
      visitBody(source, tree, token.line, 1);
    } catch (error) {
      source.faults.push({ line: token.line, message: messageOf(error) });
    }
  }
}

function visitBody(source: Source, node: unknown, firstLine: number, outerLine: number): void {
  if (Array.isArray(node)) {
    for (const item of node) visitBody(source, item, firstLine, outerLine);
  }
  if (!isRecord(node)) return;
  const own = typeof node["lineno"] === "number" ? node["lineno"] : outerLine;
  const line = firstLine + own - 1;
  for (const [key, child] of Object.entries(node)) {
    const childLine =
      isRecord(child) && typeof child["lineno"] === "number" ? child["lineno"] : own;
    if (DYNAMIC.has(key) || key === "dynquery") {
      source.bodyStatements.push({ kind: "dynamic", line: firstLine + childLine - 1 });
    } else if (key === "condname" && child === "others") {
      const others = source.tokens.find((token) => token.text === "others" && token.line > line);
      source.bodyStatements.push({ kind: "catches-all", line: others?.line ?? line });
    } else if (key === "PLpgSQL_expr" && isRecord(child)) {
      readExpression(source, child, line);
    }
    visitBody(source, child, firstLine, own);
  }
}

function readExpression(source: Source, expression: Record<string, unknown>, line: number): void {
  const { query, parseMode = 0 } = expression;
  if (typeof query !== "string" || typeof parseMode !== "number") return;
  if (parseMode === 0) readQuery(source, query, line);
  if (parseMode === PARSE_EXPRESSION) readQuery(source, `select ${query}`, line);
  if (parseMode > PARSE_EXPRESSION) {
    readQuery(source, query.replace(/^[^=]*?:?=/, "select "), line);
  }
}

function readQuery(source: Source, sql: string, firstLine: number): void {
  const bytes = Buffer.from(sql);
  try {
    for (const { stmt } of parseSync(sql).stmts ?? []) {
      source.queries.push({
        tree: stmt,
        lineAt: (location) => firstLine + lineAt(bytes, location) - 1,
      });
    }
  } catch (error) {
    source.faults.push({ line: firstLine, message: messageOf(error) });
  }
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1))
    line += 1;
  return line;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
