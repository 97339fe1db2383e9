/** What a workflow is made of, and what can happen to one execution of it. */
export type Json = unknown;

export type Condition = string;

export interface DefinedNode {
  id: string;
  /** The container it is in. */
  parentId?: string;
  type: "trigger" | "action" | "choice" | "wait" | "end" | "foreach" | "loop" | "group";
  data: {
    action?: string;
    input?: Record<string, Json>;
    join?: { kind: "any" | "every" } | { kind: "quorum"; n: number; rest?: "keep" | "cancel" };
    run_if?: Condition;
    disabled?: boolean;
    retry?: { max_attempts: number; when?: string[]; [field: string]: Json };
    on_error?: "fail" | "continue" | "branch";
    mode?: "first" | "all";
    cases?: { port: string; when: Condition }[];
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
 * A worker reports or dies; a wait or the delay of a retry, a container or the execution is over; a
 * step is ended by hand; an event is emitted; somebody cancels, pauses, resumes.
 */
export type Event =
  | { kind: "report" | "crash" | "elapse" | "overdue"; step: Key }
  | { kind: "settle"; step: Key; status: "completed" | "skipped" | "cancelled"; port?: string }
  | { kind: "emit"; name: string; key: string }
  | { kind: "cancel" }
  | { kind: "deadline" }
  | { kind: "pause" }
  | { kind: "resume" };

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

export interface Setting {
  definition: Definition;
  trigger: string;
  payload: Record<string, Json>;
  /**
   * By node, one for each attempt; the last one stands for all that follow. An iteration begins
   * further on in the list, each at its own place.
   */
  outcomes: Record<string, Outcome[]>;
}

/** Stands for what the rules leave open. */
export const ANY = "(anything)";

export const isContainer = ({ type }: DefinedNode): boolean =>
  type === "foreach" || type === "loop" || type === "group";
