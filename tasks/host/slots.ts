/** Places in which a host runs steps, one each. */
export class Slots {
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes one, or says that there is none. */
  take(): boolean {
    if (this.#free <= 0) return false;
    this.#free -= 1;
    return true;
  }

  /** Takes all that are free: how many. */
  takeAll(): number {
    const count = Math.max(0, this.#free);
    this.#free -= count;
    return count;
  }

  /** Takes one although there may be none: whoever comes next waits until it is given. */
  borrow(): void {
    this.#free -= 1;
  }

  give(count = 1): void {
    this.#free += count;
  }
}
