/** The engine's functions as this host calls them, one prepared statement each. */
import type { PollOrder } from "../poll/order.ts";
import {
  answerOf,
  leaseOf,
  orderOf,
  type BeginRow,
  type CompleteRow,
  type PollRow,
  type PumpRow,
} from "./rows.ts";

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

export interface Queryable {
  query(statement: Statement): Promise<{ rows: unknown[] }>;
}

/** A step that this worker has been given to run. */
export interface Lease {
  readonly organizationId: string;
  readonly token: string;
  readonly executionId: string;
  readonly nodeId: string;
  readonly action: string;
  readonly attempt: number;
  readonly key: string;
  /** JSON text. */
  readonly input: string;
  readonly timeoutMs: number | null;
  /** How often a process died that ran it. */
  readonly crashes: number;
}

export interface LeaseReference {
  readonly organizationId: string;
  readonly token: string;
}

export type Outcome = "completed" | "failed";

export interface Report {
  readonly lease: Lease;
  readonly outcome: Outcome;
  /** JSON text: the output, or the error. */
  readonly result: string;
}

export interface Answer {
  readonly verdict: "recorded" | "stale" | "deferred";
  readonly next: Lease | null;
}

export interface Pumped {
  /** How many executions moved on. */
  readonly advanced: number;
  /** How many executions and steps moved. */
  readonly count: number;
  /** Something was done, also where nothing moved. */
  readonly hasMore: boolean;
  /** What is started now notifies this worker. */
  readonly isIdle: boolean;
  /** The steps among them that are ours to run. */
  readonly leases: Lease[];
  /** In how many milliseconds the next timer is due, by the database's clock. */
  readonly dueInMs: number | null;
}

export interface ClaimedPolls {
  /** How many were looked at. */
  readonly count: number;
  /** Those among them that are ours to make. */
  readonly orders: PollOrder[];
  /** In how many milliseconds the next one is due. */
  readonly dueInMs: number | null;
}

export interface Registration {
  readonly workerId: string;
  readonly host: string;
  readonly pid: number;
  readonly actions: string[];
  readonly concurrency: number;
  readonly version: string;
}

const BEGIN = `select organization_id, token::text, execution_id, node_id, action, attempt,
    idempotency_key, input, timeout_ms, crashes
  from sluice_private.begin_steps($1, $2, $3::uuid[], $4::bigint[])`;
const COMPLETE = `select token::text, verdict, next_token::text, next_node_id, next_action,
    next_attempt, next_idempotency_key, next_input, next_timeout_ms
  from sluice_private.complete_steps(
    $1, $2, $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[])`;

const PUMP = `select advanced, admitted, more, is_idle,
    (extract(epoch from next_due - clock_timestamp()) * 1000)::float8 as due_in_ms,
    h.organization_id, h.token::text, h.execution_id, h.node_id, h.action, h.attempt,
    h.idempotency_key, h.input, h.timeout_ms, h.crashes
  from sluice_private.pump($1, $2, $3, $4) as p
  left join lateral unnest(p.handed) as h on true`;
const CLAIM = `select taken as count,
    (extract(epoch from next_due - clock_timestamp()) * 1000)::float8 as due_in_ms,
    h.organization_id, h.poll_id, h.token, h.source, h.request, h.timeout_ms
  from sluice_private.claim_polls($1, $2) as p
  left join lateral unnest(p.handed) as h on true`;
/** Hosts sweep in turns: however many there are, twice a second. */
const SWEEP_PAUSE = "450 ms";

export class Engine {
  readonly #database: Queryable;
  readonly workerId: string;
  readonly epoch: string;

  private constructor(database: Queryable, workerId: string, epoch: string) {
    this.#database = database;
    this.workerId = workerId;
    this.epoch = epoch;
  }

  static async register(database: Queryable, worker: Registration): Promise<Engine> {
    const { workerId, host, pid, actions, concurrency, version } = worker;
    const { rows } = await database.query({
      name: "register_worker",
      text: "select sluice_private.register_worker($1, $2, $3, $4, $5, $6)::text as epoch",
      values: [workerId, host, pid, actions, concurrency, version],
    });
    const [{ epoch }] = rows as [{ epoch: string }];
    return new Engine(database, workerId, epoch);
  }

  /** The leases that are ours now; one that is missing belongs to nobody or somebody else. */
  async beginSteps(leases: readonly LeaseReference[]): Promise<Map<string, Lease>> {
    const rows = (await this.#call("begin_steps", BEGIN, [
      leases.map(({ organizationId }) => organizationId),
      leases.map(({ token }) => token),
    ])) as BeginRow[];
    return new Map(rows.map((row) => [row.token, leaseOf(row)]));
  }

  /** Report by report, in their order. */
  async completeSteps(reports: readonly Report[]): Promise<Answer[]> {
    const rows = (await this.#call("complete_steps", COMPLETE, [
      reports.map(({ lease }) => lease.organizationId),
      reports.map(({ lease }) => lease.executionId),
      reports.map(({ lease }) => lease.token),
      reports.map(({ outcome }) => outcome),
      reports.map(({ result }) => result),
    ])) as CompleteRow[];
    const rowOf = new Map(rows.map((row) => [row.token, row]));
    return reports.map(({ lease }) => answerOf(rowOf.get(lease.token), lease));
  }

  async advanceExecutions(leases: readonly Lease[]): Promise<void> {
    await this.#database.query({
      name: "advance_executions",
      text: "select sluice_private.advance_executions($1::uuid[], $2::uuid[])",
      values: [
        leases.map(({ organizationId }) => organizationId),
        leases.map(({ executionId }) => executionId),
      ],
    });
  }

  /** How many steps this host could run now, and how many of those that processes have died of. */
  async pump(room: number, apart: number): Promise<Pumped> {
    const rows = (await this.#call("pump", PUMP, [room, apart])) as PumpRow[];
    const leases = rows.flatMap((row) => (row.token === null ? [] : [leaseOf(row)]));
    const [{ advanced, admitted, more, is_idle: isIdle, due_in_ms: dueInMs }] = rows as [PumpRow];
    return { advanced, count: advanced + admitted, hasMore: more, isIdle, dueInMs, leases };
  }

  /** How many executions moved on. */
  async advanceBatch(): Promise<number> {
    const text = "select sluice_private.advance_batch() as advanced";
    const { rows } = await this.#database.query({ name: "advance_batch", text, values: [] });
    return (rows as [{ advanced: number }])[0].advanced;
  }

  async claimPolls(room: number): Promise<ClaimedPolls> {
    const { rows } = await this.#database.query({
      name: "claim_polls",
      text: CLAIM,
      values: [room, this.workerId],
    });
    const all = rows as PollRow[];
    const orders = all.flatMap((row) => (row.token === null ? [] : [orderOf(row)]));
    return { count: all[0]?.count ?? 0, dueInMs: all[0]?.due_in_ms ?? null, orders };
  }

  async reportPoll(order: PollOrder, answer: string, body: string | null): Promise<void> {
    const { organizationId, pollId, token } = order;
    await this.#database.query({
      name: "report_poll",
      text: "select sluice_private.report_poll($1, $2, $3, $4, $5)",
      values: [organizationId, pollId, token, answer, body],
    });
  }

  async markIdle(): Promise<void> {
    await this.#call("mark_idle", "select sluice_private.mark_idle($1, $2)", []);
  }

  async drain(): Promise<void> {
    await this.#call("drain_worker", "select sluice_private.drain_worker($1, $2)", []);
  }

  /** The process in which this step ran alone has died. */
  async reportCrash({ token }: Lease): Promise<void> {
    const text = "select sluice_private.report_crashes($1, $2, array[$3::bigint])";
    await this.#call("report_crashes", text, [token]);
  }

  async noteListening(isListening: boolean): Promise<void> {
    const text = "select sluice_private.note_listening($1, $2, $3)";
    await this.#call("note_listening", text, [isListening]);
  }

  async unregister(): Promise<void> {
    await this.#call("unregister_worker", "select sluice_private.unregister_worker($1, $2)", []);
  }

  /** How many steps have gone back to the backlog, or failed. */
  async sweep(): Promise<number> {
    const text = "select sluice_private.sweep($1) as count";
    const { rows } = await this.#database.query({ name: "sweep", text, values: [SWEEP_PAUSE] });
    return (rows as [{ count: number }])[0].count;
  }

  /** The next thing there is to do for history; false when that was all. */
  async maintain(): Promise<boolean> {
    const text = "select sluice_private.maintain() as did";
    const { rows } = await this.#database.query({ name: "maintain", text, values: [] });
    return (rows as [{ did: boolean }])[0].did;
  }

  /** Moves on one execution that was set apart; false when there is none. */
  async advanceApart(): Promise<boolean> {
    const text = "select sluice_private.advance_apart() as did";
    const { rows } = await this.#database.query({ name: "advance_apart", text, values: [] });
    return (rows as [{ did: boolean }])[0].did;
  }

  async #call(name: string, text: string, values: unknown[]): Promise<unknown[]> {
    const all = [this.workerId, this.epoch, ...values];
    return (await this.#database.query({ name, text, values: all })).rows;
  }
}
