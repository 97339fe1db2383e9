import { describe } from "vitest";
import {
  addMember,
  approvalOf,
  ask,
  begin,
  decide,
  events,
  type Person,
} from "../../support/approvals.ts";
import { outputOf, status } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

/** The clock of an approval goes on by this much: its timers come due, its people are asked. */
async function pass(db: TestDatabase, id: string, interval: string): Promise<void> {
  await db.query(
    `update sluice_private.timers set due_at = due_at - $2::interval where execution_id = $1`,
    [id, interval],
  );
  await db.query(
    `update sluice.workflow_approvals
     set created_at = created_at - $2::interval, due_at = due_at - $2::interval
     where execution_id = $1`,
    [id, interval],
  );
  await db.query(
    `update sluice.workflow_approval_assignees as a set asked_at = a.asked_at - $2::interval
     from sluice.workflow_approvals as approval
     where approval.id = a.approval_id and approval.execution_id = $1`,
    [id, interval],
  );
}

const mine = async (db: TestDatabase, { claims }: Person) =>
  (await db.as(claims, (client) => client.query("select id from sluice.my_approvals"))).rows.map(
    ({ id }) => id as string,
  );

const delegate = (db: TestDatabase, { claims }: Person, approval: string, to: string | null) =>
  db.as(claims, (client) =>
    client.query("select sluice.delegate_approval($1, $2)", [approval, to]),
  );

describe("the events of an approval", () => {
  test("ask each assignee, and say how it was closed", async ({ db }) => {
    const { id, people, worker } = await begin(db, { title: "Spend" }, { count: 2 });
    const [a, b] = people as [Person, Person];
    expect(await events(db, id)).toEqual([
      `approval.requested ${a.email}`,
      `approval.requested ${b.email}`,
    ]);
    const approval = await approvalOf(db, id);
    const [row] = await db.query<{ payload: object }>(
      "select payload from sluice.workflow_events where key = $1 order by created_at limit 1",
      [id],
    );
    expect(row!.payload).toEqual({
      approval_id: approval.id,
      execution_id: id,
      node_id: "ask",
      frame_path: null,
      title: "Spend",
      status: "open",
      due_at: expect.any(String),
      user_id: a.id,
      email: a.email,
      token: expect.stringMatching(/^approval-token:[0-9a-f-]{36}$/),
    });
    await decide(db, a, approval.id, "approved");
    await worker.drain();
    expect((await events(db, id)).slice(2)).toEqual(["approval.closed approved"]);
  });

  test("remind those who have not decided, as often as it says", async ({ db }) => {
    const { id, people, worker } = await begin(
      db,
      { quorum: 2, reminders: ["10 minutes", "20 minutes", "30 minutes"] },
      { data: { timeout: "1 day" } },
    );
    const [a, b, c] = people as [Person, Person, Person];
    await decide(db, a, (await approvalOf(db, id)).id, "approved");
    await pass(db, id, "11 minutes");
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    const reminded = [`approval.reminder ${b.email}`, `approval.reminder ${c.email}`];
    expect((await events(db, id)).slice(3)).toEqual(reminded);
    await worker.drain();
    expect((await events(db, id)).slice(3)).toEqual(reminded);
    await pass(db, id, "20 minutes");
    await worker.drain();
    expect((await events(db, id)).slice(5)).toEqual(reminded);
    expect(await db.query("select from sluice_private.timers where kind = 'remind'")).toEqual([]);
  });

  test("can be waited for in the same workflow, which sends the mails", async ({ db }) => {
    const requested = { port: "asked", name: "approval.requested", match: "{{ execution.id }}" };
    const nodes = [
      ask({ assignees: ["{{ trigger.payload.people[0] }}"] }),
      { id: "asked", type: "wait", data: { events: [requested], timeout: "1 h" } },
      set("mail", {
        to: "{{ steps.asked.output.event.payload.email }}",
        url: "https://x.test/approvals/{{ steps.asked.output.event.payload.token }}",
      }),
    ];
    const edges = ["start → ask", "start → asked", "asked:asked → mail"];
    const { id, people, worker } = await begin(db, {}, { nodes, edges });
    await worker.drain();
    expect(await outputOf(db, id, "mail")).toEqual({
      to: people[0]!.email,
      url: expect.stringMatching(/^https:\/\/x\.test\/approvals\/approval-token:[0-9a-f-]{36}$/),
    });
  });
});

describe("an escalation", () => {
  const escalated = (db: TestDatabase, data: object = {}) =>
    begin(
      db,
      {
        assignees: ["{{ trigger.payload.people[0] }}"],
        reminders: ["10 minutes"],
        escalation: { after: "20 minutes", assignees: ["{{ trigger.payload.people[1] }}"] },
      },
      { data: { timeout: "1 day", ...data } },
    );

  test("asks more people when its time comes, and the first still", async ({ db }) => {
    const { id, people, worker } = await escalated(db);
    const [a, b] = people as [Person, Person];
    const approval = await approvalOf(db, id);
    expect(await codeOf(decide(db, b, approval.id, "approved"))).toBe("SLFRB");
    expect(await mine(db, b)).toEqual([]);
    await pass(db, id, "21 minutes");
    await worker.drain();
    expect(await events(db, id)).toEqual([
      `approval.requested ${a.email}`,
      `approval.requested ${b.email}`,
      `approval.reminder ${a.email}`,
    ]);
    expect(await mine(db, a)).toEqual([approval.id]);
    expect(await mine(db, b)).toEqual([approval.id]);
    await decide(db, b, approval.id, "approved");
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("that has not come does not save what all who were asked reject", async ({ db }) => {
    const { id, people, worker } = await escalated(db);
    await decide(db, people[0]!, (await approvalOf(db, id)).id, "rejected");
    await worker.drain();
    expect(await approvalOf(db, id)).toMatchObject({ status: "rejected" });
  });
});

describe("a delegation", () => {
  test("lets another member decide instead, and nobody else", async ({ db }) => {
    const { id, people, worker, organizationId } = await begin(db, {}, { count: 2 });
    const [a, b] = people as [Person, Person];
    const { id: approval } = await approvalOf(db, id);
    const [deputy, viewer] = [
      await addMember(db, organizationId),
      await addMember(db, organizationId, "viewer"),
    ];
    expect(await codeOf(delegate(db, deputy, approval, deputy.id))).toBe("SLFRB");
    expect(await codeOf(delegate(db, a, approval, b.id))).toBe("SLVAL");
    expect(await codeOf(delegate(db, a, approval, a.id))).toBe("SLVAL");
    expect(await codeOf(delegate(db, a, approval, null))).toBe("SLVAL");
    const stranger = await createTenant(db);
    expect(await codeOf(delegate(db, a, approval, stranger.userId))).toBe("SLVAL");
    await delegate(db, a, approval, deputy.id);
    expect(await events(db, id)).toContain(`approval.requested ${deputy.email}`);
    expect(await codeOf(decide(db, a, approval, "approved"))).toBe("SLFRB");
    expect(await mine(db, a)).toEqual([]);
    await delegate(db, deputy, approval, viewer.id);
    expect(await mine(db, viewer)).toEqual([approval]);
    await decide(db, viewer, approval, "approved");
    expect(await codeOf(delegate(db, viewer, approval, deputy.id))).toBe("SLSTA");
    await worker.drain();
    expect(await outputOf(db, id, "ask")).toMatchObject({
      approval: { decisions: [{ user_id: viewer.id, email: a.email, decided_by: viewer.id }] },
    });
  });
});

describe("my approvals", () => {
  test("are those that I am asked, while they are open and I have not decided", async ({ db }) => {
    const { id, people, organizationId } = await begin(db, { quorum: 2 });
    const { id: approval } = await approvalOf(db, id);
    expect(await mine(db, people[0]!)).toEqual([approval]);
    expect(await mine(db, await addMember(db, organizationId))).toEqual([]);
    await decide(db, people[0]!, approval, "approved");
    expect(await mine(db, people[0]!)).toEqual([]);
    expect(await mine(db, people[1]!)).toEqual([approval]);
    await db.query("update sluice.workflow_approvals set due_at = clock_timestamp()");
    expect(await mine(db, people[1]!)).toEqual([]);
  });
});
