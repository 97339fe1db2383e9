/**
 * What a failed statement means for whoever sent it.
 * - `lost`: the connection or the server went away; it may have committed all the same.
 * - `busy`: somebody else was in the way; the same statement may do better in a moment.
 * - `slow`: it ran into a timeout; a smaller one may do better.
 * - `stale`: this worker has lost its epoch.
 * - `refused`: the database does not take what was sent.
 */
export type Fault = "lost" | "busy" | "slow" | "stale" | "refused";

const BUSY = new Set(["40001", "40P01", "55P03"]);
/** Shutdowns, failovers and exhaustion, which pass. */
const LOST = /^(?:08...|53...|57P0[1-5]|25006)$/;

export function faultOf(error: unknown): Fault {
  if (error instanceof TypeError || error instanceof RangeError) return "refused";
  const code = sqlStateOf(error);
  if (code === undefined || LOST.test(code)) return "lost";
  if (BUSY.has(code)) return "busy";
  if (code === "57014") return "slow";
  return code === "SLSTL" ? "stale" : "refused";
}

/** Errors of sockets have codes such as ECONNRESET or none: those are not the database's. */
function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("severity" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join(", ");
  }
  return error instanceof Error ? error.message : String(error);
}
