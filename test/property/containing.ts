/** What random containers are made of: items, conditions, templates and what they tolerate. */
import fc from "fast-check";
import type { DefinedNode, Definition } from "./language.ts";

/** Numbers stand for what there is to choose from, as in the rest of the graph. */
export interface RawContainer {
  items: (typeof ITEMS)[number];
  concurrency: number;
  completion: number | null;
  isCancelling: boolean;
  onItemError: (typeof ON_ITEM_ERROR)[number];
  isTimed: boolean;
  isWhile: boolean;
  most: number;
  /** What a condition compares with. */
  value: number;
  /** Which step a template reads, or the index, or the item; 0: there is none. */
  template: number;
  reads: number;
}

const ITEMS = [
  "{{ trigger.payload.list }}",
  [1, 2, 3],
  [true, false],
  [4, "{{ trigger.payload.n }}"],
  [],
  "{{ trigger.payload.n }}",
] as const;
const ON_ITEM_ERROR = [
  null,
  "continue",
  { tolerate: 1 },
  { tolerate: 1 },
  { tolerate: 2 },
] as const;

export const rawContainer: fc.Arbitrary<RawContainer> = fc.record({
  items: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...ITEMS.slice(0, 4)) },
    { weight: 1, arbitrary: fc.constantFrom(...ITEMS.slice(4)) },
  ),
  concurrency: fc.integer({ min: 1, max: 3 }),
  completion: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null, freq: 2 }),
  isCancelling: fc.boolean(),
  onItemError: fc.constantFrom(...ON_ITEM_ERROR),
  isTimed: fc.boolean(),
  isWhile: fc.boolean(),
  most: fc.integer({ min: 1, max: 3 }),
  value: fc.nat(3),
  template: fc.nat(5),
  reads: fc.nat(30),
});

/** What can be said before it is known what stands in it. */
export function containerOf(type: string, raw: RawContainer): DefinedNode["data"] {
  const timeout = raw.isTimed ? { timeout: "1 day" } : {};
  if (type === "group") return timeout;
  if (type === "loop") return { max_iterations: raw.most, ...timeout };
  const { items, concurrency, completion, isCancelling, onItemError } = raw;
  return {
    ...{ items, concurrency, ...timeout },
    ...(completion === null ? {} : { completion, rest: isCancelling ? "cancel" : "keep" }),
    ...(onItemError === null ? {} : { on_item_error: onItemError }),
  };
}

/** What looks into the container, or at what it carries. */
export function fillContainer(definition: Definition, node: DefinedNode, raw: RawContainer): void {
  if (node.type === "group") return;
  const inner = definition.nodes.filter(({ parentId, type }) => {
    return parentId === node.id && type === "action";
  });
  const step = inner[raw.reads % Math.max(1, inner.length)]?.id;
  const template = templateOf(raw, step);
  if (node.type === "foreach") {
    if (template !== undefined) node.data.collect = template;
    return;
  }
  if (template !== undefined) node.data.carry = template;
  const { isWhile, value, reads } = raw;
  if (isWhile) {
    const ofItem = reads % 3 === 0 && template !== undefined;
    node.data.while = ofItem ? `$.item == ${String(value % 2 === 0)}` : `$.index < ${value}`;
    if (!ofItem && reads % 3 === 1) node.data.while = "$.trigger.payload.yes == true";
  } else {
    const ofStep = step !== undefined && reads % 2 === 0;
    node.data.until = ofStep ? `$.steps.${step}.output.ok == true` : `$.index > ${value - 1}`;
  }
}

function templateOf({ template }: RawContainer, step: string | undefined): unknown {
  const output = step === undefined ? "{{ index }}" : `{{ steps.${step}.output.ok }}`;
  const texts = [undefined, output, "{{ index }}", "{{ item }}", `no ${output}`, { a: [output] }];
  return texts[template];
}
