/** The stage of the workflow patterns: a small workflow, its workers, its events, and its trace. */
import { test, type TestDatabase } from "../support/database.ts";
import {
  execution,
  start,
  TestWorker,
  type EdgeText,
  type Lease,
  type Node,
} from "../support/engine.ts";
import { makeDue } from "../support/containers.ts";
import { endExecutions, endScene, workflowOf } from "../support/scenes.ts";

export { expect } from "../support/database.ts";
export { end, foreach, group, loop, within } from "../support/containers.ts";
export { act, set } from "../support/scenes.ts";
export { codeOf } from "../support/scenes.ts";

/** A choice: `"port: condition"`, and the default port if no case has to hold. */
export const choice = (id: string, cases: Record<string, string>, rest?: string): Node => ({
  id,
  type: "choice",
  data: {
    mode: rest === undefined ? "all" : "first",
    cases: Object.entries(cases).map(([port, when]) => ({ port, when })),
    ...(rest !== undefined && { default: rest }),
  },
});

/** A wait for one of these events, each a port of its own. */
export const wait = (id: string, names: string[], data: object = {}): Node => ({
  id,
  type: "wait",
  data: { timeout: "1 year", events: names.map((name) => ({ port: name, name })), ...data },
});

export const every = { join: { kind: "every" } };
export const quorum = (n: number, rest: "keep" | "cancel" = "keep") => ({
  join: { kind: "quorum", n, rest },
});

const names = (steps: { name: string }[]) =>
  steps
    .map(({ name }) => name)
    .sort()
    .join(" ");

/** One execution of a workflow; `a` or `each[1].a` names a step. */
class Run {
  readonly #db: TestDatabase;
  readonly #worker: TestWorker;
  readonly #leases = new Map<string, Lease>();
  readonly id: string;

  constructor(db: TestDatabase, worker: TestWorker, id: string) {
    this.#db = db;
    this.#worker = worker;
    this.id = id;
  }

  /** The engine does whatever it can, and workers take up what they may. */
  async settle(): Promise<this> {
    await this.#worker.pump();
    await this.#take(await this.#worker.begin());
    await this.#db.query("delete from graphile_worker._private_jobs");
    return this;
  }

  async #take(leases: Lease[]): Promise<void> {
    for (const lease of leases) {
      const [row] = await this.#db.query<{ name: string }>(
        `select concat_ws('.', frame.path, $2::text) as name
         from sluice_private.step_leases as lease
         left join sluice_private.frames as frame
           on frame.execution_id = lease.execution_id and frame.frame_id = lease.frame_id
         where lease.token = $1`,
        [lease.token, lease.node_id],
      );
      this.#leases.set(row!.name, lease);
    }
  }

  /** A worker that has taken up this step reports; the engine's verdict on each, in turn. */
  async does(steps: string, output: unknown = {}): Promise<string[]> {
    const verdicts: string[] = [];
    for (const step of steps.split(" ")) {
      const lease = this.#leases.get(step);
      if (lease === undefined) throw new Error(`no worker has begun ${step}`);
      for (const { verdict, next } of await this.#worker.report([[lease, output]])) {
        verdicts.push(verdict);
        await this.#take(next === null ? [] : [next]);
      }
      await this.settle();
    }
    return verdicts;
  }

  fails(step: string, code: string): Promise<string[]> {
    return this.does(step, { error: { class: code, message: code } });
  }

  async emits(name: string, payload: unknown = {}, key: string | null = null): Promise<void> {
    await this.#db.query(
      `select sluice.emit_event($2, $3, $4, null, e.organization_id)
       from sluice.workflow_executions as e where e.id = $1`,
      [this.id, name, JSON.stringify(payload), key],
    );
    await this.settle();
  }

  /** Every timer there is falls due. */
  async waitsLong(): Promise<void> {
    await makeDue(this.#db, this.id);
    await this.settle();
  }

  /** What an operator does by hand. */
  async byHand(verb: "complete_step" | "cancel_step" | "skip_step", step: string): Promise<void> {
    await this.#db.query(`select sluice.${verb}($1, $2)`, [this.id, step]);
    await this.settle();
  }

  async cancels(): Promise<void> {
    await this.#db.query("select sluice.cancel_execution($1)", [this.id]);
    await this.settle();
  }

  async #steps(): Promise<{ name: string; type: string; status: string; output: unknown }[]> {
    return this.#db.query(
      `select concat_ws('.', frame_path, node_id) as name, type, status, output
       from sluice.workflow_execution_steps
       where execution_id = $1 and type <> 'trigger' and node_id not like 'cycle:%'
       order by frame_path nulls first, step_no`,
      [this.id],
    );
  }

  /** Each step with its status. */
  async trace(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.#steps()).map(({ name, status }) => [name, status]));
  }

  /** The steps with this status, in the order of their names. */
  async all(status: string): Promise<string> {
    const steps = (await this.#steps()).filter((step) => step.status === status);
    return names(steps);
  }

  /** What workers are at. */
  async working(): Promise<string> {
    const steps = await this.#steps();
    return names(steps.filter(({ type, status }) => type === "action" && status === "running"));
  }

  async output(step: string): Promise<unknown> {
    return (await this.#steps()).find(({ name }) => name === step)?.output;
  }

  async status(): Promise<string> {
    return (await execution(this.#db, this.id)).status;
  }

  async result(): Promise<unknown> {
    return (await execution(this.#db, this.id)).output;
  }
}

export type Play = (
  nodes: Node[],
  edges: EdgeText[],
  input?: unknown,
  name?: string,
) => Promise<Run>;

/** A test of one pattern. After it nothing is under way, and no invariant is broken. */
export function pattern(name: string, body: (play: Play) => Promise<void>): void {
  test(name, async ({ db }) => {
    try {
      await body(async (nodes, edges, input = {}, name) => {
        const workflow = await workflowOf(db, nodes, edges, undefined, name);
        const id = await start(db, workflow, input);
        const worker = await new TestWorker(db.worker).register();
        return new Run(db, worker, id).settle();
      });
    } finally {
      await endExecutions(db);
    }
    await endScene(db);
  });
}
