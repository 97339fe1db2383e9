import type pg from "pg";

/**
 * The workflows of the workloads: one and five actions in a row, `width` actions side by side and
 * then a join, ten nodes without an effect, a sleep until `until` and then an action.
 */
export type WorkflowName = "one" | "five" | "fan" | "logic" | "sleeper";

/** One run's input; `k` is unique in the whole bench. */
export interface Input {
  k: number;
  n: number;
  /** Of `fan`. */
  width?: number;
  /** Of `sleeper`: milliseconds since 1970. */
  until?: number;
}

export interface Context {
  url: string;
  pool: pg.Pool;
}

/** An engine on the bench: how its runs are started, and how one sees that they are done. */
export interface Peer {
  key: string;
  version: string;
  /** Runs in a process of its own; told BENCH_URL and BENCH_CONCURRENCY. */
  worker: URL;
  concurrency: number;
  /** Those of the workflows that it has. */
  workflows: readonly WorkflowName[];
  /** What must hold before the worker starts. */
  setup(context: Context): Promise<void>;
  /** What must hold once the worker runs. */
  connect?(context: Context): Promise<void>;
  /** Answers the ids of the runs. */
  start(context: Context, workflow: WorkflowName, inputs: Input[]): Promise<string[]>;
  /** How many runs the engine's own tables show as completed. */
  done(context: Context): Promise<number>;
  /** When a run was completed by the engine's own tables, in milliseconds since 1970. */
  doneAt?(context: Context, id: string): Promise<number | undefined>;
  close?(): Promise<void>;
}
