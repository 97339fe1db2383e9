/** What somebody does to an execution, of what can be done to it now. */
import { UNDER_WAY } from "./frames.ts";
import type { Act } from "./graphs.ts";
import { isContainer, type Event, type Setting } from "./language.ts";
import type { Interpreter } from "./reference.ts";
import { eventsOf, type Emitted } from "./waits.ts";

const STATUSES = ["completed", "skipped", "cancelled"] as const;

/** Undefined if there is nothing to do it to. */
export function eventOf(
  { does, which, value }: Act,
  reference: Interpreter,
  setting: Setting,
): Event | undefined {
  const { isPaused } = reference;
  const steps = reference.steps().filter(({ state }) => UNDER_WAY.has(state.status));
  const pick = <T>(items: T[]): T | undefined => items[which % Math.max(1, items.length)];
  switch (does) {
    case "pause":
      return isPaused ? undefined : { kind: "pause" };
    case "deadline":
      return setting.definition.settings === undefined ? undefined : { kind: "deadline" };
    case "emit": {
      const event = pick(value < 3 ? awaited(reference) : known(setting, value - 3));
      return event && { kind: "emit", ...event };
    }
    case "overdue": {
      const step = pick(
        steps.filter(({ node }) => isContainer(node) && node.data.timeout !== undefined),
      );
      return isPaused || step === undefined ? undefined : { kind: "overdue", step: step.key };
    }
    case "crash": {
      const running = steps.filter(
        ({ state }) => state.status === "running" && !state.inside && state.held === undefined,
      );
      const most = Math.max(...running.map(({ state }) => state.crashes));
      const step = pick(running.filter(({ state }) => state.crashes === most));
      return step === undefined ? undefined : { kind: "crash", step: step.key };
    }
    case "settle": {
      const step = pick(steps);
      if (step === undefined) return undefined;
      const status = STATUSES[value % 3]!;
      const leaving = setting.definition.edges.filter(({ source }) => source === step.node.id);
      const ports = leaving.map(({ sourceHandle }) => sourceHandle ?? "main");
      const port = value >= 3 ? ports.find((one) => one !== "done") : undefined;
      const at = { kind: "settle", step: step.key, status } as const;
      return status === "completed" && port !== undefined ? { ...at, port } : at;
    }
  }
}

/** What waits wait for now; those whose time is already over come first. */
function awaited(reference: Interpreter): Emitted[] {
  const waiting = reference.steps().filter(({ state }) => state.status === "waiting");
  const over = waiting.filter(({ state }) => state.held !== undefined);
  return (over.length > 0 ? over : waiting).flatMap(({ frame, node }) =>
    eventsOf(node.data, reference.scopeOf(frame)).map(({ name, key }) => ({ name, key })),
  );
}

/** What some wait may wait for, now or later, or has waited for. */
function known({ definition, payload }: Setting, index: number): Emitted[] {
  return definition.nodes.flatMap(({ data: { events = [] } }) =>
    events.map(({ name, match }) => {
      const suffix = match.includes("index") ? ` ${index}` : "";
      return { name, key: `${String(payload["id"])}${suffix}` };
    }),
  );
}
