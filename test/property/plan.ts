/** What happens to an execution, event by event, and which versions do not mind the order. */
import { isTerminal } from "./frames.ts";
import type { Order, Scenario } from "./graphs.ts";
import type { Definition, Event, Key, Status } from "./language.ts";
import { Interpreter } from "./reference.ts";
import { nobody, type Witness } from "./witness.ts";

/** What somebody sees who looks at an execution: only steps that are there. */
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
  reference: Interpreter;
  /** What was seen that no order explains. */
  readonly faults: string[] = [];
  #count = 0;

  constructor(scenario: Scenario, order: Order) {
    this.scenario = scenario;
    this.order = order;
    this.reference = new Interpreter(scenario);
  }

  /** What happens next; undefined at the end. */
  next(): Event[] | undefined {
    if (this.reference.status !== "running" || this.faults.length > 0) return undefined;
    const group = this.#choose();
    this.groups.push(group);
    this.#count += group.length;
    return group;
  }

  #choose(): Event[] {
    const pending = this.reference.pending();
    const picked = this.#pick(pending);
    const isOver = this.#count === this.order.cancelAt || this.#count >= MOST_EVENTS;
    if (isOver || picked === undefined) return [{ kind: "cancel" }];
    const isFree = this.order.isGrouped && isIndependent(this.scenario.definition);
    if (!isFree || picked.kind !== "report") return [picked];
    const others = pending.filter((event) => event.kind === "report" && event !== picked);
    const group = [picked, ...others.slice(0, this.order.picks.length % 4)];
    const twin = this.reference.clone();
    for (const event of group) twin.apply(event, nobody);
    return twin.closures > this.reference.closures ? [picked] : group;
  }

  #pick(pending: Event[]): Event | undefined {
    const { picks } = this.order;
    return pending[(picks[this.#count % Math.max(1, picks.length)] ?? 0) % pending.length];
  }

  /** Lets the reference do what has happened, in the first order that leads to what is seen. */
  see(view: View): void {
    const events = this.groups.at(-1);
    let radices: number[] = [];
    let first: { twin: Interpreter; found: string[] } | undefined;
    for (let n = 0; n === 0 || (n < MOST_CHOICES && n < product(radices)); n += 1) {
      const twin = this.reference.clone();
      const asked: number[] = [];
      const witness = witnessOf(view, n, asked);
      if (events === undefined) twin.start(witness);
      else for (const event of events) twin.apply(event, witness);
      const found = differing(view, twin);
      first ??= { twin, found };
      if (n === 0) radices = asked;
      if (found.length > 0) continue;
      this.reference = twin;
      return;
    }
    this.reference = first!.twin;
    this.faults.push(...first!.found.map((text) => `after ${this.groups.length} groups: ${text}`));
  }
}

const product = (radices: number[]) => radices.reduce((a, b) => a * b, 1);

/** `n` numbers the ways to choose. */
function witnessOf(view: View, n: number, asked: number[]): Witness {
  const keys = Object.keys(view);
  let left = n;
  return {
    claims: (step, status) => {
      const seen = view[step]?.split(" ")[0] as Status | undefined;
      return seen !== undefined && isTerminal(seen) && (seen !== "cancelled" || seen === status);
    },
    hasBegun: (path) => keys.some((key) => key.startsWith(`${path}.`)),
    choose: (count) => {
      if (count < 2) return 0;
      asked.push(count);
      const choice = left % count;
      left = Math.floor(left / count);
      return choice;
    },
  };
}

/** The steps that have begun or ended are there; what never began is not, or is cancelled. */
function differing(view: View, reference: Interpreter): string[] {
  const expected = new Map(reference.steps().map(({ key, state }) => [key, state]));
  const strange = Object.keys(view).filter((key) => !expected.has(key));
  return [
    ...strange.map((key) => `engine has ${key} ${view[key]}, the reference has not`),
    ...[...expected].flatMap(([key, { status, attempt, begun }]) => {
      const [seen, should] = [view[key], `${status} ${attempt}`];
      const isUnseen = status === "pending" || (status === "cancelled" && !begun);
      const fits = seen === undefined ? isUnseen : seen === should && status !== "pending";
      return fits ? [] : [`${key}: engine ${seen ?? "absent"}, reference ${should}`];
    }),
  ];
}

/** The rules let no end of a frame, and no read of what may still run, depend on the order. */
export function isIndependent(definition: Definition): boolean {
  const minds = definition.nodes.some(
    ({ type, data }) =>
      (type === "end" && (data.scope ?? "branch") !== "branch") ||
      typeof data.completion === "number",
  );
  return !minds && !readsPastEvery(definition);
}

/**
 * A join of kind `every` may be skipped while a step before it still runs, and what follows may
 * read that step, whether it has ended or not.
 */
function readsPastEvery(definition: Definition): boolean {
  const { nodes, edges } = definition;
  const hasEvery = nodes.some(({ data }) => data.join?.kind === "every");
  const straight = new Set(edges.map(({ source, target }) => `${source} ${target}`));
  const readsFar = (reader: string, text: string | undefined): boolean => {
    const step = /\bsteps\.(\w+)\.(?!item|index)/.exec(text ?? "")?.[1];
    return step !== undefined && step !== reader && !straight.has(`${step} ${reader}`);
  };
  return (
    hasEvery &&
    (nodes.some(({ id, data }) => {
      const { run_if, cases = [], while: goes, until, collect, carry } = data;
      const texts = [run_if, goes, until, JSON.stringify([collect, carry])];
      return [...texts, ...cases.map(({ when }) => when)].some((text) => readsFar(id, text));
    }) ||
      edges.some(({ source, data }) => readsFar(source, data?.when)))
  );
}
