import { setTimeout as sleep } from "node:timers/promises";

const FIRST_MS = 50;
const LONGEST_MS = 5000;

/** Waits longer after each attempt, never quite as long as others do; ends early when aborted. */
export async function backOff(attempt: number, signal?: AbortSignal): Promise<void> {
  const delay = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS) * (0.5 + Math.random() / 2);
  await sleep(delay, undefined, signal === undefined ? {} : { signal }).catch(() => {});
}
