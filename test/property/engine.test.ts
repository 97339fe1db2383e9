/**
 * The engine against the reference: random workflows, each in several orders of events. SEED,
 * GRAPHS and ORDERS choose which and how many; REPLAY is the path of one that failed.
 */
import fc from "fast-check";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { invariants } from "../support/engine.ts";
import type { Prepared } from "./driver.ts";
import { scenarioOf, type Scenario } from "./graphs.ts";
import { describe, firstBad, judge, prepareAll, replay, shrink } from "./judge.ts";

const { env } = process;
const isThorough = env["MODE"] === "thorough";
const SEED = Number(env["SEED"] ?? Math.floor(Math.random() * 1e9));
const GRAPHS = Number(env["GRAPHS"] ?? (isThorough ? 100_000 : env["CI"] ? 3000 : 300));
const ORDERS = Number(env["ORDERS"] ?? (isThorough ? 5 : 3));
const REPLAY = env["REPLAY"];
const AT_ONCE = 100;
const FORGET_EVERY = 20;

interface Batch {
  seed: number;
  scenarios: Scenario[];
  prepared: Prepared | undefined;
}

async function prepareBatch(db: TestDatabase, done: number): Promise<Batch> {
  const seed = SEED + done;
  const numRuns = Math.min(AT_ONCE, GRAPHS - done);
  const scenarios = fc.sample(scenarioOf(ORDERS), { seed, numRuns });
  const prepared = await prepareAll(db, scenarios).catch((error: unknown) => {
    console.log(`SEED=${seed}: ${describe(error)}`);
    return undefined;
  });
  return { seed, scenarios, prepared };
}

/** Fails with the smallest workflow that does what it must not. */
async function judgeBatch(db: TestDatabase, { seed, scenarios, prepared }: Batch): Promise<void> {
  const found =
    prepared &&
    (await judge(db, scenarios, prepared).catch((error: unknown) => {
      console.log(`SEED=${seed}: ${describe(error)}`);
      return undefined;
    }));
  const place = found?.findIndex((texts) => texts.length > 0) ?? (await firstBad(db, scenarios));
  if (place < 0 && found !== undefined) return;
  const at = { seed, path: String(place), orders: ORDERS };
  const smallest = place < 0 ? undefined : await shrink(db, at);
  expect.fail(
    smallest ?? `SEED=${seed}: only all together ${place < 0 ? "" : found?.[place]?.join("\n")}`,
  );
}

/** What has ended is not looked at again. */
async function forget(db: TestDatabase): Promise<void> {
  await db.query(
    `truncate sluice_private.executions, sluice_private.execution_steps,
       sluice_private.step_attempts, sluice.workflow_execution_logs`,
  );
}

test.runIf(REPLAY === undefined)(
  "every execution goes as the rules say, in every order",
  { timeout: 120_000 + GRAPHS * ORDERS * 200 },
  async ({ db }) => {
    const begin = performance.now();
    console.log(`SEED=${SEED} GRAPHS=${GRAPHS} ORDERS=${ORDERS}`);
    let next = prepareBatch(db, 0);
    for (let done = 0; done < GRAPHS; done += AT_ONCE) {
      const batch = await next;
      // the next one is published while this one runs
      if (done + AT_ONCE < GRAPHS) next = prepareBatch(db, done + AT_ONCE);
      await judgeBatch(db, batch);
      if (done % (FORGET_EVERY * AT_ONCE) === 0) await forget(db);
    }
    expect(await invariants(db)).toEqual([]);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`${GRAPHS} graphs, ${ORDERS * GRAPHS} executions, ${seconds} s`);
  },
);

test.runIf(REPLAY !== undefined)("this execution goes as the rules say", async ({ db }) => {
  const at = { seed: SEED, path: REPLAY ?? "", orders: ORDERS };
  expect(await replay(db, at)).toBeUndefined();
});
