import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, manual, publish, TestWorker } from "../../support/engine.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";
import { firingsOf, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers");
  await endExecutions(db);
});

const DAY = [{ from: "09:00", to: "17:00" }];
const HOURS = { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY };

const setCalendar = (db: TestDatabase, organizationId: string, holidays: string) =>
  db.query("select sluice.set_calendar('de', 'Europe/Berlin', $1, $2, $3)", [
    JSON.stringify(HOURS),
    holidays,
    organizationId,
  ]);

/** A workflow `nightly`, and one that expects it, by a clock that stands on Thursday evening. */
async function expecting(db: TestDatabase, config: object, holidays = "{}") {
  const clock = await Clock.at(db, "2026-03-05T20:00Z");
  const { organizationId } = await createTenant(db);
  await setCalendar(db, organizationId, holidays);
  const nightly = await publish(
    db,
    organizationId,
    definition([manual, set("a")], ["start → a"]),
    "nightly",
  );
  const alarm = await clock.publishFor(organizationId, "expected_run_missing", {
    workflow: "nightly",
    calendar: "de",
    ...config,
  });
  const worker = await new TestWorker(clock.session).register();
  /** What it has fired for by then: when each run was expected. */
  const told = async (instant: string) => {
    await clock.set(instant);
    await worker.pump();
    return (await startedBy(db, alarm.workflow)).map(
      ({ trigger }) => trigger.payload["expected_by"],
    );
  };
  const run = async (instant: string) => {
    await clock.set(instant);
    await clock.session.query("select sluice.start_workflow($1)", [nightly]);
    await worker.pump();
  };
  return { organizationId, nightly, alarm: alarm.workflow, told, run };
}

const FRIDAY = "2026-03-06T05:00:00+00:00";
const MONDAY = "2026-03-09T05:00:00+00:00";
const TUESDAY = "2026-03-10T05:00:00+00:00";

describe("a run that is expected by a time of working days", () => {
  const BY = { by: "06:00" };

  test("is missing on those days alone, by the calendar's clocks", async ({ db }) => {
    const { told } = await expecting(db, BY);
    expect(await told("2026-03-06T04:59Z")).toEqual([]);
    expect(await told("2026-03-06T05:00Z")).toEqual([FRIDAY]);
    expect(await told("2026-03-07T06:00Z")).toEqual([FRIDAY]);
    expect(await told("2026-03-08T06:00Z")).toEqual([FRIDAY]);
    expect(await told("2026-03-09T05:00Z")).toEqual([FRIDAY, MONDAY]);
  });

  test("may have been at any time since the working day before", async ({ db }) => {
    const { told, run } = await expecting(db, BY);
    await run("2026-03-06T04:00Z");
    expect(await told("2026-03-06T05:00Z")).toEqual([]);
    await run("2026-03-06T05:01Z");
    expect(await told("2026-03-09T05:00Z")).toEqual([]);
    expect(await told("2026-03-10T05:00Z")).toEqual([TUESDAY]);
  });

  test("is none on a holiday, and after it the one from before it is enough", async ({ db }) => {
    const { told, run } = await expecting(db, BY, "{2026-03-09}");
    await run("2026-03-06T04:00Z");
    await told("2026-03-06T05:00Z");
    await run("2026-03-06T05:01Z");
    expect(await told("2026-03-09T06:00Z")).toEqual([]);
    expect(await told("2026-03-10T05:00Z")).toEqual([]);
    expect(await told("2026-03-11T05:00Z")).toEqual(["2026-03-11T05:00:00+00:00"]);
  });

  test("is none on a day that has become a holiday meanwhile", async ({ db }) => {
    const { told, organizationId } = await expecting(db, BY);
    await setCalendar(db, organizationId, "{2026-03-06}");
    expect(await told("2026-03-06T06:00Z")).toEqual([]);
    expect(await told("2026-03-09T05:00Z")).toEqual([MONDAY]);
  });

  test("keeps its time of day when the clocks change", async ({ db }) => {
    const { told, run } = await expecting(db, BY);
    await run("2026-03-27T04:00Z");
    await told("2026-03-27T06:00Z");
    const before = (await told("2026-03-30T03:59Z")).length;
    expect((await told("2026-03-30T04:00Z")).slice(before)).toEqual(["2026-03-30T04:00:00+00:00"]);
  });
});

describe("a run that is expected within a time of work", () => {
  const WITHIN = { within: "10 hours" };

  test("is missing when the calendar has been open for so long", async ({ db }) => {
    const { told, run } = await expecting(db, WITHIN);
    await run("2026-03-06T12:00Z");
    expect(await told("2026-03-08T23:00Z")).toEqual([]);
    expect(await told("2026-03-09T13:59Z")).toEqual([]);
    expect(await told("2026-03-09T14:00Z")).toEqual(["2026-03-09T14:00:00+00:00"]);
    expect(await told("2026-03-20T14:00Z")).toHaveLength(1);
  });

  test("waits for a holiday to pass", async ({ db }) => {
    const { told, run } = await expecting(db, WITHIN, "{2026-03-09}");
    await run("2026-03-06T12:00Z");
    expect(await told("2026-03-10T13:59Z")).toEqual([]);
    expect(await told("2026-03-10T14:00Z")).toHaveLength(1);
  });

  test("is first missing so long after it was published", async ({ db }) => {
    const { told } = await expecting(db, WITHIN);
    expect(await told("2026-03-09T09:59Z")).toEqual([]);
    expect(await told("2026-03-09T10:00Z")).toEqual(["2026-03-09T10:00:00+00:00"]);
  });
});

test("without its calendar it says so, and looks again", async ({ db }) => {
  const { organizationId, alarm, told } = await expecting(db, { by: "06:00" });
  await db.query("select sluice.delete_calendar('de', $1)", [organizationId]);
  expect(await told("2026-03-06T05:00Z")).toEqual([]);
  expect(await firingsOf(db, alarm)).toMatchObject([
    { status: "refused", reason: "calendar de does not exist" },
  ]);
  await setCalendar(db, organizationId, "{}");
  expect(await told("2026-03-06T05:01Z")).toHaveLength(1);
});

test("a zone beside the calendar is refused", async ({ db }) => {
  await expect(expecting(db, { by: "06:00", zone: "UTC" })).rejects.toMatchObject({
    code: "SLVAL",
    detail: expect.stringContaining("data.config.zone") as string,
  });
});
