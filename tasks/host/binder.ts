import { backOff } from "./backoff.ts";
import { Complaints, type Log } from "./complaints.ts";
import type { Engine, Lease, LeaseReference } from "./engine.ts";
import { faultOf } from "./faults.ts";
import { GroupCommit } from "./group-commit.ts";

/** Together well below the deadline after which a lease that nobody bound is given back. */
const ATTEMPTS = 6;

/** Makes leases ours, in batches, before their effects start. */
export class Binder {
  readonly #engine: Pick<Engine, "beginSteps">;
  readonly #complaints: Complaints;
  readonly #group = new GroupCommit<LeaseReference, Lease | null>((leases) =>
    this.#begin(leases, 1),
  );

  constructor(engine: Pick<Engine, "beginSteps">, log: Log) {
    this.#engine = engine;
    this.#complaints = new Complaints(log);
  }

  /** The step to run, or null when its lease is not ours to have. */
  async bind(lease: LeaseReference): Promise<Lease | null> {
    return this.#group.add(lease);
  }

  async #begin(leases: LeaseReference[], attempt: number): Promise<(Lease | null)[]> {
    try {
      const bound = await this.#engine.beginSteps(leases);
      this.#complaints.worked("beginning steps");
      return leases.map(({ token }) => bound.get(token) ?? null);
    } catch (error) {
      const fault = faultOf(error);
      if (fault === "stale" || fault === "refused" || attempt === ATTEMPTS) throw error;
      this.#complaints.failed("beginning steps", error);
      await backOff(attempt);
      return this.#begin(leases, attempt + 1);
    }
  }
}
