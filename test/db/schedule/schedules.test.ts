import { describe } from "vitest";
import { dice, randomCron } from "../../support/cron.ts";
import { expect, test } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs");
});

const HOURLY = { cron_expression: "0 * * * *" };

describe("a schedule", () => {
  test("fires at each of its instants, once, and says when it is next", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", HOURLY);
    expect(await hourly.job()).toMatchObject({ status: "active", kind: "cron", run_count: 0 });
    await clock.fire();
    expect(await hourly.instants()).toEqual([]);
    for (const instant of ["2026-03-02T10:00:00.1Z", "2026-03-02T10:00:30Z", "2026-03-02T11:00Z"]) {
      await clock.set(instant);
      await clock.fire();
    }
    expect(await hourly.instants()).toEqual(["2026-03-02T10:00Z", "2026-03-02T11:00Z"]);
    expect(await hourly.job()).toMatchObject({
      status: "active",
      run_count: 2,
      last_run: new Date("2026-03-02T11:00Z"),
      next_run: new Date("2026-03-02T12:00Z"),
      last_error: null,
    });
    await clock.drain();
    const [first] = await hourly.runs();
    expect(first).toMatchObject({
      status: "completed",
      input: {
        type: "scheduled_time",
        payload: { scheduled_time: "2026-03-02T10:00:00+00:00", execution_count: 1 },
        scheduled_for: "2026-03-02T10:00:00+00:00",
        fired_at: "2026-03-02T10:00:00.1+00:00",
        count: 1,
        timezone: "UTC",
      },
    });
  });

  test("shows the runs that it later has", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-27T12:00Z");
    const zone = { timezone: "Europe/London" };
    const configs: [string, object][] = [
      ["scheduled_time", { cron_expression: "30 1 * * *", ...zone }],
      ["scheduled_time", { interval: "7 hours" }],
      ["scheduled_time", { interval: "1 day", start_date: "2026-03-28T01:30", ...zone }],
      [
        "scheduled_dates",
        { dates: ["2026-03-29T01:30", "2026-03-30", "2026-03-28T10:00Z"], ...zone },
      ],
      [
        "business_hours",
        {
          days: ["sunday", "mon"],
          start_time: "22:00",
          end_time: "02:30",
          every: "1 hour",
          ...zone,
        },
      ],
      ["scheduled_time", { ...HOURLY, max_executions: 3 }],
      ["scheduled_time", { ...HOURLY, end_date: "2026-03-27T15:30Z" }],
    ];
    const scheduled = [];
    for (const [trigger, config] of configs) scheduled.push(await clock.publish(trigger, config));
    const shown = [];
    for (const one of scheduled) shown.push(await one.next(12));
    for (let at = Date.parse("2026-03-27T12:00Z"); at <= Date.parse("2026-03-31T12:00Z");) {
      await clock.set(new Date(at));
      await clock.fire();
      at += 20 * 60_000;
    }
    for (const [place, one] of scheduled.entries()) {
      const until = shown[place]!.filter((instant) => instant <= "2026-03-31T12:00Z");
      expect((await one.instants()).slice(0, 12), JSON.stringify(configs[place])).toEqual(until);
      expect(until.length).toBeGreaterThan(2);
    }
    expect(shown[4]!.slice(0, 6)).toEqual([
      "2026-03-29T21:00Z",
      "2026-03-29T22:00Z",
      "2026-03-29T23:00Z",
      "2026-03-30T00:00Z",
      "2026-03-30T01:00Z",
      "2026-03-30T21:00Z",
    ]);
    expect(shown[5]).toHaveLength(3);
    expect((await scheduled[5]!.job()).status).toBe("expired");
    expect((await scheduled[6]!.job()).status).toBe("expired");
    expect((await scheduled[3]!.job()).status).toBe("expired");
  });

  test("of any expression and zone shows what it later runs", async ({ db }) => {
    const rolls = dice(11);
    const clock = await Clock.at(db, "2026-03-27T00:00Z");
    const { organizationId } = await clock.publish("scheduled_time", HOURLY);
    const scheduled = [];
    while (scheduled.length < 12) {
      const cron_expression = `${randomCron(rolls).split(" ").slice(-5, -3).join(" ")} * * *`;
      const timezone = rolls.pick(["Europe/London", "America/New_York", "Asia/Kathmandu"]);
      const config = { cron_expression, timezone, missed_runs: "all", missed_within: "2 days" };
      scheduled.push(await clock.publishFor(organizationId, "scheduled_time", config));
    }
    const shown: string[][] = [];
    for (const one of scheduled) shown.push(await one.next(60));
    for (let at = Date.parse("2026-03-27T00:00Z"); at < Date.parse("2026-03-30T00:00Z");) {
      at += rolls.int(1, 400) * 60_000;
      await clock.set(new Date(at));
      await clock.fire();
    }
    for (const [place, one] of scheduled.entries()) {
      const ran = (await one.instants()).slice(0, 60);
      expect(ran.length).toBeGreaterThan(0);
      expect(ran).toEqual(shown[place]!.slice(0, ran.length));
    }
  });
});
