import { describe } from "vitest";
import { dice } from "../../support/cron.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { definition } from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";

const at = (trigger: string, config: unknown) =>
  definition([{ id: "at", type: "trigger", data: { trigger, config } }, set("a")], ["at → a"]);

async function keys(db: TestDatabase, trigger: string, config: unknown): Promise<string[]> {
  const rows = await db.query<{ severity: string; code: string; path: string }>(
    "select severity, code, path from sluice.validate_definition($1)",
    [JSON.stringify(at(trigger, config))],
  );
  const faults = rows.filter(({ severity }) => severity === "error");
  return [...new Set(faults.map(({ path }) => path.replace("data.config.", "")))];
}

const CRON = { cron_expression: "0 * * * *" };
const DATES = { dates: ["2026-12-24"] };

describe("the config of", () => {
  // [trigger, config, what is wrong]
  test.for([
    ["scheduled_time", CRON, []],
    ["scheduled_time", { cron_expression: "@daily", timezone: "Europe/Berlin" }, []],
    ["scheduled_time", { interval: "90 minutes", start_date: "2026-12-24T09:00" }, []],
    ["scheduled_time", {}, ["cron_expression"]],
    ["scheduled_time", { ...CRON, interval: "1 h" }, ["cron_expression"]],
    ["scheduled_time", { cron_expression: "*/90 * * * *" }, ["cron_expression"]],
    ["scheduled_time", { cron_expression: "0 0 30 2 *" }, ["cron_expression"]],
    ["scheduled_time", { interval: "1 month" }, ["interval"]],
    ["scheduled_time", { interval: "0.5 seconds" }, ["interval"]],
    ["scheduled_time", { interval: "-1 h" }, ["interval"]],
    ["scheduled_time", { ...CRON, timezone: "Mars/Olympus" }, ["timezone"]],
    ["scheduled_time", { ...CRON, start_date: "soon" }, ["start_date"]],
    ["scheduled_time", { ...CRON, end_date: "2026-02-30" }, ["end_date"]],
    ["scheduled_time", { ...CRON, start_date: "2026-03-01", end_date: "2026-02-01" }, ["end_date"]],
    ["scheduled_time", { ...CRON, max_executions: 0 }, ["max_executions"]],
    ["scheduled_time", { ...CRON, missed_runs: "some" }, ["missed_runs"]],
    ["scheduled_time", { ...CRON, missed_within: "ages" }, ["missed_within"]],
    ["scheduled_time", { ...CRON, overlap: null }, ["overlap"]],
    ["scheduled_time", { ...CRON, jitter: "2 days" }, ["jitter"]],
    ["scheduled_time", { ...CRON, max_consecutive_failures: -1 }, ["max_consecutive_failures"]],
    ["scheduled_time", { ...CRON, outside_hours: "move" }, ["outside_hours"]],
    ["scheduled_dates", DATES, []],
    ["scheduled_dates", { dates: [] }, ["dates"]],
    ["scheduled_dates", { dates: ["2026-12-24", "Easter"] }, ["dates"]],
    ["scheduled_dates", { dates: "2026-12-24" }, ["dates"]],
    ["business_hours", {}, []],
    ["business_hours", { days: ["Monday", "tue"], start_time: "22:00", end_time: "06:00" }, []],
    ["business_hours", { days: ["Funday"] }, ["days"]],
    ["business_hours", { start_time: "9" }, ["start_time"]],
    ["business_hours", { start_time: "09:00", end_time: "09:00" }, ["end_time"]],
    ["business_hours", { end_time: "25:00" }, ["end_time"]],
    ["business_hours", { every: "1 second" }, ["every"]],
    ["business_hours", { calendar: "de", days: ["mon"] }, ["calendar"]],
  ] as const)("%s, %o, has faults %o", async ([trigger, config, faults], { db }) => {
    expect(await keys(db, trigger, config)).toEqual(faults);
  });

  test("a schedule is judged, whatever JSON it is", async ({ db }) => {
    const { int, pick } = dice(3);
    const names = [
      ...["cron_expression", "interval", "timezone", "start_date", "end_date", "max_executions"],
      ...["missed_runs", "missed_within", "overlap", "jitter", "max_consecutive_failures"],
      ...["calendar", "outside_hours", "dates", "days", "start_time", "end_time", "every"],
    ];
    const values = [
      ...[null, true, 0, -1, 1e300, "", " ", "x", "{{ trigger.payload }}", "1 day", "infinity"],
      ...["-infinity", "2026-01-01", "99999-01-01", "0001-01-01T00:00", "24:00", "0 0 31 2 *"],
      ...[[], {}, [1], [null], ["mon"], ["2026-01-01T00:00+25:00"], [[]], { a: 1 }, "9".repeat(99)],
    ];
    const configs: unknown[] = [null, 1, "x", [], true];
    while (configs.length < 1500) {
      configs.push(
        Object.fromEntries(Array.from({ length: int(0, 6) }, () => [pick(names), pick(values)])),
      );
    }
    for (const trigger of ["scheduled_time", "scheduled_dates", "business_hours"]) {
      const rows = await db.query<{ count: number }>(
        `select count(*)::int from jsonb_array_elements($2::jsonb) as item (config)
         cross join lateral sluice_private.problems_of_schedule(null, $1, item.config)`,
        [trigger, JSON.stringify(configs)],
      );
      expect(rows[0]!.count).toBeGreaterThan(1000);
      // what has no fault compiles
      await db.query(
        `select sluice_private.compile_schedule($1, item.config, now())
         from jsonb_array_elements($2::jsonb) as item (config)
         where jsonb_typeof(item.config) = 'object' and not exists (
           select from sluice_private.problems_of_schedule(null, $1, item.config)
         )`,
        [trigger, JSON.stringify(configs)],
      );
    }
  });
});
