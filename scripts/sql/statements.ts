/** The statements of a text, and what follows the last semicolon. */
export interface Split {
  statements: string[];
  rest: string;
}

/** Quoted text, names, comments and dollar-quoted bodies, in which a semicolon means nothing. */
const TOKEN = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`\$(?<tag>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\k<tag>\$`,
    String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`,
    String.raw`\d[\w.$]*`,
    String.raw`[\s\S]`,
  ].join("|"),
  "y",
);
const CREATES_ROUTINE = /^create\s+(or\s+replace\s+)?(function|procedure)$/i;

/** Splits at semicolons, but not inside quotes, parentheses or SQL-standard function bodies. */
export function splitStatements(text: string): Split {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  let parentheses = 0;
  let blocks = 0;
  let words: string[] = [];
  while (at < text.length) {
    const token = text.startsWith("/*", at) ? blockComment(text, at) : nextToken(text, at);
    if (token === undefined) break;
    at += token.length;
    if (/^[A-Za-z_]/.test(token) && !token.includes("'")) {
      if (words.length < 4) words.push(token.toLowerCase());
      if (isRoutine(words)) blocks = Math.max(0, blocks + depthChange(token.toLowerCase(), blocks));
    }
    if (token === "(") parentheses += 1;
    if (token === ")") parentheses = Math.max(0, parentheses - 1);
    if (token !== ";" || parentheses > 0 || blocks > 0) continue;
    statements.push(text.slice(start, at).trim());
    [start, words] = [at, []];
  }
  return { statements: statements.filter((one) => one !== ";"), rest: text.slice(start) };
}

/** Whether there is nothing in it but space and comments. */
export function isBlank(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const token = text.startsWith("/*", at) ? blockComment(text, at) : nextToken(text, at);
    if (token === undefined) return false;
    if (!/^(\s|--|\/\*)/.test(token)) return false;
    at += token.length;
  }
  return true;
}

/** Undefined where a quote, a body or a comment is still open. */
function nextToken(text: string, at: number): string | undefined {
  TOKEN.lastIndex = at;
  const token = TOKEN.exec(text)?.[0];
  const opensQuote = token === "'" || token === '"';
  const opensBody = token === "$" && /^\$([A-Za-z_]\w*)?\$/.test(text.slice(at, at + 70));
  return opensQuote || opensBody ? undefined : token;
}

/** Comments nest. */
function blockComment(text: string, start: number): string | undefined {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return text.slice(start, marks.lastIndex);
  }
  return undefined;
}

function isRoutine(words: string[]): boolean {
  return CREATES_ROUTINE.test(words.slice(0, words[1] === "or" ? 4 : 2).join(" "));
}

/** `begin atomic … end`, in which a `case … end` may stand. */
function depthChange(word: string, depth: number): number {
  if (word === "begin" || (word === "case" && depth > 0)) return 1;
  return word === "end" ? -1 : 0;
}
