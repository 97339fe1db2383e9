import type { Action } from "../define-action.ts";
import type { Alone } from "./alone.ts";
import type { Binder } from "./binder.ts";
import { Complaints, type Log } from "./complaints.ts";
import type { Engine, Lease, LeaseReference } from "./engine.ts";
import type { HeldTokens } from "./held-tokens.ts";
import type { Ending, StepObserver, TraceHeaders } from "./observer.ts";
import { perform } from "./perform.ts";
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
  const actions = new Map(options.actions.map((action) => [action.name, action]));
  const complaints = new Complaints(options.log);
  return async (reference) => {
    let token = reference.token;
    const { held, slots } = options;
    held.hold(token);
    await slots.take();
    try {
      let lease = "input" in reference ? reference : await options.binder.bind(reference);
      for (let chain = 0; lease !== null; chain += 1) {
        const next = await runLease(lease, chain, actions.get(lease.action), options);
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

/** The follow-up, if the engine hands one back. */
async function runLease(
  lease: Lease,
  chain: number,
  action: Action | undefined,
  options: StepRunnerOptions,
): Promise<Lease | null> {
  const { reporter, engine, observer } = options;
  const where = `${lease.action} of execution ${lease.executionId}, step ${lease.nodeId}`;
  const log = (line: string) => options.log(`${where}: ${line}`);
  const run = (trace?: TraceHeaders) => attempt(lease, action, { ...options, log }, trace);
  const result = await (observer === undefined ? run() : observer(lease, run));
  if (result === null) {
    options.log(`${where} was stopped with its host and goes back to the backlog`);
    return null;
  }
  if (result === "crashed") {
    log("its process died");
    await engine.reportCrash(lease);
    return null;
  }
  return (await reporter.report({ lease, chain, ...result })).next;
}

async function attempt(
  lease: Lease,
  action: Action | undefined,
  { env, stopping, alone, log }: StepRunnerOptions,
  trace: TraceHeaders | undefined,
): Promise<Ending> {
  if (lease.crashes > 0 && alone !== undefined) return alone.perform(lease, stopping, log);
  return perform({ lease, action, env, stopping, log, trace });
}
