import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition } from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";
import type { Problem } from "../../support/drafts.ts";
import { makeTable, THING } from "../../support/watch.ts";

const DAYS = { mon: [{ from: "09:00", to: "17:00" }] };

async function findings(
  db: TestDatabase,
  trigger: string,
  config: object,
  { data = {}, settings = {} }: { data?: object; settings?: object } = {},
) {
  const { organizationId, claims } = await createTenant(db);
  await db.query("select sluice.set_calendar('office', 'UTC', $1, '{}', $2)", [
    JSON.stringify(DAYS),
    organizationId,
  ]);
  const draft = definition(
    [{ id: "on", type: "trigger", data: { trigger, config, ...data } }, set("a")],
    "exit" in data ? [] : ["on → a"],
    settings,
  );
  const { rows } = await db.as(claims, (client) =>
    client.query<Problem>("select * from sluice.validate_definition($1)", [JSON.stringify(draft)]),
  );
  return rows.map(({ severity, code, path, message }) => `${severity} ${code} ${path} ${message}`);
}

const schedule = (config: object) => ["scheduled_time", config] as const;

describe("validate_definition", () => {
  test.for([
    ["a calendar that is closed then", schedule({ cron_expression: "0 18 * * *" }), true],
    ["a calendar that is open then", schedule({ cron_expression: "0 9 * * *" }), false],
    [
      "a calendar that it moves into",
      schedule({ cron_expression: "0 18 * * *", outside_hours: "move" }),
      false,
    ],
  ] as const)("tells of a schedule with %s", async ([, [trigger, config], isTold], { db }) => {
    expect(await findings(db, trigger, { ...config, calendar: "office" })).toEqual(
      isTold
        ? ["warning never_due data.config has no instant to come at which calendar office is open"]
        : [],
    );
  });

  test("tells of dates that are past", async ({ db }) => {
    expect(await findings(db, "scheduled_dates", { dates: ["2020-01-01"] })).toEqual([
      "warning never_due data.config has no instant to come",
    ]);
    expect(await findings(db, "scheduled_dates", { dates: ["2020-01-01", "2990-01-01"] })).toEqual(
      [],
    );
  });

  test("tells of a table that nobody watches", async ({ db }) => {
    expect(await findings(db, "record_created", { object: "app.nothing" })).toEqual([
      "warning unwatched_table data.config.object names app.nothing, which nobody watches: it will not fire",
    ]);
    const object = await makeTable(db, THING);
    expect(await findings(db, "record_created", { object })).toEqual([]);
    await db.query("select sluice.unwatch_table($1)", [object]);
  });

  test("tells of columns that a watched table does not show", async ({ db }) => {
    const object = await makeTable(db, THING);
    const said = (path: string) =>
      `warning unknown_column ${path} names sizes, which the table does not show`;
    const fields = ["size", "sizes"];
    expect(await findings(db, "record_updated", { object, fields })).toEqual([
      said("data.config.fields[1]"),
    ]);
    const condition = "$.trigger.payload.record.size > 1 && $.trigger.payload.record.sizes > 1";
    expect(await findings(db, "segment_left", { object, condition })).toEqual([
      said("data.config.condition"),
    ]);
    const right = { object, condition: "trigger.payload.record.size > 1" };
    expect(await findings(db, "segment_left", right)).toEqual([]);
    await db.query("select sluice.unwatch_table($1)", [object]);
  });

  test("tells of a key that the payload of a trigger does not have", async ({ db }) => {
    const unknown = async (trigger: string, key: string, data: object = {}) =>
      (await findings(db, trigger, {}, { data, settings: { enrolment: { key } } })).filter((said) =>
        said.includes("unknown_output"),
      );
    const [wrong, right] = ["trigger.payload.contact", "trigger.payload.contact_id"];
    const said = "reads contact, which the payload of this trigger does not have";
    expect(await unknown("message_received", wrong)).toEqual([
      `warning unknown_output $.settings.enrolment.key ${said}`,
    ]);
    for (const [trigger, key] of [
      ["message_received", right],
      ["birthday", wrong],
      ["manual", wrong],
    ] as const) {
      expect(await unknown(trigger, key)).toEqual([]);
    }
    expect(await unknown("message_received", right, { exit: wrong })).toEqual([
      `warning unknown_output data.exit ${said}`,
    ]);
  });

  test("tells of a failure rate above 1", async ({ db }) => {
    const rate = (value: number) => ({ metric: "failure_rate", op: ">", value });
    expect(await findings(db, "metric_threshold", rate(20))).toEqual([
      "warning never_crossed data.config.value is compared with a part of the executions, from 0 to 1",
    ]);
    expect(await findings(db, "metric_threshold", rate(0.2))).toEqual([]);
    expect(await findings(db, "metric_threshold", { ...rate(20), metric: "failures" })).toEqual([]);
  });

  test("leaves what is refused to its errors, named", async ({ db }) => {
    const wrong = schedule({ cron_expression: "0 9 * * *", timezone: "Europe/Londn" });
    expect(await findings(db, ...wrong)).toEqual([
      "error bad_config data.config.timezone must be the name of a time zone, and Europe/Londn is none",
    ]);
    const missing = schedule({ cron_expression: "0 9 * * *", calendar: "uk" });
    expect(await findings(db, ...missing)).toEqual([
      "error bad_config data.config.calendar names calendar uk, which does not exist",
    ]);
  });
});
