import { describe } from "vitest";
import { makeDue, outputOf, scene, status, trace } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, stepStatuses, type Node } from "../../support/engine.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const wait = (data: object): Node => ({ id: "w", type: "wait", data: { ...data } });
const PORTS = ["start → w", "w → m", "w:elapsed → e", "w:timeout → t"];
const after = (data: object) => [wait(data), set("m"), set("e"), set("t")];
const begin = (db: TestDatabase, data: object, payload: object = {}) =>
  scene(db, after(data), PORTS, payload);

/** In how many seconds the wait is due. */
async function secondsLeft(db: TestDatabase, id: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select extract(epoch from due_at - clock_timestamp())::float8 as n
     from sluice_private.timers where execution_id = $1 and kind = 'wait'`,
    [id],
  );
  return Math.round(row!.n);
}

const inSeconds = (n: number) => new Date(Date.now() + n * 1000).toISOString();

describe("a wait", () => {
  test("ends at the first of its conditions", async ({ db }) => {
    const whens = async (data: object) => secondsLeft(db, (await begin(db, data)).id);
    expect(await whens({ for: "10 minutes", timeout: "1 hour" })).toBe(600);
    expect(await whens({ for: "1 hour", timeout: "10 minutes" })).toBe(600);
    expect(await whens({ for: "1 hour", until: inSeconds(60), timeout: "2 h" })).toBe(60);
    expect(await whens({ for: "30 s", until: inSeconds(60), timeout: "2 h" })).toBe(30);
    expect(await whens({ until: Date.now() / 1000 + 100, timeout: "1 day" })).toBe(100);
  });

  test("that has elapsed opens main and elapsed", async ({ db }) => {
    const { id, worker } = await begin(db, { for: "1 hour", timeout: "2 hours" });
    await makeDue(db, id);
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ m: "completed", e: "completed" });
    expect(await stepStatuses(db, id)).toMatchObject({ t: "skipped" });
    expect(await outputOf(db, id, "w")).toEqual({ due_at: expect.any(String) });
  });

  test("that runs into its timeout opens timeout only", async ({ db }) => {
    const { id, worker } = await begin(db, { for: "2 hours", timeout: "1 hour" });
    await makeDue(db, id);
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({
      ...{ w: "completed", m: "skipped", e: "skipped", t: "completed" },
    });
    expect(await status(db, id)).toBe("completed");
  });

  test("with a timeout of nothing prefers what has come", async ({ db }) => {
    const { id, worker } = await begin(db, { for: "1 s", timeout: "1 s" });
    await makeDue(db, id);
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ e: "completed", t: "skipped" });
  });

  for (const [what, until] of [
    ["a timestamp that is past", "2020-01-01T12:00:00+02:00"],
    ["a date that is past", "2020-01-01"],
    ["epoch seconds that are past", 1577836800],
    ["epoch seconds as text", "1577836800.5"],
  ] as const) {
    test(`until ${what} ends at once`, async ({ db }) => {
      const { id, worker } = await begin(
        db,
        { until: "{{ trigger.payload.at }}", timeout: "1 h" },
        { at: until },
      );
      await worker.drain();
      expect(await stepStatuses(db, id)).toMatchObject({ e: "completed", t: "skipped" });
    });
  }

  for (const [data, message] of [
    [{ until: "{{ trigger.payload.x }}" }, "null is not a timestamp"],
    [{ until: "{{ trigger.payload.word }}" }, "soon is not a timestamp"],
    [{ for: "{{ trigger.payload.word }}" }, "soon is not a duration"],
    [{ for: "1 h", timeout: "{{ trigger.payload.word }}" }, "soon is not a duration"],
    [
      { local: { time: "09:00", zone: "{{ trigger.payload.word }}" } },
      "local must have as zone the name of a time zone, such as Europe/Berlin",
    ],
  ] as const) {
    test(`of ${JSON.stringify(data)} fails: ${message}`, async ({ db }) => {
      const { id } = await begin(db, { timeout: "1 h", ...data }, { word: "soon" });
      expect(await execution(db, id)).toMatchObject({
        status: "failed",
        error: { code: "SLEXP", message, node_id: "w" },
      });
    });
  }

  test("that is disabled passes through on all but timeout", async ({ db }) => {
    const { id } = await begin(db, { for: "1 h", timeout: "1 h", disabled: true });
    expect(await stepStatuses(db, id)).toMatchObject({
      ...{ m: "completed", e: "completed", t: "skipped" },
    });
  });

  test("in each item of a foreach ends for itself", async ({ db }) => {
    const nodes = [
      { id: "each", type: "foreach", data: { items: "{{ trigger.payload }}", concurrency: 2 } },
      { ...wait({ for: "{{ item }}", timeout: "1 h" }), parentId: "each" },
      { ...set("t"), parentId: "each" },
    ];
    const { id, worker } = await scene(
      db,
      nodes,
      ["start → each", "w:timeout → t"],
      ["0 s", "1 day"],
    );
    await worker.drain();
    expect(await trace(db, id)).toContain("each[1].w waiting");
    await makeDue(db, id);
    await worker.drain();
    expect(await trace(db, id)).toEqual([
      ...["each completed", "each[0].t skipped", "each[0].w completed"],
      ...["each[1].t completed", "each[1].w completed"],
    ]);
  });
});

describe("a local time", () => {
  const WORK = { from: "09:00", to: "17:00" };
  const BERLIN = { zone: "Europe/Berlin" };
  const NIGHT = { from: "22:00", to: "06:00" };
  // [what it is, local, after, the next instant]
  const CASES: [string, object, string, string][] = [
    ["today", { time: "09:00" }, "2026-03-02T08:00Z", "2026-03-02T09:00Z"],
    ["this very instant", { time: "09:00" }, "2026-03-02T09:00Z", "2026-03-02T09:00Z"],
    ["tomorrow", { time: "09:00" }, "2026-03-02T09:00:01Z", "2026-03-03T09:00Z"],
    ["at once inside the window", { time: WORK }, "2026-03-02T16:59Z", "2026-03-02T16:59Z"],
    ["tomorrow at the window's end", { time: WORK }, "2026-03-02T17:00Z", "2026-03-03T09:00Z"],
    ["over midnight", { time: NIGHT }, "2026-03-02T05:59Z", "2026-03-02T05:59Z"],
    ["in the evening", { time: NIGHT }, "2026-03-02T06:00Z", "2026-03-02T22:00Z"],
    [
      "Friday's night, on Saturday",
      { time: NIGHT, days: ["fri"] },
      ...(["2026-03-07T03:00Z", "2026-03-07T03:00Z"] as const),
    ],
    [
      "not Thursday's night",
      { time: NIGHT, days: ["fri"] },
      ...(["2026-03-06T03:00Z", "2026-03-06T22:00Z"] as const),
    ],
    ["on a weekday", { time: WORK, days: ["mon"] }, "2026-03-06T10:00Z", "2026-03-09T09:00Z"],
    [
      "after the holidays",
      { time: WORK, holidays: ["2026-12-25", "2026-12-26"] },
      ...(["2026-12-24T18:00Z", "2026-12-27T09:00Z"] as const),
    ],
    [
      "by the zone's date",
      { time: WORK, zone: "Asia/Tokyo", days: ["tue"] },
      ...(["2026-03-02T16:00Z", "2026-03-03T00:00Z"] as const),
    ],
    ["in winter", { time: "09:00", ...BERLIN }, "2026-03-28T00:00Z", "2026-03-28T08:00Z"],
    ["in summer", { time: "09:00", ...BERLIN }, "2026-03-29T00:00Z", "2026-03-29T07:00Z"],
    ["in winter again", { time: "09:00", ...BERLIN }, "2026-10-25T00:00Z", "2026-10-25T08:00Z"],
    [
      "moved forward where there is none",
      { time: "02:30", ...BERLIN },
      ...(["2026-03-29T00:00Z", "2026-03-29T01:30Z"] as const),
    ],
    [
      "the first of two",
      { time: "02:30", ...BERLIN },
      ...(["2026-10-25T00:00Z", "2026-10-25T00:30Z"] as const),
    ],
    [
      "not the second of two",
      { time: "02:30", ...BERLIN },
      ...(["2026-10-25T00:31Z", "2026-10-26T01:30Z"] as const),
    ],
    [
      "the first of two, half an hour apart",
      { time: "01:45", zone: "Australia/Lord_Howe" },
      ...(["2026-04-04T12:00Z", "2026-04-04T14:45Z"] as const),
    ],
    [
      "the first of two in New York",
      { time: "01:30", zone: "America/New_York" },
      ...(["2026-11-01T04:00Z", "2026-11-01T05:30Z"] as const),
    ],
  ];
  for (const [what, local, now, next] of CASES) {
    test(`is ${what}`, async ({ db }) => {
      const [row] = await db.query(
        "select sluice_private.next_local_instant($1, $2) as next, sluice_private.local_fault($1) as fault",
        [JSON.stringify(local), now],
      );
      expect(row).toEqual({ next: new Date(next), fault: null });
    });
  }

  test("comes after the duration, and races with the timeout", async ({ db }) => {
    const hour = (n: number) => `${String(n % 24).padStart(2, "0")}:00`;
    const local = { time: hour(new Date().getUTCHours() + 1) };
    const alone = await begin(db, { local, timeout: "2 days" });
    const [first, day] = [await secondsLeft(db, alone.id), 86_400];
    expect(first).toBeLessThanOrEqual(3600);
    const later = await begin(db, { for: "2 hours", local, timeout: "2 days" });
    expect(Math.abs((await secondsLeft(db, later.id)) - first - day)).toBeLessThanOrEqual(2);
    const cut = await begin(db, { for: "2 hours", local, timeout: "3 hours" });
    expect(await secondsLeft(db, cut.id)).toBe(3 * 3600);
    await makeDue(db, alone.id);
    await alone.worker.drain();
    expect(await stepStatuses(db, alone.id)).toMatchObject({ e: "completed", t: "skipped" });
  });
});
