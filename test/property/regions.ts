/** R9: what lies between the immediate dominator of a join and the join. */
import type { DefinedNode, Definition } from "./language.ts";

/** All that leads to the node, or, downwards, all that it leads to. */
function reached(edges: [string, string][], from: string): Set<string> {
  const found = new Set<string>();
  const next = [from];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const [source, target] of edges) {
      if (source !== at || found.has(target)) continue;
      found.add(target);
      next.push(target);
    }
  }
  return found;
}

export function regionOf({ nodes, edges }: Definition, join: DefinedNode): Set<string> {
  const down = edges.map(({ source, target }): [string, string] => [source, target]);
  const up = down.map(([source, target]): [string, string] => [target, source]);
  const above = reached(up, join.id);
  const entries = nodes
    .filter(({ id, parentId }) => parentId === join.parentId && !edges.some((e) => e.target === id))
    .map(({ id }) => id);
  const dominators = [...above].filter((one) => {
    const without = down.filter(([source, target]) => source !== one && target !== one);
    return !entries.some((entry) => entry !== one && reached(without, entry).has(join.id));
  });
  // of two dominators one dominates the other: the last one has all the others above it
  const last = dominators.find((one) =>
    dominators.every((other) => other === one || reached(up, one).has(other)),
  );
  const below = last === undefined ? above : reached(down, last);
  const between = [...above].filter((id) => id !== last && below.has(id));
  return new Set(between.filter((id) => nodes.find((n) => n.id === id)!.type !== "trigger"));
}
