/** A batch costs what its items cost, however many there are. */
import { expect, test } from "../../support/database.ts";
import { TestWorker, type Answer, type Lease } from "../../support/engine.ts";
import { PlanRecorder, quadraticOnes } from "../../support/plans.ts";
import { endExecutions, endScene, openSession, startLines } from "../../support/scenes.ts";

const SIZE = 60;

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

test("no door joins its batch to itself row by row", async ({ db }) => {
  await startLines(db, SIZE);
  const session = await openSession(db);
  const plans = await PlanRecorder.over(session);
  const worker = await new TestWorker(session).register(["act"], 1000);
  const leases: Lease[] = [];
  while (leases.length < SIZE) {
    const { rows } = await session.query<Lease>(
      `select h.* from sluice_private.pump($1, $2, $3) as p
       cross join lateral unnest(p.handed) as h`,
      [worker.id, worker.epoch, 1000],
    );
    leases.push(...rows);
  }
  const pumped = plans.take();
  // each step of the lines, then all of them a second time
  let answers: Answer[] = [];
  const rounds: Lease[][] = [];
  for (let batch = leases; batch.length > 0;) {
    rounds.push(batch);
    answers = await worker.report(batch.map((lease) => [lease, {}]));
    batch = answers.flatMap(({ next }) => next ?? []);
  }
  for (const batch of rounds) {
    answers = await worker.report(batch.map((lease) => [lease, {}]));
    expect(answers.every(({ verdict }) => verdict === "recorded")).toBe(true);
  }
  const statements = [...pumped, ...plans.take()];
  expect(rounds.length).toBeGreaterThan(2);
  expect(quadraticOnes(statements, SIZE)).toEqual([]);
});
