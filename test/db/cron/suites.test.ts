/**
 * Cases of Cronos, robfig/cron and croniter. What is answered otherwise on purpose is listed here,
 * and in docs/triggers/schedules.md.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe } from "vitest";
import { faultsOf } from "../../support/cron.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";

const SUITES = new URL("../../../../shared/suites/cron/", import.meta.url);
const read = <T>(name: string): T[] =>
  existsSync(SUITES) ? JSON.parse(readFileSync(new URL(name, SUITES), "utf8")) : [];

interface Case {
  source: string;
  test: string;
  expr: string;
  tz: string;
  from: string;
  inclusive: boolean;
  next: string | null;
  category: string;
  /** How many of three libraries agree with the source. */
  consensus: number;
}

const OTHERWISE: [why: string, is: (given: Case) => boolean][] = [
  [
    "Cronos wants the day of month and the weekday; here, as in Vixie cron, one is enough",
    ({ source, expr }) =>
      source === "cronos" && /^\S+ +(\S+ +)?\S+ +[^*? ]+ +\S+ +[^*? ]+ *$/.test(expr),
  ],
  [
    "where every hour matches, nothing is made up for what the clocks skip",
    ({ source, expr }) => source === "cronos" && expr.includes("SUN#2"),
  ],
  ["instants have microseconds", ({ from }) => from.includes(".0000001")],
  [
    "robfig runs both times that clocks show twice",
    ({ source, category }) => source === "robfig" && category === "ext-dst",
  ],
  [
    "croniter moves what the clocks skip by what they skip; here it comes as soon as they have",
    ({ source, expr }) => source === "croniter" && expr === "1 2 * * *",
  ],
  ["croniter reads 7-7 as every day", ({ expr }) => expr.endsWith("7-7")],
  ["croniter wants both where a weekday has #", ({ expr }) => expr.endsWith("1-7 JAN MON-FRI#1")],
  ["the case goes back in time", ({ expr, next, from }) => expr === "* * * * * *" && next! < from],
];

const nexts = (db: TestDatabase, cases: Case[]) =>
  db.query<{ next: Date | null }>(
    `select case
       when (item.value -> 'inclusive')::boolean then sluice_private.next_cron_match(
         parsed.rule, item.value ->> 'tz',
         date_trunc('second', (item.value ->> 'from')::timestamptz + interval '999999 us')
       )
       else sluice_private.cron_after(
         parsed.rule, item.value ->> 'tz', (item.value ->> 'from')::timestamptz
       )
     end as next
     from jsonb_array_elements($1::jsonb) with ordinality as item (value, ordinal)
     cross join lateral sluice_private.parse_cron(item.value ->> 'expr') as parsed
     order by item.ordinal`,
    [JSON.stringify(cases)],
  );

describe.skipIf(!existsSync(SUITES))("cron, by the suites of others", () => {
  test("the next match is theirs, or is another for a reason", async ({ db }) => {
    const cases = read<Case>("next.json");
    const found = await nexts(db, cases);
    const different = cases.filter(
      ({ next }, place) =>
        (found[place]!.next?.getTime() ?? null) !== (next === null ? null : Date.parse(next)),
    );
    const reasons = different.map((given) => OTHERWISE.find(([, is]) => is(given))?.[0]);
    expect(different.filter((_, place) => reasons[place] === undefined)).toEqual([]);
    expect(new Set(reasons).size).toBe(OTHERWISE.length);
    expect(
      different.filter(({ category, consensus }) => category.startsWith("plain") && consensus >= 2),
    ).toEqual([]);
  });

  test("what they refuse is refused", async ({ db }) => {
    const invalid = read<{ expr: string }>("invalid.json").map(({ expr }) => expr);
    const faults = await faultsOf(db, invalid);
    expect(invalid.filter((_, place) => faults[place]!.fault === null)).toEqual([]);
  });
});
