import type { ActionError } from "../action-error.ts";

/** A poll that this worker is to make. */
export interface PollOrder {
  readonly organizationId: string;
  readonly pollId: string;
  readonly token: string;
  readonly source: string;
  readonly request: PollRequest;
  readonly timeoutMs: number;
}

/** What the engine wants asked: of which there is what belongs to the source. */
interface PollRequest {
  /** Of the request itself: an answer is compared only with that of an equal one. */
  readonly hash: string;
  readonly validators: Validators | null;
  readonly cursor: unknown;
  /** Whether what is there is only noted. */
  readonly is_first: boolean;
  readonly polled_at: string | null;
  readonly [setting: string]: unknown;
}

export interface Validators {
  readonly hash: string;
  readonly etag?: string | undefined;
  readonly last_modified?: string | undefined;
}

export interface PollItem {
  /** What names it; else the engine looks for that. */
  readonly key?: string;
  readonly item: unknown;
}

/** What a poll has come to, in the words of report_poll. */
type PollAnswer =
  | {
      readonly outcome: "answered";
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly validators?: Validators;
      /** Else the engine finds them in the body. */
      readonly items?: readonly PollItem[];
      readonly cursor?: unknown;
      readonly has_more?: boolean;
    }
  | { readonly outcome: "unchanged" };

export interface Polled {
  readonly answer: PollAnswer;
  /** What the server sent. */
  readonly body?: string;
  /** To do once the engine knows of the answer. */
  readonly settle?: () => Promise<void>;
  /** To do in any case, last. */
  readonly close?: () => Promise<void>;
}

export interface PollContext {
  readonly env: NodeJS.ProcessEnv;
  /** Aborts when its time is up, and when the host has to stop. */
  readonly signal: AbortSignal;
}

/** Asks a source; an error of class ActionError says why there is no answer. */
export type Source = (order: PollOrder, context: PollContext) => Promise<Polled>;

export interface PollFailure {
  readonly outcome: "failed";
  readonly message: string;
  readonly retry_after_ms?: number | undefined;
}

export function failureOf(error: ActionError): PollFailure {
  return { outcome: "failed", message: error.message, retry_after_ms: error.retryAfterMs };
}
