/** Makes a workflow of numbers that stand for what there is to choose from. */
import { containerOf, fillContainer } from "./containing.ts";
import type { Raw, RawCondition, RawEdge, RawJoin, RawNode, RawWait, Scenario } from "./graphs.ts";
import { isContainer } from "./language.ts";
import type { DefinedEdge, DefinedNode, Definition, Outcome } from "./language.ts";

/** Of these the one that a number stands for. */
const pick = <T>(items: readonly T[], n: number): T => items[n % items.length]!;

export function build({ triggers, fires, hasDeadline, payload, nodes, orders }: Raw): Scenario {
  const definition: Definition = { nodes: [], edges: [] };
  if (hasDeadline) definition.settings = { timeout: "1 day" };
  for (let n = 0; n < triggers; n += 1) {
    definition.nodes.push({ id: `t${n}`, type: "trigger", data: { trigger: "manual" } });
  }
  const outcomes: Record<string, Outcome[]> = {};
  for (const [n, node] of nodes.entries()) {
    const id = `n${n}`;
    const parent = pick(placesIn(definition, node), node.place);
    const sources = definition.nodes.filter(
      ({ type, parentId }) => type !== "end" && parentId === parent,
    );
    const isEntry = sources.length === 0 || (parent !== undefined && node.isEntry);
    for (const [k, one] of (isEntry ? [] : node.edges).entries()) {
      definition.edges.push(edgeOf(`${id}.${k}`, definition, one, pick(sources, one.from), id));
    }
    const within = parent === undefined ? {} : { parentId: parent };
    // what it reads depends on where it is
    const data = joinOf(definition, id, node.join);
    const made: DefinedNode = { id, ...within, type: "group", data };
    definition.nodes.push(made);
    Object.assign(made, nodeOf(id, definition, node));
    if (node.kind === "work") outcomes[id] = node.outcomes;
  }
  for (const node of definition.nodes.filter(isContainer)) {
    if (!definition.nodes.some(({ parentId }) => parentId === node.id)) {
      const data = { action: "data.set", input: { at: "in {{ trigger.payload.yes }}" } };
      definition.nodes.push({ id: `${node.id}s`, parentId: node.id, type: "action", data });
    }
    fillContainer(definition, node, nodes[Number(node.id.slice(1))]!.container);
  }
  for (const { id, data } of definition.nodes) {
    const leaving = definition.edges.filter(({ source }) => source === id);
    const ports = leaving.map(({ sourceHandle }) => sourceHandle ?? "main");
    const hasErrorEdge = ports.some((port) => port.startsWith("error"));
    if (data.on_error === "branch" && !hasErrorEdge) delete data.on_error;
  }
  return { definition, trigger: `t${fires % triggers}`, payload, outcomes, orders };
}

const DEEPEST = 3;

/** The root, and often the containers that are there, but for those that are too deep. */
function placesIn({ nodes }: Definition, { kind }: RawNode): (string | undefined)[] {
  const isInner = kind === "foreach" || kind === "loop" || kind === "group";
  const depthOf = (id: string | undefined): number => {
    const node = nodes.find((one) => one.id === id);
    return node === undefined ? 0 : 1 + depthOf(node.parentId);
  };
  const deepest = isInner ? DEEPEST - 1 : DEEPEST;
  const containers = nodes.filter(isContainer).map(({ id }) => id);
  return [undefined, ...containers.filter((id) => depthOf(id) <= deepest)];
}

function edgeOf(
  id: string,
  definition: Definition,
  { port, guard }: RawEdge,
  source: DefinedNode,
  target: string,
): DefinedEdge {
  const sourceHandle = pick(portsOf(source), port);
  return {
    id,
    source: source.id,
    ...(sourceHandle === undefined ? {} : { sourceHandle }),
    target,
    ...(guard === null ? {} : { data: { when: text(guard, definition, source.id, true) } }),
  };
}

/** Undefined is the port of an edge that names none. */
function portsOf({ type, data }: DefinedNode): (string | undefined)[] {
  if (type === "wait") return [undefined, "main", ...waitPorts(data)];
  if (type === "choice") {
    const ports = [...data.cases!.map(({ port }) => port), data.default];
    return ports.filter((port) => port !== undefined);
  }
  if (type === "trigger") return [undefined, "main"];
  if (type === "foreach" || type === "loop" || type === "group") {
    const names = ["http", "expression", "ended", "incomplete", "max_iterations", "timeout"];
    const good = [undefined, "done", "main"];
    return [...good, ...good, undefined, "error", ...names.map((name) => `error:${name}`)];
  }
  const errors = data.action === "data.set" ? ["expression"] : ["http", "timeout", "crash"];
  const ports = [undefined, "main", undefined, undefined, undefined, "error", "error:other"];
  return [...ports, ...errors.map((name) => `error:${name}`)];
}

function nodeOf(id: string, definition: Definition, node: RawNode): DefinedNode {
  const condition = (one: RawCondition) => text(one, definition, id, false);
  const common: DefinedNode["data"] = {
    ...joinOf(definition, id, node.join),
    ...(node.runIf === null ? {} : { run_if: condition(node.runIf) }),
  };
  const optional = node.isDisabled ? { ...common, disabled: true } : common;
  const onError = node.onError === null ? {} : { on_error: node.onError };
  switch (node.kind) {
    case "work":
      return {
        id,
        type: "action",
        data: {
          ...{ action: "act", ...optional, ...onError },
          retry: {
            ...{ max_attempts: node.attempts, initial: "1 hour", max: "1 hour", jitter: 0 },
            ...(node.retryWhen === null ? {} : { when: node.retryWhen }),
          },
        },
      };
    case "set":
    case "broken": {
      const ok = node.isAll;
      const input = node.kind === "set" ? { ok, by: id } : { text: "x {{ trigger.payload.nope }}" };
      return { id, type: "action", data: { action: "data.set", input, ...optional, ...onError } };
    }
    case "choice": {
      const cases = node.cases.map((one, n) => ({ port: `p${n}`, when: condition(one) }));
      const fallback =
        node.fallback === 0 && node.isAll ? {} : { default: node.fallback === 1 ? "p0" : "other" };
      const mode = node.isAll ? "all" : "first";
      return { id, type: "choice", data: { ...common, mode, cases, ...fallback } };
    }
    case "foreach":
    case "loop":
    case "group":
      return {
        ...{ id, type: node.kind },
        data: { ...optional, ...onError, ...containerOf(node.kind, node.container) },
      };
    case "wait":
      return { id, type: "wait", data: { ...optional, ...waitOf(definition, id, node.wait) } };
    case "end": {
      const output = node.hasOutput ? { output: { by: id } } : {};
      return { id, type: "end", data: { ...common, ...node.ends, ...output } };
    }
  }
}

function joinOf({ edges }: Definition, id: string, raw: RawJoin): DefinedNode["data"] {
  const degree = edges.filter(({ target }) => target === id).length;
  if (raw.kind === "any" || (raw.kind === "quorum" && degree === 0)) return {};
  if (raw.kind === "every") return { join: { kind: "every" } };
  const rest = raw.rest === null ? {} : { rest: raw.rest };
  return { join: { kind: "quorum", n: 1 + (raw.n % degree), ...rest } };
}

function waitOf(definition: Definition, id: string, raw: RawWait): DefinedNode["data"] {
  const repeats = containersAround(definition, id).some(({ type }) => type !== "group");
  const index = repeats && raw.isIndexed ? " {{ index }}" : "";
  const events = ["e0", "e1"].slice(0, raw.events).map((name) => {
    return { port: name, name, match: `{{ trigger.payload.id }}${index}` };
  });
  const isEmpty = raw.time === null && raw.timeout === null && raw.events === 0;
  return {
    ...(raw.time === "for" || isEmpty ? { for: "2 hours" } : {}),
    ...(raw.isBroken ? { for: "{{ trigger.payload.nothing }}" } : {}),
    ...(raw.time === "until" ? { until: "2999-01-01" } : {}),
    ...(raw.timeout === null ? {} : { timeout: raw.timeout }),
    ...(events.length === 0 ? {} : { events }),
    ...(events.length === 0 || raw.hasInbox ? {} : { inbox: "0 s" }),
  };
}

const waitPorts = ({ for: duration, until, events = [], timeout }: DefinedNode["data"]) => [
  ...((duration ?? until) === undefined ? [] : ["elapsed"]),
  ...events.map(({ port }) => port),
  ...(timeout === undefined ? [] : ["timeout"]),
];

/**
 * What a node reads: steps that have ended when it fires, as it is a matter of luck what others
 * show; but the status only of those that lead straight to it.
 */
function text(
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
function containersAround({ nodes }: Definition, id: string): DefinedNode[] {
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
