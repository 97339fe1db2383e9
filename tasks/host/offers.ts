import type { Binder } from "./binder.ts";
import type { Complaints } from "./complaints.ts";
import type { Lease, LeaseReference } from "./engine.ts";
import type { HeldTokens } from "./held-tokens.ts";
import type { Slots } from "./slots.ts";

export interface OffersOptions {
  readonly binder: Pick<Binder, "bind">;
  readonly held: HeldTokens;
  readonly slots: Slots;
  readonly complaints: Complaints;
}

/** A step that is offered may come to a host twice, by a job and by its pump: it is run once. */
export class Offers {
  readonly #options: OffersOptions;
  readonly #beginning = new Map<string, Promise<Lease | null>>();
  readonly #begun = new Set<string>();

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  /** Takes a slot and binds the step; null: there is no slot, or the step is not ours. */
  async begin(reference: LeaseReference): Promise<Lease | null> {
    const { held, slots } = this.#options;
    if (!slots.take()) return null;
    if (held.hold(reference.token)) {
      const binding = this.#bind(reference);
      this.#beginning.set(reference.token, binding);
      return binding;
    }
    slots.give();
    return null;
  }

  /** Whether whoever asks is to run the step; then it is held. */
  claim(token: string): boolean {
    if (this.#begun.delete(token)) return true;
    return !this.#beginning.has(token) && this.#options.held.hold(token);
  }

  /** The same once it is known what has become of a job that has brought it. */
  async claimLate(token: string): Promise<boolean> {
    const lease = await this.#beginning.get(token);
    return lease === null && this.claim(token);
  }

  async #bind(reference: LeaseReference): Promise<Lease | null> {
    const { binder, held, slots, complaints } = this.#options;
    try {
      const lease = await binder.bind(reference);
      if (lease !== null) {
        this.#begun.add(reference.token);
        return lease;
      }
    } catch (error) {
      complaints.failed("beginning steps", error);
    } finally {
      this.#beginning.delete(reference.token);
    }
    held.release(reference.token);
    slots.give();
    return null;
  }
}
