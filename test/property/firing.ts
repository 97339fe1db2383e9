/** R5 and R6: what comes of a step that fires, or of what is said about it. */
import { childOutcome, isTriedAgain } from "./calls.ts";
import { openInside } from "./containers.ts";
import { holds, render, type Scope } from "./expressions.ts";
import type { Decision, Frame } from "./frames.ts";
import { isContainer } from "./language.ts";
import type { DefinedNode, Json, Outcome, Setting, Status } from "./language.ts";
import { isComplete, portsOfWait } from "./waits.ts";

export interface Settled {
  kind: "settled";
  status: Status;
  ports: string[];
  output: Json;
  class?: string;
  event?: number | undefined;
  /** The frame that ends with it, and as what. */
  closes?: { frame: Frame; status: Status };
}

/** A call that is under way has an input for its child; a step that is to try again, has none. */
export type Effect =
  | { kind: "under way"; status: "running" | "waiting"; input?: Json }
  | { kind: "retrying" }
  | Settled;

/** R6, when no attempt is left. */
export function failOf(setting: Setting, frame: Frame, node: DefinedNode, name: string): Settled {
  const leaving = setting.definition.edges.filter((edge) => edge.source === node.id);
  const ports = new Set(leaving.map((edge) => edge.sourceHandle ?? "main"));
  const output = { error: { class: name } };
  if (node.data.on_error === "continue") return settled("failed", portsOf(node), output);
  const port = [`error:${name}`, "error"].find((one) => ports.has(one));
  if (port !== undefined) return settled("failed", [port], output);
  const closes = { frame, status: "failed" as const };
  return { ...settled("failed", []), class: name, closes };
}

export function effectOf(setting: Setting, frame: Frame, { node, does }: Decision): Effect {
  if (does === "skip") return settled("skipped", []);
  if (does === "fire" || does === "cut") return fireOf(setting, frame, node);
  if (does === "overdue") {
    return { ...failOf(setting, frame, node, "timeout"), status: "timed_out" };
  }
  if (does === "again") {
    return { kind: "under way", status: "waiting", input: frame.nodes.get(node.id)!.input };
  }
  if ("child" in does) {
    const outcome = childOutcome(node, scopeOf(setting, frame), does);
    const isOver = !isTriedAgain(node, frame.nodes.get(node.id)!, outcome);
    return isOver ? effectOf(setting, frame, { node, does: outcome }) : { kind: "retrying" };
  }
  if ("status" in does) {
    return { ...settled(does.status, does.ports, does.output), event: does.event };
  }
  if ("output" in does) return settled("completed", ["main"], does.output);
  return failOf(setting, frame, node, does.error.class);
}

/** R5. */
function fireOf(setting: Setting, frame: Frame, node: DefinedNode): Effect {
  const { data } = node;
  if (data.disabled === true) return settled("completed", portsOf(node), null);
  if (data.run_if !== undefined && !holds(scopeOf(setting, frame), data.run_if)) {
    return settled("skipped", []);
  }
  if (node.type === "wait") {
    if (isComplete(node, scopeOf(setting, frame))) return { kind: "under way", status: "waiting" };
    return failOf(setting, frame, node, "expression");
  }
  if (node.type === "choice") return settled("completed", chooseOf(setting, frame, node));
  if (node.type === "end") return endOf(setting, frame, node);
  if (isContainer(node)) {
    const inside = openInside(node, scopeOf(setting, frame));
    if (inside === undefined) return failOf(setting, frame, node, "expression");
    return { kind: "under way", status: "running" };
  }
  if (node.type === "call") {
    const input = render(scopeOf(setting, frame), data.input ?? {});
    if (input !== undefined) return { kind: "under way", status: "waiting", input };
    return failOf(setting, frame, node, "expression");
  }
  if (data.action !== "data.set") return { kind: "under way", status: "running" };
  const output = render(scopeOf(setting, frame), data.input ?? {});
  if (output !== undefined) return settled("completed", ["main"], output);
  return failOf(setting, frame, node, "expression");
}

function endOf(setting: Setting, frame: Frame, { data }: DefinedNode): Settled {
  const ends = settled("completed", []);
  const { scope = "branch", status = "completed" } = data;
  if (scope === "branch") return ends;
  const closes = { frame: scope === "frame" ? frame : rootOf(frame), status };
  return { ...ends, class: "ended", closes };
}

function chooseOf(setting: Setting, frame: Frame, { data }: DefinedNode): string[] {
  const holding = (data.cases ?? []).filter(({ when }) => holds(scopeOf(setting, frame), when));
  const ports = holding.map(({ port }) => port);
  if (ports.length === 0) return data.default === undefined ? [] : [data.default];
  return data.mode === "all" ? ports : ports.slice(0, 1);
}

export const scopeOf = ({ payload }: Setting, frame: Frame): Scope => ({ payload, frame });

const rootOf = (frame: Frame): Frame => (frame.parent === null ? frame : rootOf(frame.parent));

/** The ports of success. */
export function portsOf(node: DefinedNode): string[] {
  if (isContainer(node)) return ["main", "done"];
  return node.type === "wait" ? portsOfWait(node) : ["main"];
}

export function settled(status: Status, ports: string[], output?: Json): Settled {
  return { kind: "settled", status, ports, output };
}

/** What an attempt comes to; each iteration begins one further in the script. */
export function outcomeIn(
  script: Outcome[] = [{ output: {} }],
  frame: Frame,
  attempt: number,
): Outcome {
  let shift = 0;
  for (let at: Frame | null = frame; at !== null; at = at.parent) shift += at.iteration;
  return script[(Math.min(attempt, script.length) - 1 + shift) % script.length]!;
}
