/** Where the engine and the reference say different things about one execution. */
import { isDeepStrictEqual } from "node:util";
import type { Executed, Run, Step } from "./driver.ts";
import { framesIn, keyOf } from "./frames.ts";
import { ANY, type Key } from "./language.ts";
import { isIndependent } from "./independent.ts";
import type { Interpreter } from "./reference.ts";

const TERMINAL = new Set(["completed", "failed", "skipped", "timed_out"]);

/** Everything in which a run differs from the reference, or breaks a property of its own. */
export function differences(run: Run): string[] {
  const { course, fault } = run;
  const found = fault === undefined ? [...course.faults] : [fault, ...course.faults];
  for (const member of course.reference.members.values()) {
    const execution = run.executions.get(member.path);
    const texts = execution === undefined ? ["is not there"] : ofExecution(member, execution);
    found.push(...texts.map((text) => `${member.path}${member.caller ? " " : ""}${text}`));
  }
  for (const verdict of run.late) {
    if (verdict !== "stale") found.push(`R8: a report after the end is ${verdict}`);
  }
  return found;
}

function ofExecution(reference: Interpreter, execution: Executed): string[] {
  const { steps } = execution;
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const found = [
    ...ofSteps(byKey, reference),
    ...ofEdges(reference, byKey),
    ...ofEnd(reference, execution),
  ];
  // T1 and T4 hold of what the engine says by itself
  if (byKey.size < steps.length) found.push("T1: a step is there twice");
  for (const { id, source, target } of reference.setting.definition.edges) {
    for (const frame of framesIn(reference.root)) {
      if (frame.wasClosed || !isLive(byKey.get(keyOf(frame, source)), id)) continue;
      // a quorum cancels what has not fired, an end inside or a hand what has
      const status = byKey.get(keyOf(frame, target))?.status ?? "";
      const hasFired = TERMINAL.has(status) || frame.nodes.get(target)?.status === "cancelled";
      if (!hasFired) found.push(`T4: ${id} is live in ${frame.path}, ${target} has not fired`);
    }
  }
  return found;
}

/** Statuses have been compared as they were seen. */
function ofSteps(byKey: Map<Key, Step>, reference: Interpreter): string[] {
  return reference.steps().flatMap(({ key, state: { output: should } }) => {
    const given = byKey.get(key)?.output;
    return should === undefined || isLike(comparable(given), comparable(should))
      ? []
      : [`${key}: engine gives ${show(given)}, reference ${show(should)}`];
  });
}

/** Of an error only its class is said by the rules. */
function comparable(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(comparable);
  const name = (value as { error?: { class?: string } }).error?.class;
  if (name !== undefined) return { error: { class: name } };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, comparable(one)]));
}

/** The same, where the rules say what it is. */
function isLike(given: unknown, should: unknown): boolean {
  if (should === ANY) return true;
  if (given === undefined) return false;
  const isTree = given !== null && typeof given === "object";
  if (!isTree || should === null || typeof should !== "object") {
    return isDeepStrictEqual(given, should ?? null);
  }
  const [left, right] = [new Map(Object.entries(given)), new Map(Object.entries(should))];
  return (
    Array.isArray(given) === Array.isArray(should) &&
    [...left.keys()].every((key) => right.has(key)) &&
    [...right].every(([key, value]) => isLike(left.get(key), value))
  );
}

function ofEdges({ root, setting }: Interpreter, byKey: Map<Key, Step>): string[] {
  return [...framesIn(root)].flatMap((frame) =>
    setting.definition.edges.flatMap(({ id, source }) => {
      if (!frame.nodes.has(source)) return [];
      const [is, should] = [isLive(byKey.get(keyOf(frame, source)), id), frame.edges.get(id)];
      const where = frame.path === "" ? id : `${frame.path}.${id}`;
      return is === should ? [] : [`edge ${where}: engine ${word(is)}, reference ${word(should)}`];
    }),
  );
}

/** What leaves a step that did not complete on a port is dead. */
function isLive(step: Step | undefined, edge: string): boolean {
  const verdict = step?.edges?.[edge] ?? false;
  return typeof verdict === "boolean" ? verdict : verdict.port && verdict.answer === true;
}

const word = (isLive: boolean | undefined) =>
  isLive === undefined ? "unresolved" : isLive ? "live" : "dead";

function ofEnd(reference: Interpreter, { status, output }: Executed): string[] {
  const expected = reference.closedAs.length > 0 ? reference.closedAs : [reference.status];
  if (!(expected as string[]).includes(status)) {
    return [`T2: the execution is ${status}, reference ${expected.join(" or ")}`];
  }
  const should = reference.outputAs(status);
  return isLike(comparable(output), comparable(should))
    ? []
    : [`output: engine ${show(output)}, reference ${show(should)}`];
}

/** T3: of the runs in which nothing ended before its time, each ends like the first. */
export function orderDifferences(runs: Run[]): string[] {
  const [first, ...others] = runs.filter(
    ({ course }) =>
      isIndependent(course.scenario) && course.reference.closures === 0 && !course.isDisturbed,
  );
  return others
    .filter((other) => !isDeepStrictEqual(endOf(other), endOf(first!)))
    .map((other) => `T3: ${show(endOf(first!))} in one order, ${show(endOf(other))} in another`);
}

/** What must not depend on the order. */
function endOf({ executions, course }: Run): object {
  const ends = [...executions].map(([path, { status, steps }]): [string, unknown] => {
    const { edges } = course.reference.members.get(path)!.setting.definition;
    const live = steps.map((step): [string, unknown] => {
      const leaving = edges.filter(({ id }) => isLive(step, id));
      return [step.key, [step.status, ...leaving.map(({ id }) => id)]];
    });
    return [path, { status, steps: Object.fromEntries(live) }];
  });
  return Object.fromEntries(ends);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
