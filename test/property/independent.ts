/** Which versions do not mind in which order things happen (T3). */
import type { DefinedNode, Definition, Setting } from "./language.ts";

/** The rules let nothing depend on the order. */
export const isIndependent = ({ definition, callees }: Omit<Setting, "payload">): boolean =>
  [definition, ...Object.values(callees).map((one) => one.definition)].every(isFree);

function isFree({ nodes }: Definition): boolean {
  return !nodes.some(
    ({ type, data }) =>
      (type === "end" && (data.scope ?? "branch") !== "branch") ||
      typeof data.completion === "number" ||
      isRace(data) ||
      (data.join?.kind === "quorum" && data.join.rest === "cancel"),
  );
}

const isRace = ({ events = [], for: duration, until, timeout }: DefinedNode["data"]) =>
  events.length > 0 && events.length + ((duration ?? until ?? timeout) ? 1 : 0) > 1;
