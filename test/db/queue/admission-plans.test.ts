import { stopAutovacuum } from "../../support/crowd.ts";
import { expect, test } from "../../support/database.ts";
import { start, TestWorker } from "../../support/engine.ts";
import { faultsOfDoors, heavyTwice, PlanRecorder } from "../../support/plans.ts";
import { act, openSession, workflowOf } from "../../support/scenes.ts";

const PARKED = 100_000;

test("admission reads none of 100,000 steps that wait for a limit but the one it frees", async ({
  db,
}) => {
  await stopAutovacuum(db);
  const workflow = await workflowOf(
    db,
    [act("a", { limits: [{ concurrency: 1 }] })],
    ["start → a"],
  );
  const session = await openSession(db);
  const plans = await PlanRecorder.over(session);
  const worker = await new TestWorker(session).register();
  await start(db, workflow);
  await worker.pump();
  await db.query(
    `with ids as materialized (select sluice_hidden.uuidv7() as id from generate_series(1, $1::int)),
     live as (
       insert into sluice_private.live_executions (
         organization_id, id, workflow_id, version_id, trigger_step, status, input, priority,
         created_at)
       select l.organization_id, ids.id, e.workflow_id, l.version_id, 1, 'running', '{}', 5, now()
       from sluice_private.step_leases as l
       inner join sluice_private.live_executions as e on e.id = l.execution_id
       cross join ids),
     kept as (
       insert into sluice_private.step_limits (organization_id, execution_id, frame_id, step_no, limits)
       select l.organization_id, ids.id, 0, 2, l.limits
       from sluice_private.step_leases as l cross join ids)
     insert into sluice_private.blocked_steps (
       organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
       attempt, priority, ready_at, reason, limit_key, limited_at)
     select l.organization_id, ids.id, 0, 2, 0, l.version_id, l.action, '{}', 1, 5, now(), 'limit',
       l.limits -> 0 ->> 'key', now()
     from sluice_private.step_leases as l cross join ids`,
    [PARKED],
  );
  plans.take();
  const look = async () => {
    await start(db, workflow);
    await worker.pump();
    const [lease] = await worker.begin();
    await worker.report([[lease!, {}]]);
    await worker.pump();
    const statements = plans.take();
    expect(faultsOfDoors(statements)).toEqual([]);
    return statements;
  };
  expect(await heavyTwice(look)).toEqual([]);
  // one has come, one has gone
  const [row] = await db.query<{ n: number }>(
    "select count(*)::int as n from sluice_private.blocked_steps where limit_key is not null",
  );
  expect(row!.n).toBe(PARKED);
  await session.end();
});
