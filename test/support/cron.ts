/** Random cron expressions, and what the database makes of them. */
import type { TestDatabase } from "./database.ts";

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split(" ");

export interface CronCase {
  expr: string;
  zone: string;
  from: string;
}

/** Numbers from 0 to 1 that a seed decides. */
export function dice(seed: number) {
  let state = seed;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
  const int = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => list[int(0, list.length - 1)]!;
  return { random, int, pick };
}

type Dice = ReturnType<typeof dice>;

function item({ random, int }: Dice, low: number, high: number, words?: string[]): string {
  const [from, to] = [int(low, high - 1), int(low + 1, high)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const word = (n: number) => (words && random() < 0.3 ? words[n - low]! : String(n));
  const kind = random();
  if (kind < 0.6 || from === to) return word(from);
  const range = `${word(from)}-${word(to)}`;
  return kind < 0.8 ? range : `${range}/${int(1, Math.max(1, Math.floor(high / 2)))}`;
}

function field(rolls: Dice, low: number, high: number, stars: number, words?: string[]): string {
  const kind = rolls.random();
  if (kind < stars) return "*";
  if (kind < stars + 0.15) return `*/${rolls.int(1, Math.floor(high / 2))}`;
  return Array.from({ length: rolls.int(1, 3) }, () => item(rolls, low, high, words)).join(",");
}

/** One of 5 or 6 fields, now and then with L, W or #. */
export function randomCron(rolls: Dice): string {
  const { random, int, pick } = rolls;
  const special = random();
  let day = field(rolls, 1, 31, 0.5);
  let weekday = field(rolls, 0, 6, 0.5, WEEKDAYS);
  if (special < 0.05) day = "L";
  else if (special < 0.1) day = `${int(1, 31)}W`;
  else if (special < 0.15) weekday = `${pick(WEEKDAYS)}#${int(1, 5)}`;
  else if (special < 0.2) weekday = `${int(0, 6)}L`;
  else if (special < 0.22) day = "LW";
  const time = [field(rolls, 0, 59, 0.2), field(rolls, 0, 23, 0.3)];
  const fields = [...time, day, field(rolls, 1, 12, 0.6, MONTHS), weekday];
  return (random() < 0.3 ? [field(rolls, 0, 59, 0.2), ...fields] : fields).join(" ");
}

/** The next match of each, and the offset of its zone then, in minutes. */
export const nextMatches = (db: TestDatabase, cases: readonly CronCase[]) =>
  db.query<{ next: Date | null; zone_offset: number | null }>(
    `select
       made.next,
       (extract(epoch from made.next at time zone (item.value ->> 'zone')
         - made.next at time zone 'UTC') / 60)::int as zone_offset
     from jsonb_array_elements($1::jsonb) with ordinality as item (value, ordinal)
     cross join lateral (
       select sluice_private.cron_after(
         (sluice_private.parse_cron(item.value ->> 'expr')).rule,
         item.value ->> 'zone', (item.value ->> 'from')::timestamptz
       ) as next
       offset 0
     ) as made
     order by item.ordinal`,
    [JSON.stringify(cases)],
  );

/** What parse_cron finds wrong with each; null: nothing. */
export async function faultsOf(db: TestDatabase, expressions: readonly string[]) {
  const rows = await db.query<{ fault: string | null; hint: string | null }>(
    `select parsed.fault, parsed.hint
     from unnest($1::text[]) with ordinality as item (expression, ordinal)
     cross join lateral sluice_private.parse_cron(item.expression) as parsed
     order by item.ordinal`,
    [expressions],
  );
  return rows;
}
