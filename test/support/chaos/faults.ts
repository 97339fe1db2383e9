/** What befalls processes, connections and the server of a siege; each says what it did. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Dice } from "./dice.ts";
import type { Failpoint } from "./failpoints.ts";
import { Siege } from "./siege.ts";

export interface Hand {
  readonly siege: Siege;
  readonly dice: Dice;
  /** How long a silence may be. */
  readonly longestMs: number;
}

type Fault = (hand: Hand) => Promise<string>;

const LOOK_MS = 10;
/** How long somebody is awaited at a failpoint. */
const PATIENCE_MS = 3000;
const SHORTEST_MS = 200;
const DOORS = ["complete_steps", "begin_steps", "pump", "sweep", "fetch", "heartbeat"];

const spell = async ({ dice, longestMs }: Hand): Promise<number> => {
  const ms = Math.round(dice.between(SHORTEST_MS, longestMs));
  await sleep(ms);
  return ms;
};

const kill: Fault = async ({ siege, dice }) => {
  const worker = dice.pick(siege.workers);
  worker?.signal(dice.happens(0.2) ? "SIGTERM" : "SIGKILL");
  return `a worker is killed`;
};

const pause: Fault = async (hand) => {
  const worker = hand.dice.pick(hand.siege.workers);
  worker?.signal("SIGSTOP");
  const ms = await spell(hand);
  worker?.signal("SIGCONT");
  return `a worker stood still for ${ms} ms`;
};

const terminate: Fault = async ({ siege, dice }) => {
  const share = dice.between(0.1, 1);
  const ended = await siege.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where (${Siege.sessions}) and random() < $1`,
    [share],
  );
  return `${ended.length} sessions are terminated`;
};

const cut: Fault = async ({ siege, dice }) => {
  dice.pick([...siege.networks, siege.edge]).cut();
  return "the connections of one side are reset";
};

const freeze: Fault = async (hand) => {
  const network = hand.dice.pick([...hand.siege.networks, hand.siege.edge]);
  const what = hand.dice.pick(["all", "answers"] as const);
  network.freeze(what);
  const ms = await spell(hand);
  network.heal();
  return `one side's network swallows ${what} for ${ms} ms, and for good on its connections`;
};

/** It has done what it was asked, and nobody hears of it. */
const loseAnswer: Fault = async ({ siege, dice }) => {
  const door = dice.pick(DOORS.slice(0, dice.happens(0.7) ? 2 : DOORS.length));
  const network = dice.pick(siege.networks);
  network.cutAnswer(door);
  await patiently(async () => network.hasCutAnswer);
  const how = network.hasCutAnswer ? "cut" : "awaited in vain";
  network.heal();
  return `an answer of ${door} is ${how}`;
};

const crash: Fault = async ({ siege, dice }) => {
  await siege.server.crash();
  await sleep(dice.between(0, 1000));
  await siege.server.restart();
  return "the server has crashed and come back";
};

/** Sessions that begin from now on sleep or fail at some of the named places. */
const arm: Fault = async (hand) => {
  const { siege, dice } = hand;
  const actions = Array.from({ length: 3 }, () => {
    const action = dice.pick(["raise:0.02", "raise:0.05", "sleep:0.02", "sleep:0.1"]);
    return `${dice.pick(siege.points).name}=${action}`;
  });
  await siege.arm(dice.happens(0.25) ? [] : actions);
  return `armed ${actions.join(", ")}; ${await terminate(hand)}`;
};

export const FAULTS = { kill, pause, terminate, cut, freeze, loseAnswer, crash, arm };

/** Whoever comes first to one of these places is held up there, and something happens. */
export async function stopAt(
  hand: Hand,
  points: readonly Failpoint[],
): Promise<{ point: Failpoint; what: string } | undefined> {
  const { siege, dice } = hand;
  const client = new pg.Client({ connectionString: siege.server.adminUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const locks = points.map(({ lock }) => lock);
    await client.query("select pg_advisory_lock(n) from unnest($1::bigint[]) as n", [locks]);
    const waiter = await patiently(() => waiterOf(client, locks));
    const point = points.find(({ lock }) => lock === waiter?.lock);
    if (waiter === undefined || point === undefined) return undefined;
    const what = dice.pick(["end", "end", "cut", "kill", "crash", "nothing"] as const);
    if (what === "end") await client.query("select pg_terminate_backend($1)", [waiter.pid]);
    if (what === "cut") for (const network of siege.networks) network.cut();
    if (what === "kill") await kill(hand);
    if (what === "crash") await crash(hand);
    return { point, what };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function waiterOf(
  client: pg.Client,
  locks: number[],
): Promise<{ pid: number; lock: number } | undefined> {
  const { rows } = await client.query<{ pid: number; lock: number }>(
    `select pid, objid::int as lock from pg_locks
     where locktype = 'advisory' and classid = 0 and objid::int = any ($1) and objsubid = 1
       and not granted`,
    [locks],
  );
  return rows[0];
}

/** What is found within a while. */
async function patiently<Found>(look: () => Promise<Found>): Promise<Found | undefined> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(LOOK_MS);
  }
  return undefined;
}
