/** Makes a workflow of numbers that stand for what there is to choose from. */
import { callOf, outputs } from "./calling.ts";
import { containerOf, fillContainer } from "./containing.ts";
import type { Raw, RawCondition, RawEdge, RawGraph, RawJoin, RawNode } from "./graphs.ts";
import type { RawWait, Scenario } from "./graphs.ts";
import { isContainer } from "./language.ts";
import type { DefinedEdge, DefinedNode, Definition, Outcome, Workflow } from "./language.ts";
import { containersAround, pick, text } from "./reading.ts";

export function build({ fires, payload, callees, orders, ...graph }: Raw): Scenario {
  const called: Record<string, Workflow> = {};
  for (const [n, callee] of callees.entries()) {
    called[`c${n}`] = workflowOf(callee, Object.keys(called));
  }
  const workflow = workflowOf(graph, Object.keys(called));
  return { ...workflow, trigger: `t${fires % graph.triggers}`, payload, callees: called, orders };
}

function workflowOf({ triggers, hasDeadline, nodes }: RawGraph, callees: string[]): Workflow {
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
    Object.assign(made, nodeOf(id, definition, node, callees));
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
  return { definition, outcomes, identity: { id: "" } };
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
  const faults = ["error", "error:expression"];
  if (type === "wait") return [undefined, "main", ...waitPorts(data), undefined, ...faults];
  if (type === "join") return [undefined, "main", undefined, undefined, ...faults];
  if (type === "choice") {
    const ports = [...data.cases!.map(({ port }) => port), data.default];
    const known = ports.filter((port) => port !== undefined);
    return [...known, ...known, ...known, ...faults];
  }
  if (type === "trigger") return [undefined, "main"];
  if (type === "foreach" || type === "loop" || type === "group") {
    const names = ["http", "expression", "ended", "incomplete", "max_iterations", "timeout"];
    const good = [undefined, "done", "main"];
    return [...good, ...good, undefined, "error", ...names.map((name) => `error:${name}`)];
  }
  const ofChild = ["child_failed", "child_cancelled", "child_timed_out", "expression", "timeout"];
  const ofAction = data.action === "data.set" ? ["expression"] : ["http", "timeout", "crash"];
  const errors = type === "call" ? ofChild : ofAction;
  const ports = [undefined, "main", undefined, undefined, undefined, "error", "error:other"];
  return [...ports, ...errors.map((name) => `error:${name}`)];
}

function nodeOf(id: string, definition: Definition, node: RawNode, callees: string[]): DefinedNode {
  const condition = (one: RawCondition) => text(one, definition, id, false);
  const output = node.kind === "end" || node.kind === "call" ? undefined : outputs(id)[node.output];
  const common: DefinedNode["data"] = {
    ...joinOf(definition, id, node.join),
    ...(output === undefined ? {} : { output }),
    ...(node.runIf === null ? {} : { run_if: condition(node.runIf) }),
  };
  const optional = node.isDisabled ? { ...common, disabled: true } : common;
  const onError = node.onError === null ? {} : { on_error: node.onError };
  const branch = node.onError === "continue" ? {} : onError;
  switch (node.kind) {
    case "work":
      return {
        id,
        type: "action",
        data: {
          ...{ action: "act", ...optional, ...onError },
          retry: retryOf(node, node.retryWhen),
        },
      };
    case "call": {
      if (callees.length === 0) return nodeOf(id, definition, { ...node, kind: "set" }, callees);
      const repeats = repeatsAround(definition, id);
      const when = node.retryWhen === null ? null : ["child_failed"];
      const called = callOf(id, node.call, callees, repeats);
      const data = { ...optional, ...onError, ...called, retry: retryOf(node, when) };
      return { id, type: "call", data };
    }
    case "set":
    case "broken": {
      const ok = node.isAll;
      const input = node.kind === "set" ? { ok, by: id } : { text: "x {{ trigger.payload.nope }}" };
      return { id, type: "action", data: { action: "data.set", input, ...optional, ...onError } };
    }
    case "join":
      return { id, type: "join", data: { ...optional, ...onError } };
    case "choice": {
      if (node.split !== null) {
        const { key, weights } = node.split;
        const cases = weights.map((weight, n) => ({ port: `p${n}`, weight }));
        const split = { mode: "split" as const, cases, key: pick(keysIn(definition, id), key) };
        return { id, type: "choice", data: { ...common, ...branch, ...split } };
      }
      const cases = node.cases.map((one, n) => ({ port: `p${n}`, when: condition(one) }));
      const fallback =
        node.fallback === 0 && node.isAll ? {} : { default: node.fallback === 1 ? "p0" : "other" };
      const mode = node.isAll ? "all" : "first";
      return { id, type: "choice", data: { ...common, ...branch, mode, cases, ...fallback } };
    }
    case "foreach":
    case "loop":
    case "group":
      return {
        ...{ id, type: node.kind },
        data: { ...optional, ...onError, ...containerOf(node.kind, node.container) },
      };
    case "wait":
      return {
        ...{ id, type: "wait" },
        data: { ...optional, ...onError, ...waitOf(definition, id, node.wait) },
      };
    case "end": {
      const output = node.hasOutput ? { output: { by: id } } : {};
      return { id, type: "end", data: { ...common, ...node.ends, ...output } };
    }
  }
}

/** The last one finds nothing; none differs from order to order. */
const keysIn = (definition: Definition, id: string) => [
  ...["{{ trigger.payload.n }}", "{{ trigger.payload.yes }}"],
  repeatsAround(definition, id) ? "{{ index }} {{ trigger.payload.n }}" : "all",
  ...["k {{ trigger.payload.n }}", "l {{ trigger.payload.yes }}", "{{ trigger.payload.nope }}"],
];

const retryOf = ({ attempts }: RawNode, when: string[] | null) => ({
  ...{ max_attempts: attempts, initial: "1 hour", max: "1 hour", jitter: 0 },
  ...(when === null ? {} : { when }),
});

function joinOf({ edges }: Definition, id: string, raw: RawJoin): DefinedNode["data"] {
  const degree = edges.filter(({ target }) => target === id).length;
  if (raw.kind === "any" || (raw.kind === "quorum" && degree === 0)) return {};
  if (raw.kind === "every") return { join: { kind: "every" } };
  const rest = raw.rest === null ? {} : { rest: raw.rest };
  return { join: { kind: "quorum", n: 1 + (raw.n % degree), ...rest } };
}

function waitOf(definition: Definition, id: string, raw: RawWait): DefinedNode["data"] {
  const index = repeatsAround(definition, id) && raw.isIndexed ? " {{ index }}" : "";
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

const repeatsAround = (definition: Definition, id: string) =>
  containersAround(definition, id).some(({ type }) => type !== "group");

const waitPorts = ({ for: duration, until, events = [], timeout }: DefinedNode["data"]) => [
  ...((duration ?? until) === undefined ? [] : ["elapsed"]),
  ...events.map(({ port }) => port),
  ...(timeout === undefined ? [] : ["timeout"]),
];
