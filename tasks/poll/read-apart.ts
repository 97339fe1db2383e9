import { fork, type ChildProcess } from "node:child_process";
import { ActionError } from "../action-error.ts";

/** What a process is to read. */
export type Reading =
  | { readonly kind: "feed"; readonly bytes: Uint8Array; readonly contentType: string | null }
  | { readonly kind: "mail"; readonly bytes: Uint8Array };

/** What it says of that. */
export type Read = { readonly value: unknown } | { readonly problem: string };

const LIMIT_MS = 5000;
const MOST_MEGABYTES = 256;
const AT_ONCE = 4;

const waiting: (() => void)[] = [];
let free = AT_ONCE;
let idle: ChildProcess | undefined;

/**
 * Reads what others have written in a process of its own, with so much time and memory: what is
 * made to take more takes down, or keeps waiting, nothing else of the host.
 */
export async function readApart<Value>(
  reading: Reading,
  signal: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<Value> {
  await enter();
  try {
    signal.throwIfAborted();
    const read = await readBy(takeReader(), reading, signal, limitMs);
    if ("problem" in read) throw new ActionError("invalid_answer", read.problem);
    return read.value as Value;
  } finally {
    leave();
  }
}

async function readBy(
  reader: ChildProcess,
  reading: Reading,
  signal: AbortSignal,
  limitMs: number,
): Promise<Read> {
  try {
    const read = await ask(
      reader,
      reading,
      AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    );
    keep(reader);
    return read;
  } catch (error) {
    reader.kill("SIGKILL");
    signal.throwIfAborted();
    const message = `it takes more than ${limitMs / 1000} s or ${MOST_MEGABYTES} MB to read`;
    throw new ActionError("invalid_answer", message, { cause: error });
  }
}

async function ask(reader: ChildProcess, reading: Reading, limit: AbortSignal): Promise<Read> {
  const { promise, resolve, reject } = Promise.withResolvers<Read>();
  const abort = () => reject(limit.reason as Error);
  const exit = () => reject(new Error("the process has ended"));
  limit.addEventListener("abort", abort, { once: true });
  reader.on("message", resolve).on("exit", exit).on("error", reject);
  reader.send(reading, () => {});
  try {
    return await promise;
  } finally {
    limit.removeEventListener("abort", abort);
    reader.off("message", resolve).off("exit", exit).off("error", reject);
  }
}

function takeReader(): ChildProcess {
  const known = idle;
  idle = undefined;
  if (known?.connected === true) {
    known.ref();
    known.channel?.ref();
    return known;
  }
  const reader = fork(new URL("./reader-process.ts", import.meta.url), {
    env: {},
    execArgv: [`--max-old-space-size=${MOST_MEGABYTES}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  // one that ends while it is idle is nobody's error
  return reader.on("error", () => {});
}

/** One is kept, as most are there for a moment only. It does not keep the host from ending. */
function keep(reader: ChildProcess): void {
  idle?.kill("SIGKILL");
  idle = reader;
  reader.unref();
  reader.channel?.unref();
}

async function enter(): Promise<void> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function leave(): void {
  const next = waiting.shift();
  if (next === undefined) free += 1;
  else next();
}
