/** What rows are made of is decided by expressions: they come to what the functions come to. */
import { describe } from "vitest";
import type { Node } from "../../support/engine.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { set, workflowOf } from "../../support/scenes.ts";
import { choice, LINE } from "../../support/ways.ts";

const LONG = "x".repeat(600);

const CONTEXTS = [
  ...[6, 3, null, "6", [1, 9], [], { m: 9 }, LONG].map((n) => ({ payload: { n } })),
  ...[{ payload: {} }, {}, { payload: [{ n: 1 }, { n: 7 }] }, { payload: null }],
].map((trigger) => JSON.stringify({ trigger, steps: { a: { output: [5] } } }));
const HUGE = CONTEXTS[0]!.replace("6", "1e501");
const WIDE = CONTEXTS[0]!.replace("6", `"${"x".repeat(70_000)}"`);

function portsOf({ type, data }: Node): string[] {
  if (data?.["on_error"] === "branch") return ["error"];
  if (type !== "choice") return ["main"];
  return data?.["default"] === undefined ? ["yes"] : ["yes", "no"];
}

interface Outcome {
  row: object | null;
  fired: object | null;
  edges: object | null;
  expected: object | null;
  is_told: boolean;
}

/** Of a published step `b` in each context: what a row makes of it, and what `fire_step` does. */
async function outcomes(db: TestDatabase, node: Node) {
  const edges = portsOf(node).map((port) => `b:${port} → c` as const);
  const id = await workflowOf(db, [set("a"), node, set("c")], [...LINE.slice(0, 2), ...edges]);
  return db.query<Outcome>(
    `select
       case when made.status is not null then jsonb_build_object(
         'status', made.status, 'ports', made.ports, 'input', made.input, 'output', made.output,
         'verdicts', coalesce(made.verdicts, '{}') - 'edges'
       ) end as row,
       case when alone.status <> 'failed' then jsonb_build_object(
         'status', alone.status, 'ports', alone.ports, 'input', alone.input,
         'output', alone.output, 'verdicts', coalesce(alone.verdicts, '{}')
       ) end as fired,
       made.verdicts -> 'edges' as edges,
       case when made.status is not null then coalesce(
         step.follower_edges -> 'open' -> made.ports[1], step.follower_edges -> 'shut'
       ) -> 'edges' end as expected,
       step.answers is not null as is_told
     from sluice.workflow_versions as version
     inner join sluice.workflow_steps as step
       on step.version_id = version.id and step.node_id = 'b'
     cross join unnest($2::jsonb[]) as seen (context)
     cross join lateral sluice_private.fire_plain(
       step.organization_id, step.version_id, step.step_no, true, step.type, step.is_disabled,
       step.run_if, step.reads, step.config, step.input_template, step.input_keys,
       step.input_paths, step.answers, step.follower_edges, true, seen.context
     ) as made
     cross join lateral sluice_private.fire_step(
       (step.organization_id, null, step.version_id, 0, step.step_no, 0, true, null, false,
         false)::sluice_private.fired_step, step, seen.context
     ) as alone
     where version.workflow_id = $1`,
    [id, [...CONTEXTS, HUGE, WIDE]],
  );
}

function expectEdges(rows: Outcome[]) {
  expect(rows.map(({ edges }) => edges)).toEqual(rows.map(({ expected }) => expected));
}

const N = "$.trigger.payload.n";
const cases = (...whens: string[]) => ({
  cases: whens.map((when, at) => ({ port: ["yes", "no"][at], when })),
});

describe("a choice", () => {
  test.for<[string, Node, boolean]>([
    ["of one case", choice("b", `${N} > 5`), true],
    ["that looks into a list", choice("b", "$.trigger.payload[*].n > 5"), true],
    ["that asks what is there", choice("b", `exists(${N})`), true],
    ["that opens all that hold", choice("b", `${N} > 5`, { mode: "all" }), true],
    ["that may open none", choice("b", `${N} > 5`, { mode: "all", default: undefined }), false],
    ["that reads nothing", choice("b", "1 == 1"), false],
    ["that reads two values", choice("b", `${N} > $.steps.a.output[0]`), false],
    ["of two cases", choice("b", "", cases(`${N} > 5`, `${N} > 2`)), false],
    ["that is asked whether it runs", choice("b", `${N} > 5`, { run_if: `${N} < 7` }), false],
  ])("%s", async ([, node, isTold], { db }) => {
    const rows = await outcomes(db, node);
    expect(rows).toHaveLength(CONTEXTS.length + 2);
    expect(rows.map(({ row }) => row)).toEqual(rows.map(({ fired }) => fired));
    expect(rows.map(({ is_told }) => is_told)).toEqual(rows.map(() => isTold));
    expectEdges(rows);
  });
});

describe("an input", () => {
  test.for<[string, object, object?]>([
    ["of no template", { at: 1 }],
    ["of one template", { at: 1, n: "{{ trigger.payload.n }}" }],
    ["that is all of the trigger", { n: "{{ trigger }}" }],
    ["that is of a step", { n: "{{ steps.a.output }}" }],
    ["of two templates", { n: "{{ trigger.payload.n }}", a: "{{ steps.a.output }}" }],
    ["with a text", { n: "n is {{ trigger.payload.n }}" }],
    [
      "of which only the failure leads on",
      { n: "{{ trigger.payload.n }}" },
      { on_error: "branch" },
    ],
    ["of which one fails", { n: "{{ trigger.payload.n | upper }}" }],
  ])("%s", async ([, input, data], { db }) => {
    const rows = await outcomes(db, set("b", input, data));
    expect(rows).toHaveLength(CONTEXTS.length + 2);
    expect(rows.map(({ row }) => row)).toEqual(rows.map(({ fired }) => fired));
    expectEdges(rows);
  });
});
