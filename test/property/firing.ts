/** R5 and R6: what comes of a step that fires, or of what is said about it. */
import { createHash } from "node:crypto";
import { childOutcome, isTriedAgain } from "./calls.ts";
import { openInside } from "./containers.ts";
import { holds, render, type Scope } from "./expressions.ts";
import type { Decision, Frame } from "./frames.ts";
import { ANY, isContainer } from "./language.ts";
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
  if (node.data.on_error === "continue") {
    return settled("failed", node.type === "wait" ? ["main"] : portsOf(node), output);
  }
  const port = [`error:${name}`, "error"].find((one) => ports.has(one));
  if (port !== undefined) return settled("failed", [port], output);
  const closes = { frame, status: "failed" as const };
  return { ...settled("failed", []), class: name, closes };
}

export function effectOf(setting: Setting, frame: Frame, decision: Decision): Effect {
  const effect = plainEffectOf(setting, frame, decision);
  const { node, does } = decision;
  const isByHand = typeof does === "object" && "byHand" in does;
  return effect.kind !== "settled" || isByHand ? effect : shaped(setting, frame, node, effect);
}

/** Its output may be replaced as it completes. */
export function shaped(
  setting: Setting,
  frame: Frame,
  node: DefinedNode,
  effect: Settled,
): Settled {
  const { type, id, data } = node;
  const isMade = type !== "end" && data.disabled !== true && effect.status === "completed";
  if (data.output === undefined || !isMade) return effect;
  const given = { step: id, output: effect.output };
  const output = render({ ...scopeOf(setting, frame), given }, data.output);
  if (output !== undefined) return { ...effect, output };
  return { ...failOf(setting, frame, node, "expression"), event: effect.event };
}

function plainEffectOf(setting: Setting, frame: Frame, { node, does }: Decision): Effect {
  if (does === "skip") return settled("skipped", []);
  if (does === "fire" || does === "cut") return fireOf(setting, frame, node);
  if (does === "overdue") {
    return { ...failOf(setting, frame, node, "timeout"), status: "timed_out" };
  }
  if (does === "again") {
    return { kind: "under way", status: "waiting", input: frame.nodes.get(node.id)!.input };
  }
  if ("child" in does) {
    const outcome = childOutcome(does);
    const isOver = !isTriedAgain(node, frame.nodes.get(node.id)!, outcome);
    return isOver ? plainEffectOf(setting, frame, { node, does: outcome }) : { kind: "retrying" };
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
  if (node.type === "choice") {
    const ports =
      data.mode === "split" ? splitOf(setting, frame, node) : chooseOf(setting, frame, node);
    if (ports === undefined) return failOf(setting, frame, node, "expression");
    return settled("completed", ports, { ports });
  }
  if (node.type === "join") return settled("completed", ["main"], joinedIn(setting, frame, node));
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
  const holding = (data.cases ?? []).filter(({ when }) => holds(scopeOf(setting, frame), when!));
  const ports = holding.map(({ port }) => port);
  if (ports.length === 0) return data.default === undefined ? [] : [data.default];
  return data.mode === "all" ? ports : ports.slice(0, 1);
}

/** By a hash of the key; undefined where there is none. */
function splitOf(setting: Setting, frame: Frame, { id, data }: DefinedNode): string[] | undefined {
  const { cases = [], key } = data;
  const value = render(scopeOf(setting, frame), key) ?? null;
  if (value === null) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const salted = [setting.identity.id, id, text].map((one) => JSON.stringify(one)).join(", ");
  const hash = createHash("sha256").update(`[${salted}]`).digest();
  const total = cases.reduce((sum, { weight }) => sum + weight!, 0);
  const drawn = (hash.readUInt32BE(0) / 2 ** 32) * total;
  let sum = 0;
  return [cases.find(({ weight }) => drawn < (sum += weight!))!.port];
}

/** What came to a join. A quorum may have fired with others that came at the same time. */
function joinedIn({ definition }: Setting, frame: Frame, { id, data }: DefinedNode): Json {
  if (data.join?.kind === "quorum") return ANY;
  const live = definition.edges.filter((edge) => edge.target === id && frame.edges.get(edge.id));
  return Object.fromEntries(
    live.map(({ source }) => [source, frame.nodes.get(source)!.output ?? null]),
  );
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
