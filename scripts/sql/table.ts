/** The columns and the text of each value, as the server writes it; null is null. */
export interface Result {
  columns: { name: string; isNumber: boolean }[];
  rows: (string | null)[][];
}

const CONTINUED = "+";

/** A result as an aligned table, with a count below it. */
export function formatTable({ columns, rows }: Result): string {
  const cells = rows.map((row) => row.map((value) => linesOf(value)));
  const widths = columns.map(({ name }, index) =>
    Math.max(width(name), ...cells.flatMap((row) => (row[index] ?? []).map(width))),
  );
  const header = columns.map(({ name }, index) => centered(name, widths[index] ?? 0));
  const rule = widths.map((size) => "-".repeat(size + 2)).join("+");
  const body = cells.flatMap((row) => formatRow(row, columns, widths));
  const count = rows.length === 1 ? "(1 row)" : `(${rows.length} rows)`;
  return [` ${header.join(" | ")}`.trimEnd(), rule, ...body, count, ""].join("\n");
}

/** One line a column, for rows that are too wide for a table. */
export function formatExpanded({ columns, rows }: Result): string {
  const size = Math.max(0, ...columns.map(({ name }) => width(name)));
  const records = rows.map((row, number) => [
    `-[ RECORD ${number + 1} ]`.padEnd(size + 12, "-"),
    ...columns.map(({ name }, index) => {
      const [first = "", ...others] = linesOf(row[index] ?? null);
      const indent = " ".repeat(size);
      return [`${padded(name, size)} | ${first}`, ...others.map((line) => `${indent} | ${line}`)];
    }),
  ]);
  return rows.length === 0 ? "(0 rows)\n" : `${records.flat(2).join("\n")}\n`;
}

function formatRow(row: string[][], columns: Result["columns"], widths: number[]): string[] {
  const height = Math.max(1, ...row.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ isNumber }, index) => {
        const text = row[index]?.[line] ?? "";
        const mark = line + 1 < (row[index]?.length ?? 0) ? CONTINUED : " ";
        return ` ${padded(text, widths[index] ?? 0, isNumber)}${mark}`;
      })
      .join("|")
      .trimEnd(),
  );
}

function linesOf(value: string | null): string[] {
  return (value ?? "").replaceAll("\t", "    ").split(/\r?\n/);
}

/** In characters; good enough where none is twice as wide. */
function width(text: string): number {
  return Array.from(text).length;
}

function padded(text: string, size: number, isNumber = false): string {
  const space = " ".repeat(Math.max(0, size - width(text)));
  return isNumber ? space + text : text + space;
}

function centered(text: string, size: number): string {
  const before = Math.floor((size - width(text)) / 2);
  return padded(" ".repeat(before) + text, size);
}
