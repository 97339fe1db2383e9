/** What the doors of the engine answer with, and what the host makes of it. */
import type { PollOrder } from "../poll/order.ts";
import type { Answer, Lease } from "./engine.ts";

export interface BeginRow {
  organization_id: string;
  token: string;
  execution_id: string;
  node_id: string;
  action: string;
  attempt: number;
  idempotency_key: string;
  input: string | null;
  timeout_ms: number | null;
  crashes: number;
}

export type PumpRow = {
  advanced: number;
  admitted: number;
  more: boolean;
  is_idle: boolean;
  due_in_ms: number | null;
} & (BeginRow | { token: null });

interface OrderRow {
  organization_id: string;
  poll_id: string;
  token: string;
  source: string;
  request: PollOrder["request"];
  timeout_ms: number;
}

export type PollRow = { count: number; due_in_ms: number | null } & (OrderRow | { token: null });

/** What follows at once is of the same execution, and has crashed nobody yet. */
type Following = Omit<BeginRow, "organization_id" | "execution_id" | "crashes">;
type Prefixed<T> = { [K in keyof T & string as `next_${K}`]: T[K] };

export type CompleteRow = { token: string; verdict: Answer["verdict"] } & (
  Prefixed<Following> | { next_token: null }
);

export function leaseOf(row: BeginRow): Lease {
  return {
    organizationId: row.organization_id,
    token: row.token,
    executionId: row.execution_id,
    nodeId: row.node_id,
    action: row.action,
    attempt: row.attempt,
    key: row.idempotency_key,
    input: row.input ?? "null",
    timeoutMs: row.timeout_ms,
    crashes: row.crashes,
  };
}

/** To a report of this lease; none: it is not ours any more. */
export function answerOf(row: CompleteRow | undefined, lease: Lease): Answer {
  if (row === undefined) return { verdict: "stale", next: null };
  if (row.next_token === null) return { verdict: row.verdict, next: null };
  const next: Lease = {
    organizationId: lease.organizationId,
    token: row.next_token,
    executionId: lease.executionId,
    nodeId: row.next_node_id,
    action: row.next_action,
    attempt: row.next_attempt,
    key: row.next_idempotency_key,
    input: row.next_input ?? "null",
    timeoutMs: row.next_timeout_ms,
    crashes: 0,
  };
  return { verdict: row.verdict, next };
}

export function orderOf(row: OrderRow): PollOrder {
  const { organization_id, poll_id, token, source, request, timeout_ms } = row;
  const ids = { organizationId: organization_id, pollId: poll_id, token };
  return { ...ids, source, request, timeoutMs: timeout_ms };
}
