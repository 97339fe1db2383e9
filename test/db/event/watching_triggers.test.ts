import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../../support/engine.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";
import { firingsOf, listen, pass, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers");
  await endExecutions(db);
});

/** An organization with a workflow `nightly`, and one that this trigger starts. */
async function watch(db: TestDatabase, trigger: string, config: object) {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const draft = definition([manual, act("a", { retry: { max_attempts: 1 } })], ["start → a"]);
  const nightly = await publish(db, organizationId, draft, "nightly");
  const alarm = await listen(db, organizationId, { trigger, config });
  const worker = await new TestWorker(db.worker).register();
  return { organizationId, nightly, alarm, worker };
}

/** As if everything had been so long ago. */
async function age(db: TestDatabase, interval: string): Promise<void> {
  await pass(db, interval);
  await db.query(
    `update sluice_private.executions set
       created_at = created_at - $1::interval, finished_at = finished_at - $1::interval`,
    [interval],
  );
}

describe("expected_run_missing", () => {
  test("fires once for a silence, and again for the next one", async ({ db }) => {
    const { nightly, alarm, worker } = await watch(db, "expected_run_missing", {
      ...{ workflow: "nightly", within: "1 hour" },
    });
    const run = await start(db, nightly);
    await worker.drain();
    await age(db, "50 minutes");
    await worker.drain();
    expect(await startedBy(db, alarm)).toEqual([]);
    await age(db, "20 minutes");
    await worker.drain();
    expect(await startedBy(db, alarm)).toMatchObject([
      {
        trigger: {
          type: "expected_run_missing",
          payload: { workflow: { id: nightly, name: "nightly" }, last_run: { id: run } },
        },
      },
    ]);
    await age(db, "2 hours");
    await worker.drain();
    await worker.drain();
    expect(await startedBy(db, alarm)).toHaveLength(1);
    await start(db, nightly);
    await worker.drain();
    await age(db, "50 minutes");
    await worker.drain();
    await age(db, "50 minutes");
    await worker.drain();
    await age(db, "50 minutes");
    await worker.drain();
    expect(await startedBy(db, alarm)).toHaveLength(2);
  });

  test("does not count a run that has failed, unless any that begins will do", async ({ db }) => {
    const { organizationId, nightly, alarm, worker } = await watch(db, "expected_run_missing", {
      ...{ workflow: "nightly", within: "1 hour" },
    });
    const begun = await listen(db, organizationId, {
      trigger: "expected_run_missing",
      config: { workflow: nightly, within: "1 hour", status: "started" },
    });
    await age(db, "40 minutes");
    await start(db, nightly);
    await worker.drain(() => ({ error: { class: "http" } }));
    await age(db, "30 minutes");
    await worker.drain();
    expect(await startedBy(db, alarm)).toMatchObject([
      { trigger: { payload: { last_run: null } } },
    ]);
    expect(await startedBy(db, begun)).toEqual([]);
  });

  test("by a time of day fires each day without a run", async ({ db }) => {
    const { nightly, alarm, worker } = await watch(db, "expected_run_missing", {
      ...{ workflow: "nightly", by: "06:00", zone: "Europe/Berlin" },
    });
    const due = async () =>
      (
        await db.query<{ due_at: Date; wall: string }>(
          `select due_at, to_char(due_at at time zone 'Europe/Berlin', 'HH24:MI') as wall
           from sluice_private.trigger_timers`,
        )
      )[0]!;
    const first = await due();
    expect(first.wall).toBe("06:00");
    await age(db, "1 day");
    await worker.drain();
    expect(await startedBy(db, alarm)).toHaveLength(1);
    expect((await due()).wall).toBe("06:00");
    await start(db, nightly);
    await worker.drain();
    await db.query("update sluice_private.trigger_timers set due_at = clock_timestamp()");
    await worker.drain();
    expect(await startedBy(db, alarm)).toHaveLength(1);
  });

  test("says so where its workflow is gone, and looks again", async ({ db }) => {
    const { nightly, alarm, worker } = await watch(db, "expected_run_missing", {
      ...{ workflow: "nightly", within: "1 hour" },
    });
    await db.query("update sluice.workflows set name = 'other' where id = $1", [nightly]);
    await age(db, "2 hours");
    await worker.drain();
    expect(await firingsOf(db, alarm)).toMatchObject([
      { status: "refused", reason: "the workflow that was to run does not exist" },
    ]);
    expect(await db.query("select from sluice_private.trigger_timers")).toHaveLength(1);
  });
});

describe("metric_threshold", () => {
  const RATE = { metric: "failure_rate", op: ">=", value: 0.5, workflow: "nightly" };

  test("fires when the figure crosses the line, and not at each look", async ({ db }) => {
    const { nightly, alarm, worker } = await watch(db, "metric_threshold", RATE);
    const look = async () => {
      await db.query("update sluice_private.trigger_timers set due_at = clock_timestamp()");
      await worker.drain();
    };
    const run = async (outcome: object) => {
      await start(db, nightly);
      await worker.drain(() => outcome);
      await look();
      return (await startedBy(db, alarm)).length;
    };
    expect(await run({})).toBe(0);
    expect(await run({ error: { class: "http" } })).toBe(1);
    expect(await run({ error: { class: "http" } })).toBe(1);
    const [started] = await startedBy(db, alarm);
    expect(started!.trigger.payload).toMatchObject({ metric: "failure_rate", value: 0.5 });
    for (let n = 0; n < 2; n += 1) expect(await run({})).toBe(1);
    expect(await run({ error: { class: "http" } })).toBe(2);
  });

  for (const [metric, workflow, value] of [
    ["executions", "nightly", 1],
    ["failures", undefined, 0],
    ["backlog", "nightly", 0],
    ["queue_lag", undefined, 59],
  ] as const) {
    test(`looks at ${metric}`, async ({ db }) => {
      const { nightly, alarm, worker } = await watch(db, "metric_threshold", {
        ...{ metric, op: ">", value, every: "10 seconds", ...(workflow ? { workflow } : {}) },
      });
      await start(db, nightly);
      await worker.drain(() => ({ error: { class: "http" } }));
      await db.query(
        `insert into sluice_private.ready_steps (organization_id, execution_id, frame_id, step_no,
           generation, version_id, action, input, attempt, priority, ready_at)
         select organization_id, id, 0, 2, 0, version_id, 'nobody', '{}', 1, 5, now() - interval '1 minute'
         from sluice.start_workflow($1)`,
        [nightly],
      );
      await db.query(
        "update sluice_private.trigger_timers set due_at = clock_timestamp(), state = '{}'",
      );
      const before = (await startedBy(db, alarm)).length;
      await db.query("select sluice_private.fire_due(10)");
      await db.query("delete from sluice_private.ready_steps where action = 'nobody'");
      const started = await startedBy(db, alarm);
      expect(started).toHaveLength(before + 1);
      expect(started.at(-1)!.trigger.payload["value"]).toBeGreaterThan(value);
    });
  }
});
