import { describe } from "vitest";
import { fill, insert, install } from "../../support/crm.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { Clock, type Scheduled } from "../../support/schedules.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs");
});

const payloads = async (scheduled: Scheduled) =>
  (await scheduled.runs()).map(({ input }) => input.payload);

/** A schedule at noon of 1 March, and an organization with a row in every table of the pack. */
async function scene(db: TestDatabase, trigger: string, config: object) {
  const clock = await Clock.at(db, "2026-03-01T12:00Z");
  const scheduled = await clock.publish(trigger, config);
  const [member] = await db.query<{ user_id: string }>(
    "select user_id from sluice.organization_members where organization_id = $1 limit 1",
    [scheduled.organizationId],
  );
  const ids = await fill(db, scheduled.organizationId, member!.user_id);
  const fireAt = async (instant: string) => {
    await clock.set(instant);
    await clock.fire();
  };
  const change = (table: string, set: string, value: unknown) =>
    db.query(`update crm.${table} set ${set} = $1 where id = $2`, [value, ids[table]]);
  return { scheduled, ids, fireAt, change, organization_id: scheduled.organizationId };
}

describe("the pack's dates", () => {
  test("remind of a class with those who have booked it", async ({ db }) => {
    const { scheduled, ids, fireAt, organization_id } = await scene(db, "class_reminder", {
      hours_before: 24,
    });
    const times = { starts_at: "2026-03-03T10:00Z", ends_at: "2026-03-03T11:00Z" };
    const id = await insert(db, "classes", { organization_id, name: "Yoga", ...times });
    const { contacts: contact_id } = ids;
    const booking = { organization_id, contact_id, class_id: id, ...times };
    await insert(db, "appointments", booking);
    await fireAt("2026-03-02T09:59Z");
    expect(await payloads(scheduled)).toEqual([]);
    await fireAt("2026-03-02T10:01Z");
    expect(await payloads(scheduled)).toMatchObject([
      { class_id: id, attendees: [{ contact_id }], class_details: { name: "Yoga" } },
    ]);
  });

  test("tell of memberships that end", async ({ db }) => {
    const { scheduled, ids, fireAt, change } = await scene(db, "membership_expires_soon", {
      days_before: 7,
    });
    await change("memberships", "expires_on", "2026-03-10");
    await fireAt("2026-03-03T12:00Z");
    await fireAt("2026-03-04T12:00Z");
    expect(await payloads(scheduled)).toEqual([
      {
        ...{ customer_id: ids["contacts"], contact_id: ids["contacts"] },
        membership_id: ids["memberships"],
        ...{ expiry_date: "2026-03-10", days_remaining: 7 },
      },
    ]);
  });

  test("tell of birthdays and of tasks that are due", async ({ db }) => {
    const { scheduled, ids, fireAt, change } = await scene(db, "birthday", {});
    await change("contacts", "birthday", "1990-03-02");
    await fireAt("2026-03-02T12:00Z");
    expect(await payloads(scheduled)).toMatchObject([{ contact_id: ids["contacts"] }]);
    const due = await scene(db, "task_due", {});
    await due.change("tasks", "due_at", "2026-03-01T15:00Z");
    await due.fireAt("2026-03-01T15:01Z");
    expect(await payloads(due.scheduled)).toMatchObject([{ task_id: due.ids["tasks"] }]);
  });

  test("tell of opportunities that stay in a stage, again in each", async ({ db }) => {
    const { scheduled, fireAt, organization_id } = await scene(db, "stale_opportunity", {
      days_in_stage: 14,
      pipeline: "Sales",
      stage: "Offer",
    });
    const pipeline_id = await insert(db, "pipelines", { organization_id, name: "Sales" });
    const stage = (name: string, position: number) =>
      insert(db, "stages", { organization_id, pipeline_id, name, position });
    const [offer, lost] = [await stage("Offer", 1), await stage("Lost", 2)];
    const since = "2026-03-01T12:00Z";
    const add = (name: string, stage_id: string) =>
      insert(db, "opportunities", {
        ...{ organization_id, name, pipeline_id, stage_id, stage_changed_at: since },
      });
    const stale = await add("Boat", offer);
    await add("Car", lost);
    const won = await add("House", offer);
    await db.query("update crm.opportunities set status = 'won' where id = $1", [won]);
    await fireAt("2026-03-15T11:59Z");
    expect(await payloads(scheduled)).toEqual([]);
    await fireAt("2026-03-15T12:01Z");
    await fireAt("2026-03-16T12:01Z");
    const told = { opportunity_id: stale, pipeline: "Sales", stage: "Offer", days_in_stage: 14 };
    expect(await payloads(scheduled)).toMatchObject([{ ...told, opportunity: { name: "Boat" } }]);
    for (const id of [lost, offer])
      await db.query("update crm.opportunities set stage_id = $1 where id = $2", [id, stale]);
    const again = "update crm.opportunities set stage_changed_at = $1 where id = $2";
    await db.query(again, ["2026-03-16T12:01Z", stale]);
    await fireAt("2026-03-29T12:01Z");
    expect(await payloads(scheduled)).toHaveLength(1);
    await fireAt("2026-03-30T12:02Z");
    expect(await payloads(scheduled)).toMatchObject([told, told]);
  });
});
