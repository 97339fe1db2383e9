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

export type PumpRow = { advanced: number; admitted: number; due_in_ms: number | null } & (
  BeginRow | { token: null }
);

interface OrderRow {
  organization_id: string;
  poll_id: string;
  token: string;
  source: string;
  request: PollOrder["request"];
  timeout_ms: number;
}

export type PollRow = { count: number; due_in_ms: number | null } & (OrderRow | { token: null });

/** What follows at once has crashed nobody yet. */
type Prefixed<T> = { [K in Exclude<keyof T & string, "crashes"> as `next_${K}`]: T[K] };

export type CompleteRow = { token: string; verdict: Answer["verdict"] } & (
  Prefixed<BeginRow> | { next_token: null }
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

export function answerOf(row: CompleteRow): Answer {
  if (row.next_token === null) return { verdict: row.verdict, next: null };
  const next = leaseOf({
    organization_id: row.next_organization_id,
    token: row.next_token,
    execution_id: row.next_execution_id,
    node_id: row.next_node_id,
    action: row.next_action,
    attempt: row.next_attempt,
    idempotency_key: row.next_idempotency_key,
    input: row.next_input,
    timeout_ms: row.next_timeout_ms,
    crashes: 0,
  });
  return { verdict: row.verdict, next };
}

export function orderOf(row: OrderRow): PollOrder {
  const { organization_id, poll_id, token, source, request, timeout_ms } = row;
  const ids = { organizationId: organization_id, pollId: poll_id, token };
  return { ...ids, source, request, timeoutMs: timeout_ms };
}
