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
/** Behind a pooler nobody tells it of new jobs. */
const POOLED_POLL_MS = 250;

const payload = z.object({ organization_id: z.guid(), token: z.string().regex(/^\d+$/) });

export interface JobRunnerOptions {
  readonly pool: pg.Pool;
  readonly connection: Connection;
  readonly concurrency: number;
  readonly actionNames: string[];
  readonly runStep: StepRunner;
  readonly log: Log;
  readonly complaints: Complaints;
  /** A job has ended, whatever became of its step. */
  onJobEnd(): void;
}

export interface JobRunner {
  /** Runs steps that came without a job. */
  run(leases: readonly Lease[]): void;
  /** Fetches no more jobs; resolves when those that run have ended. */
  stop(): Promise<void>;
}

/** graphile-worker brings jobs, and is started again when an outage has ended it. */
export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { complaints } = options;
  const stop = new AbortController();
  let runner = await startRunner(options);

  const supervise = async () => {
    while (!stop.signal.aborted) {
      try {
        await runner.promise;
        if (stop.signal.aborted) return;
        throw new Error("it ended by itself");
      } catch (error) {
        complaints.failed("fetching jobs", error);
      }
      runner = await restart(options, stop.signal, runner);
    }
  };
  const supervised = supervise();
  const direct = new Bag<Promise<void>>();
  return {
    run(leases) {
      for (const lease of leases) {
        const place: number = direct.add(
          options.runStep(lease).finally(() => {
            direct.remove(place);
            options.onJobEnd();
          }),
        );
      }
    },
    async stop() {
      stop.abort();
      await runner.stop().catch(() => {});
      await supervised;
      await Promise.all(direct.items);
    },
  };
}

async function restart(
  options: JobRunnerOptions,
  signal: AbortSignal,
  ended: Runner,
): Promise<Runner> {
  while (!signal.aborted) {
    await sleep(RESTART_MS, undefined, { signal }).catch(() => {});
    if (signal.aborted) return ended;
    try {
      const runner = await startRunner(options);
      options.complaints.worked("fetching jobs");
      return runner;
    } catch (error) {
      options.complaints.failed("fetching jobs", error);
    }
  }
  return ended;
}

async function startRunner(options: JobRunnerOptions): Promise<Runner> {
  const { pool, connection, concurrency } = options;
  return run({
    pgPool: pool,
    taskList: taskListOf(options),
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error") options.log(`graphile-worker: ${message}`);
    }),
    preset: {
      worker: {
        concurrentJobs: concurrency,
        // Without these two a stopped or failing process leaves finished jobs locked.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        localQueue: { size: concurrency + 1 },
        ...(connection === "pooled" && { preparedStatements: false, pollInterval: POOLED_POLL_MS }),
      },
    },
  });
}

/** Retries are the engine's, so a job always completes. */
function taskListOf({ actionNames, runStep, log, onJobEnd }: JobRunnerOptions): TaskList {
  const task = async (job: unknown) => {
    const reference = referenceOf(job);
    if (reference === null) log("a job has no lease in its payload and is dropped");
    else await runStep(reference);
    onJobEnd();
  };
  return Object.fromEntries(actionNames.map((name) => [name, task]));
}

function referenceOf(job: unknown): LeaseReference | null {
  const { data } = payload.safeParse(job);
  return data === undefined ? null : { organizationId: data.organization_id, token: data.token };
}
