import type { Action } from "../define-action.ts";
import type { Alone } from "./alone.ts";
import type { Binder } from "./binder.ts";
import { Complaints, type Log } from "./complaints.ts";
import type { Engine, Lease, LeaseReference } from "./engine.ts";
import type { HeldTokens } from "./held-tokens.ts";
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
  readonly stopping: AbortSignal;
  readonly observer?: StepObserver | undefined;
}

/** Of a lease that is not bound yet, or of one that is. */
export type StepRunner = (reference: LeaseReference | Lease) => Promise<void>;

/**
 * Runs a leased step, and in the same slot what the engine hands back for it. It never rejects: a
 * lease that could not be reported is given back by the engine.
 */
export function createStepRunner(options: StepRunnerOptions): StepRunner {
  const { held, slots, binder } = options;
  const complaints = new Complaints(options.log);
  const runLease = createLeaseRunner(options);
  return async (reference) => {
    let token = reference.token;
    held.hold(token);
    await slots.take();
    try {
      let lease = "input" in reference ? reference : await binder.bind(reference);
      while (lease !== null) {
        const next: Lease | null = await runLease(lease);
        if (next !== null) held.hold(next.token);
        held.release(token);
        token = next?.token ?? token;
        lease = next;
      }
      complaints.worked("running steps");
    } catch (error) {
      complaints.failed("running steps", error);
    } finally {
      held.release(token);
      slots.give();
    }
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
