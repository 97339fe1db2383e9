import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { SafeError } from "postgraphile/grafast";

const FASTEST_MS = 100;
const SLOWEST_MS = 1000;

/** One row while the execution may be seen; it differs as soon as anything a user sees does. */
const PROBE = `
  select
    execution.finished_at is not null as is_finished,
    concat_ws(' ', execution.status, steps.seen) as state
  from sluice.workflow_executions as execution
  cross join lateral (
    select string_agg(concat_ws(':', counted.status, counted.n, counted.attempts), ',') as seen
    from (
      select step.status, count(*) as n, sum(step.attempt) as attempts
      from sluice.workflow_execution_steps as step
      where step.execution_id = $1 and step.organization_id = execution.organization_id
      group by step.status
      order by step.status
    ) as counted
  ) as steps
  where execution.id = $1`;

interface Probe {
  is_finished: boolean;
  state: string;
}

/** Follows executions by looking, under the claims of whoever subscribed: the engine tells nobody. */
export class ExecutionFeed {
  readonly #pool: pg.Pool;
  readonly #settings: Record<string, string>;

  constructor(pool: pg.Pool, settings: Record<string, string>) {
    this.#pool = pool;
    this.#settings = settings;
  }

  /** Yields the id at once and after every change, and ends once the execution has finished. */
  async *subscribe(executionId: string): AsyncGenerator<string> {
    let state: string | undefined;
    let pause = FASTEST_MS;
    for (;;) {
      this.#assertStillSignedIn();
      const probe = await this.#probe(executionId);
      if (probe === undefined) throw notFound(executionId);
      if (probe.state !== state) {
        state = probe.state;
        pause = FASTEST_MS;
        yield executionId;
      }
      if (probe.is_finished) return;
      await sleep(pause);
      pause = Math.min(pause * 1.5, SLOWEST_MS);
    }
  }

  #assertStillSignedIn(): void {
    const expiry = this.#settings["jwt.claims.exp"];
    if (expiry !== undefined && Number(expiry) * 1000 <= Date.now()) {
      const hint = "Subscribe again with a new token.";
      throw new SafeError("the token has expired", {
        code: "SLFRB",
        reason: "UNAUTHENTICATED",
        hint,
      });
    }
  }

  async #probe(executionId: string): Promise<Probe | undefined> {
    const client = await this.#pool.connect();
    try {
      await client.query("begin read only");
      const settings = Object.entries(this.#settings);
      await client.query(
        "select set_config(name, value, true) from unnest($1::text[], $2::text[]) as s (name, value)",
        [settings.map(([name]) => name), settings.map(([, value]) => value)],
      );
      const { rows } = await client.query<Probe>(PROBE, [executionId]);
      await client.query("commit");
      return rows[0];
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

function notFound(executionId: string): Error {
  return new SafeError(`execution ${executionId} does not exist`, {
    code: "SLNTF",
    reason: "NOT_FOUND",
    hint: "List workflowExecutions to see those of your organizations.",
  });
}
