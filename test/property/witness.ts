/** What may happen next, and who says which of it did. */
import type { Settled } from "./firing.ts";
import type { Frame } from "./frames.ts";
import type { Key, Path, Status } from "./language.ts";

/** What somebody saw after an event. */
export interface Witness {
  /** Whether the step came to its end by itself. */
  claims(step: Key, status: Status): boolean;
  hasBegun(path: string): boolean;
  /** Whether there is an execution. */
  hasStarted(child: Path): boolean;
  /** Whether it ended so, and not as its caller told it at the same time. */
  hasEnded(child: Path, status: Status): boolean;
  /** Whether the step is to try again after this attempt, or has. */
  hasTriedAgain(step: Key, attempt: number): boolean;
  /** Of several that nobody can see, the one to take. */
  choose(count: number): number;
}

export const nobody: Witness = {
  claims: () => true,
  hasBegun: () => true,
  hasStarted: () => true,
  hasEnded: () => true,
  hasTriedAgain: () => true,
  choose: () => 0,
};

/** What it saw of one execution of a family. */
export const within = (witness: Witness, path: Path): Witness => ({
  claims: (step, status) => witness.claims(path + step, status),
  hasBegun: (inner) => witness.hasBegun(path + inner),
  hasStarted: (child) => witness.hasStarted(path + child),
  hasEnded: (child, status) => witness.hasEnded(path + child, status),
  hasTriedAgain: (step, attempt) => witness.hasTriedAgain(path + step, attempt),
  choose: (count) => witness.choose(count),
});

/** Something that may happen next. */
export interface Offer {
  frame: Frame;
  isClaimed: boolean;
  /**
   * How deep the frames are that it ends; the innermost go first, before them what ends none, and
   * before that the iterations that begin.
   */
  ends: number;
  closes: Frame | undefined;
  take: () => Settled | undefined;
}

/** What ends the same frame; with what ends more, all that ends something in there. */
export function endedWith<Some extends Offer>(offers: Some[], first: Some): Some[] {
  let ended = first.closes;
  for (;;) {
    const together = offers.filter(
      ({ isClaimed, closes, frame }) =>
        isClaimed === first.isClaimed &&
        closes !== undefined &&
        (closes === ended || isWithin(frame, ended)),
    );
    const depths = together.map(({ ends }) => ends);
    const widest = together[depths.indexOf(Math.min(...depths))]!.closes;
    if (widest === ended) return together;
    ended = widest;
  }
}

function isWithin(frame: Frame, other: Frame | undefined): boolean {
  let at: Frame | null = frame;
  while (at !== null && at !== other) at = at.parent;
  return at !== null;
}
