/** Which versions do not mind in which order things happen (T3). */
import type { DefinedNode, Definition } from "./language.ts";

/** The rules let nothing depend on the order. */
export function isIndependent(definition: Definition): boolean {
  return !definition.nodes.some(
    ({ type, data }) =>
      (type === "end" && (data.scope ?? "branch") !== "branch") ||
      typeof data.completion === "number" ||
      isRace(data) ||
      (data.join?.kind === "quorum" && data.join.rest === "cancel"),
  );
}

const isRace = ({ events = [], for: duration, until, timeout }: DefinedNode["data"]) =>
  events.length > 0 && events.length + ((duration ?? until ?? timeout) ? 1 : 0) > 1;
