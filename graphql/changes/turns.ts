/** After this a turn counts as over: who takes longer holds up nobody. */
const LONGEST_MS = 1000;

/** So many may be answered at once; the others stand in line, and what they hear of adds up. */
export class Turns {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Waits for a turn; what it gives ends the turn, however often it is called. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      const next = this.#line.shift();
      if (next === undefined) this.#free += 1;
      else next();
    };
    const timer = setTimeout(end, LONGEST_MS);
    timer.unref();
    return end;
  }
}
