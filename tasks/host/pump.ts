import { setTimeout as sleep } from "node:timers/promises";
import { backOff } from "./backoff.ts";
import type { Complaints } from "./complaints.ts";
import type { Engine, Lease, Pumped } from "./engine.ts";
import { faultOf } from "./faults.ts";
import type { Slots } from "./slots.ts";

const POLL_MS = 250;
/**
 * A busy host frees a slot every moment, and the engine admits ahead of the slots: small harvests
 * are gathered for a moment instead of costing a call each.
 */
const FULL_BATCH = 50;
/**
 * So few executions are a full batch where several organizations are busy (`batch_size`). There a
 * second session does not help: it takes processors from whoever waits.
 */
const FEW_EXECUTIONS = 10;
const SHORTEST_TURN_MS = 10;
/** A timer that is due may still be held by somebody else. */
const SHORTEST_SLEEP_MS = 5;

export interface PumpOptions {
  readonly engine: Pick<Engine, "pump" | "advanceBatch" | "markIdle">;
  readonly complaints: Complaints;
  readonly slots: Slots;
  /** For steps that a process has died of. */
  readonly places: Slots;
  /** Runs steps that the engine has given to this host, in what was taken for them. */
  run(leases: Lease[]): void;
  /** The engine does not know this worker any more. */
  onStale(error: unknown): void;
}

/**
 * Calls the engine for as long as it has something to do, and looks again at least 4 times a second.
 * While there is much, and nothing of it to run here, executions are moved on in a second session
 * as well; beside steps it would only put into the backlog what this host could begin by itself.
 */
export class Pump {
  readonly #options: PumpOptions;
  readonly #stop = new AbortController();
  #isKicked = false;
  /** In a row. */
  #failures = 0;
  #wake: () => void = () => {};
  #loop: Promise<void> | undefined;
  #assistance: Promise<void> | undefined;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** There may be something to do. */
  kick(): void {
    this.#isKicked = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#loop;
    await this.#assistance;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#drain();
      } catch (error) {
        if (faultOf(error) === "stale") return this.#options.onStale(error);
        this.#options.complaints.failed("the pump", error);
        this.#failures += 1;
        await backOff(this.#failures, this.#stop.signal);
      }
    }
  }

  /** Marked idle it polls once more: what came in between sent no tick. */
  async #drain(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#isKicked = false;
      const start = performance.now();
      const { advanced, count, hasMore, isIdle, dueInMs, leases } = await this.#pump();
      this.#failures = 0;
      this.#options.complaints.worked("the pump");
      if (advanced >= FULL_BATCH && leases.length === 0) this.#assistance ??= this.#assist();
      if (count >= FULL_BATCH || advanced >= FEW_EXECUTIONS) continue;
      if (hasMore || this.#isKicked) {
        await this.#pause(SHORTEST_TURN_MS - (performance.now() - start));
      } else if (isIdle) {
        await this.#sleep(dueInMs);
      } else {
        await this.#options.engine.markIdle();
      }
    }
  }

  /**
   * What is free is taken until it is known how much of it was needed. What has failed may have been
   * too much, so the next call asks for no steps: what it moves on begins by the backlog.
   */
  async #pump(): Promise<Pumped> {
    const { engine, slots, places, run } = this.#options;
    const room = this.#failures === 0 ? slots.takeAll() : 0;
    const apart = this.#failures === 0 ? places.takeAll() : 0;
    let leases: Lease[] = [];
    try {
      const pumped = await engine.pump(room, apart);
      ({ leases } = pumped);
      return pumped;
    } finally {
      const suspects = leases.filter(({ crashes }) => crashes > 0).length;
      slots.give(room - (leases.length - suspects));
      places.give(apart - suspects);
      run(leases);
    }
  }

  async #assist(): Promise<void> {
    const { engine, complaints } = this.#options;
    try {
      while (!this.#stop.signal.aborted && (await engine.advanceBatch()) >= FULL_BATCH);
      complaints.worked("the second pump");
    } catch (error) {
      complaints.failed("the second pump", error);
    } finally {
      this.#assistance = undefined;
    }
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  async #sleep(dueInMs: number | null): Promise<void> {
    if (this.#isKicked || this.#stop.signal.aborted) return;
    const delay = Math.min(Math.max(dueInMs ?? POLL_MS, SHORTEST_SLEEP_MS), POLL_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
