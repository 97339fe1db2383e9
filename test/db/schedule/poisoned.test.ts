import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { endExecutions, endScene, openSession } from "../../support/scenes.ts";
import { Clock } from "../../support/schedules.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
  await db.query("delete from sluice.scheduled_jobs; drop schema crm cascade");
});

/** A schedule that reads dates of the user's table, one that reads none, and a row for the first. */
async function scene(db: TestDatabase) {
  await db.query(
    `create schema crm;
     create table crm.contacts (organization_id uuid, id text, birthday date);
     create index on crm.contacts (organization_id, birthday);
     create function crm.more(organization_id uuid, record jsonb) returns jsonb
     language sql immutable as $$ select '{}'::jsonb $$;
     grant usage on schema crm to sluice_owner;
     grant select on all tables in schema crm to sluice_owner;
     select sluice.watch_dates('crm.contacts', 'birthday',
       handler => 'crm.more(uuid, jsonb)')`,
  );
  const clock = await Clock.at(db, "2026-03-01T12:00Z");
  const birthday = await clock.publish("birthday", { at: "13:00" });
  const hourly = await clock.publish("scheduled_time", { cron_expression: "0 * * * *" });
  await db.query("insert into crm.contacts values ($1, 'ann', '1990-03-01')", [
    birthday.organizationId,
  ]);
  await clock.set("2026-03-01T13:00Z");
  return { clock, birthday, hourly };
}

describe("a schedule that cannot read its dates stops no other one", () => {
  for (const [what, sql, reason] of [
    ["the column is gone", "alter table crm.contacts drop birthday", /does not exist/],
    ["the table is gone", "drop table crm.contacts", /is not watched any more/],
    [
      "its handler fails",
      `create or replace function crm.more(organization_id uuid, record jsonb) returns jsonb
       language sql immutable as $$ select to_jsonb(1 / (length(record ->> 'id') - 3)) $$`,
      /division by zero/,
    ],
  ] as const) {
    test(`: ${what}`, async ({ db }) => {
      const { clock, birthday, hourly } = await scene(db);
      await db.query(sql);
      await clock.fire();
      expect(await hourly.runs()).toHaveLength(1);
      expect(await birthday.job()).toMatchObject({
        status: "error",
        last_error: expect.stringMatching(reason) as string,
      });
    });
  }

  test(": somebody has locked the table; it comes later", async ({ db }) => {
    const { clock, birthday, hourly } = await scene(db);
    const user = await openSession(db);
    await user.query("begin");
    await user.query("lock table crm.contacts");
    await clock.session.query("set statement_timeout = '5s'");
    await clock.fire();
    expect(await hourly.runs()).toHaveLength(1);
    expect(await birthday.job()).toMatchObject({ status: "active" });
    await user.query("commit");
    await clock.set("2026-03-01T13:00:05Z");
    await clock.fire();
    expect(await birthday.runs()).toHaveLength(1);
  });
});
