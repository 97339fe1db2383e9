import { fork } from "node:child_process";
import type { Lease } from "./engine.ts";
import { failureOf, lateness, type Result } from "./perform.ts";

/** How many at once: a process takes some 100 MB, and after a crash all steps of a host come. */
export const PLACES_APART = 4;
/** For the process to say itself that the attempt took too long. */
const LAST_WORD_MS = 3000;
/** A host that is short of processors takes seconds to load the actions. */
const START_MS = 60_000;
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

/** What the process says: that the attempt begins, a line for the log, how it ended. */
export type AloneMessage =
  { readonly isBegun: true } | { readonly line: string } | { readonly result: Result | null };

/**
 * Runs steps that a process has died of, or with, each in a process of its own: the next time it
 * is certain which of them it was, and nothing else dies with it.
 */
export class Alone {
  readonly #options: AloneOptions;

  constructor(options: AloneOptions) {
    this.#options = options;
  }

  /** How the attempt ended; null: the host stopped it. */
  async perform(
    lease: Lease,
    stopping: AbortSignal,
    log: (line: string) => void,
  ): Promise<Result | "crashed" | null> {
    if (stopping.aborted) return null;
    const { catalogue, env } = this.#options;
    const process = fork(new URL("./alone-process.ts", import.meta.url), { env });
    const ended = Promise.withResolvers<Result | "crashed" | null>();
    const kill = () => process.kill("SIGKILL");
    let timer: NodeJS.Timeout | undefined = setTimeout(() => {
      ended.resolve(failureOf(new Error(`its process did not start in ${START_MS / 1000} s`)));
    }, START_MS);
    stopping.addEventListener("abort", kill, { once: true });
    process.on("message", (message: AloneMessage) => {
      if ("line" in message) log(message.line);
      else if ("isBegun" in message) {
        clearTimeout(timer);
        timer = afterTimeout(lease.timeoutMs, (ms) => ended.resolve(failureOf(lateness(ms))));
      } else ended.resolve(message.result);
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
}

function afterTimeout(
  timeoutMs: number | null,
  act: (timeoutMs: number) => void,
): NodeJS.Timeout | undefined {
  if (timeoutMs === null) return undefined;
  return setTimeout(() => act(timeoutMs), Math.min(timeoutMs + LAST_WORD_MS, LONGEST_TIMEOUT_MS));
}
