import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { endScene } from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";
import { TestWorker } from "../../support/engine.ts";

test.afterEach(({ db }) => endScene(db));

const SCHEDULES = Number(process.env["SCHEDULES"] ?? 2000);
const DUE = "2026-03-02T10:00Z";

/** As many schedules more like the one there is, all due at once. */
async function multiply(db: TestDatabase, count: number): Promise<void> {
  await db.query(
    `with made as (
       insert into sluice.workflow_triggers (
         organization_id, workflow_id, node_id, step_no, trigger, config
       )
       select organization_id, workflow_id, 'at' || n, step_no, trigger, config
       from sluice.workflow_triggers, generate_series(2, $1::int) as n
       returning *
     )
     insert into sluice.scheduled_jobs (
       organization_id, workflow_id, trigger_id, kind, config, cron_expression, next_run, due_at,
       rule
     )
     select made.organization_id, made.workflow_id, made.id, job.kind, job.config,
       job.cron_expression, job.next_run, job.due_at, job.rule
     from made cross join sluice.scheduled_jobs as job`,
    [count],
  );
}

describe(`${SCHEDULES} schedules that are due at once`, () => {
  test("all fire within the minute, once", { timeout: 120_000 }, async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:59Z");
    await clock.publish("scheduled_time", { cron_expression: "0 * * * *" });
    await multiply(db, SCHEDULES);
    await clock.set(DUE);
    const other = await Clock.at(db, DUE);
    const begin = performance.now();
    await Promise.all(
      [clock, other].map(async ({ session }) => {
        const worker = await new TestWorker(session).register();
        for (;;) {
          const { rows } = await session.query<{ due: boolean }>(
            `select exists (select from sluice.scheduled_jobs where due_at <= $1)
               or exists (select from sluice_private.live_executions) as due`,
            [DUE],
          );
          if (!rows[0]!.due) return;
          await worker.pump();
        }
      }),
    );
    const seconds = (performance.now() - begin) / 1000;
    console.log(`${SCHEDULES} schedules fired, and their executions completed, in ${seconds} s`);
    const [row] = await db.query(
      `select count(*)::int, count(distinct trigger_id)::int as triggers,
         count(*) filter (where status = 'completed')::int as completed
       from sluice.workflow_executions`,
    );
    expect(row).toEqual({ count: SCHEDULES, triggers: SCHEDULES, completed: SCHEDULES });
    expect(await db.query("select distinct run_count from sluice.scheduled_jobs")).toEqual([
      { run_count: 1 },
    ]);
  });
});
