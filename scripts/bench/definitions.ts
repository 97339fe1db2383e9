/** The workflows of the workloads, as definitions of this engine. */
import type { WorkflowName } from "./peers/peer.ts";

interface Definition {
  nodes: { id: string; [key: string]: unknown }[];
  edges: { id: string; source: string; target: string; sourceHandle?: string }[];
}

const trigger = { id: "start", type: "trigger", data: { trigger: "manual" } };
const edge = (source: string, target: string, sourceHandle?: string) => ({
  ...{ id: `${source}-${target}-${sourceHandle ?? ""}`, source, target },
  ...(sourceHandle === undefined ? {} : { sourceHandle }),
});
const act = (id: string, step: unknown, n: string, more: object = {}) => ({
  ...{ id, type: "action", ...more },
  data: { action: "bench_act", input: { k: "{{ trigger.payload.k }}", step, n } },
});

/** Each action reads the output of the one before. */
function row(count: number): Definition {
  const nodes = Array.from({ length: count }, (_, at) =>
    act(
      `step_${at}`,
      at,
      at === 0 ? "{{ trigger.payload.n }}" : `{{ steps.step_${at - 1}.output.n }}`,
    ),
  );
  const ids = ["start", ...nodes.map(({ id }) => id)];
  const edges = ids.slice(1).map((id, at) => edge(ids[at]!, id));
  return { nodes: [trigger, ...nodes], edges };
}

/** Each action is a node of its own, and a join waits for all of them. */
export function fan(width: number): Definition {
  const nodes = Array.from({ length: width }, (_, at) =>
    act(`fan_${at}`, at, "{{ trigger.payload.n }}"),
  );
  const join = {
    ...{ id: "join", type: "action" },
    data: { action: "data.set", input: { is: "done" }, join: { kind: "every" } },
  };
  const edges = nodes.flatMap(({ id }) => [edge("start", id), edge(id, "join")]);
  return { nodes: [trigger, ...nodes, join], edges };
}

/** Ten recorded nodes: a condition and a transformation in turns. */
function logic(): Definition {
  const nodes: Definition["nodes"] = [];
  const edges: Definition["edges"] = [];
  let before = "start";
  let value = "trigger.payload.n";
  for (let at = 0; at < 5; at += 1) {
    const [choice, set] = [`is_${at}`, `set_${at}`];
    const cases = [{ port: "big", when: `$.${value} > 5` }];
    nodes.push(
      { id: choice, type: "choice", data: { mode: "first", cases, default: "small" } },
      { id: set, type: "action", data: { action: "data.set", input: { n: `{{ ${value} }}`, at } } },
    );
    edges.push(edge(before, choice), edge(choice, set, "big"), edge(choice, set, "small"));
    [before, value] = [set, `steps.${set}.output.n`];
  }
  return { nodes: [trigger, ...nodes], edges };
}

function sleeper(): Definition {
  const wait = { id: "sleep", type: "wait", data: { until: "{{ trigger.payload.until }}" } };
  const edges = [edge("start", "sleep"), edge("sleep", "step_0")];
  return { nodes: [trigger, wait, act("step_0", 0, "{{ trigger.payload.n }}")], edges };
}

export const definitions: Record<Exclude<WorkflowName, "fan">, Definition> = {
  one: row(1),
  five: row(5),
  logic: logic(),
  sleeper: sleeper(),
};
