/**
 * The engine against the reference: random workflows, each in three orders of events. SEED and
 * GRAPHS choose which and how many.
 */
import fc from "fast-check";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { invariants } from "../support/engine.ts";
import { differences, orderDifferences } from "./compare.ts";
import { drive, startCourses } from "./driver.ts";
import { scenario, type Scenario } from "./graphs.ts";
import { Course } from "./plan.ts";

const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const GRAPHS = Number(process.env["GRAPHS"] ?? 300);
const AT_ONCE = 100;

/** What is wrong with each scenario, all of them run side by side. */
async function judge(db: TestDatabase, scenarios: Scenario[]): Promise<string[][]> {
  const courses = scenarios.flatMap((one) => one.orders.map((order) => new Course(one, order)));
  const { runs } = await startCourses(db, courses);
  await drive(db, runs);
  const broken = await invariants(db);
  return scenarios.map((one) => {
    const own = runs.filter(({ course }) => course.scenario === one);
    const found = own.flatMap((run) =>
      differences(run).map((text) => `${text}\n    in ${JSON.stringify(run.course.groups.flat())}`),
    );
    return [...found, ...orderDifferences(own), ...broken.map((row) => JSON.stringify(row))];
  });
}

/** Fails with the smallest scenario that does, found from one that does. */
async function shrink(db: TestDatabase, seed: number, place: number): Promise<void> {
  const property = fc.asyncProperty(scenario, async (one) => {
    const [found] = await judge(db, [one]).catch((error: unknown) => [[describe(error)]]);
    if (found!.length > 0) throw new Error(found!.join("\n"));
  });
  const { counterexample, errorInstance } = await fc.check(property, {
    seed,
    path: String(place),
    numRuns: 1,
    interruptAfterTimeLimit: 30_000,
  });
  const [smallest] = counterexample ?? [];
  const { definition, trigger, payload, outcomes } = smallest ?? ({} as Partial<Scenario>);
  expect.fail(
    `SEED=${seed} GRAPHS=${place + 1}: ${String(errorInstance)}\n` +
      `definition ${JSON.stringify(definition)}\n` +
      `trigger ${trigger} payload ${JSON.stringify(payload)} outcomes ${JSON.stringify(outcomes)}`,
  );
}

const describe = (error: unknown) => {
  const { message, detail } = error as { message: string; detail?: string };
  return `${message} ${detail ?? ""}`;
};

test(
  "every execution goes as the rules say, in every order",
  { timeout: 60_000 + GRAPHS * 1000 },
  async ({ db }) => {
    const begin = performance.now();
    for (let done = 0; done < GRAPHS; done += AT_ONCE) {
      const seed = SEED + done;
      const scenarios = fc.sample(scenario, { seed, numRuns: Math.min(AT_ONCE, GRAPHS - done) });
      const found = await judge(db, scenarios).catch((error: unknown) => {
        console.log(`SEED=${seed}: ${describe(error)}`);
        return undefined;
      });
      const place =
        found?.findIndex((texts) => texts.length > 0) ?? (await firstBad(db, scenarios));
      if (place >= 0) await shrink(db, seed, place);
    }
    expect(await invariants(db)).toEqual([]);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`SEED=${SEED}: ${GRAPHS} graphs, ${3 * GRAPHS} executions, ${seconds} s`);
  },
);

/** Which one spoils the whole batch. */
async function firstBad(db: TestDatabase, scenarios: Scenario[]): Promise<number> {
  for (const [n, one] of scenarios.entries()) {
    const [found] = await judge(db, [one]).catch(() => [["raised"]]);
    if (found!.length > 0) return n;
  }
  return -1;
}
