import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition } from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";
import type { Problem } from "../../support/drafts.ts";
import { makeTable, THING } from "../../support/watch.ts";

const DAYS = { mon: [{ from: "09:00", to: "17:00" }] };

async function findings(db: TestDatabase, trigger: string, config: object) {
  const { organizationId, claims } = await createTenant(db);
  await db.query("select sluice.set_calendar('office', 'UTC', $1, '{}', $2)", [
    JSON.stringify(DAYS),
    organizationId,
  ]);
  const draft = definition(
    [{ id: "on", type: "trigger", data: { trigger, config } }, set("a")],
    ["on → a"],
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
