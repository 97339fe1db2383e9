/** Workflows that ask others for what is new, and answers to give them. */
import type pg from "pg";
import { expect, type TestDatabase } from "./database.ts";
import { createTenant, definition, publish } from "./engine.ts";
import { set } from "./scenes.ts";

export interface Poll {
  id: string;
  organization_id: string;
  trigger_id: string;
  source: string;
  next_poll_at: Date | null;
  due_at: Date;
  token: string | null;
  poll_count: string;
  item_count: string;
  pending_count: number;
  failures: number;
  last_error: string | null;
  cursor: unknown;
  page: unknown;
  validators: Record<string, string> | null;
  is_first: boolean;
  polled_at: Date | null;
  changed_at: Date | null;
}

export interface Order {
  organization_id: string;
  poll_id: string;
  token: string;
  source: string;
  request: Record<string, unknown>;
}

type Queryable = Pick<pg.ClientBase, "query">;

export const ITEMS = { url: "http://a.example/", items: "body", dedupe_key: "item.id" };

/** A workflow `on → a`, whose trigger polls with this config. */
export class Polled {
  readonly db: TestDatabase;
  readonly organizationId: string;
  readonly workflow: string;

  private constructor(db: TestDatabase, organizationId: string, workflow: string) {
    this.db = db;
    this.organizationId = organizationId;
    this.workflow = workflow;
  }

  static async by(db: TestDatabase, config: object, trigger = "poll", owner?: string) {
    const organizationId = owner ?? (await createTenant(db)).organizationId;
    const workflow = await publish(db, organizationId, draftOf(trigger, config));
    return new Polled(db, organizationId, workflow);
  }

  async republish(config: object, trigger = "poll"): Promise<void> {
    await this.db.query("select sluice.update_workflow($1, definition => $2)", [
      this.workflow,
      JSON.stringify(draftOf(trigger, config)),
    ]);
    await this.db.query("select sluice.publish_workflow($1)", [this.workflow]);
  }

  async row(): Promise<Poll> {
    const [poll] = await this.db.query<Poll>(
      "select * from sluice.workflow_polls where workflow_id = $1",
      [this.workflow],
    );
    return poll!;
  }

  /** As if it were time for the next poll, or whatever else is due. */
  async wait(): Promise<void> {
    await this.db.query(
      `update sluice.workflow_polls set due_at = now(), next_poll_at = now()
       where workflow_id = $1 and token is null`,
      [this.workflow],
    );
  }

  /** Claims it, as a worker would. */
  async claim(session: Queryable = this.db.worker): Promise<Order> {
    await this.wait();
    const orders = await claim(session);
    expect(orders.map(({ poll_id }) => poll_id)).toEqual([(await this.row()).id]);
    return orders[0]!;
  }

  /** Polls, and is answered with this. */
  async answer(body: unknown, more: object = {}): Promise<Order> {
    const order = await this.claim();
    expect(await report(this.db.worker, order, more, body)).toBe("recorded");
    return order;
  }

  async fail(message: string, retryAfterMs?: number): Promise<void> {
    const failure = { outcome: "failed", message, retry_after_ms: retryAfterMs };
    await report(this.db.worker, await this.claim(), failure);
  }

  /** What it has fired for: in that order, and by key where that was at once. */
  async items<Item = unknown>(): Promise<Item[]> {
    const rows = await this.db.query<{ item: Item }>(
      `select input #> '{payload,item}' as item from sluice.workflow_executions
       where workflow_id = $1 order by input ->> 'fired_at', input ->> 'key', id`,
      [this.workflow],
    );
    return rows.map(({ item }) => item);
  }
}

function draftOf(trigger: string, config: object) {
  const on = { id: "on", type: "trigger", data: { trigger, config } };
  return definition([on, set("a")], ["on → a"]);
}

export async function claim(session: Queryable, room = 20): Promise<Order[]> {
  const { rows } = await session.query<Order>(
    `select h.* from sluice_private.claim_polls($1) as p, unnest(p.handed) as h`,
    [room],
  );
  return rows;
}

export async function report(
  session: Queryable,
  order: Order,
  answer: object,
  body?: unknown,
): Promise<string> {
  const { rows } = await session.query<{ verdict: string }>(
    "select sluice_private.report_poll($1, $2, $3, $4, $5) as verdict",
    [
      ...[order.organization_id, order.poll_id, order.token],
      JSON.stringify({ outcome: "answered", ...answer }),
      body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    ],
  );
  return rows[0]!.verdict;
}

export const things = (...ids: (number | string)[]) => ids.map((id) => ({ id }));
