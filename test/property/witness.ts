/** What may happen next, and who says which of it did. */
import type { Settled } from "./firing.ts";
import type { Frame } from "./frames.ts";
import type { Key, Status } from "./language.ts";

/** What somebody saw after an event. */
export interface Witness {
  /** Whether the step came to its end by itself. */
  claims(step: Key, status: Status): boolean;
  hasBegun(path: string): boolean;
  /** Of several that nobody can see, the one to take. */
  choose(count: number): number;
}

export const nobody: Witness = { claims: () => true, hasBegun: () => true, choose: () => 0 };

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

/** Those that end a frame at the same moment: as the first, or inside what that ends. */
export function isEndedWith({ closes, isClaimed }: Offer): (other: Offer) => boolean {
  return (other) =>
    other.closes !== undefined &&
    other.isClaimed === isClaimed &&
    (other.closes === closes || isWithin(other.frame, closes!));
}

/** Those that end the outermost frame: a frame inside it is ended with it. */
export function outermost(effects: (Settled | undefined)[]) {
  const ends = effects.flatMap((one) => (one?.closes ? [{ ...one, closes: one.closes }] : []));
  const depth = Math.min(...ends.map(({ closes }) => closes.frame.depth));
  return ends.filter(({ closes }) => closes.frame.depth === depth);
}

/** What may still happen in a frame that is about to end. */
export const isLetGoIn = (ending: Frame) => (offer: Offer) =>
  offer.isClaimed && offer.closes === undefined && isWithin(offer.frame, ending);

const isWithin = (frame: Frame, around: Frame): boolean =>
  frame === around || (frame.parent !== null && isWithin(frame.parent, around));
