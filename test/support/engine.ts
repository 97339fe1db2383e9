import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Claims, TestDatabase } from "./database.ts";

type Queryable = Pick<pg.Pool, "query"> | pg.Client | pg.PoolClient;
export type Json = unknown;

export interface Node {
  /** The container it is in. */
  parentId?: string;
  id: string;
  type: string;
  data?: Record<string, Json>;
}

/** `"a → b"`, or `"a:port → b"`; the id of the edge is its text. */
export type EdgeText = string;

/** An organization with one member; `claims` is what their token says. */
export async function createTenant(
  db: TestDatabase,
  role = "member",
): Promise<{ organizationId: string; userId: string; claims: Required<Claims> }> {
  const organizationId = randomUUID();
  const userId = randomUUID();
  await db.query("insert into sluice.organizations (id, slug, name) values ($1, $2, 'Test')", [
    organizationId,
    `t-${organizationId}`,
  ]);
  await db.query("insert into sluice.users (id, email) values ($1, $2)", [
    userId,
    `${userId}@example.test`,
  ]);
  await db.query(
    `insert into sluice.organization_members (organization_id, user_id, role) values ($1, $2, $3)`,
    [organizationId, userId, role],
  );
  return { organizationId, userId, claims: { sub: userId, org: organizationId } };
}

/** A worker action without an effect: tests report its outcome themselves. */
export async function defineTestAction(db: TestDatabase, name = "act"): Promise<void> {
  await db.query("select sluice_private.sync_action_definitions($1)", [
    JSON.stringify([
      { name, title: name, description: "", input_schema: { type: "object" }, output_schema: {} },
    ]),
  ]);
}

export function definition(nodes: Node[], edges: EdgeText[], settings?: object) {
  return {
    nodes: nodes.map((node) => ({ data: {}, position: { x: 0, y: 0 }, ...node })),
    edges: edges.map((text) => {
      const [from, target] = text.split(" → ") as [string, string];
      const [source, port] = from.split(/:(.*)/s) as [string, string | undefined];
      return { id: text, source, target, ...(port === undefined ? {} : { sourceHandle: port }) };
    }),
    ...(settings === undefined ? {} : { settings }),
  };
}

export const manual: Node = { id: "start", type: "trigger", data: { trigger: "manual" } };

/** Creates and publishes a workflow; answers its id. */
export async function publish(
  db: TestDatabase,
  organizationId: string,
  draft: object,
  name = `w-${randomUUID()}`,
): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    "select id from sluice.create_workflow($1, $2, '', $3)",
    [name, JSON.stringify(draft), organizationId],
  );
  await db.query("select sluice.publish_workflow($1)", [row!.id]);
  return row!.id;
}

/** Starts an execution as an operator; answers its id. */
export async function start(
  db: TestDatabase,
  workflowId: string,
  input: Json = {},
): Promise<string> {
  const [row] = await db.query<{ id: string }>("select id from sluice.start_workflow($1, $2)", [
    workflowId,
    JSON.stringify(input),
  ]);
  return row!.id;
}

export interface Lease {
  organization_id: string;
  token: string;
  execution_id: string;
  node_id: string;
  action: string;
  attempt: number;
  idempotency_key: string;
  input: string;
  timeout_ms: number | null;
}

export interface Answer {
  token: string;
  verdict: "recorded" | "stale" | "deferred";
  next: Lease | null;
}

/** Speaks the worker protocol over a connection, step by step, as a test wants it. */
export class TestWorker {
  readonly id: string;
  epoch = "";
  readonly #client: Queryable;
  /** What a process has died of, as far as this worker has been given it. */
  #apart: Lease[] = [];

  constructor(client: Queryable, id: string = randomUUID()) {
    this.#client = client;
    this.id = id;
  }

  /** The same process, over another connection. */
  over(client: Queryable): TestWorker {
    const twin = new TestWorker(client, this.id);
    twin.epoch = this.epoch;
    return twin;
  }

  async #rows<Row>(text: string, values: unknown[]): Promise<Row[]> {
    return (await (this.#client as pg.Client).query(text, values)).rows as Row[];
  }

  async register(actions = ["act"], concurrency = 100): Promise<this> {
    const [row] = await this.#rows<{ epoch: string }>(
      "select sluice_private.register_worker($1, 'test', 1, $2, $3, '1.2.3') as epoch",
      [this.id, actions, concurrency],
    );
    this.epoch = row!.epoch;
    return this;
  }

  /** It has found nothing to do: it is woken, and offered what others have no room for. */
  async sleep(): Promise<this> {
    await this.#rows("select sluice_private.mark_idle($1, $2)", [this.id, this.epoch]);
    return this;
  }

  /** Pumps until nothing is pending; what may run is offered, but what has to run apart. */
  async pump(places = 100_000): Promise<void> {
    for (;;) {
      const rows = await this.#rows<Lease & { more: boolean }>(
        `select p.more, h.* from sluice_private.pump($1, $2, null, $3) as p
         left join lateral unnest(p.handed) as h on true`,
        [this.id, this.epoch, places - this.#apart.length],
      );
      this.#apart.push(...rows.filter(({ token }) => token !== null));
      if (!rows[0]!.more) return;
    }
  }

  /** Binds every offered lease; also those that it has been given to run apart. */
  async begin(): Promise<Lease[]> {
    const admitted = await this.#rows<{ organization_id: string; token: string }>(
      `select (payload ->> 'organization_id')::uuid as organization_id, payload ->> 'token' as token
       from graphile_worker._private_jobs order by id`,
      [],
    );
    const begun = await this.#rows<Lease>(
      "select * from sluice_private.begin_steps($1, $2, $3, $4)",
      [
        this.id,
        this.epoch,
        admitted.map((lease) => lease.organization_id),
        admitted.map((lease) => lease.token),
      ],
    );
    return [...this.#apart.splice(0), ...begun];
  }

  /**
   * Reports results: `{ error }` fails the step, anything else completes it. The answers come in
   * the order of the results.
   */
  async report(results: [Lease, Json][]): Promise<Answer[]> {
    const failed = (result: Json) => (result as { error?: Json } | null)?.error !== undefined;
    const rows = await this.#rows<Record<string, unknown>>(
      "select * from sluice_private.complete_steps($1, $2, $3, $4, $5, $6, $7)",
      [
        this.id,
        this.epoch,
        results.map(([lease]) => lease.organization_id),
        results.map(([lease]) => lease.execution_id),
        results.map(([lease]) => lease.token),
        results.map(([, result]) => (failed(result) ? "failed" : "completed")),
        results.map(([, result]) =>
          JSON.stringify(failed(result) ? (result as { error: Json }).error : (result ?? null)),
        ),
      ],
    );
    const place = new Map(results.map(([lease], index) => [lease.token, index]));
    const placeOf = (row: Record<string, unknown>) => place.get(row["token"] as string) ?? -1;
    return rows
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((row) => ({
        token: row["token"] as string,
        verdict: row["verdict"] as Answer["verdict"],
        next:
          row["next_token"] === null
            ? null
            : (Object.fromEntries(
                Object.entries(row)
                  .filter(([name]) => name.startsWith("next_"))
                  .map(([name, value]) => [name.slice(5), value]),
              ) as unknown as Lease),
      }));
  }

  /** Runs everything that can run, with `act` as the effect of every step. */
  async drain(act: (lease: Lease) => Json = () => ({})): Promise<Lease[]> {
    const ran: Lease[] = [];
    for (;;) {
      await this.pump();
      let leases = await this.begin();
      if (leases.length === 0) return ran;
      await this.#rows("delete from graphile_worker._private_jobs", []);
      while (leases.length > 0) {
        ran.push(...leases);
        const answers = await this.report(leases.map((lease) => [lease, act(lease)]));
        leases = answers.flatMap((answer) => (answer.next ? [answer.next] : []));
      }
    }
  }
}

/** node id → status, of the steps of an execution. */
export async function stepStatuses(
  db: TestDatabase,
  executionId: string,
): Promise<Record<string, string>> {
  const rows = await db.query<{ node_id: string; status: string }>(
    `select node_id, status from sluice.workflow_execution_steps
     where execution_id = $1 order by step_no`,
    [executionId],
  );
  return Object.fromEntries(rows.map((row) => [row.node_id, row.status]));
}

export async function execution(
  db: TestDatabase,
  executionId: string,
): Promise<{ status: string; output: Json; error: Json }> {
  const [row] = await db.query<{ status: string; output: Json; error: Json }>(
    "select status, output, error from sluice.workflow_executions where id = $1",
    [executionId],
  );
  return row!;
}

/** Rows that must not be there; expect it to be empty after every file. */
export async function invariants(db: TestDatabase): Promise<Json[]> {
  return db.query("select * from sluice.check_invariants()");
}

/** Reports as if sixteen steps had run in this slot: what follows joins the backlog. */
export async function reportLast(
  { query }: Pick<TestDatabase, "query">,
  worker: TestWorker,
  results: [Lease, Json][],
): Promise<Answer[]> {
  await query("update sluice_private.step_leases set token = token | 16 where token = any ($1)", [
    results.map(([lease]) => lease.token),
  ]);
  return worker.report(
    results.map(([lease, result]) => [
      { ...lease, token: String(BigInt(lease.token) | 16n) },
      result,
    ]),
  );
}
