import { setTimeout as sleep } from "node:timers/promises";
import { Logger, run, type Runner, type TaskList } from "graphile-worker";
import type pg from "pg";
import { z } from "zod";
import { Bag } from "./bag.ts";
import type { Complaints, Log } from "./complaints.ts";
import type { Lease, LeaseReference } from "./engine.ts";
import type { StepRunner } from "./run-step.ts";
import type { Connection } from "./session.ts";

const RESTART_MS = 1000;
/** A job is done with as soon as its step has begun, or been left to others. */
const JOBS_AT_ONCE = 4;
/** Of jobs that nobody has told it of; the pump looks for what was offered much more often. */
const POLL_MS = 10_000;

const payload = z.object({ organization_id: z.guid(), token: z.string().regex(/^\d+$/) });

export interface JobRunnerOptions {
  readonly pool: pg.Pool;
  readonly connection: Connection;
  readonly actionNames: string[];
  readonly steps: StepRunner;
  readonly log: Log;
  readonly complaints: Complaints;
  /** There may be room, or something that was left to others. */
  onRoom(): void;
}

export interface JobRunner {
  /** Runs steps for which there is room. */
  run(leases: readonly Lease[]): void;
  /** Fetches no more jobs; resolves when all steps have ended. */
  stop(): Promise<void>;
}

/** graphile-worker brings jobs, and is started again when an outage has ended it. */
export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { complaints, steps, onRoom } = options;
  const stop = new AbortController();
  const running = new Bag<Promise<void>>();
  const start = (lease: Lease) => {
    const place: number = running.add(
      steps.run(lease).finally(() => {
        running.remove(place);
        onRoom();
      }),
    );
  };
  const taskList = taskListOf(options, start);
  let runner = await startRunner(options, taskList);

  const supervise = async () => {
    while (!stop.signal.aborted) {
      try {
        await runner.promise;
        if (stop.signal.aborted) return;
        throw new Error("it ended by itself");
      } catch (error) {
        complaints.failed("fetching jobs", error);
      }
      runner = await restart(options, taskList, stop.signal, runner);
    }
  };
  const supervised = supervise();
  return {
    run(leases) {
      for (const lease of leases) start(lease);
    },
    async stop() {
      stop.abort();
      await runner.stop().catch(() => {});
      await supervised;
      await Promise.all(running.items);
    },
  };
}

async function restart(
  options: JobRunnerOptions,
  taskList: TaskList,
  signal: AbortSignal,
  ended: Runner,
): Promise<Runner> {
  while (!signal.aborted) {
    await sleep(RESTART_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return ended;
    try {
      const runner = await startRunner(options, taskList);
      options.complaints.worked("fetching jobs");
      return runner;
    } catch (error) {
      options.complaints.failed("fetching jobs", error);
    }
  }
  return ended;
}

async function startRunner(options: JobRunnerOptions, taskList: TaskList): Promise<Runner> {
  const { pool, connection } = options;
  return run({
    pgPool: pool,
    taskList,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error") options.log(`graphile-worker: ${message}`);
    }),
    preset: {
      worker: {
        concurrentJobs: JOBS_AT_ONCE,
        pollInterval: POLL_MS,
        // Without these two a stopped or failing process leaves finished jobs locked.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        ...(connection === "pooled" && { preparedStatements: false }),
      },
    },
  });
}

/** Retries are the engine's, so a job always completes. */
function taskListOf(options: JobRunnerOptions, start: (lease: Lease) => void): TaskList {
  const { actionNames, steps, log, onRoom } = options;
  const task = async (job: unknown) => {
    const reference = referenceOf(job);
    if (reference === null) return log("a job has no lease in its payload and is dropped");
    const lease = await steps.begin(reference);
    if (lease === null) onRoom();
    else start(lease);
  };
  return Object.fromEntries(actionNames.map((name) => [name, task]));
}

function referenceOf(job: unknown): LeaseReference | null {
  const { data } = payload.safeParse(job);
  return data === undefined ? null : { organizationId: data.organization_id, token: data.token };
}
