/**
 * Things that come and go, each in a place of its own. A Set that is used so leaves outgrown tables
 * behind, which keep from the garbage collector whatever came later, until it looks at everything.
 */
export class Bag<T> {
  readonly #places: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** The place, which `remove` takes. */
  add(item: T): number {
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = item;
    return place;
  }

  remove(place: number): void {
    this.#places[place] = undefined;
    this.#free.push(place);
  }

  get items(): T[] {
    return this.#places.filter((item) => item !== undefined);
  }
}
