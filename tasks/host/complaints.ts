import { messageOf } from "./faults.ts";

export type Log = (line: string) => void;

/** Says once that something fails and once that it works again, however often it is tried. */
export class Complaints {
  readonly #log: Log;
  readonly #open = new Map<string, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  failed(what: string, error: unknown): void {
    const message = messageOf(error);
    if (this.#open.get(what) === message) return;
    this.#open.set(what, message);
    this.#log(`${what} failed: ${message}`);
  }

  worked(what: string): void {
    if (this.#open.delete(what)) this.#log(`${what} works again`);
  }
}
