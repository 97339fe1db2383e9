/** What happens to an execution, event by event, and which versions do not mind the order. */
import type { Order, Scenario } from "./graphs.ts";
import type { Definition, Event } from "./language.ts";
import { Interpreter } from "./reference.ts";

export interface Plan {
  scenario: Scenario;
  order: Order;
  /** Events of one group happen in one transaction. */
  groups: Event[][];
}

/** What somebody sees who looks at an execution: only steps that are there. */
export type View = Record<string, string>;

/** Lets the reference run to its end, choosing as the order says. */
export function planOf(scenario: Scenario, order: Order): Plan {
  const reference = new Interpreter(scenario).start();
  const isFree = order.isGrouped && isIndependent(scenario.definition);
  const groups: Event[][] = [];
  let together: string[] = [];
  for (let n = 0; reference.status === "running"; n += 1) {
    const pending = reference.pending();
    const event: Event =
      n === order.cancelAt
        ? { kind: "cancel" }
        : pending[(order.picks[n % Math.max(1, order.picks.length)] ?? 0) % pending.length]!;
    reference.apply(event);
    const place = event.kind === "report" ? together.indexOf(event.node) : -1;
    if (isFree && place >= 0 && reference.closedAs.length === 0) {
      groups.at(-1)!.push(event);
      together.splice(place, 1);
    } else {
      groups.push([event]);
      together = pending.flatMap((other) =>
        event.kind === "report" && other.kind === "report" && other.node !== event.node
          ? [other.node]
          : [],
      );
    }
  }
  return { scenario, order, groups };
}

/** The reference after so many groups of a plan; `claims` says who was quicker in the last one. */
export function replay(
  { scenario, groups }: Plan,
  count: number,
  claims: (node: string) => boolean,
): Interpreter {
  const isLast = (n: number) => n === count;
  const reference = new Interpreter(scenario).start(isLast(0) ? claims : undefined);
  for (const [n, group] of groups.slice(0, count).entries()) {
    for (const event of group) reference.apply(event, isLast(n + 1) ? claims : undefined);
  }
  return reference;
}

/** The rules let no end of the frame, and no read of what may still run, depend on the order. */
export function isIndependent(definition: Definition): boolean {
  const endsFrame = definition.nodes.some(
    ({ type, data }) => type === "end" && (data.scope ?? "branch") !== "branch",
  );
  return !endsFrame && !readsPastEvery(definition);
}

/**
 * A join of kind `every` may be skipped while a step before it still runs, and what follows may
 * read that step, whether it has ended or not.
 */
function readsPastEvery({ nodes, edges }: Definition): boolean {
  const hasEvery = nodes.some(({ data }) => data.join?.kind === "every");
  const straight = new Set(edges.map(({ source, target }) => `${source} ${target}`));
  const readsFar = (reader: string, condition: string | undefined): boolean => {
    const step = /^\$\.steps\.(\w+)\./.exec(condition ?? "")?.[1];
    return step !== undefined && step !== reader && !straight.has(`${step} ${reader}`);
  };
  return (
    hasEvery &&
    (nodes.some(({ id, data }) =>
      [data.run_if, ...(data.cases ?? []).map(({ when }) => when)].some((c) => readsFar(id, c)),
    ) ||
      edges.some(({ source, data }) => data !== undefined && isGuardFar(source, data.when)))
  );
}

/** A guard may read its own step; any other may still run. */
function isGuardFar(source: string, when: string): boolean {
  const step = /^\$\.steps\.(\w+)\./.exec(when)?.[1];
  return step !== undefined && step !== source;
}

/** The steps that have begun or ended; what never began is not shown. */
export function viewOf(reference: Interpreter): View {
  return Object.fromEntries(
    [...reference.nodes]
      .filter(([, { status }]) => status !== "pending")
      .map(([id, { status, attempt }]) => [id, `${status} ${attempt}`]),
  );
}
