/** Calls: which execution is one's child, and what a step makes of how its child ends. */
import { keyOf, type ChildEnd, type Frame, type NodeState } from "./frames.ts";
import { ANY, type DefinedNode, type Key, type Outcome, type Path } from "./language.ts";

/** What called an execution. */
export interface Caller {
  path: Path;
  step: Key;
  attempt: number;
  /** Whether it is cancelled when the step ends before it. */
  follows: boolean;
}

/** Where a family has it: each attempt calls a child of its own. */
export const childOf = (frame: Frame, { id }: DefinedNode, attempt: number): Path =>
  `${keyOf(frame, id)}#${attempt}/`;

/** The execution of a step, and its key there. */
export function placeOf(step: Key): { path: Path; key: Key } {
  const end = step.lastIndexOf("/") + 1;
  return { path: step.slice(0, end), key: step.slice(end) };
}

/** What a call that does not wait has from its child. */
export const STARTED: ChildEnd = { child: "completed", output: { execution_id: ANY } };

export const childOutcome = ({ child, output }: ChildEnd): Outcome =>
  child === "completed" ? { output } : { error: { class: `child_${child}`, message: "" } };

/** R6: the retry policy first. */
export function isTriedAgain({ data }: DefinedNode, state: NodeState, outcome: Outcome): boolean {
  const { max_attempts: most = 1, when } = data.retry ?? {};
  return (
    "error" in outcome &&
    outcome.error.retryable !== false &&
    state.attempt < most &&
    (when === undefined || when.includes(outcome.error.class))
  );
}
