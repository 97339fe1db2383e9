/** The state of an execution: frames of steps, with frames in those that are containers. */
import type { DefinedNode, Definition, Json, Key, Outcome, Status } from "./language.ts";

export interface Frame {
  /** Such as `each[0].inner[1]`; empty at the root. */
  path: string;
  depth: number;
  parent: Frame | null;
  /** The container that it is an iteration of. */
  container: DefinedNode | null;
  iteration: number;
  item: Json;
  nodes: Map<string, NodeState>;
  /** Edge → live; an edge that is not here is unresolved. */
  edges: Map<string, boolean>;
  decided: Decision[];
  /** Nodes whose join has been decided. */
  seen: Set<string>;
  /** The outputs of its ends that completed. */
  ends: Json[];
  hasEnded: boolean;
  /** Whether it ended before all in it had. */
  wasClosed: boolean;
}

/** What is to become of a step; done as soon as nothing else forbids it. `again`: it calls again. */
export interface Decision {
  node: DefinedNode;
  /** `cut`: fires, and cancels what it did not wait for; `overdue`: its time is over. */
  does: "fire" | "cut" | "skip" | "overdue" | "again" | Outcome | Ending | ChildEnd;
}

/** How the execution ended that a step had called. */
export interface ChildEnd {
  child: Status;
  output: Json;
}

/** How a step ends by what came, or by hand. */
export interface Ending {
  status: Status;
  ports: string[];
  output: Json;
  /** What a hand has given, nothing replaces. */
  byHand?: true;
  /** Which event ended it; if it had come before, as which of those that were found so. */
  event?: number;
  found?: number;
}

export interface NodeState {
  status: Status;
  attempt: number;
  output: Json;
  /** Whether it was under way before the frame ended: if not, nobody need have seen it. */
  begun: boolean;
  /** How many workers died while they ran this attempt. */
  crashes: number;
  /** What came while the execution was paused; of a running step: that its worker died. */
  held?: Ending;
  inside?: Inside;
  /** Of a call: what it gives to its children. */
  input?: Json;
}

/** How far a container is. */
export interface Inside {
  items: Json[];
  total: number;
  frames: Frame[];
  ended: number;
  completed: number;
  failed: number;
  /** Classes of the failures since the last event: which of them was first is not said. */
  failures: string[];
  /** Of a loop or a group: how its last iteration ended. */
  last: { status: Status; class: string; output: Json; isLast: boolean } | null;
  /** By iteration, what was collected; the last one of a loop, what it carries on. */
  results: Map<number, Json>;
  /** How many had ended when it could first have ended. */
  decidedAt: number | null;
  /** Whether an iteration of it may have ended in several ways at once, which nobody sees. */
  isUncertain: boolean;
  isSettled: boolean;
}

export const UNDER_WAY: ReadonlySet<Status> = new Set(["running", "waiting", "retrying"]);

export const isTerminal = (status: Status) => status !== "pending" && !UNDER_WAY.has(status);

export const keyOf = (frame: Frame, node: string): Key =>
  frame.path === "" ? node : `${frame.path}.${node}`;

export const childrenOf = ({ nodes }: Definition, container: DefinedNode | null) =>
  nodes.filter(({ parentId }) => parentId === container?.id);

/** A frame in which nothing has happened yet; `index` is where a frame of a container stands. */
export function openFrame(
  definition: Definition,
  parent: Frame | null,
  container: DefinedNode | null,
  index: number,
  item: Json,
): Frame {
  const nodes = new Map<string, NodeState>();
  for (const { id } of childrenOf(definition, container)) {
    nodes.set(id, { status: "pending", attempt: 1, output: undefined, begun: false, crashes: 0 });
  }
  return {
    ...{ parent, container, iteration: index, item, nodes },
    path: container === null ? "" : `${keyOf(parent!, container.id)}[${index}]`,
    depth: parent === null ? 0 : parent.depth + 1,
    edges: new Map(),
    ...{ decided: [], seen: new Set(), ends: [], hasEnded: false, wasClosed: false },
  };
}

export function insideOf(items: Json[], total: number): Inside {
  return {
    ...{ items, total, frames: [], ended: 0, completed: 0, failed: 0, failures: [] },
    ...{ last: null, results: new Map(), decidedAt: null, isSettled: false, isUncertain: false },
  };
}

/** The frame and all in it, innermost first. */
export function* framesIn(frame: Frame): Generator<Frame> {
  for (const { inside } of frame.nodes.values()) {
    for (const inner of inside?.frames ?? []) yield* framesIn(inner);
  }
  yield frame;
}

/** R8. */
export function cancelFrame({ nodes, edges }: Definition, frame: Frame): void {
  for (const inner of framesIn(frame)) {
    if (inner.hasEnded) continue;
    Object.assign(inner, { hasEnded: true, wasClosed: true, decided: [] });
    for (const state of inner.nodes.values()) {
      if (!isTerminal(state.status)) state.status = "cancelled";
    }
    const own = new Set(
      nodes.filter((node) => node.parentId === inner.container?.id).map(({ id }) => id),
    );
    for (const { id, source } of edges) {
      if (own.has(source) && !inner.edges.has(id)) inner.edges.set(id, false);
    }
  }
}

/** R7: nothing in it is left to do. */
export const isDone = (frame: Frame): boolean =>
  frame.decided.length === 0 &&
  [...frame.nodes.values()].every(
    ({ status, inside }) =>
      isTerminal(status) && (inside?.frames ?? []).every(({ hasEnded }) => hasEnded),
  );
