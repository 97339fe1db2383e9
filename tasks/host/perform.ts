import { ActionError } from "../action-error.ts";
import type { Action, ActionContext } from "../define-action.ts";
import type { Lease, Outcome } from "./engine.ts";
import { messageOf } from "./faults.ts";
import type { TraceHeaders } from "./observer.ts";
import { toJsonText } from "./json-text.ts";

const MESSAGE_LENGTH = 2000;
/** setTimeout takes no more. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export interface Result {
  readonly outcome: Outcome;
  readonly result: string;
}

export interface Performance {
  readonly lease: Lease;
  readonly action: Action | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts when the host cannot wait any longer. */
  readonly stopping: AbortSignal;
  /** What requests carry so that others know which trace they belong to. */
  readonly trace?: TraceHeaders | undefined;
  log(line: string): void;
}

/** Runs one attempt. Null: the host stopped it, so it ended neither well nor badly. */
export async function perform(performance: Performance): Promise<Result | null> {
  const { lease, stopping } = performance;
  const attempt = new AbortController();
  const stop = () => attempt.abort(stopping.reason);
  if (stopping.aborted) return null;
  stopping.addEventListener("abort", stop, { once: true });
  const timer = lease.timeoutMs === null ? undefined : abortLater(attempt, lease.timeoutMs);
  try {
    const running = runAction(performance, attempt.signal);
    const output = await Promise.race([running, rejectionOf(attempt.signal)]);
    return { outcome: "completed", result: toJsonText(output) };
  } catch (error) {
    if (stopping.aborted && attempt.signal.reason === stopping.reason) return null;
    const reason: unknown = attempt.signal.aborted ? attempt.signal.reason : error;
    return failureOf(reason);
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener("abort", stop);
  }
}

function abortLater(attempt: AbortController, ms: number): NodeJS.Timeout {
  return setTimeout(() => attempt.abort(lateness(ms)), Math.min(ms, LONGEST_TIMEOUT_MS));
}

export function lateness(ms: number): ActionError {
  return new ActionError("timeout", `the attempt took longer than ${ms} ms`);
}

export function failureOf(reason: unknown): Result {
  return { outcome: "failed", result: toJsonText(describe(reason)) };
}

/** An action that ignores its signal must not hold its slot for ever. */
async function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

async function runAction(performance: Performance, signal: AbortSignal): Promise<unknown> {
  const { lease, action, env, log, trace = {} } = performance;
  if (action === undefined) {
    throw new ActionError("unknown_action", `this host has no action ${lease.action}`);
  }
  const input = action.input.safeParse(JSON.parse(lease.input));
  if (!input.success) throw mismatch("invalid_input", `the input of ${action.name}`, input.error);
  const { key, attempt } = lease;
  const context: ActionContext = { key, attempt, signal, env, log, trace };
  const output = action.output.safeParse(await action.run(input.data, context));
  if (output.success) return output.data;
  throw mismatch("invalid_output", `the output of ${action.name}`, output.error);
}

interface Mismatch {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/** Says where and what was expected, never the value: it may be a secret. */
function mismatch(errorClass: string, subject: string, { issues }: Mismatch): ActionError {
  const faults = issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  const first = faults[0] ?? { path: "", message: "it does not fit" };
  const place = first.path === "" ? "" : ` at ${first.path}`;
  return new ActionError(errorClass, `${subject} is wrong${place}: ${first.message}`, {
    retryable: false,
    detail: { issues: faults },
  });
}

function describe(error: unknown): Record<string, unknown> {
  const message = messageOf(error).slice(0, MESSAGE_LENGTH);
  if (!(error instanceof ActionError)) return { class: "error", message, retryable: true };
  const { errorClass, retryable, retryAfterMs, detail } = error;
  return { class: errorClass, message, retryable, retry_after_ms: retryAfterMs, detail };
}
