/**
 * What a workflow does, as the rules R1 to R10 of its semantics say it: one execution, one event
 * after the other. An oracle: it is written from the rules and shares nothing with the engine.
 *
 * What follows from one event happens at once. Where the order in it decides (several steps that
 * end their frame, enough items completed while others still go on, failures in two iterations),
 * the rules allow every order; then a witness says what was seen, and the order that leads there
 * is taken.
 */
import {
  canStart,
  endIteration,
  frameOutput,
  itemOf,
  openInside,
  outputOf,
  verdictsOn,
  type Verdict,
} from "./containers.ts";
import { holds } from "./expressions.ts";
import { effectOf, failOf, outcomeIn, portsOf, scopeOf, settled, type Settled } from "./firing.ts";
import * as frames from "./frames.ts";
import { keyOf, UNDER_WAY } from "./frames.ts";
import type { Decision, Frame, Inside, NodeState } from "./frames.ts";
import { isContainer } from "./language.ts";
import type { DefinedEdge, DefinedNode, Event, Json, Key, Outcome, Setting } from "./language.ts";
import type { Status } from "./language.ts";
import type { Offer, Witness } from "./witness.ts";

const NONE = 1000;

export class Interpreter {
  status: "running" | Status = "running";
  /** The statuses that the steps which ended the root asked for; more than one if at once. */
  closedAs: Status[] = [];
  /** How many frames ended before all in them had. */
  closures = 0;
  root: Frame;
  /** The outputs of ends of the execution inside containers. */
  inner: Json[] = [];
  readonly #setting: Setting;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.root = frames.openFrame(setting.definition, null, null, 0, null);
  }

  clone(): Interpreter {
    const twin = new Interpreter(this.#setting);
    const { status, closedAs, closures, root, inner } = this;
    return Object.assign(twin, structuredClone({ status, closedAs, closures, root, inner }));
  }

  /** R1. */
  start(witness: Witness): this {
    for (const node of frames.childrenOf(this.#setting.definition, null)) {
      if (node.type !== "trigger") continue;
      const fires = node.id === this.#setting.trigger;
      this.#settle(
        this.root,
        node,
        fires ? settled("completed", ["main"]) : settled("skipped", []),
      );
    }
    return this.#run(witness);
  }

  apply(event: Event, witness: Witness): this {
    if (event.kind === "cancel") {
      this.#close(this.root, ["cancelled"], "");
      return this;
    }
    const { frame, node, state } = this.at(event.step);
    if (state.status === "retrying") {
      state.status = "running";
      return this;
    }
    if (state.status === "waiting") frame.decided.push({ node, does: "elapse" });
    else this.#report(frame, node, state);
    return this.#run(witness);
  }

  at(step: Key): { frame: Frame; node: DefinedNode; state: NodeState } {
    const found = this.steps().find(({ key }) => key === step);
    if (found === undefined) throw new Error(`there is no ${step}`);
    return found;
  }

  steps(): { key: Key; frame: Frame; node: DefinedNode; state: NodeState }[] {
    return [...frames.framesIn(this.root)].toReversed().flatMap((frame) =>
      frames.childrenOf(this.#setting.definition, frame.container).map((node) => {
        return { key: keyOf(frame, node.id), frame, node, state: frame.nodes.get(node.id)! };
      }),
    );
  }

  /** What can happen next. */
  pending(): Event[] {
    return this.steps().flatMap(({ key, state: { status, inside } }): Event[] => {
      if (status === "running") return inside === undefined ? [{ kind: "report", step: key }] : [];
      return UNDER_WAY.has(status) ? [{ kind: "elapse", step: key }] : [];
    });
  }

  outcomeOf(step: Key): Outcome {
    const { frame, node, state } = this.at(step);
    return outcomeIn(this.#setting.outcomes[node.id], frame, state.attempt);
  }

  /** R6, for what a worker reports: the retry policy first. */
  #report(frame: Frame, node: DefinedNode, state: NodeState): void {
    const outcome = this.outcomeOf(keyOf(frame, node.id));
    const isRetried =
      "error" in outcome &&
      outcome.error.retryable !== false &&
      state.attempt < (node.data.retry?.max_attempts ?? 1);
    if (!isRetried) frame.decided.push({ node, does: outcome });
    // the attempt it is at is the one to come
    else Object.assign(state, { status: "retrying", attempt: state.attempt + 1 });
  }

  /** R3 and R4: the step has ended, each edge that leaves it resolves. */
  #settle(frame: Frame, node: DefinedNode, effect: Settled): void {
    const state = frame.nodes.get(node.id)!;
    if (frames.isTerminal(state.status)) throw new Error(`${node.id} has ended before`);
    Object.assign(state, { status: effect.status, output: effect.output });
    if (node.type === "end" && effect.status === "completed") {
      const isFar = effect.closes !== undefined && effect.closes.frame !== frame;
      (isFar ? this.inner : frame.ends).push(node.data.output);
    }
    for (const edge of this.#setting.definition.edges) {
      if (edge.source !== node.id) continue;
      const isOpen = effect.ports.includes(edge.sourceHandle ?? "main");
      const goes =
        isOpen && (edge.data === undefined || holds(scopeOf(this.#setting, frame), edge.data.when));
      this.#resolve(frame, edge, goes);
    }
  }

  /** R2. */
  #resolve(frame: Frame, edge: DefinedEdge, isLive: boolean): void {
    const { edges, seen } = frame;
    if (edges.has(edge.id)) throw new Error(`${edge.id} has been resolved before`);
    edges.set(edge.id, isLive);
    const target = this.#setting.definition.nodes.find(({ id }) => id === edge.target)!;
    const into = this.#setting.definition.edges.filter((other) => other.target === target.id);
    const live = into.filter(({ id }) => edges.get(id) === true).length;
    const dead = into.filter(({ id }) => edges.get(id) === false).length;
    const isEvery = target.data.join?.kind === "every";
    const skips = isEvery ? dead > 0 : dead === into.length;
    const fires = isEvery ? live === into.length : live > 0 && live + dead === into.length;
    if ((!skips && !fires) || seen.has(target.id)) return;
    seen.add(target.id);
    frame.decided.push({ node: target, does: skips ? "skip" : "fire" });
  }

  /** Lets happen what can, until nothing can; then the execution may be done (R7). */
  #run(witness: Witness): this {
    const fresh: NodeState[] = [];
    for (const { state } of this.steps()) if (state.inside) state.inside.failures = [];
    while (this.status === "running") {
      this.#endFrames();
      const offers = this.#offers(witness, fresh);
      offers.sort((a, b) => Number(b.isClaimed) - Number(a.isClaimed) || b.ends - a.ends);
      const [first] = offers;
      if (first === undefined) break;
      const together = offers.filter(
        (offer) => offer.closes === first.closes && offer.isClaimed === first.isClaimed,
      );
      const effects = (first.closes === undefined ? [first] : together).flatMap((offer) => {
        const effect = offer.take();
        return effect?.closes === undefined ? [] : [effect];
      });
      if (effects.length === 0) continue;
      const { closes, class: name = "" } = effects[witness.choose(effects.length)]!;
      const statuses = effects.map((effect) => effect.closes!.status);
      this.#close(closes!.frame, [closes!.status, ...statuses], name);
    }
    for (const state of fresh) state.begun = true;
    if (this.status === "running" && frames.isDone(this.root)) this.status = "completed";
    return this;
  }

  #offers(witness: Witness, fresh: NodeState[]): Offer[] {
    return [...frames.framesIn(this.root)].flatMap((frame) =>
      frame.hasEnded
        ? []
        : [
            ...frame.decided.map((one) => this.#offerOf(frame, one, witness, fresh)),
            ...frames
              .childrenOf(this.#setting.definition, frame.container)
              .flatMap((node) => this.#offersInside(frame, node, witness)),
          ],
    );
  }

  #offerOf(frame: Frame, one: Decision, witness: Witness, fresh: NodeState[]): Offer {
    const { node } = one;
    const effect = effectOf(this.#setting, frame, one);
    const isUnderWay = effect.kind === "under way";
    const closes = isUnderWay ? undefined : effect.closes?.frame;
    return {
      ...{ frame, closes, ends: closes?.depth ?? NONE },
      isClaimed: isUnderWay || witness.claims(keyOf(frame, node.id), effect.status),
      take: () => {
        frame.decided = frame.decided.filter((other) => other !== one);
        if (!isUnderWay) {
          this.#settle(frame, node, effect);
          return effect;
        }
        const state = frame.nodes.get(node.id)!;
        fresh.push(Object.assign(state, { status: effect.status }));
        if (isContainer(node)) state.inside = openInside(node, scopeOf(this.#setting, frame))!;
        return undefined;
      },
    };
  }

  /** What a container that is open may do: begin an iteration, or end. */
  #offersInside(frame: Frame, node: DefinedNode, witness: Witness): Offer[] {
    const { inside } = frame.nodes.get(node.id)!;
    if (inside === undefined || inside.isSettled) return [];
    const verdicts = verdictsOn(node, inside, scopeOf(this.#setting, frame));
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
        isClaimed: witness.claims(keyOf(frame, node.id), effects[0]!.status),
        take: () => {
          const effect = effects[witness.choose(effects.length)]!;
          inside.isSettled = true;
          if (effect.status === "failed" || node.data.rest !== "keep") {
            for (const inner of inside.frames) this.#cancel(inner);
          }
          this.#settle(frame, node, effect);
          return effect;
        },
      },
    ];
  }

  #endOf(frame: Frame, node: DefinedNode, inside: Inside, verdict: Verdict): Settled {
    if (verdict.status === "failed") return failOf(this.#setting, frame, node, verdict.class);
    if (verdict.status === "cancelled") return settled("cancelled", []);
    return settled("completed", portsOf(node), outputOf(node, inside));
  }

  #startOf(frame: Frame, node: DefinedNode, inside: Inside, witness: Witness): Offer {
    const { definition } = this.#setting;
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

  /** R7: iterations in which nothing is left. */
  #endFrames(): void {
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
    const end = { status, class: name, output: frameOutput(this.#setting.definition, frame) };
    endIteration(node, inside, frame, scopeOf(this.#setting, frame), end);
  }

  #cancel(frame: Frame): void {
    if (!frame.hasEnded) this.closures += 1;
    frames.cancelFrame(this.#setting.definition, frame);
  }

  /** What ends the frame before all in it has ended: for its container, or for all. */
  #close(frame: Frame, [status, ...others]: [Status, ...Status[]], name: string): void {
    this.#cancel(frame);
    if (frame.parent !== null) this.#tell(frame, status, name);
    else Object.assign(this, { status, closedAs: [status, ...others] });
  }
}
