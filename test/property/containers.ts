/** What the rules say of foreach, loop and group: when one goes on, when it ends, and as what. */
import { holds, render, type Scope } from "./expressions.ts";
import { insideOf, type Frame, type Inside } from "./frames.ts";
import { ANY, type DefinedNode, type Definition, type Json, type Status } from "./language.ts";

/** How a container could end now. Several, where several things at once decide. */
export type Verdict = { status: "completed" | "cancelled" } | { status: "failed"; class: string };

const completed: Verdict = { status: "completed" };

/** The container as it fires; undefined if its input cannot be had. */
export function openInside({ type, data }: DefinedNode, scope: Scope): Inside | undefined {
  if (type === "group") return insideOf([], 1);
  if (type === "loop") {
    const goes = data.while === undefined || goesOn(data.while, scope, 0, null);
    return insideOf([], goes ? data.max_iterations! : 0);
  }
  const items = render(scope, data.items);
  return Array.isArray(items) ? insideOf(items, items.length) : undefined;
}

const goesOn = (condition: string, scope: Scope, index: number, item: Json) =>
  holds({ ...scope, next: { index, item } }, condition);

/** R10: whether another iteration can begin. */
export function canStart({ data, type }: DefinedNode, inside: Inside): boolean {
  const running = inside.frames.length - inside.ended;
  const atOnce = type === "foreach" ? (data.concurrency ?? 1) : 1;
  return !inside.isSettled && inside.frames.length < inside.total && running < atOnce;
}

export const itemOf = ({ type }: DefinedNode, inside: Inside): Json =>
  type === "foreach"
    ? inside.items[inside.frames.length]
    : (inside.results.get(inside.frames.length - 1) ?? null);

/** An iteration has ended: what it gave is collected or carried on. */
export function endIteration(
  { data }: DefinedNode,
  inside: Inside,
  frame: Frame,
  scope: Scope,
  end: { status: Status; class: string; output: Json },
): void {
  inside.ended += 1;
  const template = data.collect ?? data.carry;
  let { status, class: name } = end;
  let result: Json = status === "cancelled" ? ANY : undefined;
  if (status === "completed" && template !== undefined) {
    result = render(scope, template);
    if (result === undefined) [status, name] = ["failed", "expression"];
  }
  if (status === "completed") inside.completed += 1;
  if (status === "failed") {
    inside.failed += 1;
    inside.failures.push(name);
    result = { error: { class: name } };
  }
  inside.results.set(frame.iteration, result);
  const isLast = data.until !== undefined && holds(scope, data.until);
  inside.last = { status, class: name, output: end.output, isLast };
}

/** None while it goes on; the scope is that of the container. */
export function verdictsOn(node: DefinedNode, inside: Inside, scope: Scope): Verdict[] {
  const { last, ended, total } = inside;
  if (node.type === "foreach") return verdictsOnItems(node, inside);
  if (total === 0) return [completed];
  if (last === null) return [];
  if (last.status === "failed") return [{ status: "failed", class: last.class }];
  if (node.type === "group")
    return [last.status === "cancelled" ? { status: last.status } : completed];
  const carried = inside.results.get(ended - 1) ?? null;
  const condition = node.data.while;
  const isOver = last.isLast || (condition && !goesOn(condition, scope, ended, carried));
  if (isOver) return [completed];
  return ended === total ? [{ status: "failed", class: "max_iterations" }] : [];
}

function verdictsOnItems({ data }: DefinedNode, inside: Inside): Verdict[] {
  const policy = data.on_item_error ?? "fail";
  const tolerated = typeof policy === "object" ? policy.tolerate : policy === "fail" ? 0 : Infinity;
  const verdicts: Verdict[] = [];
  if (inside.failed > tolerated) {
    for (const name of new Set(inside.failures)) verdicts.push({ status: "failed", class: name });
  }
  const all = inside.ended === inside.total;
  if (typeof data.completion !== "number")
    return all ? [...verdicts, completed].slice(0, verdicts.length || 1) : verdicts;
  if (inside.completed >= data.completion) return [...verdicts, completed];
  if (all && verdicts.length === 0) return [{ status: "failed", class: "incomplete" }];
  return verdicts;
}

export function outputOf({ type, data }: DefinedNode, inside: Inside): Json {
  const { last, ended, total, completed: done, failed, results } = inside;
  if (type === "group") return last!.output;
  if (type === "loop") {
    if (ended === 0) return { iterations: 0 };
    const item = data.carry === undefined ? {} : { item: results.get(ended - 1) };
    return { iterations: ended, output: last!.output, ...item };
  }
  // of those that ended at once, some may have ended after it
  if (inside.isUncertain || (inside.decidedAt !== null && inside.decidedAt < ended)) return ANY;
  const counts = { total, completed: done, failed };
  if (data.collect === undefined) return counts;
  const items = Array.from({ length: total }, (_, n) => results.get(n));
  return { ...counts, items: ended < total ? ANY : items };
}

/** Of its end; else those of its last steps, by node. */
export function frameOutput({ nodes, edges }: Definition, frame: Frame): Json {
  if (frame.ends.length > 0) return frame.ends.length === 1 ? (frame.ends[0] ?? ANY) : ANY;
  const last = nodes.filter(
    ({ id, parentId }) =>
      parentId === frame.container?.id && !edges.some(({ source }) => source === id),
  );
  // of triggers nothing is said
  if (last.some(({ type }) => type === "trigger")) return ANY;
  return Object.fromEntries(
    last.flatMap(({ id }): [string, Json][] => {
      const { status, output } = frame.nodes.get(id)!;
      const hasOutput = ["completed", "failed", "timed_out"].includes(status);
      return hasOutput ? [[id, output]] : [];
    }),
  );
}
