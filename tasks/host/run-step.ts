import type { Action } from "../define-action.ts";
import type { Alone } from "./alone.ts";
import type { Binder } from "./binder.ts";
import { Complaints, type Log } from "./complaints.ts";
import type { Engine, Lease, LeaseReference } from "./engine.ts";
import type { HeldTokens } from "./held-tokens.ts";
import { Offers } from "./offers.ts";
import type { StepObserver, TraceHeaders } from "./observer.ts";
import { Performer } from "./perform.ts";
import type { Reporter } from "./reporter.ts";
import type { Slots } from "./slots.ts";

export interface StepRunnerOptions {
  readonly actions: readonly Action[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly binder: Pick<Binder, "bind">;
  readonly reporter: Pick<Reporter, "report">;
  readonly engine: Pick<Engine, "reportCrash">;
  /** Where steps run that a process has died of, or with. */
  readonly alone: Alone | undefined;
  readonly held: HeldTokens;
  readonly slots: Slots;
  /** For steps that run alone. */
  readonly places: Slots;
  readonly stopping: AbortSignal;
  readonly observer?: StepObserver | undefined;
}

export interface StepRunner {
  /** Takes a slot for a step that was offered; null: there is none, or the step is not ours. */
  begin(reference: LeaseReference): Promise<Lease | null>;
  /**
   * Runs a step in the slot, or place, that was taken for it, and in the same one what the engine
   * hands back for it; what follows a step that ran alone has a slot again. It never rejects: what could not be reported is given back by the engine.
   * Of a job and a pump that both bring a step the first one runs it.
   */
  run(lease: Lease): Promise<void>;
}

export function createStepRunner(options: StepRunnerOptions): StepRunner {
  const { held, slots, places, binder } = options;
  const complaints = new Complaints(options.log);
  const runLease = createLeaseRunner(options);
  const offers = new Offers({ binder, held, slots, complaints });
  return {
    begin: (reference) => offers.begin(reference),

    async run(first) {
      let lane = first.crashes > 0 ? places : slots;
      let { token } = first;
      if (!offers.claim(token) && !(await offers.claimLate(token))) return lane.give();
      try {
        let lease: Lease | null = first;
        while (lease !== null) {
          const next: Lease | null = await runLease(lease);
          if (next !== null) held.hold(next.token);
          if (next !== null && lane === places) {
            places.give();
            slots.borrow();
            lane = slots;
          }
          held.release(token);
          token = next?.token ?? token;
          lease = next;
        }
        complaints.worked("running steps");
      } catch (error) {
        complaints.failed("running steps", error);
      } finally {
        held.release(token);
        lane.give();
      }
    },
  };
}

/** It answers with the follow-up, if the engine hands one back. */
function createLeaseRunner(options: StepRunnerOptions) {
  const { reporter, engine, observer, alone, env, stopping } = options;
  const actions = new Map(options.actions.map((action) => [action.name, action]));
  const performer = new Performer(env, stopping);
  return async (lease: Lease): Promise<Lease | null> => {
    const log = (line: string) => options.log(`${whereIs(lease)}: ${line}`);
    const run = (trace?: TraceHeaders) =>
      lease.crashes > 0 && alone !== undefined
        ? alone.perform(lease, stopping, log)
        : performer.perform({ lease, action: actions.get(lease.action), trace, log });
    const result = await (observer === undefined ? run() : observer(lease, run));
    if (result === null) {
      options.log(`${whereIs(lease)} was stopped with its host and goes back to the backlog`);
      return null;
    }
    if (result === "crashed") {
      log("its process died");
      await engine.reportCrash(lease);
      return null;
    }
    const { outcome, result: text } = result;
    return (await reporter.report({ lease, outcome, result: text })).next;
  };
}

function whereIs({ action, executionId, nodeId }: Lease): string {
  return `${action} of execution ${executionId}, step ${nodeId}`;
}
