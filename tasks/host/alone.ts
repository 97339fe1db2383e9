import { fork } from "node:child_process";
import type { Lease } from "./engine.ts";
import { failureOf, lateness, type Result } from "./perform.ts";

/** A process takes some 100 MB, and after a crash all steps of a host are suspects. */
const AT_ONCE = 4;
/** For the process to say itself that the attempt took too long. */
const LAST_WORD_MS = 3000;
/** setTimeout takes no more. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export interface AloneOptions {
  /** The module whose `actions` the process runs. */
  readonly catalogue: URL;
  readonly env: NodeJS.ProcessEnv;
}

/** What the process is told. */
export interface AloneOrder {
  readonly catalogue: string;
  readonly lease: Lease;
}

/** What the process says. */
export type AloneMessage = { readonly line: string } | { readonly result: Result | null };

/**
 * Runs steps that a process has died of, or with, each in a process of its own: the next time it
 * is certain which of them it was, and nothing else dies with it.
 */
export class Alone {
  readonly #options: AloneOptions;
  readonly #waiting: (() => void)[] = [];
  #free = AT_ONCE;

  constructor(options: AloneOptions) {
    this.#options = options;
  }

  /** How the attempt ended; null: the host stopped it. */
  async perform(
    lease: Lease,
    stopping: AbortSignal,
    log: (line: string) => void,
  ): Promise<Result | "crashed" | null> {
    await this.#enter();
    try {
      return stopping.aborted ? null : await this.#runProcess(lease, stopping, log);
    } finally {
      this.#leave();
    }
  }

  async #runProcess(lease: Lease, stopping: AbortSignal, log: (line: string) => void) {
    const { catalogue, env } = this.#options;
    const process = fork(new URL("./alone-process.ts", import.meta.url), { env });
    const ended = Promise.withResolvers<Result | "crashed" | null>();
    const kill = () => process.kill("SIGKILL");
    const timer = afterTimeout(lease.timeoutMs, (ms) => ended.resolve(failureOf(lateness(ms))));
    stopping.addEventListener("abort", kill, { once: true });
    process.on("message", (message: AloneMessage) => {
      if ("line" in message) log(message.line);
      else ended.resolve(message.result);
    });
    process.on("error", ended.reject);
    process.on("exit", () => ended.resolve(stopping.aborted ? null : "crashed"));
    process.send({ catalogue: catalogue.href, lease } satisfies AloneOrder, () => {});
    try {
      return await ended.promise;
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener("abort", kill);
      kill();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}

function afterTimeout(
  timeoutMs: number | null,
  act: (timeoutMs: number) => void,
): NodeJS.Timeout | undefined {
  if (timeoutMs === null) return undefined;
  return setTimeout(() => act(timeoutMs), Math.min(timeoutMs + LAST_WORD_MS, LONGEST_TIMEOUT_MS));
}
