/** The state of an execution and its elementary moves: a step ends, an edge resolves, a frame ends. */
import type { Caller } from "./calls.ts";
import { endIteration, frameOutput } from "./containers.ts";
import { holds, type Scope } from "./expressions.ts";
import { scopeOf, type Settled } from "./firing.ts";
import * as frames from "./frames.ts";
import { keyOf, type Frame, type NodeState } from "./frames.ts";
import type { DefinedEdge, DefinedNode, Json, Key, Path, Setting, Status } from "./language.ts";
import { regionOf } from "./regions.ts";
import type { Emitted } from "./waits.ts";

export class Execution {
  status: "running" | Status = "running";
  isPaused = false;
  /** The statuses that the steps which ended the root asked for; more than one if at once. */
  closedAs: Status[] = [];
  /** How many frames ended before all in them had. */
  closures = 0;
  root: Frame;
  /** The outputs of ends of the execution inside containers. */
  inner: Json[] = [];
  emitted: Emitted[] = [];
  /** Node and event: an event ends a node's wait once in a loop, or in items one after another. */
  taken = new Set<string>();
  /** How many events have been found by waits that began after them. */
  found = 0;
  /** Children that are to begin. */
  calling: { caller: Caller; workflow: string; input: Json; shift: number; depth: number }[] = [];
  /** Whether its caller knows that it has ended. */
  isTold = false;
  readonly setting: Setting;
  readonly path: Path;
  readonly caller: Caller | undefined;

  constructor(setting: Setting, path: Path = "", caller?: Caller) {
    this.setting = setting;
    this.path = path;
    this.caller = caller;
    this.root = frames.openFrame(setting.definition, null, null, 0, null);
  }

  /** Its output, as far as the rules say what it is. */
  outputAs(status: string): Json {
    if (status !== "completed") return null;
    const ends = [...this.inner, ...this.root.ends];
    return frameOutput(this.setting.definition, { ...this.root, ends });
  }

  at(step: Key): { frame: Frame; node: DefinedNode; state: NodeState } {
    const found = this.steps().find(({ key }) => key === step);
    if (found === undefined) throw new Error(`there is no ${step}`);
    return found;
  }

  steps(): { key: Key; frame: Frame; node: DefinedNode; state: NodeState }[] {
    return [...frames.framesIn(this.root)].toReversed().flatMap((frame) =>
      frames.childrenOf(this.setting.definition, frame.container).map((node) => {
        return { key: keyOf(frame, node.id), frame, node, state: frame.nodes.get(node.id)! };
      }),
    );
  }

  scopeOf(frame: Frame): Scope {
    return scopeOf(this.setting, frame);
  }

  /** R3 and R4: the step has ended, each edge that leaves it resolves. */
  protected settle(frame: Frame, node: DefinedNode, effect: Settled): void {
    const state = frame.nodes.get(node.id)!;
    if (frames.isTerminal(state.status)) throw new Error(`${node.id} has ended before`);
    if (state.inside !== undefined && !state.inside.isSettled) {
      state.inside.isSettled = true;
      for (const inner of state.inside.frames) this.cancel(inner);
    }
    Object.assign(state, { status: effect.status, output: effect.output, held: undefined });
    if (effect.event !== undefined) this.taken.add(`${node.id} ${effect.event}`);
    if (node.type === "end" && effect.status === "completed") {
      const isFar = effect.closes !== undefined && effect.closes.frame !== frame;
      (isFar ? this.inner : frame.ends).push(node.data.output);
    }
    for (const edge of this.setting.definition.edges) {
      if (edge.source !== node.id) continue;
      const isOpen = effect.ports.includes(edge.sourceHandle ?? "main");
      const goes =
        isOpen && (edge.data === undefined || holds(this.scopeOf(frame), edge.data.when));
      this.#resolve(frame, edge, goes);
    }
  }

  /** R2. */
  #resolve(frame: Frame, edge: DefinedEdge, isLive: boolean): void {
    const { edges, seen } = frame;
    if (edges.has(edge.id)) throw new Error(`${edge.id} has been resolved before`);
    edges.set(edge.id, isLive);
    const target = this.setting.definition.nodes.find(({ id }) => id === edge.target)!;
    const into = this.setting.definition.edges.filter((other) => other.target === target.id);
    const live = into.filter(({ id }) => edges.get(id) === true).length;
    const unresolved = into.filter(({ id }) => !edges.has(id)).length;
    const { join = { kind: "any" } } = target.data;
    const needed = { any: 1, every: into.length, quorum: join.kind === "quorum" ? join.n : 0 };
    const waits = join.kind === "any" && unresolved > 0;
    const fires = !waits && live >= needed[join.kind];
    const skips = !waits && live + unresolved < needed[join.kind];
    if ((!skips && !fires) || seen.has(target.id)) return;
    seen.add(target.id);
    const cuts = join.kind === "quorum" && join.rest === "cancel";
    frame.decided.push({ node: target, does: skips ? "skip" : cuts ? "cut" : "fire" });
  }

  /** R9: what a quorum does not wait for, and what of it has not ended. */
  protected leftBy(frame: Frame, join: DefinedNode): string[] {
    return [...regionOf(this.setting.definition, join)].filter(
      (id) => !frames.isTerminal(frame.nodes.get(id)!.status),
    );
  }

  protected cut(frame: Frame, left: string[]): void {
    frame.decided = frame.decided.filter(({ node }) => !left.includes(node.id));
    for (const id of left) frame.seen.add(id);
    for (const id of left) {
      const node = this.setting.definition.nodes.find((one) => one.id === id)!;
      const ports: string[] = [];
      this.settle(frame, node, {
        ...{ kind: "settled", status: "cancelled", ports, output: undefined },
      });
    }
  }

  /** A child begins; each attempt and each iteration is one further in its script. */
  protected call(frame: Frame, node: DefinedNode, state: NodeState): void {
    const { workflow = "", wait, on_cancel: then } = node.data;
    const { attempt, input } = state;
    let shift = attempt - 1;
    for (let at: Frame | null = frame; at !== null; at = at.parent) shift += at.iteration;
    const follows = wait !== false && then !== "abandon";
    const caller = { path: this.path, step: keyOf(frame, node.id), attempt, follows };
    this.calling.push({ caller, workflow, input, shift, depth: frame.depth + 1 });
  }

  /** R7: iterations in which nothing is left. */
  protected endFrames(): void {
    for (const frame of frames.framesIn(this.root)) {
      if (frame.parent === null || frame.hasEnded || !frames.isDone(frame)) continue;
      frame.hasEnded = true;
      this.#tell(frame, "completed", "");
    }
  }

  /** The container hears of an iteration that has ended. */
  #tell(frame: Frame, status: Status, name: string): void {
    const [parent, node] = [frame.parent!, frame.container!];
    const { inside } = parent.nodes.get(node.id)!;
    if (inside === undefined || inside.isSettled) return;
    const output = status === "completed" ? frameOutput(this.setting.definition, frame) : null;
    const end = { status, class: name, output };
    endIteration(node, inside, frame, this.scopeOf(frame), end);
  }

  protected cancel(frame: Frame): void {
    if (!frame.hasEnded) this.closures += 1;
    frames.cancelFrame(this.setting.definition, frame);
  }

  /** What ends the frame before all in it has ended: for its container, or for all. */
  close(frame: Frame, [status, ...others]: [Status, ...Status[]], name: string): void {
    this.cancel(frame);
    if (frame.parent !== null) this.#tell(frame, status, name);
    else Object.assign(this, { status, closedAs: [status, ...others] });
  }
}
