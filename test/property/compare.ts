/** Where the engine and the reference say different things about one execution. */
import { isDeepStrictEqual } from "node:util";
import type { Run, Step } from "./driver.ts";
import { isIndependent, replay, viewOf } from "./plan.ts";
import type { Interpreter } from "./reference.ts";

const TERMINAL = new Set(["completed", "failed", "skipped"]);

/** Everything in which a run differs from the reference, or breaks a property of its own. */
export function differences(run: Run): string[] {
  const { plan, steps, views, fault } = run;
  const found = fault === undefined ? [] : [fault];
  for (const [n, view] of views.entries()) {
    const expected = viewOf(replay(plan, n, () => true));
    if (!isDeepStrictEqual(sorted(view), sorted(expected))) {
      found.push(`after ${n} groups: engine ${show(view)}, reference ${show(expected)}`);
    }
  }
  const byNode = new Map(steps.map((step) => [step.node_id, step]));
  const claims = (node: string) => TERMINAL.has(byNode.get(node)?.status ?? "");
  const reference = replay(plan, plan.groups.length, claims);
  found.push(...ofNodes(byNode, reference), ...ofEdges(run, reference), ...ofEnd(run, reference));
  // T1 and T4 hold of what the engine says by itself
  if (byNode.size < steps.length) found.push("T1: a step is there twice");
  for (const { id, source, target } of plan.scenario.definition.edges) {
    if (reference.closedAs.length > 0 || !isLive(byNode.get(source), id)) continue;
    if (!claims(target)) found.push(`T4: ${id} is live, and ${target} has not fired`);
  }
  for (const verdict of run.late) {
    if (verdict !== "stale") found.push(`R8: a report after the end is ${verdict}`);
  }
  return found;
}

function ofNodes(byNode: Map<string, Step>, reference: Interpreter): string[] {
  return [...reference.nodes].flatMap(([id, expected]) => {
    const step = byNode.get(id);
    const isUnseen = step === undefined && expected.status === "cancelled" && !expected.begun;
    if (isUnseen) return [];
    if (step?.status !== expected.status || step.attempt !== expected.attempt) {
      const was = `${step?.status ?? "absent"} ${step?.attempt ?? ""}`;
      return [`${id}: engine ${was}, reference ${expected.status} ${expected.attempt}`];
    }
    if (expected.output === undefined) return [];
    const given = comparable(step.output);
    return isDeepStrictEqual(given, comparable(expected.output))
      ? []
      : [`${id}: engine gives ${show(given)}, reference ${show(expected.output)}`];
  });
}

/** Of an error only its class is said by the rules. */
function comparable(output: unknown): unknown {
  const name = (output as { error?: { class?: string } } | null)?.error?.class;
  return name === undefined ? output : { error: { class: name } };
}

function ofEdges({ plan, steps }: Run, reference: Interpreter): string[] {
  const byNode = new Map(steps.map((step) => [step.node_id, step]));
  return plan.scenario.definition.edges.flatMap(({ id, source }) => {
    const [is, should] = [isLive(byNode.get(source), id), reference.edges.get(id)];
    return is === should ? [] : [`edge ${id}: engine ${word(is)}, reference ${word(should)}`];
  });
}

/** What leaves a step that did not complete on a port is dead. */
function isLive(step: Step | undefined, edge: string): boolean {
  const verdict = step?.edges?.[edge] ?? false;
  return typeof verdict === "boolean" ? verdict : verdict.port && verdict.answer === true;
}

const word = (isLive: boolean | undefined) =>
  isLive === undefined ? "unresolved" : isLive ? "live" : "dead";

function ofEnd({ plan, status, output }: Run, reference: Interpreter): string[] {
  const expected = reference.closedAs.length > 0 ? reference.closedAs : [reference.status];
  if (!(expected as string[]).includes(status)) {
    return [`T2: the execution is ${status}, reference ${expected.join(" or ")}`];
  }
  const should = outputOf(plan.scenario.definition, reference, status);
  return should === undefined || isDeepStrictEqual(ofLastSteps(output), ofLastSteps(should))
    ? []
    : [`output: engine ${show(output)}, reference ${show(should)}`];
}

function ofLastSteps(output: unknown): unknown {
  if (output === null || typeof output !== "object") return output;
  return Object.fromEntries(Object.entries(output).map(([key, value]) => [key, comparable(value)]));
}

/** That of its end, or of its last steps; undefined where the rules leave it open. */
function outputOf(
  { nodes, edges }: Run["plan"]["scenario"]["definition"],
  reference: Interpreter,
  status: string,
): unknown {
  if (status !== "completed") return null;
  if (reference.ends.length > 0) {
    const [only, ...others] = reference.ends;
    return others.length === 0 ? only!.data.output : undefined;
  }
  const last = nodes.filter(
    (node) =>
      node.type === "action" &&
      !edges.some(({ source }) => source === node.id) &&
      ["completed", "failed"].includes(reference.nodes.get(node.id)!.status),
  );
  const others = nodes.some(
    ({ id, type }) =>
      (type === "wait" || type === "choice" || type === "trigger") &&
      !edges.some(({ source }) => source === id),
  );
  if (others) return undefined;
  return Object.fromEntries(last.map(({ id }) => [id, reference.nodes.get(id)!.output]));
}

/** T3: of the runs that nothing ended before their time, each ends like the first. */
export function orderDifferences(runs: Run[]): string[] {
  const [first, ...others] = runs.filter(
    ({ plan }) =>
      isIndependent(plan.scenario.definition) &&
      replay(plan, plan.groups.length, () => true).closedAs.length === 0,
  );
  return others
    .filter((other) => !isDeepStrictEqual(endOf(other), endOf(first!)))
    .map((other) => `T3: ${show(endOf(first!))} in one order, ${show(endOf(other))} in another`);
}

/** What must not depend on the order. */
function endOf({ status, steps, plan }: Run): object {
  const byNode = new Map(steps.map((step) => [step.node_id, step]));
  const ends = plan.scenario.definition.nodes.map(({ id }) => [id, byNode.get(id)?.status]);
  const live = plan.scenario.definition.edges
    .filter(({ id, source }) => isLive(byNode.get(source), id))
    .map(({ id }) => id);
  return { status, live, ...Object.fromEntries(ends) };
}

const sorted = (view: object) => Object.entries(view).sort(([a], [b]) => (a < b ? -1 : 1));

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
