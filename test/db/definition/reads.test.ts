import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  cleanDraft,
  findingsOf,
  give,
  stepOf,
  validate,
  type Draft,
  type Rule,
} from "../../support/drafts.ts";

const reading = (text: string) => give("b", { input: { deep: [{ x: text }] } });
const RUN_IF = "absent_read b data.run_if";
const IN_B = "absent_read b data.input.deep[0].x";
const ofGuard =
  (when: unknown) =>
  (d: Draft): void => {
    d.edges[5]!["data"] = { when };
  };
const rules = (field: string) => ({
  combinator: "and",
  rules: [{ field, operator: "equals", value: 1 }],
});

const ABSENT: Rule[] = [
  ["a field of the trigger", reading("{{ trigger.name }}"), IN_B],
  ["a quoted field of the trigger", reading('{{ $."trigger"."the name" }}'), IN_B],
  ["a field of a step", reading("{{ steps.a.result.n }}"), IN_B],
  ["the error of a step", reading("at {{ steps.a.error | json }}"), IN_B],
  ["the output of a trigger", reading("{{ steps.hook.output.n }}"), IN_B],
  ["a field of the execution", reading("{{ execution.status }}"), IN_B],
  ["a field of the workflow", reading("{{ workflow.name }}"), IN_B],
  ["a field of the organization", reading("{{ organization.slug }}"), IN_B],
  [
    "a field in a filter of a path",
    reading("{{ trigger.payload.list[*] ? (@.n == $.trigger.n) }}"),
    IN_B,
  ],
  ["a field in a run_if", give("b", { run_if: "$.trigger.n > 1" }), RUN_IF],
  ["a field in a rule", give("b", { run_if: rules("trigger.n") }), `${RUN_IF}.rules[0].field`],
  [
    "a field in a case",
    give("size", { cases: [{ port: "big", when: "$.steps.a.n > 10" }] }),
    "absent_read size data.cases[0].when",
  ],
  ["a field in a guard", ofGuard("$.trigger.n > 1"), "absent_read pause $.edges[5].data.when"],
  [
    "a field in a filter",
    give("hook", { filter: "$.trigger.body.n > 1" }),
    "absent_read hook data.filter",
  ],
  ["a field in a dedupe", give("hook", { dedupe: "trigger.key" }), "absent_read hook data.dedupe"],
  [
    "a field in an output",
    give("pause", { output: "{{ trigger.n }}" }),
    "absent_read pause data.output",
  ],
];

const FINE = [
  "{{ trigger }}",
  "{{ trigger.* }}",
  "{{ trigger.payload }}",
  '{{ $."trigger"."payload"."body" }}',
  "{{ trigger.headers.host }} {{ trigger.query.n }} {{ trigger.method }}",
  "{{ trigger.id }} {{ trigger.type }} {{ trigger.event_id }} {{ trigger.received_at }}",
  "{{ trigger.ip }} {{ trigger.webhook_id }}",
  "{{ trigger.event.name }} {{ trigger.batch }} {{ trigger.count }} {{ trigger.replay }}",
  "{{ trigger.scheduled_for }} {{ trigger.fired_at }} {{ trigger.timezone }}",
  "{{ trigger.schedule_id }}",
  "{{ steps.a }}",
  "{{ steps.a.status }} {{ steps.hook.status }}",
  "{{ steps.a.output.trigger.name }}",
  "{{ execution.id }} {{ execution.created_at }} {{ workflow.id }} {{ workflow.version_id }}",
  "{{ organization.id }} {{ now }}",
  '{{ trigger.payload.n | default("$.trigger.name") }}',
  '{{ trigger.payload.list[*] ? (@ == "$.trigger.name") }}',
];

const warnings = async (db: TestDatabase, spoil: (draft: Draft) => unknown): Promise<string[]> => {
  const draft = cleanDraft();
  spoil(draft);
  return (await validate(db, draft)).map(
    ({ severity, code, node_id, path }) => `${severity} ${code} ${node_id ?? "-"} ${path ?? "-"}`,
  );
};

describe("validate_definition", () => {
  test.for(ABSENT)("finds %s that is never there", async ([, spoil, finding], { db }) => {
    expect(await findingsOf(db, spoil)).toEqual([finding]);
  });

  test("tells texts apart that read the same step", async ({ db }) => {
    const input = { x: "{{ steps.a.output.n }}", y: "{{ steps.a.n }}" };
    expect(await findingsOf(db, give("b", { input }))).toEqual(["absent_read b data.input.y"]);
  });

  test("says where what was meant is", async ({ db }) => {
    const draft = cleanDraft();
    stepOf(draft, "b").data["input"] = { x: "{{ trigger.name }}" };
    expect(await validate(db, draft)).toMatchObject([
      {
        message: "reads trigger.name, which is never there",
        hint: expect.stringContaining("trigger.payload.<field>") as string,
      },
    ]);
  });

  test.for(FINE)("lets %s be read", async (text, { db }) => {
    expect(await findingsOf(db, reading(text))).toEqual([]);
  });

  test.for([
    ["$.trigger.payload.n"],
    ["trigger.payload.n"],
    ["${trigger.payload.n}"],
    ["{ steps.a.output.n }"],
    ["vars.rate"],
  ])("tells of the text %s, which looks like an expression", async ([text], { db }) => {
    expect(await warnings(db, reading(text!))).toEqual([
      "warning bare_expression b data.input.deep[0].x",
    ]);
  });

  test("tells of an output that is such a text", async ({ db }) => {
    expect(await warnings(db, give("pause", { output: "steps.a.output" }))).toEqual([
      "warning bare_expression pause data.output",
    ]);
  });

  test.for(["trigger", "steps to take", "see trigger.payload.n", "{}", "$.5", "variables.n"])(
    "has nothing to say of the text %s",
    async (text, { db }) => {
      expect(await warnings(db, reading(text))).toEqual([]);
    },
  );

  test("lets the body be read where messages or payments come", async ({ db }) => {
    const draft = cleanDraft();
    stepOf(draft, "hook").data["trigger"] = "payment_failed";
    stepOf(draft, "b").data["input"] = { x: "{{ trigger.body.id }}" };
    expect((await validate(db, draft)).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  const IGNORED: [string, object][] = [
    ["when", { when: "$.now > 1" }],
    ["data.condition", { data: { condition: "x", label: "y" } }],
    ["max_iterations", { max_iterations: 3 }],
  ];
  test.for(IGNORED)(
    "tells of an edge's %s, which nobody looks at",
    async ([place, more], { db }) => {
      const spoil = (d: Draft) => Object.assign(d.edges[5]!, more);
      expect(await warnings(db, spoil)).toEqual([`warning ignored_field - $.edges[5].${place}`]);
    },
  );

  test("tells of limits and a priority of what the database runs", async ({ db }) => {
    expect(await warnings(db, give("b", { limits: [{ concurrency: 1 }], priority: 2 }))).toEqual([
      "warning ignored_field b data.limits",
      "warning ignored_field b data.priority",
    ]);
  });

  test("has nothing to say of those of what a worker runs", async ({ db }) => {
    const data = { action: "http_request", input: { url: "https://example.com" } };
    expect(
      await warnings(db, give("b", { ...data, limits: [{ concurrency: 1 }], priority: 2 })),
    ).toEqual([]);
  });
});
