/** What is wrong with scenarios that have run on the engine, and the smallest one that is wrong. */
import fc from "fast-check";
import type { TestDatabase } from "../support/database.ts";
import { invariants } from "../support/engine.ts";
import { differences, orderDifferences } from "./compare.ts";
import { drive, prepare, start, type Prepared } from "./driver.ts";
import { runsById } from "./looking.ts";
import { scenarioOf, type Scenario } from "./graphs.ts";
import { Course } from "./plan.ts";

const SHRINKING_MS = 60_000;

export function prepareAll(db: TestDatabase, scenarios: Scenario[]): Promise<Prepared> {
  const courses = scenarios.flatMap((one, n) =>
    one.orders.map((order, k) => new Course(one, order, `r${n}.${k}`)),
  );
  return prepare(db, courses);
}

/** By scenario, all of which run side by side. */
export async function judge(
  db: TestDatabase,
  scenarios: Scenario[],
  prepared: Prepared,
): Promise<string[][]> {
  const crowd = await start(db, prepared);
  const { runs } = crowd;
  await drive(db, crowd);
  const byId = runsById(runs);
  const broken = ((await invariants(db)) as { execution_id: string }[]).filter((row) =>
    byId.has(row.execution_id),
  );
  return scenarios.map((one) => {
    const own = runs.filter(({ course }) => course.scenario === one);
    const found = own.flatMap((run) => {
      const texts = differences(run);
      const events = run.course.groups.map((group) => JSON.stringify(group)).join(" ");
      return texts.length === 0 ? [] : [`${texts.join("\n")}\n    after ${events}`];
    });
    const wrong = broken.filter((row) => byId.get(row.execution_id)!.course.scenario === one);
    return [...found, ...orderDifferences(own), ...wrong.map((row) => JSON.stringify(row))];
  });
}

async function judgeOne(db: TestDatabase, scenario: Scenario): Promise<string[]> {
  try {
    const [found] = await judge(db, [scenario], await prepareAll(db, [scenario]));
    return found!;
  } catch (error) {
    return [describe(error)];
  }
}

/** Which one spoils a whole batch. */
export async function firstBad(db: TestDatabase, scenarios: Scenario[]): Promise<number> {
  for (const [n, one] of scenarios.entries()) {
    if ((await judgeOne(db, one)).length > 0) return n;
  }
  return -1;
}

/** The smallest scenario that fails, from one that does; undefined if it does not. */
export async function shrink(db: TestDatabase, { seed, path, orders }: Place) {
  const property = fc.asyncProperty(scenarioOf(orders), async (one) => {
    const found = await judgeOne(db, one);
    if (found.length > 0) throw new Error(found.join("\n"));
  });
  const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
    ...{ seed, path, numRuns: 1 },
    interruptAfterTimeLimit: SHRINKING_MS,
  });
  if (!failed || counterexample === null) return undefined;
  const at = { seed, orders, path: counterexamplePath ?? path };
  return told(counterexample[0], [(errorInstance as Error).message], at);
}

/** Runs the scenario of a path again. */
export async function replay(db: TestDatabase, { seed, path, orders }: Place) {
  const [one] = fc.sample(scenarioOf(orders), { seed, path, numRuns: 1 });
  const found = await judgeOne(db, one!);
  return found.length === 0 ? undefined : told(one!, found, { seed, path, orders });
}

function told(scenario: Scenario, found: string[], { seed, path, orders }: Place): string {
  const { definition, trigger, payload, outcomes, callees } = scenario;
  return [
    ...found,
    `definition ${JSON.stringify(definition)}`,
    ...Object.entries(callees).map(([name, one]) => `${name} ${JSON.stringify(one)}`),
    `trigger ${trigger} payload ${JSON.stringify(payload)} outcomes ${JSON.stringify(outcomes)}`,
    `replay with SEED=${seed} ORDERS=${orders} REPLAY=${path} npm run test:property`,
  ].join("\n");
}

/** Where a scenario is among all there are. */
interface Place {
  seed: number;
  path: string;
  orders: number;
}

export function describe(error: unknown): string {
  const { message, detail } = error as { message: string; detail?: string };
  return `${message} ${detail ?? ""}`;
}
