import { setTimeout as sleep } from "node:timers/promises";
import { test as base } from "../database.ts";
import type { TestDatabase } from "../database.ts";
import { createTenant, definition, execution, manual, publish } from "../engine.ts";
import { endExecutions, sweepEvenly } from "../scenes.ts";
import { Effects } from "./effects.ts";
import { WorkerProcess, type WorkerProcessOptions } from "./process.ts";
import type { Target } from "./proxy.ts";

/** What a test has started is gone when it ends, whatever became of it. */
export class Chaos {
  readonly effects: Effects;
  readonly #db: TestDatabase;
  readonly #workers: WorkerProcess[] = [];
  readonly #closing: { close(): Promise<void> }[] = [];

  constructor(db: TestDatabase, effects: Effects) {
    this.#db = db;
    this.effects = effects;
    this.#closing.push(effects);
  }

  /** A worker process; on this database if no other is named. */
  async work(options: Partial<WorkerProcessOptions> = {}): Promise<WorkerProcess> {
    const databaseUrl = this.#db.workerUrl;
    const worker = await WorkerProcess.start({ databaseUrl, ...options });
    this.#workers.push(worker);
    return worker;
  }

  /** Closes it when the test ends. */
  use<Thing extends { close(): Promise<void> }>(thing: Thing): Thing {
    this.#closing.push(thing);
    return thing;
  }

  /** A workflow whose steps call these paths, one after the other. */
  async calls(...paths: string[]): Promise<string> {
    const { organizationId } = await createTenant(this.#db);
    return publish(this.#db, organizationId, callsOf(this.effects.url, paths));
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill()));
    await Promise.all(this.#closing.map((thing) => thing.close()));
    await endExecutions(this.#db);
  }
}

export const test = base.extend("chaos", async ({ db }, { onCleanup }): Promise<Chaos> => {
  await sweepEvenly(db);
  const chaos = new Chaos(db, await Effects.start());
  onCleanup(() => chaos.end());
  return chaos;
});

/** A definition whose steps call these addresses, one after the other. */
export function callsOf(url: string, paths: readonly string[]): object {
  const ids = paths.map((_path, index) => `s${index + 1}`);
  const nodes = ids.map((id, index) => ({
    id,
    type: "action",
    data: {
      action: "http_request",
      input: { method: "POST", url: new URL(paths[index]!, url).href, timeout_seconds: 600 },
      retry: { max_attempts: 1 },
    },
  }));
  const edges = ids.map((id, index) => `${ids[index - 1] ?? "start"} → ${id}`);
  return definition([manual, ...nodes], edges);
}

/** Where the server of a database listens. */
export function targetOf(url: string): Target {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

/** Looks until it is so, and answers what made it so. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
}

/** How the execution has ended, once it has. */
export async function ending(db: Pick<TestDatabase, "query">, id: string) {
  return until(async () => {
    const found = await execution(db as TestDatabase, id);
    return ["completed", "failed", "cancelled"].includes(found.status) && found;
  });
}

/** How the attempts of an execution ended, in their order. */
export async function attemptsOf(db: Pick<TestDatabase, "query">, id: string): Promise<string[]> {
  const rows = await db.query<{ status: string }>(
    `select status from sluice.workflow_step_attempts where execution_id = $1
     order by step_no, attempt, crash`,
    [id],
  );
  return rows.map(({ status }) => status);
}
