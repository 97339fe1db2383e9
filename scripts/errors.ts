import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import pg from "pg";
import { UsageError } from "./config.ts";

/** What went wrong, for a person: what the database said if it spoke, no stack otherwise. */
export function describeError(error: unknown): string {
  if (error instanceof pg.DatabaseError) return describeDatabaseError(error);
  if (error instanceof AggregateError) return error.errors.map(describeError).join("\n");
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return error.message;
  if (code !== undefined && Object.hasOwn(HINTS, code)) return `${error.message}${HINTS[code]}`;
  return process.env["SLUICE_DEBUG"] ? (error.stack ?? error.message) : error.message;
}

const HINTS: Record<string, string> = {
  ECONNREFUSED: "\nhint: Nothing listens there. Is the server running, and the URL right?",
  EADDRINUSE: "\nhint: Something listens on that port. Stop it, or set another one.",
  ENOTFOUND: "\nhint: There is no host of that name. Is the URL right?",
};

export function describeDatabaseError(error: pg.DatabaseError): string {
  const { severity = "ERROR", code, message, detail, hint, where } = error;
  return [
    `${severity}:  ${code}: ${message}`,
    ...(detail ? [`DETAIL:  ${detail}`] : []),
    ...(hint ? [`HINT:  ${hint}`] : []),
    ...(where ? [`CONTEXT:  ${where}`] : []),
  ].join("\n");
}

/** parseArgs, whose complaints are the user's to solve. */
export function parseOptions<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (error instanceof TypeError) {
      const message = `${error.message}\nhint: With --help the command says what it takes.`;
      throw new UsageError(message, { cause: error });
    }
    throw error;
  }
}
