/** What may happen next in an execution, as far as the rules say. */
import { childOf } from "./calls.ts";
import { canStart, itemOf, openInside, outputOf, verdictsOn, type Verdict } from "./containers.ts";
import { Execution } from "./execution.ts";
import { effectOf, failOf, portsOf, settled, shaped, type Settled } from "./firing.ts";
import * as frames from "./frames.ts";
import { keyOf, type Decision, type Frame, type Inside, type NodeState } from "./frames.ts";
import { ANY, isContainer, type DefinedNode } from "./language.ts";
import { endOfEvent } from "./waits.ts";
import type { Offer, Witness } from "./witness.ts";

const NONE = 1000;
const MOST_FOUND = 1e6;

export class Offering extends Execution {
  /** `fresh` gathers the states of those that begin. */
  offers(witness: Witness, fresh: NodeState[]): Offer[] {
    if (this.status !== "running") return [];
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
    // what was seen to end otherwise ends at the same time
    const left = this.leftBy(frame, node).filter(
      (id) => !witness.claims(keyOf(frame, id), "completed"),
    );
    return {
      ...{ frame, closes: undefined, ends: left.length === 0 ? NONE : frame.depth + 0.5 },
      isClaimed: true,
      take: () => {
        this.cut(frame, left);
        one.does = "fire";
        return undefined;
      },
    };
  }

  #offerOf(frame: Frame, one: Decision, witness: Witness, fresh: NodeState[]): Offer {
    const { node } = one;
    const effect = effectOf(this.setting, frame, one);
    if (effect.kind === "retrying") return this.#retryOf(frame, one, witness);
    const isUnderWay = effect.kind === "under way";
    const isCall = isUnderWay && node.type === "call";
    const state = frame.nodes.get(node.id)!;
    const closes = isUnderWay ? undefined : effect.closes?.frame;
    // waits that begin at the same time are ended by the same event: the first found goes first
    const found = (typeof one.does === "object" && "found" in one.does && one.does.found) || 0;
    return {
      ...{ frame, closes, ends: closes?.depth ?? NONE - found / MOST_FOUND },
      isClaimed: isCall
        ? witness.hasStarted(childOf(frame, node, state.attempt))
        : isUnderWay || witness.claims(keyOf(frame, node.id), effect.status),
      take: () => {
        frame.decided = frame.decided.filter((other) => other !== one);
        if (!isUnderWay) {
          this.settle(frame, node, effect);
          return effect;
        }
        fresh.push(Object.assign(state, { status: effect.status }));
        if (isCall) this.call(frame, node, Object.assign(state, { input: effect.input }));
        if (isContainer(node)) state.inside = openInside(node, this.scopeOf(frame))!;
        if (node.type === "wait") this.#lookBack(frame, node);
        return undefined;
      },
    };
  }

  /** A call whose child has not completed. */
  #retryOf(frame: Frame, one: Decision, witness: Witness): Offer {
    const { node } = one;
    const state = frame.nodes.get(node.id)!;
    return {
      ...{ frame, closes: undefined, ends: NONE },
      isClaimed: witness.hasTriedAgain(keyOf(frame, node.id), state.attempt),
      take: () => {
        frame.decided = frame.decided.filter((other) => other !== one);
        Object.assign(state, { status: "retrying", attempt: state.attempt + 1 });
        return undefined;
      },
    };
  }

  /** An event that came shortly before the wait counts. */
  #lookBack(frame: Frame, node: DefinedNode): void {
    if (node.data.inbox !== undefined) return;
    for (const [index, event] of this.emitted.entries()) {
      const ending = endOfEvent(node, this.scopeOf(frame), event, index);
      if (ending === undefined || this.#isTaken(node, index)) continue;
      this.found += 1;
      frame.decided.push({ node, does: { ...ending, found: this.found } });
      return;
    }
  }

  /** Who waited when it came has it first, also if that has not been acted on yet. */
  #isTaken(node: DefinedNode, event: number): boolean {
    const isHis = ({ node: other, does }: Decision) =>
      other.id === node.id &&
      typeof does === "object" &&
      "event" in does &&
      does.event === event &&
      does.found === undefined;
    return (
      this.taken.has(`${node.id} ${event}`) ||
      [...frames.framesIn(this.root)].some((frame) => frame.decided.some(isHis))
    );
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
        isClaimed: witness.claims(keyOf(frame, node.id), effects[0]!.status),
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
    if (verdict.status === "failed") {
      const failed = failOf(this.setting, frame, node, verdict.class);
      // of which of several failures continue tells, nobody sees
      const isUnclear = inside.isUncertain || new Set(inside.failures).size > 1;
      const isHidden = node.data.on_error === "continue" && isUnclear;
      return isHidden ? { ...failed, output: ANY } : failed;
    }
    if (verdict.status === "cancelled") return settled("cancelled", []);
    const ended = settled("completed", portsOf(node), outputOf(node, inside));
    return shaped(this.setting, frame, node, ended);
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
