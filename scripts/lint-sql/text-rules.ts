import { bodyOf } from "./source.ts";
import type { Finding, Source, Token } from "./source.ts";

const MAX_COLUMNS = 100;
const MAX_BODY_LINES = 60;
const JOIN_KINDS = new Set(["inner", "outer", "left", "right", "full", "cross", "natural"]);

/** Rules about the text itself: its width, its case, its comments. */
export function* textRules(source: Source): Generator<Omit<Finding, "path">> {
  for (const { line, message } of source.faults) yield { line, rule: "syntax", message };
  yield* lineRules(source.text);
  for (const token of source.tokens) yield* tokenRules(token);
  yield* joinRule(source.tokens);
  yield* placeholderRule(source.tokens);
  yield* bodyLengthRule(source);
}

function* lineRules(text: string): Generator<Omit<Finding, "path">> {
  const lines = text.split("\n");
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    if (content.length > MAX_COLUMNS) {
      yield { line, rule: "line-length", message: `longer than ${MAX_COLUMNS} columns` };
    }
    if (/\t| $|\r/.test(content)) {
      yield { line, rule: "whitespace", message: "tab, carriage return or trailing space" };
    }
  }
  if (!text.endsWith("\n") || text.endsWith("\n\n")) {
    yield { line: lines.length, rule: "whitespace", message: "must end with one newline" };
  }
}

function* tokenRules({ text, kind, line }: Token): Generator<Omit<Finding, "path">> {
  if ((kind === "keyword" || kind === "identifier") && /[A-Z]/.test(text)) {
    yield { line, rule: "keyword-case", message: `write ${text} in lower case` };
  }
  if (kind === "comment" && /([-=*#~_+])\1{3,}/.test(text.replace(/^(--|\/\*)/, ""))) {
    yield { line, rule: "banner-comment", message: "make the section a function of its own" };
  }
}

function* joinRule(tokens: Token[]): Generator<Omit<Finding, "path">> {
  const words = tokens.filter((token) => token.kind !== "comment");
  for (const [index, { text, kind, line }] of words.entries()) {
    if (kind !== "keyword" || text.toLowerCase() !== "join") continue;
    if (!JOIN_KINDS.has(words[index - 1]?.text.toLowerCase() ?? "")) {
      yield { line, rule: "inner-join", message: "say inner join" };
    }
  }
}

function* placeholderRule(tokens: Token[]): Generator<Omit<Finding, "path">> {
  for (const [index, { text, line }] of tokens.entries()) {
    const next = tokens[index + 1];
    if (text === ":" && next?.line === line && /^[A-Z][A-Z_]+$/.test(next.text)) {
      yield { line, rule: "placeholder", message: `:${next.text} cannot be read by psql` };
    }
  }
}

function* bodyLengthRule({ statements }: Source): Generator<Omit<Finding, "path">> {
  for (const { node, line, text } of statements) {
    if (!("CreateFunctionStmt" in node)) continue;
    const standard = /\n\s*(begin\s+atomic\b|return\b)[^]*$/i.exec(text)?.[0];
    const body = bodyOf(node.CreateFunctionStmt) ?? standard ?? "";
    const length = body.trim().split("\n").length;
    if (length > MAX_BODY_LINES) {
      const message = `the body has ${length} lines, more than ${MAX_BODY_LINES}`;
      yield { line, rule: "body-length", message };
    }
  }
}
