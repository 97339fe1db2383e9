import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
} from "../../support/engine.ts";
import { codeOf, endExecutions, endScene } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const WEEK = ["mon", "tue", "wed", "thu", "fri"];
const hours = (...windows: [string, string][]) =>
  Object.fromEntries(WEEK.map((day) => [day, windows.map(([from, to]) => ({ from, to }))]));
const everyDay = (from: string, to: string) =>
  Object.fromEntries([...WEEK, "sat", "sun"].map((day) => [day, [{ from, to }]]));
/** Hours on one day a week alone, the one in three days: closed now, whenever that is. */
const closed = () => {
  const day = new Date(Date.now() + 3 * 86_400_000).toLocaleDateString("en", { weekday: "short" });
  return { [day.toLowerCase()]: [{ from: "09:00", to: "17:00" }] };
};
const OFFICE = hours(["09:00", "12:00"], ["13:00", "17:00"]);

interface Calendar {
  name: string;
  zone: string;
  hours: object;
  holidays: string[];
}

/** Sets a calendar of an organization. */
const setCalendar = (
  db: TestDatabase,
  organizationId: string,
  { name = "de", zone = "Europe/Berlin", hours = OFFICE, holidays = [] }: Partial<Calendar> = {},
) =>
  db.query("select sluice.set_calendar($1, $2, $3, $4, $5)", [
    ...[name, zone, JSON.stringify(hours), holidays, organizationId],
  ]);

async function next(db: TestDatabase, calendar: object, after: string, local: object = {}) {
  const { organizationId } = await createTenant(db);
  await setCalendar(db, organizationId, calendar);
  const [row] = await db.query<{ next: Date | null }>(
    "select sluice_private.next_allowed_instant($1, $2, $3) as next",
    [organizationId, JSON.stringify({ calendar: "de", ...local }), after],
  );
  return row!.next?.toISOString().replace(/:00\.000Z$/, "Z");
}

describe("a business calendar", () => {
  // [what is next, calendar, after, next, local]
  const CASES: [string, object, string, string | undefined, object?][] = [
    ["the opening", {}, "2026-03-02T05:00Z", "2026-03-02T08:00Z"],
    ["at once while it is open", {}, "2026-03-02T08:30Z", "2026-03-02T08:30Z"],
    ["after lunch", {}, "2026-03-02T11:00Z", "2026-03-02T12:00Z"],
    ["tomorrow, as soon as it closes", {}, "2026-03-02T16:00Z", "2026-03-03T08:00Z"],
    ["Monday, on a weekend", {}, "2026-03-07T10:00Z", "2026-03-09T08:00Z"],
    [
      "the day after a holiday",
      { holidays: ["2026-03-03", "2026-03-04"] },
      ...(["2026-03-02T17:00Z", "2026-03-05T08:00Z"] as const),
    ],
    [
      "nothing, where all days for 15 years are holidays",
      { hours: { mon: [{ from: "09:00", to: "09:01" }] }, holidays: mondays() },
      ...(["2026-03-02T10:00Z", undefined] as const),
    ],
    ["an hour later in summer", {}, ...(["2026-03-27T17:00Z", "2026-03-30T07:00Z"] as const)],
    [
      "the first instant after the gap",
      { hours: everyDay("02:30", "04:00") },
      ...(["2026-03-28T12:00Z", "2026-03-29T01:00Z"] as const),
    ],
    [
      "not a window that the gap swallows",
      { hours: everyDay("02:10", "02:50") },
      ...(["2026-03-28T12:00Z", "2026-03-30T00:10Z"] as const),
    ],
    [
      "the first of two where the clocks go back",
      { hours: everyDay("02:30", "04:00") },
      ...(["2026-10-24T12:00Z", "2026-10-25T00:30Z"] as const),
    ],
    [
      "the first of two, half an hour apart",
      { zone: "Australia/Lord_Howe", hours: everyDay("01:45", "03:00") },
      ...(["2026-04-04T12:00Z", "2026-04-04T14:45Z"] as const),
    ],
    [
      "the first instant after a gap of half an hour",
      { zone: "Australia/Lord_Howe", hours: everyDay("02:15", "03:00") },
      ...(["2026-10-03T12:00Z", "2026-10-03T15:30Z"] as const),
    ],
    [
      "a day that began without a midnight",
      { zone: "America/Sao_Paulo", hours: everyDay("00:00", "24:00"), holidays: ["2018-11-03"] },
      ...(["2018-11-03T12:00Z", "2018-11-04T03:00Z"] as const),
    ],
    [
      "a time of the next working day",
      {},
      ...(["2026-03-06T11:00Z", "2026-03-09T08:30Z", { time: "09:30" }] as const),
    ],
    [
      "a window within the hours",
      {},
      ...([
        "2026-03-02T09:00Z",
        "2026-03-02T12:00Z",
        { time: { from: "12:00", to: "14:00" } },
      ] as const),
    ],
    [
      "a day of the week",
      { holidays: ["2026-03-05"] },
      ...(["2026-03-02T09:00Z", "2026-03-12T08:00Z", { days: ["thu"] }] as const),
    ],
    ["never, at night", {}, "2026-03-02T09:00Z", undefined, { time: "23:00" }],
  ];
  for (const [what, calendar, after, expected, local] of CASES) {
    test(`finds ${what}`, async ({ db }) => {
      expect(await next(db, calendar, after, local)).toBe(expected);
    });
  }

  const wait = (data: object) => ({ id: "w", type: "wait", data: { timeout: "30 days", ...data } });
  const draft = (local: object) => definition([manual, wait({ local })], ["start → w"]);

  test("has to be there when a workflow is published, and when its wait begins", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const stranger = await createTenant(db);
    await setCalendar(db, stranger.organizationId);
    expect(await codeOf(publish(db, organizationId, draft({ calendar: "de" })))).toBe("SLVAL");
    await setCalendar(db, organizationId, { hours: closed() });
    const workflow = await publish(db, organizationId, draft({ calendar: "de" }));
    const worker = await new TestWorker(db.worker).register();
    const id = await start(db, workflow);
    await worker.pump();
    expect(await stepStatuses(db, id)).toMatchObject({ w: "waiting" });
    await db.query("select sluice.delete_calendar('de', $1)", [organizationId]);
    const late = await start(db, workflow);
    await worker.pump();
    expect(await execution(db, late)).toMatchObject({
      status: "failed",
      error: { code: "SLEXP", message: "calendar de does not exist" },
    });
  });

  test("that leaves no instant fails the step", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await setCalendar(db, organizationId);
    const workflow = await publish(
      db,
      organizationId,
      draft({ calendar: "{{ trigger.payload }}", time: "23:00" }),
    );
    const worker = await new TestWorker(db.worker).register();
    const id = await start(db, workflow, "de");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({
      error: { message: "local never comes: no instant has its time on such a day" },
    });
  });

  test("is one of several, replaced as a whole, and seen by members", async ({ db }) => {
    const { organizationId, claims } = await createTenant(db);
    await setCalendar(db, organizationId);
    await setCalendar(db, organizationId, { name: "us", zone: "America/New_York" });
    const holidays = ["2026-12-26", "2026-12-25", "2026-12-25"];
    await setCalendar(db, organizationId, { hours: everyDay("10:00", "24:00"), holidays });
    const { rows } = await db.as(claims, (member) =>
      member.query(
        `select name, zone, hours -> 'sun' as sunday, holidays::text[]
         from sluice.business_calendars order by name`,
      ),
    );
    const sunday = [{ from: "10:00", to: "24:00" }];
    expect(rows).toEqual([
      { name: "de", zone: "Europe/Berlin", sunday, holidays: ["2026-12-25", "2026-12-26"] },
      { name: "us", zone: "America/New_York", sunday: null, holidays: [] },
    ]);
  });

  for (const [what, calendar] of [
    ["a bad name", { name: "a b" }],
    ["no zone", { zone: "Mars/Base" }],
    ["no hours", { hours: {} }],
    ["no window", { hours: { mon: [] } }],
    ["a bad day", { hours: { monday: [] } }],
    ["hours that are a list", { hours: [] }],
    ["a day that is no list", { hours: { mon: "09:00" } }],
    ["a window over midnight", { hours: everyDay("22:00", "06:00") }],
    ["a window that is empty", { hours: everyDay("09:00", "09:00") }],
    ["a window with more fields", { hours: { mon: [{ from: "09:00", to: "10:00", x: 1 }] } }],
    ["a bad time", { hours: everyDay("9:00", "17:00") }],
  ] as const) {
    test(`with ${what} is refused`, async ({ db }) => {
      const { organizationId } = await createTenant(db);
      expect(await codeOf(setCalendar(db, organizationId, calendar))).toBe("SLVAL");
    });
  }

  test("that is not there is not deleted", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const deleted = db.query("select sluice.delete_calendar('de', $1)", [organizationId]);
    expect(await codeOf(deleted)).toBe("SLNTF");
  });
});

/** Every Monday for sixteen years. */
function mondays(): string[] {
  const first = Date.UTC(2026, 2, 2);
  return Array.from({ length: 850 }, (_, n) =>
    new Date(first + n * 7 * 86_400_000).toISOString().slice(0, 10),
  );
}
