import { describe } from "vitest";
import {
  approvalOf,
  begin,
  beginAs,
  decide,
  DECIDE,
  type Person,
} from "../../support/approvals.ts";
import { makeDue, status } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { stepStatuses } from "../../support/engine.ts";
import {
  codeOf,
  endExecutions,
  endScene,
  hold,
  openSession,
  untilBlocked,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const APPROVE = (id: string) => [id, "approved", null, null];

/** Another session of this person, in which they decide and do not commit. */
async function deciding(db: TestDatabase, person: Person, id: string, decision = "approved") {
  const session = await openSession(db);
  await beginAs(session, person);
  return { session, decided: session.query(DECIDE, [id, decision, null, null]) };
}

async function ends(db: TestDatabase, id: string) {
  const { yes, no, late } = await stepStatuses(db, id);
  return { yes, no, late };
}

describe("an approval and its expiry in two sessions", () => {
  test("a decision that commits while the engine closes it: one of them wins", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const approval = await approvalOf(db, id);
    const { session, decided } = await deciding(db, people[0]!, approval.id);
    await decided;
    await makeDue(db, id);
    await worker.drain();
    await session.query("commit");
    await worker.drain();
    expect(await ends(db, id)).toEqual({ yes: "skipped", no: "skipped", late: "completed" });
    expect(await approvalOf(db, id)).toMatchObject({ status: "timed_out" });
  });

  test("the engine closes it, and has not committed: the decision is in vain", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const approval = await approvalOf(db, id);
    await makeDue(db, id);
    const host = await openSession(db, "sluice_worker");
    await host.query("begin");
    await worker.over(host).pump();
    await decide(db, people[0]!, approval.id, "approved");
    await host.query("commit");
    await worker.drain();
    expect(await ends(db, id)).toEqual({ yes: "skipped", no: "skipped", late: "completed" });
    expect(await db.query("select from sluice_private.arrivals")).toEqual([]);
    expect(await codeOf(decide(db, people[1]!, approval.id, "approved"))).toBe("SLSTA");
  });

  test("a decision that has committed before wins over a timer that is due", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const release = await hold(db, id);
    await decide(db, people[0]!, (await approvalOf(db, id)).id, "approved");
    await db.query("update sluice_private.timers set due_at = clock_timestamp()");
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    await release();
    await worker.drain();
    expect(await ends(db, id)).toEqual({ yes: "completed", no: "skipped", late: "skipped" });
  });
});

describe("two who decide at the same time", () => {
  test("with quorum 1: the second waits, and learns that it is decided", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const approval = await approvalOf(db, id);
    const first = await deciding(db, people[0]!, approval.id);
    await first.decided;
    const second = await deciding(db, people[1]!, approval.id, "rejected");
    const code = codeOf(second.decided);
    await untilBlocked(db, second.session);
    await first.session.query("commit");
    expect(await code).toBe("SLSTA");
    await worker.drain();
    expect(await ends(db, id)).toEqual({ yes: "completed", no: "skipped", late: "skipped" });
  });

  test("and the first takes it back: the second decides", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const approval = await approvalOf(db, id);
    const first = await deciding(db, people[0]!, approval.id);
    await first.decided;
    const second = await deciding(db, people[1]!, approval.id);
    await untilBlocked(db, second.session);
    await first.session.query("rollback");
    await second.decided;
    await second.session.query("commit");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("each with the last word of a quorum of 2: one arrival, one outcome", async ({ db }) => {
    const { id, people } = await begin(db, { quorum: 2 });
    const approval = await approvalOf(db, id);
    const all = people.map((person) => decide(db, person, approval.id, "approved"));
    const done = await Promise.allSettled(all);
    expect(done.filter(({ status: end }) => end === "fulfilled")).toHaveLength(2);
    expect(await db.query("select from sluice_private.arrivals")).toHaveLength(1);
  });

  test("and are the same person: once", async ({ db }) => {
    const { id, people } = await begin(db, { quorum: 2 });
    const approval = await approvalOf(db, id);
    const twice = [1, 2, 3].map(() => decide(db, people[0]!, approval.id, "approved"));
    const done = await Promise.allSettled(twice);
    expect(done.map(({ status: end }) => end).sort()).toEqual([
      ...["fulfilled", "rejected", "rejected"],
    ]);
  });

  test("do not decide what is being delegated", async ({ db }) => {
    const { id, people, organizationId } = await begin(db, { quorum: 2 });
    const approval = await approvalOf(db, id);
    const [deputy] = await db.query<{ user_id: string }>(
      `select m.user_id from sluice.organization_members as m
       where m.organization_id = $1 and m.user_id <> all ($2)`,
      [organizationId, people.map((person) => person.id)],
    );
    const one = await openSession(db);
    await beginAs(one, people[0]!);
    await one.query("select sluice.delegate_approval($1, $2)", [approval.id, deputy!.user_id]);
    const two = await deciding(db, people[0]!, approval.id);
    const code = codeOf(two.decided);
    await untilBlocked(db, two.session);
    await one.query("commit");
    expect(await code).toBe("SLSTA");
  });
});

describe("a decision and the execution", () => {
  test("that somebody holds: the decision does not wait", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const release = await hold(db, id);
    const session = await openSession(db);
    await session.query("set lock_timeout = '500ms'");
    await beginAs(session, people[0]!);
    await session.query(DECIDE, APPROVE((await approvalOf(db, id)).id));
    await session.query("commit");
    await release();
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("that is open: the engine does not wait for it either", async ({ db }) => {
    const { id, people, worker } = await begin(db, { reminders: ["1 s"] });
    const { session, decided } = await deciding(db, people[0]!, (await approvalOf(db, id)).id);
    await decided;
    await makeDue(db, id);
    const host = await openSession(db, "sluice_worker");
    await host.query("set lock_timeout = '500ms'");
    await worker.over(host).pump();
    expect(await approvalOf(db, id)).toMatchObject({ status: "timed_out" });
    await session.query("rollback");
  });

  for (const first of ["cancel", "decision"] as const) {
    test(`that is cancelled, the ${first} first: it is cancelled`, async ({ db }) => {
      const { id, people, worker } = await begin(db);
      const approval = await approvalOf(db, id);
      const cancel = () => db.query("select sluice.cancel_execution($1)", [id]);
      const approve = () => decide(db, people[0]!, approval.id, "approved");
      for (const act of first === "cancel" ? [cancel, approve] : [approve, cancel]) await act();
      await worker.drain();
      expect(await status(db, id)).toBe("cancelled");
      expect(await db.query("select from sluice_private.arrivals")).toEqual([]);
      expect((await approvalOf(db, id)).status).not.toBe("open");
    });
  }

  test("that is cancelled meanwhile: what commits late is in vain", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const { session, decided } = await deciding(db, people[0]!, (await approvalOf(db, id)).id);
    await decided;
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.drain();
    await session.query("commit");
    await worker.drain();
    expect(await approvalOf(db, id)).toMatchObject({ status: "cancelled" });
    expect(await db.query("select from sluice_private.arrivals")).toEqual([]);
  });
});
