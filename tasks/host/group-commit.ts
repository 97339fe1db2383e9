interface Entry<Item, Reply> {
  readonly item: Item;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupOptions<Item> {
  readonly batch?: number;
  readonly inFlight?: number;
  /** Whose it is: who has nothing in flight does not wait for others, but takes a lane beside them. */
  readonly ownerOf?: (item: Item) => string;
  /** How long it is: a batch ends with the item that reaches `BYTES`. */
  readonly sizeOf?: (item: Item) => number;
  /** What it locks: nothing of that is sent while a batch with some of it is under way. */
  readonly lockOf?: (item: Item) => unknown;
}

/** Fewer than this are not worth a transaction of their own while another is under way. */
const WORTHWHILE = 50;

/** What the database takes about a second for, as in its own batches (max_batch_bytes). */
const BYTES = 2 ** 24;

/** With 500 a batch, 10,000 steps at 500 at once took 8 % longer, in three pairs of runs. */
const LIMITS = {
  ...{ batch: 250, inFlight: 2 },
  ownerOf: () => "",
  sizeOf: () => 0,
  lockOf: (item: unknown) => item,
};

/**
 * Sends items in batches without a timer: while a batch is in flight the next one gathers. A
 * second one joins it only when it is worth a transaction of its own, or somebody else's.
 */
export class GroupCommit<Item, Reply> {
  readonly #send: (items: Item[]) => Promise<Reply[]>;
  readonly #options: Required<GroupOptions<Item>>;
  /** Of each batch, whose it is. */
  #inFlight: ReadonlySet<string>[] = [];
  #waiting: Entry<Item, Reply>[] = [];
  /** What waits for a lock of a batch that is under way, by the lock. */
  readonly #behind = new Map<unknown, Entry<Item, Reply>[]>();
  #isScheduled = false;

  /** `send` answers item by item, in their order. */
  constructor(send: (items: Item[]) => Promise<Reply[]>, options: GroupOptions<Item> = {}) {
    this.#send = send;
    this.#options = { ...LIMITS, ...options };
  }

  add(item: Item): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  /** What arrives in the same turn of the event loop leaves together. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      while (this.#isWorthwhile()) this.#flush(this.#next(this.#share()));
      this.#flush(this.#othersFirst());
    });
  }

  #isWorthwhile(): boolean {
    const waiting = this.#waiting.length;
    if (waiting === 0 || this.#inFlight.length >= this.#options.inFlight) return false;
    return this.#inFlight.length === 0 || waiting >= WORTHWHILE;
  }

  /** Many that arrive together go in equal parts, which the database works on side by side. */
  #share(): number {
    const free = this.#options.inFlight - this.#inFlight.length;
    const equal = Math.ceil(this.#waiting.length / free);
    return Math.min(this.#options.batch, Math.max(equal, WORTHWHILE));
  }

  /**
   * The first so many that wait for no lock, and what follows the last and locks the same; fewer
   * where they are long.
   */
  #next(count: number): Entry<Item, Reply>[] {
    const { batch, lockOf, sizeOf } = this.#options;
    const taken: Entry<Item, Reply>[] = [];
    let last: unknown;
    let place = 0;
    let bytes = 0;
    for (const entry of this.#waiting) {
      const lock = lockOf(entry.item);
      if (taken.length >= count && (lock !== last || taken.length >= batch)) break;
      if (bytes >= BYTES) break;
      place += 1;
      last = lock;
      const line = this.#behind.get(lock);
      if (line !== undefined) {
        line.push(entry);
        continue;
      }
      taken.push(entry);
      bytes += sizeOf(entry.item);
    }
    this.#waiting.splice(0, place);
    return taken;
  }

  /** What waits behind the batches of others, taken out of the queue; one such batch at a time. */
  #othersFirst(): Entry<Item, Reply>[] {
    if (this.#waiting.length === 0 || this.#inFlight.length > this.#options.inFlight) return [];
    const { batch, ownerOf } = this.#options;
    const isServed = (owner: string) => this.#inFlight.some((owners) => owners.has(owner));
    const others = this.#waiting.filter(({ item }) => !isServed(ownerOf(item))).slice(0, batch);
    if (others.length === 0) return others;
    const taken = new Set(others);
    this.#waiting = [...others, ...this.#waiting.filter((entry) => !taken.has(entry))];
    return this.#next(others.length);
  }

  #flush(entries: Entry<Item, Reply>[]): void {
    if (entries.length > 0) void this.#deliver(entries);
  }

  async #deliver(entries: Entry<Item, Reply>[]): Promise<void> {
    const { ownerOf, lockOf } = this.#options;
    const owners = new Set(entries.map(({ item }) => ownerOf(item)));
    this.#inFlight.push(owners);
    for (const { item } of entries) this.#behind.set(lockOf(item), []);
    try {
      const replies = await this.#send(entries.map(({ item }) => item));
      entries.forEach(({ resolve }, index) => resolve(replies[index]!));
    } catch (error) {
      for (const entry of entries) entry.reject(error);
    } finally {
      this.#inFlight = this.#inFlight.filter((batch) => batch !== owners);
      for (const { item } of entries) this.#release(lockOf(item));
      if (this.#waiting.length > 0) this.#schedule();
    }
  }

  #release(lock: unknown): void {
    const line = this.#behind.get(lock);
    this.#behind.delete(lock);
    for (const entry of line ?? []) this.#waiting.push(entry);
  }
}
