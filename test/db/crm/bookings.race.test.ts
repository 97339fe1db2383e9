import { describe } from "vitest";
import { insert, install } from "../../support/crm.ts";
import { expect, test } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf, openSession, endScene, untilBlocked } from "../../support/scenes.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(({ db }) => endScene(db));

const BOOK = `insert into crm.appointments
  (organization_id, contact_id, staff_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)`;

describe("two who book the same time of a member", () => {
  test("at the same time: one has it, the other is refused", async ({ db }) => {
    const { organizationId: organization_id, userId } = await createTenant(db);
    const [ada, bob] = [
      await insert(db, "contacts", { organization_id, first_name: "Ada" }),
      await insert(db, "contacts", { organization_id, first_name: "Bob" }),
    ];
    const [one, two] = [await openSession(db), await openSession(db)];
    const ten = ["2026-03-01T10:00Z", "2026-03-01T11:00Z"];
    const half = ["2026-03-01T10:30Z", "2026-03-01T11:30Z"];
    await one.query("begin");
    await one.query(BOOK, [organization_id, ada, userId, ...ten]);
    const second = codeOf(two.query(BOOK, [organization_id, bob, userId, ...half]));
    await untilBlocked(db, two);
    await one.query("commit");
    expect(await second).toBe("23P01");

    // a time that only touches, another member's time, one that was cancelled
    const eleven = ["2026-03-01T11:00Z", "2026-03-01T12:00Z"];
    await db.query(BOOK, [organization_id, bob, userId, ...eleven]);
    await db.query("update crm.appointments set status = 'cancelled'");
    await db.query(BOOK, [organization_id, bob, userId, ...half]);
    const both = codeOf(db.query(BOOK, [organization_id, bob, null, ...ten]));
    expect(await both).toBe("23P01");
  });
});
