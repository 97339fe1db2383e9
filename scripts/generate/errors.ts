const COLUMNS = ["code", "reason", "message", "when"] as const;

type ErrorRow = Record<(typeof COLUMNS)[number], string>;

/** The table of db/errors.md as TypeScript. */
export function errorsTs(markdown: string): string {
  const rows = readErrors(markdown);
  const entries = rows.map((row) => {
    const fields = COLUMNS.map((column) => `    ${column}: ${JSON.stringify(row[column])},`);
    return `  {\n${fields.join("\n")}\n  },`;
  });
  return `// Written by \`npm run generate\` from db/errors.md.

/** Every error that Sluice raises on purpose. */
export const errors = [
${entries.join("\n")}
] as const;

export type SluiceError = (typeof errors)[number];
export type ErrorCode = SluiceError["code"];
export type ErrorReason = SluiceError["reason"];
`;
}

/** Reads the first table whose columns are code, reason, message and when. */
export function readErrors(markdown: string): ErrorRow[] {
  const lines = markdown.split("\n").map(cellsOf);
  const head = lines.findIndex((cells) => cells?.join() === COLUMNS.join());
  if (head < 0) throw new Error(`db/errors.md has no table with columns ${COLUMNS.join(", ")}`);
  const rows: ErrorRow[] = [];
  for (const cells of lines.slice(head + 2)) {
    if (cells === undefined) break;
    const [code = "", reason = "", message = "", when = ""] = cells;
    if (cells.length !== COLUMNS.length || !/^SL[A-Z]{3}$/.test(code)) {
      throw new Error(`db/errors.md: "${cells.join(" | ")}" is not code | reason | message | when`);
    }
    rows.push({ code, reason, message, when });
  }
  return rows;
}

function cellsOf(line: string): string[] | undefined {
  if (!/^\s*\|.*\|\s*$/.test(line)) return undefined;
  const cells = line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/);
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^`(.*)`$/, "$1")
      .replaceAll("\\|", "|"),
  );
}
