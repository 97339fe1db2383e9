import { describe } from "vitest";
import { crmScene as scene, install } from "../../support/crm.ts";
import { expect, test } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("lead_created", () => {
  test("gives out lead_id, lead_data and source", async ({ db }) => {
    const { add, hear, told } = await scene(db);
    const workflow = await hear("lead_created", { source: "website" });
    await add("contacts", { first_name: "Bob", source: "phone" });
    const lead_id = await add("contacts", { first_name: "Eve", source: "website" });
    expect(await told(workflow)).toEqual([
      {
        ...{ lead_id, contact_id: lead_id, source: "website" },
        lead_data: expect.objectContaining({ first_name: "Eve" }),
      },
    ]);
  });

  test("knows the tags that were given in the same transaction", async ({ db }) => {
    const { add, hear, told, organization_id } = await scene(db);
    const workflow = await hear("lead_created", { tags: ["vip"] });
    const tag = await add("tags", { name: "vip" });
    await add("contacts", { first_name: "Bob" });
    await db.query(
      `with lead as (
         insert into crm.contacts (organization_id, first_name) values ($1, 'Eve') returning id
       )
       insert into crm.contact_tags (organization_id, contact_id, tag_id)
       select $1, lead.id, $2 from lead`,
      [organization_id, tag],
    );
    expect(await told(workflow)).toMatchObject([{ lead_data: { first_name: "Eve" } }]);
  });
});

describe("lead_updated", () => {
  test("gives out lead_id, changed_fields, old_data and new_data", async ({ db }) => {
    const { contactId, change, hear, told } = await scene(db);
    const any = await hear("lead_updated");
    const phone = await hear("lead_updated", { fields: ["phone"] });
    await change("contacts", contactId, { phone: "1", last_name: "L" });
    await change("contacts", contactId, { last_name: "M" });
    await change("contacts", contactId, { last_name: "M" });
    expect(await told(any)).toHaveLength(2);
    expect(await told(phone)).toEqual([
      {
        lead_id: contactId,
        contact_id: contactId,
        changed_fields: ["last_name", "phone"],
        old_data: expect.objectContaining({ phone: null, last_name: "" }),
        new_data: expect.objectContaining({ phone: "1", last_name: "L" }),
      },
    ]);
  });
});

describe("lead_scored", () => {
  test("gives out lead_id, old_score, new_score and score_factors", async ({ db }) => {
    const { contactId, change, hear, told } = await scene(db);
    const high = await hear("lead_scored", { min_score: 50, score_change: "increased" });
    const lower = await hear("lead_scored", { score_change: "decreased" });
    await change("contacts", contactId, { score: 40 });
    await change("contacts", contactId, { score: 60, score_factors: '{"visits": 3}' });
    await change("contacts", contactId, { score: 55 });
    expect(await told(high)).toEqual([
      {
        lead_id: contactId,
        contact_id: contactId,
        old_score: 40,
        new_score: 60,
        score_factors: { visits: 3 },
      },
    ]);
    expect(await told(lower)).toMatchObject([{ old_score: 60, new_score: 55 }]);
  });
});

describe("lead_status_changed", () => {
  test("gives out the status before and after", async ({ db }) => {
    const { contactId, change, hear, told } = await scene(db);
    const workflow = await hear("lead_status_changed", { from: ["new"], to: "qualified" });
    await change("contacts", contactId, { status: "qualified" });
    await change("contacts", contactId, { status: "contacted" });
    await change("contacts", contactId, { status: "qualified" });
    expect(await told(workflow)).toMatchObject([
      { lead_id: contactId, contact_id: contactId, old_status: "new", new_status: "qualified" },
    ]);
  });
});

describe("message_received", () => {
  test("gives out message_id, content, sender, channel and contact_id", async ({ db }) => {
    const { contactId, add, hear, told } = await scene(db);
    const workflow = await hear("message_received", { channel: "sms", keywords: ["STOP", "end"] });
    const message = { channel: "sms", direction: "inbound", status: "received", sender: "+49" };
    await add("messages", { ...message, content: "hello" });
    await add("messages", { ...message, content: "Please stop", channel: "email" });
    await add("messages", {
      ...{ channel: "sms", direction: "outbound", status: "sent", content: "stop" },
    });
    const message_id = await add("messages", {
      ...{ ...message, content: "Please stop", contact_id: contactId },
    });
    expect(await told(workflow)).toEqual([
      { message_id, content: "Please stop", sender: "+49", channel: "sms", contact_id: contactId },
    ]);
  });
});

describe("message_sent", () => {
  test("gives out message_id, contact_id, channel and status, once", async ({ db }) => {
    const { contactId, add, change, hear, told } = await scene(db);
    const workflow = await hear("message_sent", { channel: "email" });
    const message = { channel: "email", direction: "outbound", contact_id: contactId };
    const message_id = await add("messages", { ...message, status: "queued" });
    expect(await told(workflow)).toEqual([]);
    await change("messages", message_id, { status: "sent" });
    await change("messages", message_id, { status: "delivered" });
    const sent = { message_id, contact_id: contactId, channel: "email", status: "sent" };
    expect(await told(workflow)).toEqual([sent]);
    await add("messages", { ...message, status: "sent" });
    expect(await told(workflow)).toHaveLength(2);
  });
});

const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

describe("appointment_booked and appointment_cancelled", () => {
  test("give out the booking", async ({ db }) => {
    const { contactId, add, change, hear, told } = await scene(db);
    const booked = await hear("appointment_booked", { class_type: ["yoga"], instructor: ["Ann"] });
    const cancelled = await hear("appointment_cancelled", {
      ...{ cancelled_by: "customer", notice_period: 24 },
    });
    const times = { starts_at: at(5), ends_at: at(6) };
    const class_id = await add("classes", {
      ...{ name: "Flow", type: "yoga", instructor: "Ann", ...times },
    });
    const other = await add("classes", { name: "Spin", type: "spin", ...times });
    const contact_id = contactId;
    const first = await add("appointments", { contact_id, class_id: other, ...times });
    await change("appointments", first, { status: "cancelled", cancelled_by: "staff" });
    const booking_id = await add("appointments", { contact_id, class_id, ...times });
    expect(await told(booked)).toEqual([
      {
        ...{ booking_id, customer_id: contactId, contact_id: contactId, class_id },
        class_details: expect.objectContaining({ name: "Flow", type: "yoga", instructor: "Ann" }),
        booking_time: expect.any(String),
      },
    ]);
    const far = await add("appointments", { contact_id, starts_at: at(90), ends_at: at(91) });
    for (const id of [far, booking_id]) {
      const reason = "ill";
      await change("appointments", id, { status: "cancelled", cancelled_by: "customer", reason });
    }
    expect(await told(cancelled)).toEqual([
      {
        ...{ booking_id, customer_id: contactId, contact_id: contactId, class_id },
        ...{ reason: "ill", cancelled_by: "customer" },
      },
    ]);
  });
});

describe("form_submitted", () => {
  test("gives out form_id, submission_id, contact_id and form_data", async ({ db }) => {
    const { contactId, add, hear, told } = await scene(db);
    const form_id = await add("forms", { name: "trial" });
    const other = await add("forms", { name: "other" });
    const workflow = await hear("form_submitted", { form_id: "trial", required_fields: ["goal"] });
    await add("form_submissions", { form_id: other, data: { goal: "a" } });
    await add("form_submissions", { form_id, data: { goal: "" } });
    const submission_id = await add("form_submissions", {
      ...{ form_id, contact_id: contactId, data: { goal: "fit" } },
    });
    expect(await told(workflow)).toEqual([
      { form_id, submission_id, contact_id: contactId, form_data: { goal: "fit" } },
    ]);
  });
});

describe("payment_failed", () => {
  test("gives out customer_id, payment_id, amount and failure_reason", async ({ db }) => {
    const { contactId, add, change, hear, told } = await scene(db);
    const any = await hear("payment_failed");
    const second = await hear("payment_failed", { attempt_number: 2 });
    const payment_id = await add("payments", { contact_id: contactId, amount: 29.5 });
    await change("payments", payment_id, { status: "failed", failure_reason: "no funds" });
    await change("payments", payment_id, { attempt: 2, failure_reason: "expired" });
    await change("payments", payment_id, { status: "succeeded" });
    const failed = { customer_id: contactId, contact_id: contactId, payment_id, amount: 29.5 };
    expect(await told(any)).toEqual([
      { ...failed, failure_reason: "no funds" },
      { ...failed, failure_reason: "expired" },
    ]);
    expect(await told(second)).toEqual([{ ...failed, failure_reason: "expired" }]);
  });
});

describe("tag_added and tag_removed", () => {
  test("give out the contact and the tag", async ({ db }) => {
    const { contactId, add, hear, told } = await scene(db);
    const [added, removed] = [await hear("tag_added", { tag: "vip" }), await hear("tag_removed")];
    const vip = await add("tags", { name: "vip" });
    const cold = await add("tags", { name: "cold" });
    for (const tag_id of [cold, vip]) await add("contact_tags", { contact_id: contactId, tag_id });
    const contact = expect.objectContaining({ first_name: "Ada" });
    const change = { contact_id: contactId, tag_id: vip, tag: "vip", contact };
    expect(await told(added)).toEqual([change]);
    await db.query("delete from crm.contact_tags where tag_id = $1", [vip]);
    expect(await told(removed)).toEqual([change]);
  });
});

describe("task_completed, note_added and opportunity_stage_changed", () => {
  test("give out what they are about", async ({ db }) => {
    const { contactId, add, change, hear, told } = await scene(db);
    const done = await hear("task_completed", { type: "call" });
    const noted = await hear("note_added");
    const moved = await hear("opportunity_stage_changed", { pipeline: "sales", to: ["won"] });

    const task_id = await add("tasks", { title: "Call", type: "call", contact_id: contactId });
    await change("tasks", task_id, { status: "completed" });
    await change("tasks", task_id, { title: "Called" });
    expect(await told(done)).toEqual([
      {
        ...{ task_id, contact_id: contactId, completed_at: expect.any(String) },
        task: expect.objectContaining({ title: "Call" }),
      },
    ]);

    const note_id = await add("notes", { contact_id: contactId, content: "hm" });
    expect(await told(noted)).toMatchObject([{ note_id, contact_id: contactId, content: "hm" }]);

    const pipeline_id = await add("pipelines", { name: "sales" });
    const [talk, won] = [
      await add("stages", { pipeline_id, name: "talk", position: 1 }),
      await add("stages", { pipeline_id, name: "won", position: 2 }),
    ];
    const opportunity_id = await add("opportunities", {
      ...{ name: "Big", pipeline_id, stage_id: talk },
    });
    await change("opportunities", opportunity_id, { stage_id: won });
    await change("opportunities", opportunity_id, { stage_id: talk });
    expect(await told(moved)).toMatchObject([
      { opportunity_id, pipeline: "sales", old_stage: "talk", new_stage: "won" },
    ]);
  });
});
