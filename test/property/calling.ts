/** What random calls are made of: whom they call, with what, and what they make of what it gives. */
import fc from "fast-check";
import type { DefinedNode, Json } from "./language.ts";

/** Numbers stand for what there is to choose from, as in the rest of the graph. */
export interface RawCall {
  workflow: number;
  waits: boolean;
  onCancel: "cancel" | "abandon" | null;
  yes: (typeof YES)[number];
  n: (typeof N)[number];
  list: (typeof LIST)[number];
  isBroken: boolean;
  output: number;
  isTimed: boolean;
}

const YES = ["{{ trigger.payload.yes }}", true, false] as const;
const N = ["{{ trigger.payload.n }}", "index", 2] as const;
const LIST = ["{{ trigger.payload.list }}", [1, true], []] as const;

export const rawCall: fc.Arbitrary<RawCall> = fc.record({
  workflow: fc.nat(3),
  waits: fc.nat(4).map((n) => n < 4),
  onCancel: fc.constantFrom(null, null, "cancel", "abandon"),
  yes: fc.constantFrom(...YES),
  n: fc.constantFrom(...N),
  list: fc.constantFrom(...LIST),
  isBroken: fc.nat(15).map((n) => n === 15),
  output: fc.nat(6),
  isTimed: fc.nat(2).map((n) => n === 2),
});

/** Its child awaits the same events as the caller. */
export function callOf(
  id: string,
  raw: RawCall,
  callees: string[],
  repeats: boolean,
): DefinedNode["data"] {
  const { waits, onCancel, yes, n, list, isBroken, isTimed } = raw;
  const counted = n === "index" ? (repeats ? "{{ index }}" : 1) : n;
  const broken = isBroken ? { text: "x {{ trigger.payload.nope }}" } : {};
  const output = outputs(id)[raw.output];
  return {
    workflow: callees[raw.workflow % callees.length]!,
    input: { id: "{{ trigger.payload.id }}", yes, n: counted, list, ...broken },
    ...(waits ? {} : { wait: false }),
    ...(waits && onCancel !== null ? { on_cancel: onCancel } : {}),
    ...(output === undefined ? {} : { output }),
    ...(waits && isTimed ? { timeout: "1 day" } : {}),
  };
}

/** What may replace the output of a step. */
export const outputs = (id: string): Json[] => [
  undefined,
  undefined,
  `{{ steps.${id}.output }}`,
  { ok: true, got: `{{ steps.${id}.output }}` },
  { ok: "{{ trigger.payload.yes }}", as: `{{ steps.${id}.status }}` },
  { ok: false },
  `x {{ steps.${id}.output.nope }}`,
];
