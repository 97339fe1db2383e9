const FREE = 0n;

/**
 * The tokens of the steps that run here, in memory that the heartbeat's thread reads even while
 * this thread is busy.
 */
export class HeldTokens {
  readonly buffer: SharedArrayBuffer;
  readonly #slots: BigInt64Array;
  readonly #slotOf = new Map<string, number>();
  readonly #free: number[];

  constructor(capacity: number) {
    this.buffer = new SharedArrayBuffer(capacity * BigInt64Array.BYTES_PER_ELEMENT);
    this.#slots = new BigInt64Array(this.buffer);
    this.#free = Array.from({ length: capacity }, (_slot, index) => capacity - 1 - index);
  }

  /** False: it is held already. */
  hold(token: string): boolean {
    if (this.#slotOf.has(token)) return false;
    const slot = this.#free.pop();
    if (slot === undefined) throw new Error("this host holds as many steps as it can list");
    this.#slotOf.set(token, slot);
    Atomics.store(this.#slots, slot, BigInt(token));
    return true;
  }

  release(token: string): void {
    const slot = this.#slotOf.get(token);
    if (slot === undefined) return;
    this.#slotOf.delete(token);
    Atomics.store(this.#slots, slot, FREE);
    this.#free.push(slot);
  }

  get size(): number {
    return this.#slotOf.size;
  }
}

/** What `HeldTokens` holds, from its buffer alone. */
export function tokensIn(buffer: SharedArrayBuffer): string[] {
  const slots = new BigInt64Array(buffer);
  return Array.from(slots, (_token, slot) => Atomics.load(slots, slot))
    .filter((token) => token !== FREE)
    .map(String);
}
