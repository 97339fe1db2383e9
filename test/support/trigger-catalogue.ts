/** Every type of trigger: what makes it fire, and the output fields that it is catalogued with. */
import { start } from "./engine.ts";
import { Polled } from "./polls.ts";
import {
  changed,
  followed,
  heard,
  polled,
  posted,
  type Scene,
  segment,
  timed,
  TIMES,
  type Type,
} from "./trigger-firing.ts";
import { emitIn } from "./triggers.ts";

const lead = (scene: Scene, row: Record<string, unknown>) =>
  scene.change("contacts", scene.contactId, row);
const ofContact = ({ contactId }: Scene) => ({ contact_id: contactId });
const payment = (scene: Scene) => ({ ...ofContact(scene), amount: 29.5 });
const MESSAGE = { channel: "sms", direction: "inbound", status: "received", content: "Hi" };
const OUTBOUND = { channel: "email", direction: "outbound", status: "queued" };
const PAID = "customer_id contact_id payment_id amount payment";
const BOOKED = "booking_id customer_id contact_id class_id class_details booking_time";
const CHANGE = "object operation key old new changed_fields";
const MAIL = { uid: 1, subject: "Hi", from: { name: "", address: "ada@example.com" } };
const ITEMS = { outcome: "answered", items: [{ key: "1", item: MAIL }], cursor: {} };
const OBJECT = { object: "crm.contacts" };

const stage = async (scene: Scene) => {
  const pipeline_id = await scene.add("pipelines", { name: "sales" });
  const [stage_id, next] = [
    await scene.add("stages", { pipeline_id, name: "talk", position: 1 }),
    await scene.add("stages", { pipeline_id, name: "won", position: 2 }),
  ];
  const opportunity = { name: "Big", pipeline_id, stage_id, stage_changed_at: "2026-03-01T12:00Z" };
  return { id: await scene.add("opportunities", opportunity), next };
};

const tagged = async (scene: Scene) => {
  const tag_id = await scene.add("tags", { name: "vip" });
  await scene.add("contact_tags", { ...ofContact(scene), tag_id });
  return tag_id;
};

/** The fifteen of REQUIREMENTS, with the names that they have there. */
export const DEFAULT_TYPES: Record<string, Type> = {
  lead_created: {
    fields: "lead_id contact_id lead_data source",
    fire: heard({ source: "website" }, ({ add }) => add("contacts", { source: "website" })),
  },
  lead_updated: {
    fields: "lead_id contact_id changed_fields old_data new_data",
    fire: heard({ fields: ["phone"] }, (scene) => lead(scene, { phone: "1" })),
  },
  lead_scored: {
    fields: "lead_id contact_id old_score new_score score_factors",
    fire: heard({ min_score: 50, score_change: "increased" }, (s) => lead(s, { score: 60 })),
  },
  message_received: {
    fields: "message_id content sender channel contact_id",
    fire: heard({ channel: "sms", keywords: ["hi"] }, ({ add }) => add("messages", MESSAGE)),
  },
  message_sent: {
    fields: "message_id contact_id channel status",
    fire: changed({ channel: "email" }, "messages", () => OUTBOUND, { status: "sent" }),
  },
  appointment_booked: {
    fields: BOOKED,
    fire: heard({}, (s) => s.add("appointments", { ...ofContact(s), ...TIMES })),
  },
  appointment_cancelled: {
    fields: "booking_id customer_id contact_id class_id reason cancelled_by",
    fire: changed({}, "appointments", (scene) => ({ ...ofContact(scene), ...TIMES }), {
      ...{ status: "cancelled", cancelled_by: "staff", reason: "ill" },
    }),
  },
  class_reminder: {
    fields: "class_id attendees class_details",
    fire: timed({ hours_before: 24 }, "2026-03-02T10:01Z", ({ add }) =>
      add("classes", { name: "Flow", ...TIMES }),
    ),
  },
  form_submitted: {
    fields: "form_id submission_id contact_id form_data",
    fire: heard({ form_id: "trial", required_fields: ["goal"] }, async ({ add }) =>
      add("form_submissions", {
        form_id: await add("forms", { name: "trial" }),
        data: { goal: "fit" },
      }),
    ),
  },
  membership_expires_soon: {
    fields: "customer_id contact_id membership_id expiry_date days_remaining",
    fire: timed({ days_before: 7 }, "2026-03-03T12:00Z", (s) =>
      s.add("memberships", { ...ofContact(s), type: "gold", expires_on: "2026-03-10" }),
    ),
  },
  payment_failed: {
    fields: "customer_id contact_id payment_id amount failure_reason",
    fire: changed({ attempt_number: 1 }, "payments", payment, { status: "failed" }),
  },
  scheduled_time: {
    fields: "scheduled_time execution_count",
    fire: timed(
      { cron_expression: "0 13 * * *", timezone: "UTC", max_executions: 1 },
      "2026-03-01T13:00Z",
    ),
  },
  business_hours: {
    fields: "current_time day_of_week",
    fire: timed(
      { days: ["monday"], start_time: "09:00", timezone: "UTC", max_executions: 1 },
      "2026-03-02T09:00Z",
    ),
  },
  webhook_received: {
    fields: "n",
    beside: "headers method webhook_id",
    fire: posted({ endpoint_path: "orders", http_method: "POST" }, { n: 1 }),
  },
  manual: {
    fields: "n",
    beside: "triggered_by trigger_time context",
    fire: async (trigger, { db, hear }) => {
      const workflow = await hear(trigger, { confirmation_required: true });
      await start(db, workflow, { n: 1 });
      return workflow;
    },
  },
};

export const OTHER_TYPES: Record<string, Type> = {
  lead_status_changed: {
    fields: "lead_id contact_id old_status new_status lead_data",
    fire: heard({ to: "qualified" }, (scene) => lead(scene, { status: "qualified" })),
  },
  appointment_rescheduled: {
    fields: `${BOOKED} old_time`,
    fire: changed({}, "appointments", (scene) => ({ ...ofContact(scene), ...TIMES }), {
      ...{ starts_at: "2026-03-03T10:30Z" },
    }),
  },
  appointment_no_show: {
    fields: BOOKED,
    fire: changed({}, "appointments", (scene) => ({ ...ofContact(scene), ...TIMES }), {
      ...{ status: "no_show" },
    }),
  },
  payment_succeeded: {
    fields: PAID,
    fire: changed({}, "payments", payment, { status: "succeeded" }),
  },
  payment_refunded: {
    fields: PAID,
    fire: changed({}, "payments", payment, { status: "refunded" }),
  },
  tag_added: { fields: "contact_id tag_id tag contact", fire: heard({ tag: "vip" }, tagged) },
  tag_removed: {
    fields: "contact_id tag_id tag contact",
    fire: async (type, scene) => {
      const tag = await tagged(scene);
      const workflow = await scene.hear(type);
      await scene.db.query("delete from crm.contact_tags where tag_id = $1", [tag]);
      return workflow;
    },
  },
  task_completed: {
    fields: "task_id contact_id completed_at task",
    fire: changed({}, "tasks", () => ({ title: "Call" }), { status: "completed" }),
  },
  note_added: {
    fields: "note_id contact_id content note",
    fire: heard({}, (scene) => scene.add("notes", { ...ofContact(scene), content: "hm" })),
  },
  opportunity_stage_changed: {
    fields: "opportunity_id contact_id pipeline old_stage new_stage opportunity",
    fire: async (type, scene) => {
      const { id, next } = await stage(scene);
      const workflow = await scene.hear(type);
      await scene.change("opportunities", id, { stage_id: next });
      return workflow;
    },
  },
  stale_opportunity: {
    fields: "opportunity_id contact_id opportunity days_in_stage pipeline stage",
    fire: timed({ days_in_stage: 14 }, "2026-03-15T12:01Z", stage),
  },
  birthday: {
    fields: "contact_id contact",
    fire: timed({}, "2026-03-02T12:00Z", (scene) => lead(scene, { birthday: "1990-03-02" })),
  },
  task_due: {
    fields: "task_id contact_id task",
    fire: timed({}, "2026-03-01T15:01Z", ({ add }) =>
      add("tasks", { title: "Call", due_at: "2026-03-01T15:00Z" }),
    ),
  },
  date_field_reached: {
    fields: "record date",
    fire: timed(
      { object: "crm.contacts", field: "birthday", repeat: "yearly" },
      "2026-03-02T12:00Z",
      (scene) => lead(scene, { birthday: "1990-03-02" }),
    ),
  },
  scheduled_dates: {
    fields: "scheduled_for execution_count",
    fire: timed({ dates: ["2026-03-02T10:00Z"] }, "2026-03-02T10:00Z"),
  },
  event: {
    fields: "total",
    beside: "event",
    fire: heard({ name: "order.*" }, ({ db, organization_id }) =>
      emitIn(db, organization_id, "order.paid", { payload: { total: 1 }, key: "7" }),
    ),
  },
  record_created: {
    fields: CHANGE,
    fire: heard(OBJECT, ({ add }) => add("contacts", {})),
  },
  record_updated: {
    fields: CHANGE,
    fire: heard(OBJECT, (scene) => lead(scene, { phone: "1" })),
  },
  record_deleted: {
    fields: CHANGE,
    fire: heard(OBJECT, ({ db, contactId }) =>
      db.query("delete from crm.contacts where id = $1", [contactId]),
    ),
  },
  segment_entered: { fields: "object key record at contact_id", fire: segment(false) },
  segment_left: { fields: "object key record at contact_id", fire: segment(true) },
  workflow_finished: { fields: "run error", fire: followed({ workflows: ["first"] }, {}) },
  workflow_failed: {
    fields: "run error",
    fire: followed({ workflows: ["first"] }, { error: { class: "http" } }),
  },
  expected_run_missing: {
    fields: "workflow expected_by last_run",
    fire: followed({ workflow: "first", within: "1 hour" }, { error: { class: "http" } }),
  },
  metric_threshold: {
    fields: "metric workflow value op threshold at",
    fire: followed({ metric: "executions", workflow: "first", op: ">", value: 0 }, {}),
  },
  poll: {
    fields: "item",
    beside: "key found_at fired_at poll_id",
    fire: polled(
      { url: "http://a.example/", items: "body", dedupe_key: "item.id", start: "all" },
      { status: 200 },
      [{ id: 1 }],
    ),
  },
  polling: {
    fields: "item",
    beside: "key found_at fired_at poll_id",
    fire: async (type, { db, organization_id }) => {
      const config = { polling_url: "http://a.example/", polling_interval: 60 };
      const poll = await Polled.by(db, config, type, organization_id);
      for (const state of ["off", "on"]) await poll.answer({ state }, { status: 200 });
      return poll.workflow;
    },
  },
  feed_item: {
    fields: "item",
    beside: "key found_at fired_at poll_id",
    fire: polled({ url: "http://a.example/", start: "all" }, ITEMS),
  },
  imap_message: {
    fields: "item",
    beside: "key found_at fired_at poll_id",
    fire: polled({ host: "a.example", user: "a", secret: "env:A", start: "all" }, ITEMS),
  },
};

/** Those that requests fire as well: with the pack a change of its tables does, too. */
export const BY_REQUEST: Record<string, Type> = {
  message_received: {
    fields: "message_id content sender channel contact_id",
    fire: posted({ path: "sms" }, { sender: "+49", content: "Hi", message_id: "m1" }),
  },
  form_submitted: {
    fields: "form_id submission_id contact_id form_data consent",
    fire: posted({ title: "Try", required_fields: ["goal"] }, { "field:goal": "fit" }),
  },
  payment_failed: {
    fields: "customer_id payment_id amount currency failure_reason attempt_number",
    fire: posted(
      { path: "stripe" },
      {
        id: "evt_1",
        type: "invoice.payment_failed",
        data: { object: { customer: "cus_1", amount_due: 1, attempt_count: 1 } },
      },
    ),
  },
};
