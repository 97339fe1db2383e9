/** What the expressions of a node read. */
import type { RawCondition } from "./graphs.ts";
import type { DefinedNode, Definition } from "./language.ts";

/** Of these the one that a number stands for. */
export const pick = <T>(items: readonly T[], n: number): T => items[n % items.length]!;

/**
 * What a node reads: steps that have ended when it fires, as it is a matter of luck what others
 * show; but the status only of those that lead straight to it.
 */
export function text(
  { reads, which, value }: RawCondition,
  definition: Definition,
  id: string,
  isGuard: boolean,
): string {
  const isTrigger = definition.nodes.some((node) => node.id === id && node.type === "trigger");
  const around = containersAround(definition, id);
  const above = [id, ...around.map((node) => node.id)].flatMap((one) => [
    ...endedBefore(definition, one),
  ]);
  const straight = [...endedBefore(definition, id)].filter((one) =>
    definition.edges.some((edge) => edge.source === one && edge.target === id),
  );
  const outputs = isGuard ? [id, ...above] : above;
  const statuses = (isGuard ? [id] : straight).filter((one) => !one.startsWith("t"));
  if (reads === "output" && !isTrigger && outputs.length > 0) {
    return `$.steps.${pick(outputs, which)}.output.ok == ${value % 2 === 0}`;
  }
  if (reads === "status" && !isTrigger && statuses.length > 0) {
    const status = pick(["completed", "completed", "failed", "skipped"], value);
    return `$.steps.${pick(statuses, which)}.status == "${status}"`;
  }
  const repeating = around.filter(({ type }) => type !== "group");
  if (repeating.length > 0 && reads === "binding") {
    const from = pick(["$", ...repeating.map((node) => `$.steps.${node.id}`)], which);
    return value % 2 === 0 ? `${from}.index > ${value / 2 - 1}` : `${from}.item == true`;
  }
  return which % 2 === 0
    ? `$.trigger.payload.yes == ${value % 2 === 0}`
    : `$.trigger.payload.n > ${value}`;
}

/** The innermost first. */
export function containersAround({ nodes }: Definition, id: string): DefinedNode[] {
  const parent = nodes.find((node) => node.id === id)?.parentId;
  if (parent === undefined) return [];
  const container = nodes.find((node) => node.id === parent)!;
  return [container, ...containersAround({ nodes, edges: [] }, parent)];
}

/** A quorum fires before all that leads to it has ended, and `every` is skipped before. */
function endedBefore(definition: Definition, id: string, found = new Set<string>()): Set<string> {
  const kindOf = (one: string) =>
    definition.nodes.find((node) => node.id === one)?.data.join?.kind ?? "any";
  if (kindOf(id) === "quorum") return found;
  for (const { source, target } of definition.edges) {
    if (target !== id || found.has(source) || source.startsWith("t")) continue;
    found.add(source);
    if (kindOf(source) === "any") endedBefore(definition, source, found);
  }
  return found;
}
