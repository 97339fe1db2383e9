import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";
import { definition, manual, publish, start } from "../../support/engine.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs");
});

const HOURLY = { cron_expression: "0 * * * *" };

describe("a clock that jumps forward by hours", () => {
  // [policy, instants that run, next]
  test.for([
    ["skip", {}, ["14:00"], "15:00"],
    ["latest", {}, ["13:00"], "14:00"],
    ["all", {}, ["10:00", "11:00", "12:00", "13:00"], "14:00"],
    ["all", { missed_within: "2 hours" }, ["12:00", "13:00"], "14:00"],
    ["latest", { missed_within: "10 minutes" }, [], "14:00"],
  ] as const)("runs by %s %o", async ([missed_runs, more, ran, next], { db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", { ...HOURLY, missed_runs, ...more });
    await clock.set("2026-03-02T13:30Z");
    await clock.fire();
    if (missed_runs === "skip") {
      expect(await hourly.instants()).toEqual([]);
      await clock.set("2026-03-02T14:00:20Z");
      await clock.fire();
    }
    expect(await hourly.instants()).toEqual(ran.map((time) => `2026-03-02T${time}Z`));
    expect(await hourly.next(1)).toEqual([`2026-03-02T${next}Z`]);
    expect((await hourly.job()).run_count).toBe(ran.length);
  });

  test("runs an instant that is less than a minute late, instead of one missed", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", HOURLY);
    await clock.set("2026-03-02T13:00:30Z");
    await clock.fire();
    expect(await hourly.instants()).toEqual(["2026-03-02T13:00Z"]);
    expect((await hourly.job()).missed_count).toBe(1);
  });

  test("finds the latest of a million missed instants", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const secondly = await clock.publish("scheduled_time", { cron_expression: "* 0-58 * * * *" });
    await clock.set("2026-03-14T09:59:55Z");
    await clock.fire();
    expect((await secondly.instants()).at(-1)).toBe("2026-03-14T09:58:59Z");
    expect((await secondly.job()).run_count).toBeLessThan(10);
  });

  test("and back fires nothing a second time", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", { ...HOURLY, missed_runs: "all" });
    await clock.set("2026-03-02T12:00Z");
    await clock.fire();
    await clock.set("2026-03-02T09:30Z");
    await clock.fire();
    for (const hour of ["10", "11", "12", "13"]) {
      await clock.set(`2026-03-02T${hour}:00Z`);
      await clock.fire();
    }
    expect(await hourly.instants()).toEqual(
      ["10", "11", "12", "13"].map((hour) => `2026-03-02T${hour}:00Z`),
    );
  });

  test("once per instant, even if a schedule is put back by hand", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", HOURLY);
    for (let turn = 0; turn < 2; turn++) {
      await clock.set("2026-03-02T10:00Z");
      await db.query(
        "update sluice.scheduled_jobs set next_run = '2026-03-02T10:00Z', due_at = '2026-03-02T10:00Z'",
      );
      await clock.fire();
    }
    expect(await hourly.instants()).toEqual(["2026-03-02T10:00Z"]);
    expect((await hourly.job()).run_count).toBe(1);
  });
});

describe("a schedule", () => {
  test("is put off by its jitter, always by the same", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const jittered = { ...HOURLY, jitter: "10 minutes" };
    const { organizationId, ...first } = await clock.publish("scheduled_time", jittered);
    void first;
    const others = [];
    for (let n = 0; n < 8; n++) {
      others.push(await clock.publishFor(organizationId, "scheduled_time", jittered));
    }
    const jobs = await Promise.all(others.map((one) => one.job()));
    const delays = jobs.map(({ due_at, next_run }) => due_at!.getTime() - next_run!.getTime());
    expect(delays.every((delay) => delay >= 0 && delay < 600_000)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(4);
    const late = delays.indexOf(Math.max(...delays));
    await clock.set(new Date(jobs[late]!.due_at!.getTime() - 10));
    await clock.fire();
    expect(await others[late]!.instants()).toEqual([]);
    await clock.set(new Date(jobs[late]!.due_at!.getTime() + 1));
    await clock.fire();
    expect(await others[late]!.instants()).toEqual(["2026-03-02T10:00Z"]);
  });

  test("that is paused is not due; resumed, it goes on from then", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", { ...HOURLY, missed_runs: "all" });
    await hourly.call("pause_schedule");
    expect(await hourly.job()).toMatchObject({ status: "paused", next_run: null });
    expect(await hourly.next(3)).toEqual([]);
    await clock.set("2026-03-02T12:30Z");
    await clock.fire();
    await hourly.call("resume_schedule");
    await clock.set("2026-03-02T13:00Z");
    await clock.fire();
    expect(await hourly.instants()).toEqual(["2026-03-02T13:00Z"]);
    await expect(hourly.call("resume_schedule")).rejects.toMatchObject({ code: "SLSTA" });
  });

  test("stops after five executions in a row have failed, and may be resumed", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T00:30Z");
    const end = { id: "a", type: "end", data: { scope: "execution", status: "failed" } };
    const hourly = await clock.publish("scheduled_time", HOURLY, [end]);
    for (let hour = 1; hour < 8; hour++) {
      await clock.set(new Date(Date.UTC(2026, 2, 2, hour)));
      await clock.fire();
      await clock.drain();
    }
    expect(await hourly.instants()).toHaveLength(5);
    expect(await hourly.job()).toMatchObject({
      status: "error",
      consecutive_failures: 5,
      next_run: null,
      last_error: "5 executions in a row have failed",
    });
    await hourly.call("resume_schedule");
    expect(await hourly.job()).toMatchObject({ status: "active", consecutive_failures: 0 });
  });

  test("of a workflow that is not active says why it starts nothing", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", HOURLY);
    await db.query("select sluice.set_workflow_status($1, 'disabled')", [hourly.workflow]);
    await clock.set("2026-03-02T10:00Z");
    await clock.fire();
    expect(await hourly.job()).toMatchObject({
      status: "active",
      run_count: 0,
      last_run: null,
      last_error: "the workflow is disabled",
    });
  });

  test("that cannot start, as its organization's backlog is full, harms no other", async ({
    db,
  }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const full = await clock.publish("scheduled_time", HOURLY);
    const other = await clock.publish("scheduled_time", HOURLY);
    await db.query(
      "select sluice.set_limit('all', concurrency => 1, backlog => 1, organization_id => $1)",
      [full.organizationId],
    );
    const draft = definition([manual, set("a")], ["start → a"]);
    await start(db, await publish(db, full.organizationId, draft));
    await clock.set("2026-03-02T10:00Z");
    await clock.fire();
    expect((await full.job()).last_error).toMatch(/^as many/);
    expect(await other.instants()).toEqual(["2026-03-02T10:00Z"]);
  });

  test("whose calendar is gone stops with an error and harms no other", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const other = await clock.publish("scheduled_time", HOURLY);
    await db.query("select sluice.set_calendar('de', 'UTC', $1, '{}', $2)", [
      JSON.stringify({ mon: [{ from: "09:00", to: "17:00" }] }),
      other.organizationId,
    ]);
    const lost = await clock.publishFor(other.organizationId, "scheduled_time", {
      ...HOURLY,
      calendar: "de",
    });
    await db.query("select sluice.delete_calendar('de', $1)", [other.organizationId]);
    await clock.set("2026-03-02T10:00Z");
    await clock.fire();
    expect(await lost.job()).toMatchObject({
      status: "error",
      last_error: "calendar de does not exist",
    });
    expect(await other.instants()).toEqual(["2026-03-02T10:00Z"]);
  });

  test("keeps its counts, and its next run, from version to version", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const every = await clock.publish("scheduled_time", { interval: "1 hour" });
    await clock.set("2026-03-02T10:30Z");
    await clock.fire();
    await clock.set("2026-03-02T10:45Z");
    const before = await every.job();
    await clock.session.query("select sluice.publish_workflow($1)", [every.workflow]);
    expect(await every.job()).toEqual(before);
    const [draft] = await db.query<{ definition: { nodes: { data: object }[] } }>(
      "select definition from sluice.workflows where id = $1",
      [every.workflow],
    );
    Object.assign(draft!.definition.nodes[0]!.data, { config: { interval: "2 hours" } });
    await db.query("update sluice.workflows set definition = $2 where id = $1", [
      every.workflow,
      draft!.definition,
    ]);
    await clock.session.query("select sluice.publish_workflow($1)", [every.workflow]);
    expect(await every.job()).toMatchObject({ id: before.id, run_count: 1 });
    expect(await every.next(2)).toEqual(["2026-03-02T12:45Z", "2026-03-02T14:45Z"]);
    Object.assign(draft!.definition.nodes[0]!.data, { trigger: "manual", config: {} });
    await db.query("update sluice.workflows set definition = $2 where id = $1", [
      every.workflow,
      draft!.definition,
    ]);
    await db.query("select sluice.publish_workflow($1)", [every.workflow]);
    expect(await every.job()).toBeUndefined();
  });
});

describe("a schedule with a business calendar", () => {
  const OPEN = { from: "09:00", to: "17:00" };
  const hours = JSON.stringify({ mon: [OPEN], tue: [OPEN], wed: [OPEN], thu: [OPEN], fri: [OPEN] });

  // [what, trigger, config, next runs after Thursday, 2 April 2026, 15:30 in Berlin; Friday is off]
  test.for([
    [
      "skips what is outside",
      "scheduled_time",
      { cron_expression: "0 */2 * * *" },
      ["2026-04-02T14:00Z", "2026-04-06T08:00Z", "2026-04-06T10:00Z"],
    ],
    [
      "moves it",
      "scheduled_time",
      { cron_expression: "0 */2 * * *", outside_hours: "move" },
      ["2026-04-02T14:00Z", "2026-04-06T07:00Z", "2026-04-06T08:00Z"],
    ],
    [
      "every so often inside",
      "business_hours",
      { every: "3 hours" },
      ["2026-04-06T07:00Z", "2026-04-06T10:00Z", "2026-04-06T13:00Z", "2026-04-07T07:00Z"],
    ],
  ] as const)("%s", async ([, trigger, config, next], { db }) => {
    const clock = await Clock.at(db, "2026-04-02T13:30Z");
    const plain = await clock.publish("scheduled_time", HOURLY);
    await db.query("select sluice.set_calendar('de', 'Europe/Berlin', $1, '{2026-04-03}', $2)", [
      hours,
      plain.organizationId,
    ]);
    const kept = await clock.publishFor(plain.organizationId, trigger, {
      ...config,
      calendar: "de",
    });
    expect(await kept.next(next.length)).toEqual(next);
  });

  test("keeps to it at once when it changes", async ({ db }) => {
    const clock = await Clock.at(db, "2026-04-02T13:30Z");
    const { organizationId } = await clock.publish("scheduled_time", HOURLY);
    const keep = (holidays: string) =>
      clock.session.query("select sluice.set_calendar('de', 'Europe/Berlin', $1, $2, $3)", [
        ...[hours, holidays, organizationId],
      ]);
    await keep("{}");
    const config = { cron_expression: "0 12 * * *", calendar: "de" };
    const noon = await clock.publishFor(organizationId, "scheduled_time", config);
    expect(await noon.next(1)).toEqual(["2026-04-03T12:00Z"]);
    await keep("{2026-04-03}");
    expect(await noon.next(1)).toEqual(["2026-04-06T12:00Z"]);
    await clock.set("2026-04-03T12:00Z");
    await clock.fire();
    expect(await noon.instants()).toEqual([]);
  });

  test("says the time and the day by the calendar's clocks", async ({ db }) => {
    const clock = await Clock.at(db, "2026-04-02T13:30Z");
    const opening = await clock.publish("business_hours", {
      days: ["Monday"],
      start_time: "08:30",
      end_time: "12:00",
      timezone: "America/New_York",
    });
    await clock.set("2026-04-06T12:30Z");
    await clock.fire();
    expect((await opening.runs())[0]!.input.payload).toEqual({
      current_time: "2026-04-06T08:30:00",
      day_of_week: "monday",
    });
  });
});
