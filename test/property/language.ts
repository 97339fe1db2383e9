/** What a workflow is made of, and what can happen to one execution of it. */
export type Json = unknown;

export type Condition = string;

type Type =
  "trigger" | "action" | "choice" | "join" | "wait" | "call" | "end" | "foreach" | "loop" | "group";

export interface DefinedNode {
  id: string;
  /** The container it is in. */
  parentId?: string;
  type: Type;
  data: {
    action?: string;
    input?: Record<string, Json>;
    join?: { kind: "any" | "every" } | { kind: "quorum"; n: number; rest?: "keep" | "cancel" };
    run_if?: Condition;
    disabled?: boolean;
    retry?: { max_attempts: number; when?: string[]; [field: string]: Json };
    on_error?: "fail" | "continue" | "branch";
    mode?: "first" | "all" | "split";
    /** With a condition, or in mode split a weight. */
    cases?: { port: string; when?: Condition; weight?: number }[];
    /** Of a split. */
    key?: string;
    default?: string;
    scope?: "branch" | "frame" | "execution";
    status?: "completed" | "failed" | "cancelled";
    output?: Json;
    for?: string;
    /** Of a wait an instant, of a loop a condition. */
    until?: string;
    events?: { port: string; name: string; match: string }[];
    inbox?: string;
    timeout?: string;
    items?: Json;
    concurrency?: number;
    completion?: "all" | number;
    rest?: "keep" | "cancel";
    on_item_error?: "fail" | "continue" | { tolerate: number };
    collect?: Json;
    while?: Condition;
    max_iterations?: number;
    carry?: Json;
    /** Which of the callees a call starts. */
    workflow?: string;
    wait?: boolean;
    on_cancel?: "cancel" | "abandon";
    [field: string]: Json;
  };
}

export interface DefinedEdge {
  id: string;
  source: string;
  sourceHandle?: string;
  target: string;
  data?: { when: Condition };
}

export interface Definition {
  nodes: DefinedNode[];
  edges: DefinedEdge[];
  settings?: { timeout: string };
}

interface Failure {
  class: string;
  message: string;
  retryable?: boolean;
}

/** What one attempt of a worker step comes to. */
export type Outcome = { output: Json } | { error: Failure };

/** A step of a frame: `each[0].inner[1].node`; at the root the node alone. */
export type Key = string;

/**
 * An execution of a family: empty for the one that was started; a child has the step that called
 * it and its attempt, `each[0].call#1/`. With it, the key of a step is one of the family.
 */
export type Path = string;

/** Something that happens to the whole of an execution. */
type Doing = "cancel" | "deadline" | "pause" | "resume";

/**
 * A worker reports or dies; a wait or the delay of a retry, a container or the execution is over; a
 * step is ended by hand; an event is emitted; somebody cancels, pauses, resumes.
 */
export type Event =
  | { kind: "report" | "crash" | "elapse" | "overdue"; step: Key }
  | { kind: "settle"; step: Key; status: "completed" | "skipped" | "cancelled"; port?: string }
  | { kind: "emit"; name: string; key: string }
  | { kind: Doing; execution: Path };

export type Status =
  | "pending"
  | "running"
  | "waiting"
  | "retrying"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"
  | "timed_out";

/** What can be started, and what its workers come to. */
export interface Workflow {
  definition: Definition;
  /** What its splits depend on; known once it is published. */
  identity: { id: string };
  /**
   * By node, one for each attempt; the last one stands for all that follow. An iteration begins
   * further on in the list, each at its own place.
   */
  outcomes: Record<string, Outcome[]>;
}

export interface Setting extends Workflow {
  trigger: string;
  payload: Json;
  /** What calls start, by name. */
  callees: Record<string, Workflow>;
}

/** Stands for what the rules leave open. */
export const ANY = "(anything)";

export const isContainer = ({ type }: DefinedNode): boolean =>
  type === "foreach" || type === "loop" || type === "group";
