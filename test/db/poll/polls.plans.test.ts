import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { heavyTwice, PlanRecorder, faultsOfReading } from "../../support/plans.ts";
import { claim, ITEMS, Polled, report, things } from "../../support/polls.ts";

const POLLS = 20_000;

/** Polls of other triggers that are not due yet, and what the first of them has seen. */
async function addPolls(db: TestDatabase, like: Polled): Promise<void> {
  const { organizationId } = await createTenant(db);
  const session = await db.session();
  await session.query("set session_replication_role = replica");
  await session.query(
    `insert into sluice.workflow_polls (
       organization_id, workflow_id, trigger_id, source, config, every, timeout, plan,
       next_poll_at, due_at, is_first
     )
     select $1, gen_random_uuid(), gen_random_uuid(), source, config, every, timeout, plan,
       now() + interval '1 hour', now() + interval '1 hour', false
     from sluice.workflow_polls, generate_series(1, ${POLLS})
     where workflow_id = $2`,
    [organizationId, like.workflow],
  );
  await session.query(
    `insert into sluice_private.poll_items (organization_id, poll_id, key, digest, seen_at)
     select organization_id, id, 'other ' || n, '', now()
     from (select * from sluice.workflow_polls order by id limit 200) as p,
       generate_series(1, 500) as n`,
  );
  await session.query("set session_replication_role = origin");
}

async function pass(session: Awaited<ReturnType<TestDatabase["session"]>>, poll: Polled) {
  await poll.wait();
  const [order] = await claim(session);
  await report(session, order!, {}, things(1, 2, Math.random()));
}

describe("polls, in a session that planned while there were none", () => {
  test(
    "are claimed, reported and fired by key among very many",
    { timeout: 60_000 },
    async ({ db }) => {
      const poll = await Polled.by(db, { ...ITEMS, start: "all" });
      const session = await db.session();
      for (let n = 0; n < 8; n++) await pass(session, poll);
      await addPolls(db, poll);
      const recorder = await PlanRecorder.over(session);
      const look = async () => {
        await pass(session, poll);
        await claim(session);
        const statements = recorder.take();
        expect(statements.length).toBeGreaterThan(10);
        expect(statements.flatMap(faultsOfReading)).toEqual([]);
        const read = new RegExp("workflow_polls|poll_items");
        const scans = JSON.stringify(statements.filter(({ query }) => read.test(query)));
        expect(scans).not.toMatch(/"Seq Scan","[^}]*"(workflow_polls|poll_items)"/);
        return statements;
      };
      expect(await heavyTwice(look)).toEqual([]);
    },
  );

  test("that are not due cost one look", async ({ db }) => {
    const session = await db.session();
    await db.query(
      "update sluice.workflow_polls set due_at = now() + interval '1 hour' where due_at < now()",
    );
    await claim(session);
    const recorder = await PlanRecorder.over(session);
    await claim(session);
    const blocks = recorder
      .take()
      .filter(({ query }) => /from sluice.workflow_polls/.test(query))
      .map(({ plan }) => (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0));
    expect(blocks.length).toBeGreaterThan(0);
    expect(Math.max(...blocks)).toBeLessThan(20);
  });
});
