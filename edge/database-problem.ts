import { Problem } from "./problem.ts";

const STATUS_OF: Record<string, number> = {
  SLNTF: 404,
  SLSTA: 409,
  SLVAL: 400,
  SLFRB: 403,
  SLLIM: 429,
};

/** What passes by itself: no connection, too many of them, a shutdown. */
const UNAVAILABLE = /^(?:08...|53...|57P0[1-5]|25006)$/;
/** The payload is JSON, yet jsonb cannot hold it: a number out of range, nesting too deep. */
const UNREPRESENTABLE = /^(?:22...|54001)$/;

/** What a failed statement means for the sender; null when it is none of his business. */
export function problemOf(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  const { code, hint, severity } = error as Error & Record<string, unknown>;
  if (typeof code !== "string" || severity === undefined) {
    return isConnectionError(error) ? unavailable() : null;
  }
  if (code.startsWith("SL")) {
    const options = typeof hint === "string" ? { hint } : {};
    return new Problem(STATUS_OF[code] ?? 409, code, error.message, options);
  }
  if (UNAVAILABLE.test(code)) return unavailable();
  if (!UNREPRESENTABLE.test(code)) return null;
  return new Problem(400, "unrepresentable_payload", "the payload cannot be stored", {
    hint: "Its numbers must be in the range of numeric, and its nesting less deep.",
  });
}

function isConnectionError(error: Error): boolean {
  return "code" in error || /connect|terminated/i.test(error.message);
}

function unavailable(): Problem {
  return new Problem(503, "unavailable", "the database cannot be reached", {
    hint: "Deliver again later.",
    headers: { "retry-after": "5" },
  });
}
