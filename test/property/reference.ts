/**
 * What a workflow does, as the rules R1 to R10 of its semantics say it: one execution, one event
 * after the other. An oracle: it is written from the rules and shares nothing with the engine.
 *
 * What follows from one event happens at once. Where the order in it decides (several steps that
 * end their frame, enough items completed while others still go on, failures in two iterations),
 * the rules allow every order; then a witness says what was seen, and the order that leads there
 * is taken.
 */
import { canStart, itemOf, openInside, outputOf, verdictsOn, type Verdict } from "./containers.ts";
import { Execution } from "./execution.ts";
import { effectOf, failOf, outcomeIn, portsOf, settled, type Settled } from "./firing.ts";
import * as frames from "./frames.ts";
import { keyOf, UNDER_WAY } from "./frames.ts";
import type { Decision, Ending, Frame, Inside, NodeState } from "./frames.ts";
import { isContainer } from "./language.ts";
import type { DefinedNode, Event, Key, Outcome } from "./language.ts";
import { endOfEvent, endOfTime, eventsOf } from "./waits.ts";
import { isEndedWith, isLetGoIn, outermost, type Offer, type Witness } from "./witness.ts";

const NONE = 1000;
const MOST_FOUND = 1e6;
const MOST_CRASHES = 3;

export class Interpreter extends Execution {
  clone(): Interpreter {
    const twin = new Interpreter(this.setting);
    const { status, isPaused, closedAs, closures, root, inner, emitted, taken, found } = this;
    const state = { status, isPaused, closedAs, closures, root, inner, emitted, taken, found };
    return Object.assign(twin, structuredClone(state));
  }

  /** R1. */
  start(witness: Witness): this {
    for (const node of frames.childrenOf(this.setting.definition, null)) {
      if (node.type !== "trigger") continue;
      const fires = node.id === this.setting.trigger;
      this.settle(this.root, node, fires ? settled("completed", ["main"]) : settled("skipped", []));
    }
    return this.#run(witness);
  }

  apply(event: Event, witness: Witness): this {
    if (event.kind === "cancel" || event.kind === "deadline") {
      this.close(this.root, [event.kind === "cancel" ? "cancelled" : "timed_out"], "timeout");
      return this;
    }
    if (event.kind === "pause") this.isPaused = true;
    else if (event.kind === "resume") this.#resume();
    else if (event.kind === "emit") this.#emit(event);
    else this.#move(event);
    return this.#run(witness);
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
            ? { status, ports, output: byHand }
            : { status, ports: [], output: undefined },
      });
    } else if (event.kind === "elapse") this.#take(frame, node, state, endOfTime(node));
    else this.#crash(frame, node, state);
  }

  /** What a suspended step waited for has come; while the execution is paused, it is kept. */
  #take(frame: Frame, node: DefinedNode, state: NodeState, ending: Ending | undefined): void {
    if (this.isPaused) state.held ??= ending ?? { status: "running", ports: [], output: undefined };
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
    const { max_attempts: most = 1, when } = node.data.retry ?? {};
    const isRetried =
      "error" in outcome &&
      outcome.error.retryable !== false &&
      state.attempt < most &&
      (when === undefined || when.includes(outcome.error.class));
    if (!isRetried) frame.decided.push({ node, does: outcome });
    // the attempt it is at is the one to come
    else Object.assign(state, { status: "retrying", attempt: state.attempt + 1, crashes: 0 });
  }

  /** Lets happen what can, until nothing can; then the execution may be done (R7). */
  #run(witness: Witness): this {
    const fresh: NodeState[] = [];
    for (const { state } of this.steps()) if (state.inside) state.inside.failures = [];
    while (this.status === "running") {
      this.endFrames();
      const offers = this.#offers(witness, fresh);
      offers.sort((a, b) => Number(b.isClaimed) - Number(a.isClaimed) || b.ends - a.ends);
      const [first] = offers;
      if (first === undefined) break;
      const taken = first.closes === undefined ? [first] : offers.filter(isEndedWith(first));
      const ends = outermost(taken.map((offer) => offer.take()));
      if (ends.length === 0) continue;
      const { closes, class: name = "" } = ends[witness.choose(ends.length)]!;
      // what was seen to end by itself did so before
      const isLetGo = isLetGoIn(closes.frame);
      for (let next; (next = this.#offers(witness, fresh).find(isLetGo));) next.take();
      const statuses = ends.map((effect) => effect.closes.status);
      this.close(closes.frame, [closes.status, ...statuses], name);
    }
    for (const state of fresh) state.begun ||= UNDER_WAY.has(state.status);
    if (this.status === "running" && frames.isDone(this.root)) this.status = "completed";
    return this;
  }

  #offers(witness: Witness, fresh: NodeState[]): Offer[] {
    const isHeld = ({ does }: Decision) => this.isPaused && (does === "fire" || does === "skip");
    return [...frames.framesIn(this.root)].flatMap((frame) =>
      frame.hasEnded
        ? []
        : [
            ...frame.decided
              .filter((one) => !isHeld(one))
              .map((one) =>
                one.does === "cut"
                  ? this.#cutOf(frame, one, witness)
                  : this.#offerOf(frame, one, witness, fresh),
              ),
            ...frames
              .childrenOf(this.setting.definition, frame.container)
              .flatMap((node) => this.#offersInside(frame, node, witness)),
          ],
    );
  }

  /** R9. */
  #cutOf(frame: Frame, one: Decision, witness: Witness): Offer {
    const { node } = one;
    const left = this.leftBy(frame, node).map((id) => keyOf(frame, id));
    return {
      ...{ frame, closes: undefined, ends: left.length === 0 ? NONE : frame.depth + 0.5 },
      isClaimed: left.every((key) => witness.claims(key, "cancelled")),
      take: () => {
        this.cut(frame, node);
        one.does = "fire";
        return undefined;
      },
    };
  }

  #offerOf(frame: Frame, one: Decision, witness: Witness, fresh: NodeState[]): Offer {
    const { node } = one;
    const effect = effectOf(this.setting, frame, one);
    const isUnderWay = effect.kind === "under way";
    const closes = isUnderWay ? undefined : effect.closes?.frame;
    // waits that begin at the same time are ended by the same event: the first found goes first
    const found = (typeof one.does === "object" && "found" in one.does && one.does.found) || 0;
    return {
      ...{ frame, closes, ends: closes?.depth ?? NONE - found / MOST_FOUND },
      isClaimed: isUnderWay || witness.claims(keyOf(frame, node.id), effect.status),
      take: () => {
        frame.decided = frame.decided.filter((other) => other !== one);
        if (!isUnderWay) {
          this.settle(frame, node, effect);
          return effect;
        }
        const state = frame.nodes.get(node.id)!;
        fresh.push(Object.assign(state, { status: effect.status }));
        if (isContainer(node)) state.inside = openInside(node, this.scopeOf(frame))!;
        if (node.type === "wait") this.#lookBack(frame, node);
        return undefined;
      },
    };
  }

  /** An event that came shortly before the wait counts. */
  #lookBack(frame: Frame, node: DefinedNode): void {
    if (node.data.inbox !== undefined) return;
    for (const [index, event] of this.emitted.entries()) {
      const ending = endOfEvent(node, this.scopeOf(frame), event, index);
      if (ending === undefined || this.taken.has(`${node.id} ${index}`)) continue;
      this.found += 1;
      frame.decided.push({ node, does: { ...ending, found: this.found } });
      return;
    }
  }

  /** What a container that is open may do: begin an iteration, or end. */
  #offersInside(frame: Frame, node: DefinedNode, witness: Witness): Offer[] {
    const { inside } = frame.nodes.get(node.id)!;
    if (inside === undefined || inside.isSettled) return [];
    const verdicts = verdictsOn(node, inside, this.scopeOf(frame));
    if (verdicts.length === 0) {
      return canStart(node, inside) ? [this.#startOf(frame, node, inside, witness)] : [];
    }
    inside.decidedAt ??= inside.ended;
    const effects = verdicts.map((verdict) => this.#endOf(frame, node, inside, verdict));
    const closes = effects.find((effect) => effect.closes !== undefined)?.closes?.frame;
    const isEarly = inside.ended < inside.frames.length;
    return [
      {
        ...{ frame, closes, ends: closes?.depth ?? (isEarly ? frame.depth + 1 : NONE) },
        isClaimed: effects.some(({ status }) => witness.claims(keyOf(frame, node.id), status)),
        take: () => {
          const effect = effects[witness.choose(effects.length)]!;
          inside.isSettled = true;
          if (effect.status === "failed" || node.data.rest !== "keep") {
            for (const inner of inside.frames) this.cancel(inner);
          }
          this.settle(frame, node, effect);
          return effect;
        },
      },
    ];
  }

  #endOf(frame: Frame, node: DefinedNode, inside: Inside, verdict: Verdict): Settled {
    if (verdict.status === "failed") return failOf(this.setting, frame, node, verdict.class);
    if (verdict.status === "cancelled") return settled("cancelled", []);
    return settled("completed", portsOf(node), outputOf(node, inside));
  }

  #startOf(frame: Frame, node: DefinedNode, inside: Inside, witness: Witness): Offer {
    const { definition } = this.setting;
    const index = inside.frames.length;
    const opened = frames.openFrame(definition, frame, node, index, itemOf(node, inside));
    return {
      ...{ frame, closes: undefined, ends: Infinity, isClaimed: witness.hasBegun(opened.path) },
      take: () => {
        inside.frames.push(opened);
        const targets = new Set(definition.edges.map(({ target }) => target));
        for (const inner of frames.childrenOf(definition, node)) {
          if (!targets.has(inner.id)) opened.decided.push({ node: inner, does: "fire" });
        }
        return undefined;
      },
    };
  }
}
