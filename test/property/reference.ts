/**
 * What a workflow does, as the rules R1 to R10 of its semantics say it: one execution, one event
 * after the other. An oracle: it is written from the rules and shares nothing with the engine.
 *
 * What follows from one event happens at once. Where the order in it decides (several steps that
 * end their frame, enough items completed while others still go on, failures in two iterations),
 * the rules allow every order; then a witness says what was seen, and the order that leads there
 * is taken.
 */
import { isTriedAgain } from "./calls.ts";
import { outcomeIn, portsOf } from "./firing.ts";
import * as frames from "./frames.ts";
import { keyOf, UNDER_WAY, type Ending, type Frame, type NodeState } from "./frames.ts";
import type { DefinedNode, Event, Key, Outcome } from "./language.ts";
import { Offering } from "./offering.ts";
import { endOfEvent, endOfTime, eventsOf } from "./waits.ts";

const MOST_CRASHES = 3;

export class Interpreter extends Offering {
  clone(): Interpreter {
    const twin = new Interpreter(this.setting, this.path, this.caller);
    const { status, isPaused, isTold, closures, root, inner, emitted, taken, found } = this;
    const state = { status, isPaused, isTold, closures, root, inner, emitted, taken, found };
    return Object.assign(twin, structuredClone(state), { closedAs: this.closedAs });
  }

  /** R1. */
  start(): this {
    for (const node of frames.childrenOf(this.setting.definition, null)) {
      if (node.type !== "trigger") continue;
      const fires: Ending = { status: "completed", ports: ["main"], output: undefined };
      const does = node.id === this.setting.trigger ? fires : "skip";
      this.root.decided.push({ node, does });
    }
    return this;
  }

  apply(event: Event): void {
    if (event.kind === "cancel") this.close(this.root, ["cancelled"], "");
    else if (event.kind === "deadline") this.close(this.root, ["timed_out"], "timeout");
    else if (event.kind === "pause") this.isPaused = true;
    else if (event.kind === "resume") this.#resume();
    else if (event.kind === "emit") this.#emit(event);
    else if ("step" in event) this.#move(event);
  }

  /** R7: ends what has nothing left to do. */
  end(mayComplete: boolean): void {
    this.endFrames();
    if (mayComplete && frames.isDone(this.root)) this.status = "completed";
  }

  /** A child ends with the step that called it, or the step hears of how it has ended. */
  heed(child: Interpreter, isSeen: boolean): void {
    const { step, attempt, follows } = child.caller!;
    const { status } = child;
    const { frame, node, state } = this.at(step);
    const isOver = follows && frames.isTerminal(state.status);
    if (status === "running" && isOver) child.close(child.root, ["cancelled"], "");
    else if (status !== "running" && isSeen) {
      const waits = state.status === "waiting" && state.attempt === attempt;
      if (!waits || node.data.wait === false) return;
      frame.decided.push({ node, does: { child: status, output: child.outputAs(status) } });
    } else if (isOver) Object.assign(child, { status: "cancelled", closedAs: ["cancelled"] });
  }

  #move(event: Extract<Event, { step: Key }>): void {
    const { frame, node, state } = this.at(event.step);
    if (event.kind === "report") this.#report(frame, node, state);
    else if (event.kind === "overdue") frame.decided.push({ node, does: "overdue" });
    else if (event.kind === "settle") {
      const { status, port } = event;
      const ports = port === undefined ? portsOf(node) : [port];
      const byHand = { by: "hand" };
      frame.decided.push({
        node,
        does:
          status === "completed"
            ? { status, ports, output: byHand, byHand: true }
            : { status, ports: [], output: undefined, byHand: true },
      });
    } else if (event.kind === "elapse") this.#take(frame, node, state, endOfTime(node));
    else this.#crash(frame, node, state);
  }

  /** What a suspended step waited for has come; while the execution is paused, it is kept. */
  #take(frame: Frame, node: DefinedNode, state: NodeState, ending: Ending | undefined): void {
    if (this.isPaused) state.held ??= ending ?? { status: "running", ports: [], output: undefined };
    else if (node.type === "call") frame.decided.push({ node, does: "again" });
    else if (state.status === "waiting") frame.decided.push({ node, does: ending! });
    else state.status = "running";
  }

  #resume(): void {
    this.isPaused = false;
    for (const { frame, node, state } of this.steps()) {
      const { held } = state;
      delete state.held;
      if (held !== undefined && UNDER_WAY.has(state.status)) this.#take(frame, node, state, held);
    }
  }

  #emit(event: { name: string; key: string }): void {
    const { name, key } = event;
    const index = this.emitted.push({ name, key }) - 1;
    for (const { frame, node, state } of this.steps()) {
      if (state.status !== "waiting") continue;
      const ending = endOfEvent(node, this.scopeOf(frame), event, index);
      if (ending !== undefined) this.#take(frame, node, state, ending);
    }
  }

  /** Its lease goes back, and the step is run again; but not for ever. */
  #crash(frame: Frame, node: DefinedNode, state: NodeState): void {
    state.crashes += 1;
    if (state.crashes >= MOST_CRASHES) {
      const error = { class: "crash", message: "", retryable: false };
      frame.decided.push({ node, does: { error } });
    } else if (this.isPaused) state.held = { status: "running", ports: [], output: undefined };
  }

  /** What can happen next, by itself. */
  pending(): Event[] {
    return this.steps().flatMap(({ key, frame, node, state }): Event[] => {
      const { status, inside, held } = state;
      if (!UNDER_WAY.has(status) || inside !== undefined) return [];
      if (status !== "waiting") {
        const kind = status === "running" ? "report" : "elapse";
        return held === undefined ? [{ kind, step: key }] : [];
      }
      if (node.type === "call") return [];
      const events = eventsOf(node.data, this.scopeOf(frame));
      // a time that is over is not over again
      const isOver = held !== undefined && held.event === undefined;
      const elapses = endOfTime(node) !== undefined && !isOver;
      return [
        ...(elapses ? [{ kind: "elapse" as const, step: key }] : []),
        ...events.map(({ name, key: text }) => ({ kind: "emit" as const, name, key: text })),
      ];
    });
  }

  outcomeOf(step: Key): Outcome {
    const { frame, node, state } = this.at(step);
    return outcomeIn(this.setting.outcomes[node.id], frame, state.attempt);
  }

  /** R6, for what a worker reports: the retry policy first. */
  #report(frame: Frame, node: DefinedNode, state: NodeState): void {
    const outcome = this.outcomeOf(keyOf(frame, node.id));
    if (!isTriedAgain(node, state, outcome)) frame.decided.push({ node, does: outcome });
    // the attempt it is at is the one to come
    else Object.assign(state, { status: "retrying", attempt: state.attempt + 1, crashes: 0 });
  }
}
