import { randomUUID } from "node:crypto";
import { GraphQLError } from "postgraphile/graphql";
import type { GraphQLErrorOptions } from "postgraphile/graphql";
import { isSafeError } from "postgraphile/grafast";
import { errors } from "../generated/errors.ts";

/** What node-postgres says of an error that the database raised. */
interface DatabaseError extends Error {
  code?: string;
  severity?: string;
  detail?: string;
  hint?: string;
  where?: string;
}

const reasons = new Map<string, string>(errors.map(({ code, reason }) => [code, reason]));

const INVALID = { reason: "INVALID_WORKFLOW_DATA" };
/** PostgreSQL's own codes that say something to a client; their messages name our objects. */
const NATIVE: Record<string, { reason: string; message: string; hint: string }> = {
  "42501": {
    reason: "INSUFFICIENT_PERMISSIONS",
    message: "not allowed",
    hint: "Is a token sent, as authorization: Bearer …, and may its user do this?",
  },
  "57014": { reason: "TIMEOUT", message: "it took too long", hint: "Ask for less at once." },
  "22P02": {
    ...INVALID,
    message: "a value has the wrong form",
    hint: "Are ids UUIDs, and texts whole?",
  },
  "22P05": { ...INVALID, message: "\\u0000 cannot be stored", hint: "Leave it out." },
  "22021": { ...INVALID, message: "\\u0000 cannot be stored", hint: "Leave it out." },
  "2201W": {
    ...INVALID,
    message: "first and last cannot be negative",
    hint: "Give a number from 0 on.",
  },
  "2201X": { ...INVALID, message: "an offset cannot be negative", hint: "Give one from 0 on." },
  "54001": { ...INVALID, message: "a value is nested too deeply", hint: "Send it as a text." },
};
/** What GraphQL itself refuses: a field, a variable, a cursor. */
export const BAD_REQUEST = { code: "BAD_REQUEST", reason: "BAD_REQUEST" };
/** What is raised for JSON that is nested so deeply that it cannot even be written. */
const TOO_DEEP = "54001";

function parseDetail(detail: string | undefined): unknown {
  if (detail === undefined) return undefined;
  try {
    return JSON.parse(detail) as unknown;
  } catch {
    return detail;
  }
}

function describe(original: DatabaseError): { message: string; extensions: object } | undefined {
  const isTooDeep = original instanceof RangeError && original.message.includes("call stack");
  const code = isTooDeep ? TOO_DEEP : original.code;
  if (code === undefined || (!isTooDeep && original.severity === undefined)) return undefined;
  if (/^SL[A-Z]{3}$/.test(code)) {
    const extensions = {
      code,
      reason: reasons.get(code) ?? code,
      ...(original.detail === undefined ? {} : { detail: parseDetail(original.detail) }),
      ...(original.hint === undefined ? {} : { hint: original.hint }),
    };
    return { message: original.message, extensions };
  }
  const native = NATIVE[code];
  if (native === undefined) return undefined;
  const { message, ...extensions } = native;
  return { message, extensions: { code, ...extensions } };
}

/** What went wrong and where, and never with which values: messages and statements quote them. */
function describeForLog(error: DatabaseError): string {
  if (error.severity !== undefined) {
    const places = error.where?.match(/^PL\/pgSQL function .+? line \d+/gm) ?? [];
    return [`SQLSTATE ${error.code}`, ...places].join(", ");
  }
  const places = error.stack?.match(/^ {4}at .+$/gm) ?? [];
  return [error.code ?? error.name, ...places].join("\n");
}

/** Whoever left while they were being told something: no news, and nobody hears the answer. */
function isOfSocket(error: Error): boolean {
  return error.message.startsWith("WebSocket is not open");
}

function placeOf({ nodes, source, positions, path }: GraphQLError): GraphQLErrorOptions {
  return {
    ...(nodes && { nodes }),
    ...(source && { source }),
    ...(positions && { positions }),
    ...(path && { path }),
  };
}

/**
 * Lets errors of class SL through, with code, reason, detail and hint, and what GraphQL itself
 * says of a request; masks everything else.
 */
export function maskError(error: GraphQLError): GraphQLError {
  const original = error.originalError as DatabaseError | null | undefined;
  const place = placeOf(error);
  if (!original || original instanceof GraphQLError || isSafeError(original)) {
    const extensions = { ...BAD_REQUEST, ...error.extensions };
    return new GraphQLError(error.message, { ...place, extensions });
  }
  const known = describe(original);
  if (known) {
    return new GraphQLError(known.message, { ...place, extensions: { ...known.extensions } });
  }
  const id = randomUUID();
  if (!isOfSocket(original)) {
    console.error(
      `graphql: error ${id} at ${error.path?.join(".") ?? "?"}: ${describeForLog(original)}`,
    );
  }
  const extensions = { code: "INTERNAL", reason: "INTERNAL", id };
  return new GraphQLError(`an error occurred; its id is ${id}`, { ...place, extensions });
}
