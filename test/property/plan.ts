/** What happens to an execution, event by event, and which versions do not mind the order. */
import { eventOf } from "./acts.ts";
import { Family } from "./family.ts";
import { isTerminal } from "./frames.ts";
import type { Act, Order, Scenario } from "./graphs.ts";
import { isIndependent } from "./independent.ts";
import type { Event, Key, Setting, Status } from "./language.ts";
import { nobody, type Witness } from "./witness.ts";

/**
 * What somebody sees who looks at executions: only steps that are there, each with its status, its
 * attempt and the class of the error it hands on; and each child.
 */
export type View = Record<Key, string>;

const MOST_EVENTS = 40;
const MOST_CHOICES = 64;

/**
 * The way of one execution. The reference follows the engine group by group, as an order within a
 * group is the engine's to choose; what is next is chosen from what is pending then.
 */
export class Course {
  readonly scenario: Scenario;
  readonly order: Order;
  /** Events of one group happen in one transaction. */
  readonly groups: Event[][] = [];
  reference: Family;
  /** What was seen that no order explains. */
  readonly faults: string[] = [];
  /** Whether somebody did to it what is not part of every order. */
  isDisturbed = false;
  readonly setting: Setting;
  readonly #acts: Act[];
  #count = 0;
  #pausedAt = 0;

  /** The events of an execution have its id as key. */
  constructor(scenario: Scenario, order: Order, id: string) {
    this.scenario = scenario;
    this.order = order;
    this.setting = { ...scenario, payload: { ...scenario.payload, id } };
    this.reference = new Family(this.setting);
    this.#acts = order.acts.toSorted((a, b) => a.at - b.at);
  }

  /** What happens next; undefined at the end. */
  next(): Event[] | undefined {
    if (this.reference.running.length === 0 || this.faults.length > 0) return undefined;
    const group = this.#choose();
    this.groups.push(group);
    this.#count += group.length;
    return group;
  }

  #choose(): Event[] {
    const pending = this.reference.pending();
    const picked = this.#pick(pending);
    const isOver = this.#count === this.order.cancelAt || this.#count >= MOST_EVENTS;
    const cancel: Event = { kind: "cancel", execution: this.reference.running[0]!.path };
    if (isOver) return [cancel];
    const act = this.#act();
    if (act !== undefined) return [act];
    const { paused } = this.reference;
    if (paused !== undefined) {
      const isLong = this.groups.length - this.#pausedAt > this.order.pausedFor;
      if (isLong || picked === undefined) return [{ kind: "resume", execution: paused.path }];
    }
    if (picked === undefined) return [cancel];
    const isFree = this.order.isGrouped && isIndependent(this.scenario);
    if (!isFree || picked.kind !== "report") return [picked];
    const others = pending.filter((event) => event.kind === "report" && event !== picked);
    const group = [picked, ...others.slice(0, this.order.picks.length % 4)];
    const twin = this.reference.clone();
    for (const event of group) {
      twin.apply(event);
      twin.run(nobody);
    }
    return twin.closures > this.reference.closures ? [picked] : group;
  }

  /** What somebody does now. */
  #act(): Event | undefined {
    while (this.#acts.length > 0 && this.#acts[0]!.at <= this.groups.length) {
      const event = eventOf(this.#acts.shift()!, this.reference);
      if (event === undefined) continue;
      if (event.kind === "pause") this.#pausedAt = this.groups.length;
      else if (event.kind !== "emit") this.isDisturbed = true;
      return event;
    }
    return undefined;
  }

  #pick(pending: Event[]): Event | undefined {
    const { picks } = this.order;
    return pending[(picks[this.#count % Math.max(1, picks.length)] ?? 0) % pending.length];
  }

  /** Lets the reference do what has happened, in the first order that leads to what is seen. */
  see(view: View): void {
    const events = this.groups.at(-1);
    let way: number[] | undefined = [];
    let first: { twin: Family; found: string[] } | undefined;
    for (let n = 0; n < MOST_CHOICES && way !== undefined; n += 1) {
      const twin = this.reference.clone();
      const asked: Choice[] = [];
      const witness = witnessOf(view, way, asked);
      if (events === undefined) twin.run(witness);
      for (const event of events ?? []) {
        twin.apply(event);
        twin.run(witness);
      }
      const found = differing(view, twin);
      first ??= { twin, found };
      way = wayAfter(asked);
      if (found.length > 0) continue;
      this.reference = twin;
      return;
    }
    this.reference = first!.twin;
    this.faults.push(...first!.found.map((text) => `after ${this.groups.length} groups: ${text}`));
  }
}

interface Choice {
  taken: number;
  of: number;
}

/** The last choice that can be another one is; what is asked for after it depends on it. */
function wayAfter(asked: Choice[]): number[] | undefined {
  const last = asked.findLastIndex(({ taken, of }) => taken + 1 < of);
  if (last < 0) return undefined;
  return asked.slice(0, last + 1).map(({ taken }, n) => (n === last ? taken + 1 : taken));
}

/** Chooses by the way as far as it goes, and then what is first. */
function witnessOf(view: View, way: number[], asked: Choice[]): Witness {
  const keys = Object.keys(view);
  return {
    claims: (step, status) => {
      const seen = view[step]?.split(" ")[0] as Status | undefined;
      return seen !== undefined && isTerminal(seen) && (seen !== "cancelled" || seen === status);
    },
    hasBegun: (path) => keys.some((key) => key.startsWith(`${path}.`)),
    hasStarted: (child) => child in view,
    hasEnded: (child, status) => view[child] === status,
    hasTriedAgain: (step, attempt) => Number(view[step]?.split(" ")[1]) > attempt,
    choose: (count) => {
      if (count < 2) return 0;
      const taken = way[asked.length] ?? 0;
      asked.push({ taken, of: count });
      return taken;
    },
  };
}

/** The steps that have begun or ended are there; what never began is not, or is cancelled. */
function differing(view: View, reference: Family): string[] {
  const members = [...reference.members.values()].filter(({ caller }) => caller !== undefined);
  const children = new Map(members.map(({ path, status }) => [path, status]));
  const expected = new Map(reference.steps().map(({ key, state }) => [key, state]));
  const strange = Object.keys(view).filter((key) => !expected.has(key) && !children.has(key));
  return [
    ...strange.map((key) => `engine has ${key} ${view[key]}, the reference has not`),
    ...[...children]
      .filter(([path, status]) => view[path] !== status)
      .map(([path, status]) => `${path}: engine ${view[path] ?? "absent"}, reference ${status}`),
    ...[...expected].flatMap(([key, { status, attempt, begun, held, output }]) => {
      // what is to run again is not in anybody's hands
      const shown = status === "running" && held !== undefined ? "retrying" : status;
      const name = (output as { error?: { class: string } } | null | undefined)?.error?.class;
      const should = [shown, attempt, ...(name === undefined ? [] : [name])].join(" ");
      const seen = view[key];
      const isUnseen = status === "pending" || (status === "cancelled" && !begun);
      const fits = seen === undefined ? isUnseen : isSaid(seen, should) && status !== "pending";
      return fits ? [] : [`${key}: engine ${seen ?? "absent"}, reference ${should}`];
    }),
  ];
}

/** Of an output nothing may be said. */
const isSaid = (seen: string, should: string) => `${seen} `.startsWith(`${should} `);
