/**
 * An execution and those that it has called, and they: each goes as the reference says, and a call
 * is all that one knows of another. What follows from an event in several of them happens at once.
 */
import { childOf, placeOf, STARTED } from "./calls.ts";
import { UNDER_WAY, type NodeState } from "./frames.ts";
import type { Event, Key, Outcome, Path, Setting, Status } from "./language.ts";
import { Interpreter } from "./reference.ts";
import { endedWith, nobody, within, type Witness } from "./witness.ts";

export class Family {
  /** A caller stands before those that it has called. */
  readonly members: Map<Path, Interpreter>;

  constructor(setting: Setting, members = new Map([["", new Interpreter(setting).start()]])) {
    this.members = members;
  }

  get root(): Interpreter {
    return this.members.get("")!;
  }

  get running(): Interpreter[] {
    return [...this.members.values()].filter(({ status }) => status === "running");
  }

  get paused(): Interpreter | undefined {
    return this.running.find(({ isPaused }) => isPaused);
  }

  /** How many frames ended before all in them had. */
  get closures(): number {
    return [...this.members.values()].reduce((sum, { closures }) => sum + closures, 0);
  }

  clone(): Family {
    const twins = [...this.members].map(([path, one]) => [path, one.clone()] as const);
    return new Family(this.root.setting, new Map(twins));
  }

  steps() {
    return [...this.members.values()].flatMap((member) =>
      member.steps().map((step) => ({ ...step, key: member.path + step.key, member })),
    );
  }

  outcomeOf(step: Key): Outcome {
    const { path, key } = placeOf(step);
    return this.members.get(path)!.outcomeOf(key);
  }

  /** What can happen next, by itself. */
  pending(): Event[] {
    return this.running.flatMap((member) =>
      member
        .pending()
        .map((event) => ("step" in event ? { ...event, step: member.path + event.step } : event)),
    );
  }

  apply(event: Event): void {
    if (event.kind === "emit") for (const member of this.running) member.apply(event);
    else if ("execution" in event) this.members.get(event.execution)!.apply(event);
    else {
      const { path, key } = placeOf(event.step);
      this.members.get(path)!.apply({ ...event, step: key });
    }
  }

  /** Lets happen what can, until nothing can. */
  run(witness: Witness): this {
    const fresh: NodeState[] = [];
    for (const { state } of this.steps()) if (state.inside) state.inside.failures = [];
    for (;;) {
      this.#tell(witness);
      const offers = this.running.flatMap((member) =>
        member
          .offers(within(witness, member.path), fresh)
          .map((offer) => Object.assign(offer, { member })),
      );
      offers.sort((a, b) => Number(b.isClaimed) - Number(a.isClaimed) || b.ends - a.ends);
      const [first] = offers;
      if (first === undefined) {
        if (!this.#tell(nobody)) break;
        continue;
      }
      const together = first.closes === undefined ? [first] : endedWith(offers, first);
      const innermost = together.toSorted((a, b) => b.frame.depth - a.frame.depth);
      const effects = innermost.flatMap((offer) => {
        const effect = offer.take();
        return effect?.closes === undefined ? [] : [{ class: "", ...effect, ...effect.closes }];
      });
      // what ends more than the others ends them too
      const depth = Math.min(...effects.map(({ frame }) => frame.depth));
      const widest = effects.filter(({ frame }) => frame.depth === depth);
      if (widest.length === 0) continue;
      const { frame, status, class: name } = widest[witness.choose(widest.length)]!;
      const around = frame.container && frame.parent?.nodes.get(frame.container.id)?.inside;
      if (around && widest.some((one) => one.status !== status || one.class !== name)) {
        around.isUncertain = true;
      }
      first.member.close(frame, [status, ...widest.map((one) => one.status)], name);
    }
    for (const state of fresh) state.begun ||= UNDER_WAY.has(state.status);
    return this;
  }

  /**
   * Children begin, executions in which nothing is left end, and those hear of it that wait; tells
   * whether one has ended.
   */
  #tell(witness: Witness): boolean {
    let isNew = false;
    for (const member of this.members.values()) {
      const { path, caller, isTold } = member;
      const isSeen = (status: Status) => path === "" || witness.hasEnded(path, status);
      if (member.status === "running") member.end(isSeen("completed"));
      if (caller !== undefined && !isTold) {
        this.members.get(caller.path)!.heed(member, isSeen(member.status));
      }
      if (member.status !== "running") member.isTold ||= isSeen(member.status);
      isNew ||= member.isTold !== isTold;
      for (const call of member.calling.splice(0)) this.#open(member, call);
    }
    return isNew;
  }

  #open(member: Interpreter, call: Interpreter["calling"][number]): void {
    const { caller, workflow, input, shift, depth } = call;
    const { frame, node } = member.at(caller.step);
    const { callees } = member.setting;
    const setting = { ...callees[workflow]!, callees, trigger: "t0", payload: input };
    const child = new Interpreter(
      setting,
      member.path + childOf(frame, node, caller.attempt),
      caller,
    );
    Object.assign(child.root, { iteration: shift, depth });
    child.emitted = [...member.emitted];
    this.members.set(child.path, child.start());
    if (node.data.wait === false) frame.decided.push({ node, does: STARTED });
  }
}
