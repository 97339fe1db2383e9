import type { z } from "zod";

export interface ActionContext {
  /** The same for every attempt of one step: pass it on wherever a repeat must not count twice. */
  readonly key: string;
  /** Aborts when the attempt's time is up, and when the host has to stop. */
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Headers that requests carry, so that others know which trace they belong to; mostly none. */
  readonly trace: Readonly<Record<string, string>>;
  /** Writes a line to the host's log; users do not see it. */
  log(line: string): void;
}

/** How often and how fast a failed step is tried again when its author did not say. */
interface RetryPolicy {
  readonly max_attempts: number;
  readonly backoff: "fixed" | "exponential";
  readonly initial: string;
  readonly max: string;
  readonly jitter: number;
}

/** After 1, 2 and 4 seconds, a fifth of it random. */
export const threeRetries: RetryPolicy = {
  max_attempts: 4,
  backoff: "exponential",
  initial: "1 second",
  max: "5 minutes",
  jitter: 0.2,
};

/** A side effect that the engine asks for, with the shapes it takes and gives. */
export interface Action<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly retry?: RetryPolicy;
  run(input: z.output<Input>, context: ActionContext): Promise<z.input<Output>>;
}

export function defineAction<Input extends z.ZodType, Output extends z.ZodType>(
  action: Action<Input, Output>,
): Action<Input, Output> {
  return action;
}
