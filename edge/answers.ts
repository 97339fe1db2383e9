/**
 * Requests that wait for what their execution answers. One query asks for all of them, so that none
 * holds a connection; the database tells each answer once.
 */
import type { Pool } from "./registration.ts";

const INTERVAL_MS = 50;
/** More than these are not waited for. */
const MOST = 2000;

export interface Answer {
  answer: { status?: number; headers?: Record<string, string>; body?: unknown } | null;
  /** How the execution ended, if it gave no answer. */
  status: string | null;
  output: unknown;
}

interface Waiting {
  organizationId: string;
  resolve: (answer: Answer | null) => void;
}

export class Answers {
  readonly #pool: Pool;
  readonly #log: (line: string) => void;
  readonly #waiting = new Map<string, Waiting>();
  #isAsking = false;

  constructor(pool: Pool, log: (line: string) => void) {
    this.#pool = pool;
    this.#log = log;
  }

  /** Null when the time is over, the sender is gone, or too many wait. */
  async wait(
    organizationId: string,
    executionId: string,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Answer | null> {
    if (this.#waiting.size >= MOST || signal.aborted)
      return this.#stop(organizationId, executionId);
    const { promise, resolve } = Promise.withResolvers<Answer | null>();
    const giveUp = () => resolve(null);
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener("abort", giveUp);
    this.#waiting.set(executionId, { organizationId, resolve });
    if (!this.#isAsking) void this.#ask();
    const answer = await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
    this.#waiting.delete(executionId);
    return answer ?? this.#stop(organizationId, executionId);
  }

  /** From here on the workflow is told that nobody waits; it may have answered just now. */
  async #stop(organizationId: string, executionId: string): Promise<Answer | null> {
    try {
      const { rows } = await this.#pool.query<Pick<Answer, "answer">>({
        name: "stop_waiting",
        text: "select sluice_private.stop_waiting($1, $2) as answer",
        values: [organizationId, executionId],
      });
      const answer = rows[0]?.answer ?? null;
      return answer === null ? null : { answer, status: null, output: null };
    } catch (error) {
      this.#log(`an answer could not be read: ${String(error)}`);
      return null;
    }
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
      const asked = [...this.#waiting];
      if (asked.length === 0) break;
      try {
        const { rows } = await this.#pool.query<Answer & { execution_id: string }>({
          name: "take_answers",
          text: `select execution_id, answer, status, output
            from sluice_private.take_answers($1, $2)`,
          values: [asked.map(([, { organizationId }]) => organizationId), asked.map(([id]) => id)],
        });
        for (const row of rows) this.#waiting.get(row.execution_id)?.resolve(row);
      } catch (error) {
        this.#log(`answers could not be read: ${String(error)}`);
      }
    }
    this.#isAsking = false;
  }
}
