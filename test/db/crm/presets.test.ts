import { describe } from "vitest";
import { crmScene as scene, install } from "../../support/crm.ts";
import { expect, test } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe("appointment_rescheduled and appointment_no_show", () => {
  test("give out the booking, and when it was to begin", async ({ db }) => {
    const { contactId: contact_id, add, change, hear, told } = await scene(db);
    const moved = await hear("appointment_rescheduled", { class_type: ["yoga"] });
    const missed = await hear("appointment_no_show");
    const times = { starts_at: at(5), ends_at: at(6) };
    const class_id = await add("classes", { name: "Flow", type: "yoga", ...times });
    const booking_id = await add("appointments", { contact_id, class_id, ...times });
    const other = await add("appointments", { contact_id, starts_at: at(50), ends_at: at(51) });
    for (const [id, hour] of [
      [booking_id, 7],
      [other, 60],
    ] as const)
      await change("appointments", id, { starts_at: at(hour), ends_at: at(hour + 1) });
    const [first] = await told(moved);
    expect(await told(moved)).toMatchObject([{ booking_id, customer_id: contact_id, class_id }]);
    expect(Date.parse(String(first!["booking_time"]))).toBeGreaterThan(
      Date.parse(String(first!["old_time"])) + 7e6,
    );
    await change("appointments", other, { status: "no_show" });
    await change("appointments", booking_id, { status: "cancelled", starts_at: at(6) });
    expect(await told(missed)).toMatchObject([{ booking_id: other }]);
    expect(await told(moved)).toHaveLength(1);
  });
});

describe("payment_succeeded and payment_refunded", () => {
  test("give out the payment, from an amount on", async ({ db }) => {
    const { contactId, add, change, hear, told } = await scene(db);
    const paid = await hear("payment_succeeded", { min_amount: 20 });
    const back = await hear("payment_refunded");
    const add1 = (amount: number) => add("payments", { contact_id: contactId, amount });
    const [small, large] = [await add1(5), await add1(29.5)];
    for (const id of [small, large]) await change("payments", id, { status: "succeeded" });
    await change("payments", large, { attempt: 2 });
    await change("payments", small, { status: "refunded" });
    expect(await told(paid)).toMatchObject([
      { customer_id: contactId, payment_id: large, amount: 29.5, payment: { attempt: 1 } },
    ]);
    expect(await told(back)).toMatchObject([{ payment_id: small, amount: 5 }]);
  });
});
