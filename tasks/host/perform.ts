import { ActionError } from "../action-error.ts";
import type { Action, ActionContext } from "../define-action.ts";
import type { Lease, Outcome } from "./engine.ts";
import { Bag } from "./bag.ts";
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
  /** What requests carry so that others know which trace they belong to. */
  readonly trace?: TraceHeaders | undefined;
  log(line: string): void;
}

/** Runs attempts; one that ignores its signal does not hold its slot for ever. */
export class Performer {
  readonly #env: NodeJS.ProcessEnv;
  readonly #stopping: AbortSignal;
  /** One listener tells them all: a signal looks at every listener when it gets another one. */
  readonly #stops = new Bag<(reason: unknown) => void>();

  /** `stopping` aborts when the host cannot wait any longer. */
  constructor(env: NodeJS.ProcessEnv, stopping: AbortSignal) {
    this.#env = env;
    this.#stopping = stopping;
    stopping.addEventListener("abort", () => {
      for (const stop of this.#stops.items) stop(stopping.reason);
    });
  }

  /** Null: the host stopped it, so it ended neither well nor badly. */
  async perform(performance: Performance): Promise<Result | null> {
    const stopping = this.#stopping;
    if (stopping.aborted) return null;
    const attempt = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const stop = (reason: unknown) => {
      attempt.abort(reason);
      reject(reason);
    };
    const place = this.#stops.add(stop);
    const timer = stopLater(stop, performance.lease.timeoutMs);
    runAction(performance, this.#env, attempt.signal).then(resolve, reject);
    try {
      return { outcome: "completed", result: toJsonText(await promise) };
    } catch (error) {
      return stopping.aborted && error === stopping.reason ? null : failureOf(error);
    } finally {
      clearTimeout(timer);
      this.#stops.remove(place);
    }
  }
}

function stopLater(stop: (reason: unknown) => void, ms: number | null): NodeJS.Timeout | undefined {
  if (ms === null) return undefined;
  return setTimeout(() => stop(lateness(ms)), Math.min(ms, LONGEST_TIMEOUT_MS));
}

export function lateness(ms: number): ActionError {
  return new ActionError("timeout", `the attempt took longer than ${ms} ms`);
}

export function failureOf(reason: unknown): Result {
  return { outcome: "failed", result: toJsonText(describe(reason)) };
}

async function runAction(
  { lease, action, log, trace = {} }: Performance,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<unknown> {
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
