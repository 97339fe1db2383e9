/** Many subscribers in one process, and how late they hear of the end of executions. */
import type { TypedDocumentString } from "../../generated/graphql/graphql.ts";
import { subscribe } from "../../graphql/subscribe.ts";

interface Seen {
  status: string;
  finishedAt: string | null;
}

/** The end of an execution is told late by that many milliseconds. */
export class Lateness {
  readonly #late: number[] = [];
  readonly #told = new Set<string>();
  events = 0;

  /** `who` is told of this execution, for the first or the last time. */
  hear(who: string, execution: (Seen & { id: string }) | null | undefined, at: number): void {
    if (execution?.finishedAt == null || this.#told.has(`${who} ${execution.id}`)) return;
    this.#told.add(`${who} ${execution.id}`);
    this.#late.push(at - Date.parse(execution.finishedAt));
  }

  get count(): number {
    return this.#late.length;
  }

  quantile(share: number): number {
    const sorted = this.#late.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  }
}

/** Resolves with the first event; goes on until the connection ends. */
export function listen<Result, V>(
  api: { url: string; token: string },
  document: TypedDocumentString<Result, V>,
  variables: V,
  hear: (result: Result) => void,
): { begun: Promise<void>; leave: () => Promise<void> } {
  const begun = Promise.withResolvers<void>();
  const reader = subscribe<Result, V>(api, document, ...([variables] as never)).getReader();
  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      hear(value);
      begun.resolve();
    }
  };
  read().catch((error: unknown) => {
    console.error(`a subscription ended: ${String(error)}`);
    begun.reject(error);
  });
  return { begun: begun.promise, leave: () => reader.cancel().catch(() => undefined) };
}
