/**
 * Tells the database what was refused, several at a time: while one statement is under way the next
 * ones are counted together, so that an attack is a few rows a second and not one a request.
 */
import type { Pool } from "./registration.ts";

const PAUSE_MS = 250;
const MOST_KINDS = 1000;

export interface Refusal {
  organization_id: string;
  webhook_id: string;
  status: number;
  code: string;
  method: string | null;
  remote_ip: string | null;
}

interface Noted extends Refusal {
  count: number;
  at: number;
}

export class Refusals {
  readonly #pool: Pool;
  readonly #log: (line: string) => void;
  #pending = new Map<string, Noted>();
  #flushing: Promise<void> | undefined;

  constructor(pool: Pool, log: (line: string) => void) {
    this.#pool = pool;
    this.#log = log;
  }

  note(refusal: Refusal): void {
    const { webhook_id, status, code } = refusal;
    const kind = `${webhook_id} ${status} ${code}`;
    const before = this.#pending.get(kind);
    if (before === undefined && this.#pending.size >= MOST_KINDS) return;
    const count = (before?.count ?? 0) + 1;
    this.#pending.set(kind, { ...refusal, count, at: performance.now() });
    this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined));
  }

  /** When all that has been noted is in the database. */
  async settled(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#pending.size > 0) {
      const noted = [...this.#pending.values()].map(({ at, ...refusal }) => ({
        ...refusal,
        ms_ago: performance.now() - at,
      }));
      this.#pending = new Map();
      try {
        await this.#pool.query({
          name: "note_refusals",
          text: "select sluice_private.note_refusals($1)",
          values: [JSON.stringify(noted)],
        });
      } catch (error) {
        this.#log(`webhook refusals not noted: ${String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
