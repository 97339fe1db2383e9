import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import type { Interface } from "node:readline/promises";
import { text as readAll } from "node:stream/consumers";
import { describeError } from "../errors.ts";
import type { SqlSession } from "./session.ts";
import { isBlank, splitStatements } from "./statements.ts";

const HISTORY = 500;

/** Runs a text's statements and commands in turn; the first error ends it, with code 1. */
export async function runText(session: SqlSession, text: string): Promise<number> {
  try {
    for (const part of partsOf(text)) {
      const output = part.startsWith("\\")
        ? await session.runCommand(part)
        : await session.run(part);
      if (output === undefined) return 0;
      console.log(output);
    }
    return 0;
  } catch (error) {
    console.error(describeError(error));
    return 1;
  }
}

export async function runInput(session: SqlSession): Promise<number> {
  return runText(session, await readAll(process.stdin));
}

/** A prompt: a statement ends with a semicolon, a command with its line. */
export async function runPrompt(session: SqlSession, historyFile: string): Promise<number> {
  const history = existsSync(historyFile) ? readFileSync(historyFile, "utf8").split("\n") : [];
  const { stdin: input, stdout: output } = process;
  const lines = createInterface({ input, output, history, historySize: HISTORY, terminal: true });
  lines.on("history", (entries) => writeFileSync(historyFile, entries.join("\n"), { mode: 0o600 }));
  console.log("PostgreSQL, as its administrator. \\? for commands, \\q to leave.");
  let pending = "";
  const reset = () => {
    pending = "";
    setPrompt(lines, pending);
    lines.write(null, { ctrl: true, name: "u" });
  };
  lines.on("SIGINT", () => {
    if (session.isBusy) session.cancel().catch((error: unknown) => console.error(String(error)));
    else reset();
  });
  setPrompt(lines, pending);
  for await (const line of lines) {
    const rest = await answerLine(session, pending, line);
    if (rest === undefined) break;
    pending = rest;
    setPrompt(lines, pending);
  }
  lines.close();
  return 0;
}

/** Answers what is left without a semicolon; undefined ends the session. */
export async function answerLine(
  session: Pick<SqlSession, "run" | "runCommand">,
  pending: string,
  line: string,
): Promise<string | undefined> {
  try {
    if (line.startsWith("\\") && (pending === "" || line.trim() === "\\q")) {
      const output = await session.runCommand(line.trim());
      if (output !== undefined) console.log(output);
      return output === undefined ? undefined : "";
    }
    const { statements, rest } = splitStatements(`${pending}${line}\n`);
    for (const statement of statements) console.log(await session.run(statement));
    return isBlank(rest) ? "" : rest;
  } catch (error) {
    console.error(describeError(error));
    return "";
  }
}

function setPrompt(lines: Interface, pending: string): void {
  lines.setPrompt(pending === "" ? "sluice=# " : "sluice-# ");
  lines.prompt();
}

/** Statements, and the backslash commands on lines of their own between them. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let pending = "";
  for (const line of text.split("\n")) {
    if (pending === "" && line.startsWith("\\")) {
      parts.push(line.trim());
      continue;
    }
    const { statements, rest } = splitStatements(`${pending}${line}\n`);
    parts.push(...statements);
    pending = isBlank(rest) ? "" : rest;
  }
  return pending === "" ? parts : [...parts, pending.trim()];
}
