import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { act, endExecutions, endScene, leasesOf } from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";
import { defineTestAction, start, TestWorker } from "../../support/engine.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs");
});

const HOURLY = { cron_expression: "0 * * * *" };

describe("while an earlier execution is under way", () => {
  async function twice(db: Parameters<typeof Clock.at>[0], overlap: string) {
    await defineTestAction(db);
    const clock = await Clock.at(db, "2026-03-02T09:30Z");
    const hourly = await clock.publish(
      "scheduled_time",
      { ...HOURLY, overlap },
      [act("a")],
      undefined,
      true,
    );
    const worker = await new TestWorker(clock.session).register();
    for (const hour of ["10", "11"]) {
      await clock.set(`2026-03-02T${hour}:00Z`);
      await clock.fire();
      for (let turn = 0; turn < 4; turn++) await worker.pump();
    }
    const statuses = async () => (await hourly.runs()).map(({ status }) => status);
    return { hourly, worker, statuses };
  }

  test("allow has both run", async ({ db }) => {
    const { statuses } = await twice(db, "allow");
    expect(await statuses()).toEqual(["running", "running"]);
  });

  test("skip ends the new one as cancelled", async ({ db }) => {
    const { statuses } = await twice(db, "skip");
    expect(await statuses()).toEqual(["running", "cancelled"]);
  });

  test("cancel_previous ends the earlier one", async ({ db }) => {
    const { statuses } = await twice(db, "cancel_previous");
    expect(await statuses()).toEqual(["cancelled", "running"]);
  });

  test("queue lets the new one wait", async ({ db }) => {
    const { hourly, worker, statuses } = await twice(db, "queue");
    expect(await statuses()).toEqual(["running", "pending"]);
    const [first] = await hourly.runs();
    const [lease] = await leasesOf(worker, first!.id);
    await worker.report([[lease!, {}]]);
    for (let turn = 0; turn < 4; turn++) await worker.pump();
    expect(await statuses()).toEqual(["completed", "running"]);
  });

  test("starts by hand are not counted", async ({ db }) => {
    const { hourly, worker, statuses } = await twice(db, "skip");
    const byHand = await start(db, hourly.workflow);
    for (let turn = 0; turn < 4; turn++) await worker.pump();
    expect((await hourly.runs()).find(({ id }) => id === byHand)!.status).toBe("running");
    expect((await statuses()).filter((status) => status === "running")).toHaveLength(2);
  });
});
