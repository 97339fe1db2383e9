import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf, endExecutions, endScene } from "../../support/scenes.ts";
import { Clock, type Scheduled } from "../../support/schedules.ts";

test.beforeEach(async ({ db }) => {
  await db.query(
    `create schema crm;
     create table crm.contacts (
       organization_id uuid, id text, name text, birthday date, mood public.mood
     );
     create index on crm.contacts (organization_id, birthday);
     create table crm.memberships (
       organization_id uuid, id uuid default gen_random_uuid(), contact_id text, type text,
       status text default 'active', expires_on date
     );
     create index on crm.memberships (organization_id, expires_on) where status = 'active';
     create table crm.classes (organization_id uuid, id int, type text, starts_at timestamptz);
     create index on crm.classes (organization_id, starts_at);
     create table crm.tasks (organization_id uuid, id int, due_at timestamptz);
     create index on crm.tasks (organization_id, due_at);
     grant usage on schema crm to sluice_owner;
     grant select on all tables in schema crm to sluice_owner;
     select sluice.watch_dates('crm.contacts', 'birthday');
     select sluice.watch_dates('crm.memberships', 'expires_on', matching => '{"status":"active"}');
     select sluice.watch_dates('crm.classes', 'starts_at');
     select sluice.watch_dates('crm.tasks', 'due_at')`.replace(", mood public.mood", ""),
  );
});

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs; drop schema crm cascade");
});

const payloads = async (scheduled: Scheduled) =>
  (await scheduled.runs()).map(({ input }) => input.payload);

/** Fires at noon of each of these days. */
async function days(clock: Clock, ...dates: string[]): Promise<void> {
  for (const date of dates) {
    await clock.set(`${date}T12:00Z`);
    await clock.fire();
  }
}

const insert = (db: TestDatabase, table: string, rows: object[]) =>
  db.query(
    `insert into crm.${table} select * from jsonb_populate_recordset(null::crm.${table}, $1)`,
    [JSON.stringify(rows)],
  );

describe("dates of records", () => {
  test("fire so many days before, once for each record and date", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-01T12:00Z");
    const soon = await clock.publish("membership_expires_soon", { membership_types: ["gold"] });
    const { organizationId: organization_id } = soon;
    const gold = { organization_id, type: "gold", status: "active", expires_on: "2026-03-10" };
    const id = "11111111-1111-4111-8111-111111111111";
    await insert(db, "memberships", [
      { ...gold, id, contact_id: "ann" },
      { ...gold, id: id.replaceAll("1", "2"), contact_id: "bob", type: "silver" },
      { ...gold, id: id.replaceAll("1", "3"), contact_id: "cid", status: "cancelled" },
      { ...gold, id: id.replaceAll("1", "4"), organization_id: id, contact_id: "eve" },
    ]);
    await days(clock, "2026-03-02", "2026-03-03", "2026-03-03", "2026-03-04");
    expect(await payloads(soon)).toEqual([
      {
        customer_id: "ann",
        contact_id: "ann",
        membership_id: id,
        expiry_date: "2026-03-10",
        days_remaining: 7,
      },
    ]);
    await db.query("update crm.memberships set expires_on = '2026-03-12' where id = $1", [id]);
    await days(clock, "2026-03-05");
    expect(await payloads(soon)).toHaveLength(2);
  });

  test("come every year, 29 February on the 28th", async ({ db }) => {
    const clock = await Clock.at(db, "2026-02-27T12:00Z");
    const birthday = await clock.publish("birthday", { at: "08:00", timezone: "Europe/Berlin" });
    const { organizationId: organization_id } = birthday;
    await insert(db, "contacts", [
      { organization_id, id: "ann", name: "Ann", birthday: "1980-02-28" },
      { organization_id, id: "leo", name: "Leo", birthday: "1996-02-29" },
      { organization_id, id: "bob", name: "Bob", birthday: "1980-03-01" },
    ]);
    await days(clock, "2026-02-28");
    expect((await payloads(birthday)).map((payload) => payload["contact_id"]).sort()).toEqual([
      "ann",
      "leo",
    ]);
    await days(clock, "2028-02-28");
    expect(await payloads(birthday)).toHaveLength(3);
    await days(clock, "2028-02-29", "2028-03-01");
    const ids = (await payloads(birthday)).map((payload) => payload["contact_id"]);
    expect(ids).toEqual([expect.anything(), expect.anything(), "ann", "leo", "bob"]);
    expect((await payloads(birthday)).at(-1)).toEqual({
      contact_id: "bob",
      contact: { organization_id, id: "bob", name: "Bob", birthday: "1980-03-01" },
    });
  });

  test("with a time fire as soon as they are so far away, late commits too", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-01T12:00Z");
    const reminder = await clock.publish("class_reminder", { hours_before: 2 });
    const { organizationId: organization_id } = reminder;
    await insert(db, "classes", [
      { organization_id, id: 1, type: "yoga", starts_at: "2026-03-01T15:00Z" },
    ]);
    await clock.set("2026-03-01T12:59:30Z");
    await clock.fire();
    expect(await payloads(reminder)).toEqual([]);
    await clock.set("2026-03-01T13:01Z");
    await clock.fire();
    await insert(db, "classes", [
      { organization_id, id: 2, type: "yoga", starts_at: "2026-03-01T14:58Z" },
    ]);
    for (const minute of ["02", "03"]) {
      await clock.set(`2026-03-01T13:${minute}Z`);
      await clock.fire();
    }
    expect(await payloads(reminder)).toMatchObject([
      { class_id: "1", attendees: [], class_details: { id: 1, type: "yoga" } },
      { class_id: "2" },
    ]);
    expect(await reminder.job()).toMatchObject({ run_count: 2, status: "active" });
  });

  test.for(["tasks", "contacts"])("of many %s are read page by page", async (table, { db }) => {
    const clock = await Clock.at(db, "2026-03-01T12:00Z");
    const many =
      table === "tasks"
        ? await clock.publish("task_due", {})
        : await clock.publish("date_field_reached", { object: "crm.contacts", field: "birthday" });
    await db.query(
      `insert into crm.${table} (organization_id, id, ${table === "tasks" ? "due_at" : "birthday"})
       select $1, n, '2026-03-02 00:00Z' from generate_series(1, 1200) as n`,
      [many.organizationId],
    );
    await days(clock, "2026-03-02", "2026-03-03");
    const [row] = await db.query(
      "select count(*)::int, count(distinct input #>> '{payload}')::int as records from sluice.workflow_executions where workflow_id = $1",
      [many.workflow],
    );
    expect(row).toEqual({ count: 1200, records: 1200 });
    expect((await many.job()).run_count).toBe(1200);
  });

  test("have what a handler adds in their payload", async ({ db }) => {
    await db.query(
      `create function crm.more(organization uuid, record jsonb) returns jsonb language sql
       return jsonb_build_object('attendees', jsonb_build_array(record -> 'id'));
       select sluice.watch_dates('crm.classes', 'starts_at', handler => 'crm.more(uuid, jsonb)')`,
    );
    const clock = await Clock.at(db, "2026-03-01T12:00Z");
    const reminder = await clock.publish("class_reminder", { hours_before: 1 });
    await insert(db, "classes", [
      { organization_id: reminder.organizationId, id: 7, starts_at: "2026-03-01T13:30Z" },
    ]);
    await clock.set("2026-03-01T12:30Z");
    await clock.fire();
    expect(await payloads(reminder)).toMatchObject([{ class_id: "7", attendees: [7] }]);
  });

  test("that an operator watches no more stop their schedules", async ({ db }) => {
    const clock = await Clock.at(db, "2026-03-01T12:00Z");
    const due = await clock.publish("task_due", { offset: "-1 hour" });
    await db.query("select sluice.unwatch_dates('crm.tasks.due_at')");
    await days(clock, "2026-03-02");
    expect(await due.job()).toMatchObject({
      status: "error",
      last_error: "crm.tasks.due_at is not watched any more",
    });
  });

  test.for([
    ["that is gone", "drop table crm.tasks", "crm.tasks.due_at is not watched any more"],
    [
      "whose handler raises",
      `create function crm.fails(organization uuid, record jsonb) returns jsonb language plpgsql
       as $$ begin raise 'not today'; end $$;
       select sluice.watch_dates('crm.tasks', 'due_at', handler => 'crm.fails(uuid, jsonb)')`,
      "not today",
    ],
  ] as const)(
    "of a table %s stop their schedule, and nobody else's",
    async ([, damage, reason], { db }) => {
      const clock = await Clock.at(db, "2026-03-01T12:00Z");
      const due = await clock.publish("task_due", { offset: "-1 hour" });
      const daily = await clock.publish("scheduled_time", { cron_expression: "0 12 * * *" });
      await insert(db, "tasks", [
        { organization_id: due.organizationId, id: 1, due_at: "2026-03-02T13:00Z" },
      ]);
      await db.query(damage);
      await days(clock, "2026-03-02");
      const job = await due.job();
      expect(job.status).toBe("error");
      expect(job.last_error).toMatch(reason);
      expect(await daily.runs()).toHaveLength(1);
    },
  );
});

describe("watch_dates", () => {
  test("is for operators", async ({ db }) => {
    const { claims } = await createTenant(db, "owner");
    for (const call of ["watch_dates('crm.tasks', 'due_at')", "unwatch_dates('x')"]) {
      const asked = db.as(claims, (client) => client.query(`select sluice.${call}`));
      expect(await codeOf(asked)).toBe("42501");
    }
  });

  test.for([
    ["a view", "create view crm.v as select * from crm.tasks", "crm.v"],
    [
      "a table with policies",
      "create table crm.p (like crm.tasks); alter table crm.p enable row level security",
      "crm.p",
    ],
    [
      "a table in a schema that is closed to it",
      "create schema shut; create table shut.t (like crm.tasks); grant select on shut.t to sluice_owner; create index on shut.t (organization_id, due_at)",
      "shut.t",
    ],
    ["a table without an index", "create table crm.n (like crm.tasks)", "crm.n"],
    ["a table of Sluice", "select 1", "sluice.workflows"],
  ] as const)("refuses %s", async ([, sql, table], { db }) => {
    await db.query(sql);
    await db.query("grant select on all tables in schema crm to sluice_owner");
    const watched = db.query(`select sluice.watch_dates('${table}', 'due_at')`);
    expect(await codeOf(watched)).toBe("SLVAL");
  });
});
