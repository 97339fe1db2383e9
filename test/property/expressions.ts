/** Paths, conditions and templates, as far as the random workflows use them. */
import type { Frame } from "./frames.ts";
import type { Condition, Json } from "./language.ts";

/** What an expression of a frame reads; null where nothing is there. */
export interface Scope {
  payload: Json;
  frame: Frame;
  /** Of a loop that looks before its next iteration, which has no frame yet. */
  next?: { item: Json; index: number };
  /** Of a call that makes its output of what its child gave. */
  given?: { step: string; output: Json };
}

function read({ payload, frame, next, given }: Scope, path: string): Json {
  const [root, ...keys] = path.split(".").slice(1) as [string, ...string[]];
  if (root === "trigger") return dig({ payload }, keys);
  if (root === "steps") {
    const ofChild = given?.step === keys[0] ? { status: "completed", ...given } : undefined;
    return dig(ofChild ?? stepOf(frame, keys[0]!), keys.slice(1));
  }
  const from = next ?? bindingsOf(frame, (type) => type === "foreach" || type === "loop");
  return dig(from, [root, ...keys]);
}

function dig(value: Json, keys: string[]): Json {
  for (const key of keys) value = (value as Record<string, Json> | null | undefined)?.[key];
  return value;
}

/** Names are looked up outwards; a container around the frame has its item. */
function stepOf(frame: Frame, id: string): Json {
  const around = bindingsOf(frame, (_, container) => container === id);
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const state = at.nodes.get(id);
    if (state !== undefined) return { status: state.status, output: state.output, ...around };
  }
  return undefined;
}

function bindingsOf(frame: Frame, suits: (type: string, id: string) => boolean) {
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const { container, item, iteration } = at;
    if (container !== null && suits(container.type, container.id)) {
      return { item, index: iteration };
    }
  }
  return undefined;
}

/** Conditions are `<path> <operator> <literal>`. */
export function holds(scope: Scope, condition: Condition): boolean {
  const [path, operator, ...literal] = condition.split(" ") as [string, string, ...string[]];
  const [left, right] = [read(scope, path), JSON.parse(literal.join(" ")) as Json];
  if (operator === "==") return left === right;
  const [less, more] = operator === "<" ? [left, right] : [right, left];
  return typeof left === typeof right && (less as number) < (more as number);
}

/** Undefined if a text lacks what it would be filled with. */
export function render(scope: Scope, template: Json): Json {
  if (template !== null && typeof template === "object") {
    const values = Object.entries(template).map(([key, value]) => [key, render(scope, value)]);
    if (values.some(([, value]) => value === undefined)) return undefined;
    return Array.isArray(template) ? values.map(([, value]) => value) : Object.fromEntries(values);
  }
  const text = String(template);
  const [, whole] = /^\{\{ ([^}]*) \}\}$/.exec(text) ?? [];
  if (whole !== undefined) return read(scope, `$.${whole}`) ?? null;
  let isComplete = true;
  const filled = text.replaceAll(/\{\{ ([^}]*) \}\}/g, (_, path: string) => {
    const found = read(scope, `$.${path}`) ?? null;
    isComplete &&= found !== null;
    return typeof found === "string" ? found : JSON.stringify(found);
  });
  if (!isComplete) return undefined;
  return text === filled ? template : filled;
}
