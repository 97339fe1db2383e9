/**
 * Random expressions, zones and instants against croner, which shares no line with this. What
 * differs must differ for one of the reasons below. CRONS and SEED choose how many and which.
 */
import { Cron } from "croner";
import { describe } from "vitest";
import { dice, nextMatches, randomCron, type CronCase } from "../../support/cron.ts";
import { expect, test } from "../../support/database.ts";

const { env } = process;
const isThorough = env["MODE"] === "thorough" || env["CI"] !== undefined;
const CRONS = Number(env["CRONS"] ?? (isThorough ? 20_000 : 2_000));
const SEED = Number(env["SEED"] ?? 1);
const ZONES = [
  ...["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"],
  ...["Asia/Kathmandu", "America/Santiago", "Asia/Tokyo"],
];
const DECADE = 10 * 365.25 * 86_400;

function offsetOf(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const name = parts.formatToParts(instant).find(({ type }) => type === "timeZoneName")!.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Whether the clocks of a zone are changed within a day of this instant. */
const isNearChange = (zone: string, instant: number) =>
  offsetOf(zone, instant - 86_400_000) !== offsetOf(zone, instant + 86_400_000);

function croner({ expr, zone, from }: CronCase): number | null {
  const job = new Cron(expr, { timezone: zone, paused: true });
  return job.nextRun(new Date(from))?.getTime() ?? null;
}

function reasonOf(
  { zone, from }: CronCase,
  ours: number | null,
  theirs: number | null,
  offset: number,
) {
  const first = Math.min(ours ?? Infinity, theirs ?? Infinity);
  // Node and the server bring their own copies of the database of time zones
  if (ours !== null && offsetOf(zone, ours) !== offset) return "zone data";
  // the contract of docs/triggers/schedules.md is not croner's, which is tested by its tables
  if (isNearChange(zone, first) || isNearChange(zone, Date.parse(from))) return "clock change";
  return undefined;
}

describe("cron, against croner", () => {
  test(`${CRONS} next matches are equal`, { timeout: 60_000 + CRONS * 10 }, async ({ db }) => {
    const rolls = dice(SEED);
    const cases = Array.from({ length: CRONS }, (): CronCase => ({
      expr: randomCron(rolls),
      zone: rolls.pick(ZONES),
      from: new Date(
        Date.UTC(2015, 0, 1) + Math.floor(rolls.random() * DECADE) * 1000,
      ).toISOString(),
    }));
    const found = await nextMatches(db, cases);
    const reasons: Record<string, number> = {};
    const unexplained = cases.flatMap((given, place) => {
      const ours = found[place]!.next?.getTime() ?? null;
      const theirs = croner(given);
      if (ours === theirs) return [];
      const reason = reasonOf(given, ours, theirs, found[place]!.zone_offset ?? 0);
      if (reason === undefined) return [{ ...given, ours: found[place]!.next, theirs }];
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      return [];
    });
    console.log(`SEED=${SEED} CRONS=${CRONS}, different for a reason: ${JSON.stringify(reasons)}`);
    expect(unexplained).toEqual([]);
    expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBeLessThan(CRONS / 50);
  });
});
