import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, manual, publish, definition } from "../../support/engine.ts";
import {
  cleanDraft,
  findingsOf,
  stepOf,
  validate,
  type Draft,
  type Rule,
} from "../../support/drafts.ts";
import { set } from "../../support/scenes.ts";

/** Spoils a draft: its hook is a trigger of another kind. */
const on =
  (trigger: string, config?: object) =>
  (d: Draft): void => {
    stepOf(d, "hook").data = { trigger, ...(config === undefined ? {} : { config }) };
  };
const event = (config: object) => on("event", { name: "a", ...config });
const enrolment =
  (policy: unknown) =>
  (d: Draft): void => {
    d.settings = { enrolment: policy };
  };
const PLACE = "bad_config hook data.config";
const POLICY = "bad_field - $.settings.enrolment";

const RULES: Rule[] = [
  ["an event without a name", on("event"), `${PLACE}.name`],
  ["an event whose name is a number", on("event", { name: 1 }), `${PLACE}.name`],
  ["an event with no names", on("event", { name: [] }), `${PLACE}.name`],
  ["an event with a name that is none", on("event", { name: ["a", "b c"] }), `${PLACE}.name`],
  ["a wildcard inside a part", on("event", { name: "order.p*" }), `${PLACE}.name`],
  ["two stars that are not the end", on("event", { name: "order.**.x" }), `${PLACE}.name`],
  ["an expression as a name", on("event", { name: "{{ vars.x }}" }), `${PLACE}.name`],
  ["a setting that events do not have", event({ colour: 1 }), `${PLACE}.colour`],
  ["a key that does not compile", event({ key: "trigger." }), `${PLACE}.key`],
  ["a key that reads what has not run", event({ key: "steps.a.output" }), `${PLACE}.key`],
  ["a batch of one", event({ batch: { size: 1, within: "1 s" } }), `${PLACE}.batch.size`],
  ["a batch without a time", event({ batch: { size: 2 } }), `${PLACE}.batch.within`],
  ["a batch of no time", event({ batch: { size: 2, within: "soon" } }), `${PLACE}.batch.within`],
  ["a debounce of a year", event({ debounce: { for: "1 year" } }), `${PLACE}.debounce.for`],
  [
    "a debounce at most of nothing",
    event({ debounce: { for: "1 s", at_most: "0 s" } }),
    `${PLACE}.debounce.at_most`,
  ],
  ["a throttle of none", event({ throttle: { count: 0, per: "1 s" } }), `${PLACE}.throttle.count`],
  ["a throttle of no time", event({ throttle: { count: 1, per: "x" } }), `${PLACE}.throttle.per`],
  [
    "a batch with a throttle",
    event({ batch: { size: 2, within: "1 s" }, throttle: { count: 1, per: "1 s" } }),
    `${PLACE}.batch`,
  ],
  [
    "a status that is none",
    on("workflow_finished", { statuses: ["good"] }),
    `${PLACE}.statuses[0]`,
  ],
  ["all of one", on("workflow_finished", { mode: "all", within: "1 h" }), `${PLACE}.mode`],
  ["any within a time", on("workflow_failed", { within: "1 h" }), `${PLACE}.mode`],
  ["a class of 1", on("workflow_failed", { error_class: [1] }), `${PLACE}.error_class[0]`],
  [
    "all within no time",
    on("workflow_failed", { mode: "all", within: "x", workflows: ["a", "b"] }),
    `${PLACE}.within`,
  ],
  ["a run of nothing", on("expected_run_missing", { within: "1 h" }), `${PLACE}.workflow`],
  ["a run at no time", on("expected_run_missing", { workflow: "a" }), `${PLACE}.within`],
  [
    "a run within and by",
    on("expected_run_missing", { workflow: "a", within: "1 h", by: "09:00" }),
    `${PLACE}.within`,
  ],
  ["a run by 25", on("expected_run_missing", { workflow: "a", by: "25:00" }), `${PLACE}.by`],
  [
    "a run on the moon",
    on("expected_run_missing", { workflow: "a", by: "09:00", zone: "Moon/Sea" }),
    `${PLACE}.by`,
  ],
  [
    "a run by a calendar that is none",
    on("expected_run_missing", { workflow: "a", by: "09:00", calendar: "{{ moon }}" }),
    "unknown_calendar hook data.config.calendar",
  ],
  [
    "a figure that is none",
    on("metric_threshold", { metric: "mood", op: ">", value: 1 }),
    `${PLACE}.metric`,
  ],
  [
    "a line in words",
    on("metric_threshold", { metric: "backlog", op: ">", value: "1" }),
    `${PLACE}.value`,
  ],
  [
    "a lag of a workflow",
    on("metric_threshold", { metric: "queue_lag", op: ">", value: 1, workflow: "a" }),
    `${PLACE}.workflow`,
  ],
  [
    "a window of a year",
    on("metric_threshold", { metric: "failures", op: ">", value: 1, window: "1 year" }),
    `${PLACE}.window`,
  ],
  [
    "a look every second",
    on("metric_threshold", { metric: "failures", op: ">", value: 1, every: "1 s" }),
    `${PLACE}.every`,
  ],
  [
    "a segment of what has happened",
    on("segment_entered", { object: "a", condition: "steps.a.output == 1" }),
    `${PLACE}.condition`,
  ],
  [
    "a segment that nothing is inside of",
    on("segment_left", { object: "a" }),
    `${PLACE}.condition`,
  ],
  [
    "a segment every second",
    on("segment_left", { object: "a", condition: "trigger.payload.key == 1", every: "1 s" }),
    `${PLACE}.every`,
  ],
  ["a setting of a manual trigger", on("manual", { x: 1 }), `${PLACE}.x`],
  ["an enrolment that is a list", enrolment([]), POLICY],
  ["an enrolment without a key", enrolment({}), `${POLICY}.key`],
  ["an enrolment by a template", enrolment({ key: "{{ trigger.x }}" }), `${POLICY}.key`],
  ["an enrolment by a step", enrolment({ key: "steps.a.output" }), `${POLICY}.key`],
  [
    "an enrolment again now and then",
    enrolment({ key: "trigger.x", again: "x" }),
    `${POLICY}.again`,
  ],
  ["an exit that is none", enrolment({ key: "trigger.x", exit_on: ["a"] }), `${POLICY}.exit_on`],
  ["exits that are none", enrolment({ key: "trigger.x", exit_on: {} }), `${POLICY}.exit_on`],
  [
    "suppression by a number",
    enrolment({ key: "trigger.x", suppressed_by: [1] }),
    `${POLICY}.suppressed_by`,
  ],
  ["a cap of nothing", enrolment({ key: "trigger.x", cap: {} }), `${POLICY}.cap`],
  ["a cap without a time", enrolment({ key: "trigger.x", cap: { count: 1 } }), `${POLICY}.cap`],
  ["an unknown field", enrolment({ key: "trigger.x", colour: 1 }), `${POLICY}.colour`],
];

describe("validation of triggers", () => {
  for (const [name, spoil, found] of RULES) {
    test(`finds ${name}`, async ({ db }) => {
      expect(await findingsOf(db, spoil)).toEqual([found]);
    });
  }

  test("finds nothing in what is right", async ({ db }) => {
    for (const config of [
      { name: ["a", "b.*", "*.c", "**"], key: "trigger.payload.x" },
      { name: "a", batch: { size: 1000, within: "30 days" } },
      { name: "a", debounce: { for: "PT30S", at_most: "5 minutes" } },
      { name: "a", throttle: { count: 1, per: "1 day" } },
    ]) {
      expect(await findingsOf(db, on("event", config))).toEqual([]);
    }
    const policy = {
      ...{ key: "trigger.payload.id", again: "P7D", exit_on: [{ event: "goal.*" }] },
      ...{ suppressed_by: ["x"], cap: { active: 1, count: 1, per: "1 day" } },
    };
    expect(await findingsOf(db, enrolment(policy))).toEqual([]);
  });

  test("warns of a segment of a table that nothing watches", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const warnings = async (trigger: string, config: object) => {
      const draft = cleanDraft();
      on(trigger, config)(draft);
      return db.query(
        `select code, path from sluice_private.problems_of($1, null, $2)
         where severity <> 'note' and code = 'unwatched_table'`,
        [organizationId, JSON.stringify(draft)],
      );
    };
    await db.query("create table public.watched (organization_id uuid, id int primary key)");
    await db.query("select sluice.watch_table('public.watched')");
    const warning = { code: "unwatched_table", path: `${PLACE}.object`.split(" ").at(-1) };
    const condition = "trigger.payload.record.id > 1";
    expect(await warnings("segment_left", { object: "nothing", condition })).toEqual([warning]);
    expect(await warnings("segment_left", { object: "public.watched", condition })).toEqual([]);
  });

  test("knows the workflows that are named", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await publish(db, organizationId, definition([manual, set("a")], ["start → a"]), "known");
    const draft = cleanDraft();
    on("workflow_finished", { workflows: ["known", "unknown"] })(draft);
    draft.settings = { enrolment: { key: "trigger.x", suppressed_by: ["unknown", "known"] } };
    const found = await db.query<{ code: string; path: string }>(
      "select code, path from sluice_private.problems_of($1, null, $2) where severity = 'error'",
      [organizationId, JSON.stringify(draft)],
    );
    expect(found).toEqual([
      { code: "unknown_workflow", path: "data.config.workflows[1]" },
      { code: "unknown_workflow", path: "$.settings.enrolment.suppressed_by" },
    ]);
    expect(await validate(db, cleanDraft())).not.toContainEqual(
      expect.objectContaining({ severity: "error" }),
    );
  });
});
