import { UsageError } from "./config.ts";
import { describeError } from "./errors.ts";

/** A long-running command: what it starts, it names here, to be stopped in reverse order. */
export interface Service {
  onStop(name: string, stop: () => Promise<unknown>): void;
  /** Ends the service although nobody asked for it. */
  fail(error: unknown): void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm or the launcher. */
const SAME_SIGNAL_MS = 500;

/** Sets up, runs until a signal, stops in order and exits. A second signal exits at once. */
export async function runService(setUp: (service: Service) => Promise<void>): Promise<number> {
  const steps: { name: string; stop: () => Promise<unknown> }[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  let isEnding = false;
  let askedAt: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now();
      askedAt ??= now;
      if (now - askedAt > SAME_SIGNAL_MS) process.exit(130);
      isEnding = true;
      end(0);
    });
  }
  const fail = (error: unknown) => {
    if (isEnding) return;
    isEnding = true;
    console.error(`sluice: ${describeError(error)}`);
    end(error instanceof UsageError ? 2 : 1);
  };
  const onStop: Service["onStop"] = (name, stop) => steps.unshift({ name, stop });
  try {
    await setUp({ onStop, fail });
  } catch (error) {
    fail(error);
  }
  let code = await ended;
  for (const { name, stop } of steps) {
    try {
      await stop();
    } catch (error) {
      console.error(`sluice: ${name} did not stop cleanly: ${describeError(error)}`);
      code = 1;
    }
  }
  // libraries may hold timers that nobody waits for
  process.exit(code);
}
