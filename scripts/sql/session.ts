import pg from "pg";
import { describeDatabaseError, describeError } from "../errors.ts";
import { catalogueQuestion } from "./catalogue.ts";
import { formatExpanded, formatTable } from "./table.ts";
import type { Result } from "./table.ts";

const { builtins } = pg.types;
const NUMBERS = new Set<number>([
  ...[builtins.INT2, builtins.INT4, builtins.INT8, builtins.OID],
  ...[builtins.FLOAT4, builtins.FLOAT8, builtins.NUMERIC, builtins.MONEY],
]);
/** Values stay as the server wrote them. */
const AS_TEXT = { getTypeParser: () => (value: string | Buffer) => String(value) };

const HELP = `  \\d             tables and views          \\d NAME    the columns of one
  \\dt, \\dv, \\df  tables, views, functions; with a schema or a pattern such as \\df sluice
  \\df+           functions, and what each does; after \\x that is easier to read
  \\x             one line a column, or back
  \\q             ends`;

/** A connection that answers statements and backslash commands with text. */
export class SqlSession {
  #client: pg.Client;
  #url: string;
  #isExpanded = false;
  isBusy = false;

  private constructor(client: pg.Client, url: string) {
    this.#client = client;
    this.#url = url;
  }

  static async open(url: string, print: (text: string) => void): Promise<SqlSession> {
    const client = new pg.Client({ connectionString: url, application_name: "sluice db sql" });
    client.on("notice", ({ severity, message, detail, hint }) => {
      const lines = [`${severity}:  ${message}`];
      if (detail) lines.push(`DETAIL:  ${detail}`);
      if (hint) lines.push(`HINT:  ${hint}`);
      print(lines.join("\n"));
    });
    client.on("error", (error) => print(describeError(error)));
    await client.connect();
    await client.query("set search_path = sluice, public");
    return new SqlSession(client, url);
  }

  /** Answers the output; an error of the database is thrown. */
  async run(statement: string, values: (string | null)[] = []): Promise<string> {
    this.isBusy = true;
    try {
      const config = { text: statement, values, rowMode: "array" as const, types: AS_TEXT };
      const { command, rowCount, fields, rows } = await this.#client.query(config);
      if (fields.length === 0) return [command, rowCount].filter((part) => part !== null).join(" ");
      const columns = fields.map(({ name, dataTypeID }) => ({
        name,
        isNumber: NUMBERS.has(dataTypeID),
      }));
      const result: Result = { columns, rows };
      return this.#isExpanded ? formatExpanded(result) : formatTable(result);
    } catch (error) {
      throw error instanceof pg.DatabaseError ? new StatementError(error, statement) : error;
    } finally {
      this.isBusy = false;
    }
  }

  /** A line that starts with a backslash; undefined ends the session. */
  async runCommand(line: string): Promise<string | undefined> {
    const [name = "", argument = null] = line.slice(1).replace(/;\s*$/, "").split(/\s+/);
    if (name === "q" || name === "quit") return undefined;
    if (name === "?" || name === "h") return HELP;
    if (name === "x") {
      this.#isExpanded = !this.#isExpanded;
      return `Expanded display is ${this.#isExpanded ? "on" : "off"}.`;
    }
    const question = catalogueQuestion(name, argument);
    if (question === undefined) return `There is no command \\${name}; \\? lists them.`;
    return this.run(question.text, question.values);
  }

  /** Cancels what is running, as Ctrl-C does. */
  async cancel(): Promise<void> {
    const { processID } = this.#client as pg.Client & { processID: number };
    const other = new pg.Client({ connectionString: this.#url });
    await other.connect();
    try {
      await other.query("select pg_catalog.pg_cancel_backend($1)", [processID]);
    } finally {
      await other.end();
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}

/** A statement the database refused: everything it said, and where. */
class StatementError extends Error {
  override name = "StatementError";

  constructor(error: pg.DatabaseError, statement: string) {
    const place = error.position ? placeIn(statement, Number(error.position)) : undefined;
    const [first = "", ...others] = describeDatabaseError(error).split("\n");
    super([first, ...(place ?? []), ...others].join("\n"), { cause: error });
  }
}

function placeIn(statement: string, position: number): string[] {
  const before = Array.from(statement)
    .slice(0, position - 1)
    .join("");
  const line = before.split("\n").length;
  const column = before.length - (before.lastIndexOf("\n") + 1);
  const label = `LINE ${line}: `;
  return [
    `${label}${statement.split("\n")[line - 1] ?? ""}`,
    `${" ".repeat(label.length + column)}^`,
  ];
}
