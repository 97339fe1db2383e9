import { describe } from "vitest";
import { dice, faultsOf } from "../../support/cron.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";

/** The matches after an instant, as the clocks of the zone show them, with the offset. */
async function matches(db: TestDatabase, expr: string, zone: string, after: string, count: number) {
  const rows = await db.query<{ shown: string }>(
    `with recursive match (at, place) as (
       select sluice.next_cron_instant($1, $2, $3), 1
       union all
       select sluice.next_cron_instant($1, $2, match.at), place + 1 from match where place < $4
     )
     select concat(
       to_char(at at time zone $2, 'DD HH24:MI '),
       case when at at time zone $2 >= at at time zone 'UTC' then '+' end,
       regexp_replace(to_char(at at time zone $2 - at at time zone 'UTC', 'HH24:MI'), ':00$', '')
     ) as shown
     from match order by place`,
    [expr, zone, after, count],
  );
  return rows.map(({ shown }) => shown);
}

// [zone, what, expression, after, matches]
const TABLE: [zone: string, what: string, expr: string, after: string, shown: string[]][] = [
  [
    ...(["Europe/London", "a time that is skipped", "30 1 * * *", "2026-03-28T12:00Z"] as const),
    ["29 02:00 +01", "30 01:30 +01"],
  ],
  [
    ...(["Europe/London", "two that are skipped", "10,50 1 * * *", "2026-03-28T12:00Z"] as const),
    ["29 02:00 +01", "30 01:10 +01", "30 01:50 +01"],
  ],
  [
    ...(["Europe/London", "minutes, forward", "*/30 * * * *", "2026-03-29T00:00Z"] as const),
    ["29 00:30 +00", "29 02:00 +01", "29 02:30 +01"],
  ],
  [
    ...(["Europe/London", "each hour, forward", "15 * * * *", "2026-03-29T00:00Z"] as const),
    ["29 00:15 +00", "29 02:15 +01", "29 03:15 +01"],
  ],
  [
    ...(["Europe/London", "a time that comes twice", "30 1 * * *", "2026-10-24T12:00Z"] as const),
    ["25 01:30 +01", "26 01:30 +00"],
  ],
  [
    ...(["Europe/London", "minutes, back", "*/30 * * * *", "2026-10-25T00:00Z"] as const),
    ["25 01:30 +01", "25 01:00 +00", "25 01:30 +00", "25 02:00 +00"],
  ],
  [
    ...(["America/New_York", "a time that is skipped", "30 2 * * *", "2026-03-07T20:00Z"] as const),
    ["08 03:00 -04", "09 02:30 -04"],
  ],
  [
    ...(["America/New_York", "some hours, forward", "30 */2 * * *", "2026-03-08T06:00Z"] as const),
    ["08 03:00 -04", "08 04:30 -04"],
  ],
  [
    ...(["America/New_York", "each hour, back", "30 * * * *", "2026-11-01T05:00Z"] as const),
    ["01 01:30 -04", "01 01:30 -05", "01 02:30 -05"],
  ],
  [
    ...([
      "America/New_York",
      "a list of times, back",
      "0,30 1 * * *",
      "2026-11-01T04:00Z",
    ] as const),
    ["01 01:00 -04", "01 01:30 -04", "02 01:00 -05"],
  ],
  [
    ...([
      "Australia/Lord_Howe",
      "half an hour skipped",
      "15 2 * * *",
      "2026-10-03T12:00Z",
    ] as const),
    ["04 02:30 +11", "05 02:15 +11"],
  ],
  [
    ...(["Australia/Lord_Howe", "half an hour twice", "45 1 * * *", "2026-04-04T12:00Z"] as const),
    ["05 01:45 +11", "06 01:45 +10:30"],
  ],
  [
    ...(["Australia/Lord_Howe", "minutes, back", "*/20 * * * *", "2026-04-04T14:30Z"] as const),
    ["05 01:40 +11", "05 01:40 +10:30", "05 02:00 +10:30"],
  ],
  [
    ...(["Africa/Casablanca", "back for Ramadan", "30 2 * * *", "2025-02-22T12:00Z"] as const),
    ["23 02:30 +01", "24 02:30 +00"],
  ],
  [
    ...(["Africa/Casablanca", "forward after it", "30 2 * * *", "2025-04-05T12:00Z"] as const),
    ["06 03:00 +01", "07 02:30 +01"],
  ],
  [
    ...(["Asia/Kathmandu", "no change, 5:45 ahead", "0 0 * * *", "2026-03-28T12:00Z"] as const),
    ["29 00:00 +05:45", "30 00:00 +05:45"],
  ],
  [
    ...(["Pacific/Apia", "a day that was skipped", "0 12 30 * *", "2011-12-01T00:00Z"] as const),
    ["31 00:00 +14", "30 12:00 +14"],
  ],
];

describe("a cron expression, where clocks are changed", () => {
  test.for(TABLE)("%s: %s", async ([zone, , expr, after, shown], { db }) => {
    expect(await matches(db, expr, zone, after, shown.length)).toEqual(shown);
  });
});

describe("a cron expression", () => {
  test.for([
    ["61 * * * *", "minute: 61 is not within 0 to 59"],
    ["*/90 * * * *", "minute: the step of */90 is not within 1 to 59"],
    ["0 2", "must have 5 or 6 fields, not 2"],
    ["0 0 * * MUN", "weekday: MUN is not within 0 to 7"],
    ["0 0 1,2W * *", "day of month: W is for a single day, not for a list"],
    ["0,,1 * * * *", "minute: a value is missing"],
    ["@reboot", "@REBOOT is no schedule"],
    ["", "must have 5 or 6 fields, not 1"],
  ])("%s is refused: %s", async ([expr, message], { db }) => {
    await expect(db.query("select sluice.next_cron_instant($1)", [expr])).rejects.toMatchObject({
      code: "SLVAL",
      message,
      hint: expect.stringContaining("such as 30 9 * * MON-FRI"),
    });
  });

  test("of which a time zone is wrong is refused", async ({ db }) => {
    await expect(
      db.query("select sluice.next_cron_instant('@daily', 'Europe/Nowhere')"),
    ).rejects.toMatchObject({ code: "SLVAL" });
  });

  test("that never matches has no next", async ({ db }) => {
    for (const expr of ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 L-30 2 *", "0 0 31W 2 *"]) {
      expect(await db.query("select sluice.next_cron_instant($1) as next", [expr])).toEqual([
        { next: null },
      ]);
    }
  });

  test("of any text is compiled or has a fault, and is soon done with", async ({ db }) => {
    const { int, pick } = dice(7);
    const parts = [
      ...Array.from("0123456789*/,-?LW#@ "),
      "MON",
      "jan",
      " ",
      " ",
      "é",
      "\t",
      "%",
      "'",
      "\\",
    ];
    const texts = Array.from({ length: 3000 }, () =>
      Array.from({ length: int(0, 24) }, () => pick(parts)).join(""),
    );
    texts.push("9".repeat(10_000), "* ".repeat(5000), `${"1,".repeat(240)}1 * * * *`);
    const faults = await faultsOf(db, texts);
    expect(faults.every(({ fault, hint }) => (fault === null) === (hint === null))).toBe(true);
    const valid = texts.filter((_, place) => faults[place]!.fault === null);
    for (const expr of valid) {
      await db.query("select sluice.next_cron_instant($1, 'Europe/London', '2026-03-29')", [expr]);
    }
    expect(valid.length).toBeGreaterThan(0);
  });
});
