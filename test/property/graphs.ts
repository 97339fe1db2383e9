/** Random workflows over everything that can be published, and what happens to each. */
import fc from "fast-check";
import { build } from "./build.ts";
import { rawCall, type RawCall } from "./calling.ts";
import { rawContainer, type RawContainer } from "./containing.ts";
import type { Json, Outcome, Setting } from "./language.ts";

/** In which order what is pending happens; numbers are taken modulo how much there is. */
export interface Order {
  picks: number[];
  /** After how many events somebody cancels. */
  cancelAt: number | null;
  /** Whether steps that are ready together report together, where no rule forbids it. */
  isGrouped: boolean;
  /** What somebody does to it, and when at the earliest: after so many rounds. */
  acts: Act[];
  /** How many rounds it stays paused. */
  pausedFor: number;
  /** Whether the replies to its reports are lost, so that they are sent again. */
  isDeaf: boolean;
}

export interface Act {
  at: number;
  does: "crash" | "settle" | "pause" | "emit" | "overdue" | "deadline" | "cancel";
  which: number;
  value: number;
}

export interface Scenario extends Setting {
  payload: Record<string, Json>;
  orders: Order[];
}

/** Numbers stand for what there is to choose from, so that any of them makes a valid workflow. */
export interface RawCondition {
  reads: "payload" | "output" | "status" | "binding";
  which: number;
  value: number;
}

export interface RawEdge {
  from: number;
  port: number;
  guard: RawCondition | null;
}

export interface RawJoin {
  kind: "any" | "every" | "quorum";
  n: number;
  rest: "keep" | "cancel" | null;
}

/** Several conditions race. */
export interface RawWait {
  time: "for" | "until" | null;
  timeout: "1 hour" | "3 hours" | null;
  events: number;
  isIndexed: boolean;
  hasInbox: boolean;
  isBroken: boolean;
}

type ContainerKind = "foreach" | "loop" | "group";

export interface RawNode {
  kind: "work" | "set" | "broken" | "choice" | "join" | "wait" | "call" | "end" | ContainerKind;
  /** Which of the containers that are there it is in; 0 is none. */
  place: number;
  isEntry: boolean;
  container: RawContainer;
  edges: RawEdge[];
  join: RawJoin;
  wait: RawWait;
  call: RawCall;
  runIf: RawCondition | null;
  isDisabled: boolean;
  attempts: number;
  retryWhen: string[] | null;
  onError: "fail" | "continue" | "branch" | null;
  isAll: boolean;
  cases: RawCondition[];
  /** 0: none, where it may be left out; 1: the first case's port; else one of its own. */
  fallback: number;
  ends: (typeof ENDS)[number];
  hasOutput: boolean;
  /** What replaces its output; mostly nothing does. */
  output: number;
  /** Of a choice: what decides in place of its cases' conditions, if anything does. */
  split: { key: number; weights: number[] } | null;
  outcomes: Outcome[];
}

export interface RawGraph {
  triggers: number;
  hasDeadline: boolean;
  nodes: RawNode[];
}

export interface Raw extends RawGraph {
  fires: number;
  payload: Record<string, Json>;
  /** What is called; each may call those before it. */
  callees: RawGraph[];
  orders: Order[];
}

const ENDS = [
  {},
  { scope: "branch" },
  { scope: "frame" },
  { scope: "execution" },
  { scope: "execution", status: "completed" },
  { scope: "execution", status: "failed" },
  { scope: "frame", status: "cancelled" },
] as const;

const condition: fc.Arbitrary<RawCondition> = fc.record({
  reads: fc.constantFrom("payload", "output", "status", "binding"),
  which: fc.nat(30),
  value: fc.nat(5),
});

/** Once in so many times. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, times: number) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const error = (name: string, more: object = {}): Outcome => ({
  error: { class: name, message: "no", ...more },
});

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 5, arbitrary: fc.boolean().map((ok): Outcome => ({ output: { ok } })) },
  { weight: 1, arbitrary: fc.constantFrom<Outcome>({ output: null }, { output: [1, "x"] }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      error("http"),
      error("timeout"),
      error("http", { retryable: false }),
    ),
  },
);

const rawEdge: fc.Arbitrary<RawEdge> = fc.record({
  from: fc.nat(30),
  port: fc.nat(30),
  guard: rarely(condition, 9),
});

const rawJoin: fc.Arbitrary<RawJoin> = fc.record({
  kind: fc.oneof(
    { weight: 9, arbitrary: fc.constant("any" as const) },
    { weight: 3, arbitrary: fc.constantFrom("every", "quorum", "quorum") },
  ),
  n: fc.nat(3),
  rest: fc.constantFrom(null, "keep", "cancel"),
});

const rawWait: fc.Arbitrary<RawWait> = fc.record({
  time: fc.constantFrom("for", "until", null, null),
  timeout: fc.constantFrom(null, null, "1 hour", "3 hours"),
  events: fc.constantFrom(0, 1, 1, 2),
  isIndexed: fc.nat(2).map((n) => n === 2),
  hasInbox: fc.nat(2).map((n) => n > 0),
  isBroken: fc.nat(15).map((n) => n === 15),
});

const rawNodeOf = (calls: number): fc.Arbitrary<RawNode> =>
  fc.record({
    kind: fc.oneof(
      { weight: 11, arbitrary: fc.constant("work" as const) },
      { weight: 4, arbitrary: fc.constantFrom("set", "choice", "join") },
      { weight: 1, arbitrary: fc.constantFrom("end", "broken") },
      { weight: 3, arbitrary: fc.constant("wait" as const) },
      { weight: calls, arbitrary: fc.constant("call" as const) },
      { weight: 4, arbitrary: fc.constantFrom("group", "loop", "foreach", "foreach") },
    ),
    place: fc.nat(30),
    isEntry: fc.boolean(),
    container: rawContainer,
    edges: fc.array(rawEdge, { minLength: 1, maxLength: 4 }),
    join: rawJoin,
    wait: rawWait,
    call: rawCall,
    runIf: rarely(condition, 12),
    isDisabled: fc.nat(14).map((n) => n === 14),
    attempts: fc.integer({ min: 1, max: 3 }),
    retryWhen: rarely(fc.constantFrom(["http"], ["timeout", "other"]), 4),
    onError: fc.constantFrom(null, "continue", "continue", "branch", "fail"),
    isAll: fc.boolean(),
    cases: fc.array(condition, { minLength: 1, maxLength: 3 }),
    fallback: fc.nat(3),
    ends: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(ENDS[0], ENDS[1]) },
      { weight: 2, arbitrary: fc.constantFrom(...ENDS.slice(2)) },
    ),
    hasOutput: fc.boolean(),
    output: fc.nat(20),
    split: rarely(
      fc.record({
        key: fc.nat(5),
        weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      }),
      3,
    ),
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 3 }),
  });

const act: fc.Arbitrary<Act> = fc.record({
  at: fc.nat(4),
  does: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("settle", "pause", "emit") },
    {
      weight: 2,
      arbitrary: fc.constantFrom("crash", "overdue", "overdue", "deadline", "deadline", "cancel"),
    },
  ),
  which: fc.nat(30),
  value: fc.nat(5),
});

/** Often nobody does anything, so that the orders of one workflow can be compared. */
const acts: fc.Arbitrary<Act[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([] as Act[]) },
  { weight: 5, arbitrary: fc.array(act, { minLength: 1, maxLength: 5, size: "max" }) },
  // three deaths in a row are too many
  {
    weight: 1,
    arbitrary: act.map((one): Act[] =>
      [0, 1, 2].map((n) => ({ ...one, at: one.at + n, does: "crash" })),
    ),
  },
);

const order: fc.Arbitrary<Order> = fc.record({
  picks: fc.array(fc.nat(30), { maxLength: 20 }),
  cancelAt: rarely(fc.nat(8), 6),
  isGrouped: fc.boolean(),
  acts,
  pausedFor: fc.nat(4),
  isDeaf: fc.boolean(),
});

const rawCallee: fc.Arbitrary<RawGraph> = fc.record({
  triggers: fc.constant(1),
  hasDeadline: fc.boolean(),
  nodes: fc.array(rawNodeOf(8), { minLength: 1, maxLength: 4, size: "max" }),
});

const rawOf = (orders: number): fc.Arbitrary<Raw> =>
  fc.record({
    triggers: fc.constantFrom(1, 1, 1, 1, 2, 3),
    fires: fc.nat(2),
    hasDeadline: fc.nat(9).map((n) => n === 9),
    payload: fc.record({
      yes: fc.boolean(),
      list: fc.array(fc.oneof(fc.nat(3), fc.boolean()), { maxLength: 4 }),
      n: fc.oneof(fc.nat(4), fc.constant("x")),
    }) as fc.Arbitrary<Record<string, Json>>,
    nodes: fc.array(rawNodeOf(3), { minLength: 1, maxLength: 16, size: "max" }),
    callees: fc.oneof(
      { weight: 2, arbitrary: fc.constant([] as RawGraph[]) },
      { weight: 3, arbitrary: fc.array(rawCallee, { minLength: 1, maxLength: 2 }) },
    ),
    orders: fc.array(order, { minLength: orders, maxLength: orders }),
  });

/** Workflows that are each to run in so many orders. */
export const scenarioOf = (orders: number): fc.Arbitrary<Scenario> => rawOf(orders).map(build);
