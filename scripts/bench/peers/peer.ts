import type pg from "pg";

/** One run's input; `k` is unique in the whole bench. */
export interface Input {
  k: number;
  n: number;
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
  /** What must hold before the worker starts. */
  setup(context: Context): Promise<void>;
  /** What must hold once the worker runs. */
  connect?(context: Context): Promise<void>;
  start(context: Context, inputs: Input[]): Promise<void>;
  /** How many runs the engine's own tables show as completed. */
  done(context: Context): Promise<number>;
  close?(): Promise<void>;
}
