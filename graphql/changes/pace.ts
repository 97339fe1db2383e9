import { randomUUID } from "node:crypto";
import type { Bell } from "./bell.ts";
import type { ChangeLog } from "./log.ts";

const FASTEST_MS = 50;
const SLOWEST_MS = 500;
const GROWTH = 1.3;
/** A sleeper that does not say so again within a minute counts as dead. */
const SAY_AGAIN_MS = 20_000;

export interface Sleep {
  /** After so long without a change it sleeps, and is rung for what comes from outside. */
  afterMs: number;
  /** Then it looks that seldom. */
  pauseMs: number;
}
const SLEEP: Sleep = { afterMs: 10_000, pauseMs: 1000 };

/** How often to look: often while something changes, seldom while nothing does. */
export class Pace {
  readonly #id = randomUUID();
  readonly #log: ChangeLog;
  readonly #bell: Bell;
  readonly #habit: Sleep;
  #run: Promise<void> | undefined;
  #isStopped = false;
  #isWanted = false;
  #rung = Promise.withResolvers<void>();
  #sleepsSince: number | undefined;

  constructor(log: ChangeLog, hang: (ring: () => void) => Bell, sleep: Partial<Sleep> = {}) {
    this.#log = log;
    this.#habit = { ...SLEEP, ...sleep };
    this.#bell = hang(() => this.ring());
  }

  get isLooking(): boolean {
    return this.#run !== undefined;
  }

  ring(): void {
    this.#rung.resolve();
  }

  /** Looks until a look answers undefined; a look that runs is told to be followed by another. */
  start(look: () => Promise<boolean | undefined>): void {
    this.#isWanted = true;
    this.ring();
    this.#run ??= this.#loop(look).finally(() => {
      this.#run = undefined;
      // somebody may have come while it ended
      if (this.#isWanted && !this.#isStopped) this.start(look);
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.ring();
    await this.#run;
  }

  async #loop(look: () => Promise<boolean | undefined>): Promise<void> {
    let pause = FASTEST_MS;
    let changedAt = performance.now();
    while (!this.#isStopped) {
      this.#rung = Promise.withResolvers();
      this.#isWanted = false;
      try {
        const hasChanged = await look();
        if (hasChanged === undefined) break;
        if (hasChanged) [changedAt, pause] = [performance.now(), FASTEST_MS];
        if (await this.#settle(changedAt)) continue;
      } catch (error) {
        const { code, name } = error as Error & { code?: string };
        console.error(`graphql: changes cannot be read: ${code ?? name}`);
        pause = SLOWEST_MS;
      }
      const isRung = await this.#sleep(
        this.#sleepsSince === undefined ? pause : this.#habit.pauseMs,
      );
      if (isRung) [changedAt, pause] = [performance.now(), FASTEST_MS];
      else pause = Math.min(pause * GROWTH, SLOWEST_MS);
    }
    await this.#rouse().catch(() => undefined);
    await this.#bell.take();
  }

  /** To sleep is said, and then looked once more, before it is done: true when that is now. */
  async #settle(changedAt: number): Promise<boolean> {
    if (performance.now() - changedAt < this.#habit.afterMs || !(await this.#bell.hang())) {
      await this.#rouse();
      return false;
    }
    const since = this.#sleepsSince;
    if (since !== undefined && performance.now() - since < SAY_AGAIN_MS) return false;
    await this.#log.sleep(this.#id);
    this.#sleepsSince = performance.now();
    return since === undefined;
  }

  async #rouse(): Promise<void> {
    if (this.#sleepsSince === undefined) return;
    this.#sleepsSince = undefined;
    await this.#log.wake(this.#id);
  }

  /** True when it is rung for. */
  async #sleep(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const rung = this.#rung.promise.then(() => true);
    const over = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ms, false)));
    const isRung = await Promise.race([rung, over]);
    clearTimeout(timer);
    return isRung;
  }
}
