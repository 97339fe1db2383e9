/** What somebody does to executions, of what can be done to them now. */
import type { Family } from "./family.ts";
import { UNDER_WAY } from "./frames.ts";
import type { Act } from "./graphs.ts";
import { isContainer, type Event, type Setting } from "./language.ts";
import { eventsOf, type Emitted } from "./waits.ts";

const STATUSES = ["completed", "skipped", "cancelled"] as const;

/** Undefined if there is nothing to do it to. */
export function eventOf({ does, which, value }: Act, family: Family): Event | undefined {
  const steps = family.steps().filter(({ state }) => UNDER_WAY.has(state.status));
  const pick = <T>(items: T[]): T | undefined => items[which % Math.max(1, items.length)];
  switch (does) {
    case "pause": {
      const paused = pick(family.paused === undefined ? family.running : []);
      return paused && { kind: "pause", execution: paused.path };
    }
    case "cancel": {
      const child = pick(family.running.filter(({ caller }) => caller !== undefined));
      return child && { kind: "cancel", execution: child.path };
    }
    case "deadline": {
      const timed = pick(family.running.filter(({ setting }) => setting.definition.settings));
      return timed && { kind: "deadline", execution: timed.path };
    }
    case "emit": {
      const event = pick(value < 3 ? awaited(family) : known(family.root.setting, value - 3));
      return event && { kind: "emit", ...event };
    }
    case "overdue": {
      const step = pick(
        steps.filter(
          ({ node, member }) =>
            (isContainer(node) || node.type === "call") &&
            node.data.timeout !== undefined &&
            !member.isPaused,
        ),
      );
      return step && { kind: "overdue", step: step.key };
    }
    case "crash": {
      const running = steps.filter(
        ({ state }) => state.status === "running" && !state.inside && state.held === undefined,
      );
      const most = Math.max(...running.map(({ state }) => state.crashes));
      const step = pick(running.filter(({ state }) => state.crashes === most));
      return step && { kind: "crash", step: step.key };
    }
    case "settle": {
      const step = pick(steps);
      if (step === undefined) return undefined;
      const status = STATUSES[value % 3]!;
      const { edges } = step.member.setting.definition;
      const leaving = edges.filter(({ source }) => source === step.node.id);
      const ports = leaving.map(({ sourceHandle }) => sourceHandle ?? "main");
      const port = value >= 3 ? ports.find((one) => one !== "done") : undefined;
      const at = { kind: "settle", step: step.key, status } as const;
      return status === "completed" && port !== undefined ? { ...at, port } : at;
    }
  }
}

/** What waits wait for now; those whose time is already over come first. */
function awaited(family: Family): Emitted[] {
  const waiting = family.steps().filter(({ state }) => state.status === "waiting");
  const over = waiting.filter(({ state }) => state.held !== undefined);
  return (over.length > 0 ? over : waiting).flatMap(({ frame, node, member }) =>
    eventsOf(node.data, member.scopeOf(frame)).map(({ name, key }) => ({ name, key })),
  );
}

/** What some wait may wait for, now or later, or has waited for. */
function known({ definition, callees, payload }: Setting, index: number): Emitted[] {
  const { id } = payload as { id: string };
  return [definition, ...Object.values(callees).map((one) => one.definition)]
    .flatMap(({ nodes }) => nodes)
    .flatMap(({ data: { events = [] } }) =>
      events.map(({ name, match }) => {
        const suffix = match.includes("index") ? ` ${index}` : "";
        return { name, key: `${id}${suffix}` };
      }),
    );
}
