/** In every worker process: counts the side effects, and tells the driver. */
const seen = new Set<string>();
let total = 0;
let isDirty = false;

/** The side effect: none but being counted. */
export function act(k: number, step: number, n: number): { n: number } {
  total += 1;
  seen.add(`${k}:${step}`);
  isDirty = true;
  return { n: n + 1 };
}

/** What `logic` computes. */
export function pureNodes(n: number): number {
  let value = n;
  for (let node = 0; node < 10; node += 1) value += value > 5 ? 1 : 2;
  return value;
}

export const url = process.env["BENCH_URL"] ?? "";
export const concurrency = Number(process.env["BENCH_CONCURRENCY"]);

/** Tells the driver that the worker takes work; `stop` runs when the driver has seen enough. */
export function ready(stop: () => Promise<unknown>): void {
  setInterval(() => {
    if (!isDirty) return;
    isDirty = false;
    process.send?.({ total, unique: seen.size });
  }, 5).unref();
  process.on("message", () => void stop().finally(() => process.exit(0)));
  process.on("disconnect", () => process.exit(0));
  process.send?.({ ready: true });
}
