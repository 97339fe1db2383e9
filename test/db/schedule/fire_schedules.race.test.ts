import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import {
  codeOf,
  endExecutions,
  endScene,
  openSession,
  untilBlocked,
} from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs");
});

const DUE = "2026-03-02T10:00Z";
const FIRE = "select sluice_private.fire_schedules(10) as taken";
const POINTS = ["schedules_taken", "schedules_fired", "schedules_recorded"];
const LOCK = 4711;

describe("a schedule that is due", () => {
  test.for(POINTS)("whose host is killed at %s fires once", async (point, { db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", { cron_expression: "0 * * * *" });
    const gate = await openSession(db);
    await gate.query("select pg_advisory_lock($1)", [LOCK]);
    const doomed = await Clock.at(db, DUE);
    await doomed.session.query(`set sluice.failpoints = '${point}=lock:${LOCK}'`);
    const { rows } = await doomed.session.query<{ pid: number }>("select pg_backend_pid() as pid");
    const firing = doomed.session.query(FIRE).catch((error: { code: string }) => error.code);
    await untilBlocked(db, doomed.session);
    await db.query("select pg_terminate_backend($1, 5000)", [rows[0]!.pid]);
    expect(await firing).toBe("57P01");
    expect(await hourly.runs()).toEqual([]);
    await clock.set(DUE);
    await clock.fire();
    expect(await hourly.instants()).toEqual([DUE]);
    expect(await hourly.job()).toMatchObject({ run_count: 1 });
  });

  test("that a failpoint stops as it starts fires later, once", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", { cron_expression: "0 * * * *" });
    const failing = await Clock.at(db, DUE);
    await failing.session.query("set sluice.failpoints = 'fired=raise'");
    expect(await codeOf(failing.session.query(FIRE))).toBe("SLFPT");
    // its locks are gone only when the session takes another query
    await failing.session.query("select");
    await clock.set(DUE);
    await clock.fire();
    expect(await hourly.instants()).toEqual([DUE]);
  });

  test.for(POINTS)("fires once, though two hosts look, one at %s", async (point, { db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const config = { cron_expression: "0 * * * *" };
    const taken = await clock.publish("scheduled_time", config);
    const gate = await openSession(db);
    await gate.query("select pg_advisory_lock($1)", [LOCK]);
    const slow = await Clock.at(db, DUE);
    await slow.session.query(`set sluice.failpoints = '${point}=lock:${LOCK}'`);
    const firing = slow.session.query(FIRE);
    await untilBlocked(db, slow.session);
    const left = await clock.publish("scheduled_time", config);
    await clock.set(DUE);
    expect((await clock.session.query(FIRE)).rows).toEqual([{ taken: 1 }]);
    expect(await left.instants()).toEqual([DUE]);
    await gate.query("select pg_advisory_unlock($1)", [LOCK]);
    expect((await firing).rows).toEqual([{ taken: 1 }]);
    await clock.fire();
    expect(await taken.instants()).toEqual([DUE]);
    expect(await taken.job()).toMatchObject({ run_count: 1 });
  });

  test("does not keep those who publish or pause waiting for ever", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish("scheduled_time", { cron_expression: "0 * * * *" });
    const { id } = await hourly.job();
    const host = await Clock.at(db, DUE);
    await host.session.query("begin");
    await host.session.query(FIRE);
    const pausing = clock.session.query("select sluice.pause_schedule($1)", [id]);
    await untilBlocked(db, clock.session);
    await host.session.query("commit");
    await pausing;
    expect(await hourly.job()).toMatchObject({ status: "paused", run_count: 1, next_run: null });
  });
});
