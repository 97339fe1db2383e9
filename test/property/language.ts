/** What a workflow is made of, and what can happen to one execution of it. */
export type Json = unknown;

export interface DefinedNode {
  id: string;
  type: "trigger" | "action" | "choice" | "wait" | "end";
  data: {
    action?: string;
    input?: Record<string, Json>;
    join?: { kind: "any" | "every" };
    run_if?: string;
    disabled?: boolean;
    retry?: { max_attempts: number; [field: string]: Json };
    on_error?: "fail" | "continue" | "branch";
    mode?: "first" | "all";
    cases?: { port: string; when: string }[];
    default?: string;
    scope?: "branch" | "frame" | "execution";
    status?: "completed" | "failed" | "cancelled";
    output?: Json;
    [field: string]: Json;
  };
}

export interface DefinedEdge {
  id: string;
  source: string;
  sourceHandle?: string;
  target: string;
  data?: { when: string };
}

export interface Definition {
  nodes: DefinedNode[];
  edges: DefinedEdge[];
}

export interface Failure {
  class: string;
  message: string;
  retryable?: boolean;
}

/** What one attempt of a worker step comes to. */
export type Outcome = { output: Json } | { error: Failure };

/** A worker reports, a wait or the delay of a retry is over, somebody cancels. */
export type Event = { kind: "report" | "elapse"; node: string } | { kind: "cancel" };

export type Status =
  "pending" | "running" | "waiting" | "retrying" | "completed" | "failed" | "skipped" | "cancelled";

export interface NodeState {
  status: Status;
  attempt: number;
  output: Json;
  /** Whether it was under way before the frame ended: if not, nobody need have seen it. */
  begun: boolean;
}

export interface Setting {
  definition: Definition;
  trigger: string;
  payload: Json;
  /** By node, one for each attempt; the last one stands for all that follow. */
  outcomes: Record<string, Outcome[]>;
}
