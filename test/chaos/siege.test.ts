import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, onTestFinished } from "vitest";
import { audit, leftovers } from "../support/chaos/audit.ts";
import { Dice } from "../support/chaos/dice.ts";
import { FAULTS, stopAt, type Hand } from "../support/chaos/faults.ts";
import { Siege } from "../support/chaos/siege.ts";
import { Upkeep } from "../support/chaos/upkeep.ts";
import { expect, test } from "../support/database.ts";

const MINUTES = Number(process.env["MINUTES"] ?? 0.3);
const SEED = Number(process.env["SEED"] ?? randomInt(1_000_000));
const HOUR_MS = 3_600_000;
const IS_LONG = MINUTES >= 1;
const CROWD = IS_LONG ? 300 : 200;
/** Longer than a worker may be silent; in the short form nobody has time for that. */
const LONGEST_MS = IS_LONG ? 15_000 : 2000;
/** When nothing at all has moved for so long, nothing will. */
const STANDSTILL_MS = 90_000;
const LOOK_MS = 250;
const SHOWN = 30;

type Blow = keyof typeof FAULTS | "stopAt" | "maintain" | "migrate" | "upgrade";
/** Each as often as it stands here. */
const BLOWS: readonly Blow[] = [
  ...(["stopAt", "stopAt", "stopAt", "stopAt", "stopAt", "stopAt", "arm", "arm"] as const),
  ...(["loseAnswer", "loseAnswer", "loseAnswer", "loseAnswer", "terminate", "terminate"] as const),
  ...(["kill", "pause", "cut", "freeze", "crash", "maintain", "migrate", "upgrade"] as const),
];

describe("executions under siege", () => {
  test(
    "all end as they should, whatever befalls workers, network and server",
    { timeout: MINUTES * 60_000 + HOUR_MS },
    async () => {
      console.log(`SEED=${SEED} MINUTES=${MINUTES}`);
      const siege = await Siege.begin(SEED);
      onTestFinished(() => siege.end());
      const upkeep = await Upkeep.begin(siege);
      onTestFinished(() => upkeep.end());
      const hand = { siege, dice: new Dice(SEED), longestMs: LONGEST_MS };
      const stop = new AbortController();
      const fed = siege.feed(CROWD, stop.signal);
      const { blows, unreached } = await storm(hand, upkeep);
      stop.abort();
      await settle(siege, fed);
      await upkeep.finish();
      const { problems, quarantined } = await audit(siege);
      console.log(
        `${siege.started.size} executions, ${(await siege.sources.runs()).length} by triggers, ` +
          `${siege.counter.total} calls of ${siege.counter.calls.size} effects, ` +
          `${blows} faults, ${quarantined} quarantined`,
      );
      const all = [...problems, ...upkeep.problems, ...unreached];
      if (all.length > 0 || process.env["TIMELINE"]) console.log(report(siege, all));
      expect(all, [`SEED=${SEED}`, ...all].slice(0, SHOWN).join("\n")).toEqual([]);
    },
  );
});

/** One blow after the other, until time is over and, in the long form, every failpoint reached. */
async function storm(hand: Hand, upkeep: Upkeep) {
  const { siege, dice } = hand;
  const end = performance.now() + MINUTES * 60_000;
  const unreached = new Set(IS_LONG ? siege.points : []);
  const resuming = setInterval(() => void attend(siege).catch(() => {}), LOOK_MS);
  let blows = 0;
  let round: Blow[] = [];
  for (; performance.now() < end || unreached.size > 0; blows += 1) {
    if (performance.now() > end + STANDSTILL_MS) break;
    if (round.length === 0) round = shuffled(BLOWS, dice);
    const blow = performance.now() < end ? round.pop()! : "stopAt";
    try {
      siege.note(await strike(blow, hand, upkeep, unreached));
    } catch (error) {
      siege.note(`${blow}: ${String(error)}`);
    }
    await sleep(dice.between(0, LOOK_MS));
  }
  clearInterval(resuming);
  return { blows, unreached: [...unreached].map(({ name }) => `nobody has reached ${name}`) };
}

async function strike(
  blow: Blow,
  hand: Hand,
  upkeep: Upkeep,
  unreached: Set<Siege["points"][number]>,
): Promise<string> {
  if (blow === "maintain" || blow === "migrate" || blow === "upgrade") return upkeep[blow]();
  if (blow !== "stopAt") return FAULTS[blow](hand);
  const points = unreached.size > 0 ? [...unreached] : [hand.dice.pick(hand.siege.points)];
  const stopped = await stopAt(hand, points);
  if (stopped === undefined) await hurry(hand.siege);
  if (stopped === undefined)
    return `nobody came to failpoint ${points.map(({ name }) => name).join(", ")}`;
  unreached.delete(stopped.point);
  return `at failpoint ${stopped.point.name}: ${stopped.what}`;
}

/** Everything is well again: what has been started comes to its end. */
async function settle(siege: Siege, fed: Promise<void>): Promise<void> {
  siege.note("everything is well again");
  for (const network of [...siege.networks, siege.edge]) network.heal();
  await siege.db.query("alter database sluice reset sluice.failpoints");
  await siege.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where ${Siege.sessions}`,
  );
  await fed;
  await siege.sources.stop();
  let last = "";
  for (let movedAt = performance.now(); performance.now() - movedAt < STANDSTILL_MS;) {
    await attend(siege);
    await hurry(siege);
    const left = await leftovers(siege);
    if (left.length === 0) return;
    const [row] = await siege.db.query<{ n: number }>(
      "select count(*)::int as n from sluice_private.execution_steps",
    );
    const state = `${siege.counter.total} ${row!.n} ${left.join()}`;
    if (state !== last) movedAt = performance.now();
    last = state;
    await sleep(LOOK_MS);
  }
  const left = await leftovers(siege);
  const stuck = await siege.db.query<{ why: string }>(
    `select concat_ws(' ', live.id, live.status, live.error, sluice.why_waiting(live.id)) as why
     from sluice_private.live_executions as live order by live.id limit $1`,
    [SHOWN],
  );
  console.log(report(siege, [...left, ...stuck.map(({ why }) => why)]));
  throw new Error(`nothing moves any more: ${left.join("; ")}`);
}

async function attend(siege: Siege): Promise<void> {
  await siege.resumeParked();
  await siege.sources.hurryPolls();
}

/** The short form does not wait half a minute for what nobody has started. */
async function hurry({ db }: Siege): Promise<void> {
  if (MINUTES >= 1) return;
  await db.query(
    `update sluice_private.step_leases set start_by = clock_timestamp()
     where worker_id is null and start_by < clock_timestamp() + interval '27 seconds'`,
  );
  await db.query(
    `update sluice.workflow_polls set due_at = now()
     where token is not null and due_at < now() + interval '29 seconds'`,
  );
}

function report(siege: Siege, problems: string[]): string {
  const shown = problems.slice(0, SHOWN).map((problem) => `- ${problem}`);
  const rest = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
  return [`SEED=${siege.seed}`, ...siege.timeline, "", ...shown, ...rest].join("\n");
}

function shuffled<Item>(items: readonly Item[], dice: Dice): Item[] {
  return items
    .map((item) => ({ item, place: dice.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
