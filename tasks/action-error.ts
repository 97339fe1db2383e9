export interface ActionErrorOptions {
  /** Whether another attempt may help; the step's retry policy decides when. Default: true. */
  readonly retryable?: boolean;
  /** What the other side asked for, instead of the policy's delay. */
  readonly retryAfterMs?: number;
  /** Facts for the person who repairs the workflow; shown to users, so never a secret. */
  readonly detail?: Record<string, unknown>;
  readonly cause?: unknown;
}

/** A failure with a class, which a workflow can route on: the class names the port `error:<class>`. */
export class ActionError extends Error {
  readonly errorClass: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly detail: Record<string, unknown> | undefined;

  constructor(errorClass: string, message: string, options: ActionErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "ActionError";
    this.errorClass = errorClass;
    this.retryable = options.retryable ?? true;
    this.retryAfterMs = options.retryAfterMs;
    this.detail = options.detail;
  }
}
