/** Waits: what ends one, and on which ports. */
import { render, type Scope } from "./expressions.ts";
import type { Ending } from "./frames.ts";
import { ANY, type DefinedNode } from "./language.ts";

export interface Emitted {
  name: string;
  key: string;
}

/** The ports of success. */
export function portsOfWait({ data }: DefinedNode): string[] {
  const hasTime = data.for !== undefined || data.until !== undefined;
  return ["main", ...(hasTime ? ["elapsed"] : []), ...(data.events ?? []).map(({ port }) => port)];
}

/** What time alone makes of it: the first to be over ends it; both at once, not the timeout. */
export function endOfTime({ data }: DefinedNode): Ending | undefined {
  const elapses = Math.min(hoursOf(data.for), data.until === undefined ? Infinity : 1e9);
  const timesOut = hoursOf(data.timeout);
  if (elapses === Infinity && timesOut === Infinity) return undefined;
  const ports = timesOut < elapses ? ["timeout"] : ["main", "elapsed"];
  return { status: "completed", ports, output: { due_at: ANY } };
}

const hoursOf = (duration: string | undefined) =>
  duration === undefined ? Infinity : Number.parseInt(duration, 10);

/** Whether its conditions can be had when it begins. */
export const isComplete = ({ data }: DefinedNode, scope: Scope): boolean =>
  [data.for, ...(data.events ?? []).map(({ match }) => match)].every(
    (text) => text === undefined || typeof render(scope, text) === "string",
  );

/** Undefined if it is not waited for here. */
export function endOfEvent(
  { data }: DefinedNode,
  scope: Scope,
  { name, key }: Emitted,
  event: number,
): Ending | undefined {
  const awaited = eventsOf(data, scope).find((one) => one.name === name && one.key === key);
  if (awaited === undefined) return undefined;
  const output = { event: { id: ANY, name, key, payload: {}, created_at: ANY } };
  return { status: "completed", ports: ["main", awaited.port], output, event };
}

export const eventsOf = ({ events = [] }: DefinedNode["data"], scope: Scope) =>
  events.map(({ port, name, match }) => ({ port, name, key: String(render(scope, match)) }));
