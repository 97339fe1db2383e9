import { describe } from "vitest";
import { begin as beginApproval } from "../../support/approvals.ts";
import { endBulk, organizationOf } from "../../support/bulk.ts";
import { call, named, tenantOf } from "../../support/calls.ts";
import { group, scene, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start, TestWorker, type Node } from "../../support/engine.ts";
import { begin as beginEvent } from "../../support/events.ts";
import { act, codeOf, endExecutions, endScene, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endScene(db);
  await endExecutions(db);
});

const AT = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
/** The sentence with its instants and ids left out. */
async function why(db: TestDatabase, id: string): Promise<string> {
  const [row] = await db.query<{ why: string }>("select sluice.why_waiting($1) as why", [id]);
  return row!.why
    .replace(new RegExp(AT, "g"), "<time>")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>");
}

const line = (db: TestDatabase, data: object = {}) =>
  scene(db, [act("a", data), set("b")], ["start → a", "a → b"]);

const pump = async (db: TestDatabase) => (await new TestWorker(db.worker).register()).pump();

describe("an execution waits", () => {
  test("for its arrival to be acted on, which needs a worker", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    expect(await why(db, id)).toBe(
      "What arrived at <time> (start) has not been acted on yet: no worker runs; start one, or " +
        "call sluice.tick().",
    );
    await new TestWorker(db.worker).register();
    expect(await why(db, id)).toBe(
      "What arrived at <time> (start) has not been acted on yet: a worker takes it up within " +
        "moments.",
    );
  });

  test("for a worker that serves its action", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    const other = await new TestWorker(db.worker).register(["other"]);
    await other.pump();
    const alone =
      "Step a is ready since <time>, but no worker serves the action act: start one that does.";
    expect(await why(db, id)).toBe(alone);
    const draining = await new TestWorker(db.worker).register(["act"]);
    await db.query("select sluice_private.drain_worker($1, $2)", [draining.id, draining.epoch]);
    expect(await why(db, id)).toBe(alone);
  });

  test("for its turn, where the workers are busy; then for one to begin it", async ({ db }) => {
    const workflow = await workflowOf(db, [act("a")], ["start → a"]);
    const ids = [await start(db, workflow), await start(db, workflow), await start(db, workflow)];
    const worker = await new TestWorker(db.worker).register(["act"], 1);
    await worker.pump();
    const sentences = new Set([await why(db, ids[0]!), await why(db, ids[1]!)]);
    sentences.add(await why(db, ids[2]!));
    expect([...sentences].toSorted()).toEqual([
      "Step a has been handed to the workers; if none begins it by <time> it goes back to the queue.",
      "Step a is ready since <time> and waits for its turn: the workers that serve the action act " +
        "run 1 at once.",
    ]);
  });

  test("for the worker that runs its step, and operators are told the host", async ({ db }) => {
    const { id, worker } = await line(db);
    await worker.begin();
    expect(await why(db, id)).toBe(
      "Step a is being run by worker <id> (process 1 of test) since <time> (attempt 1).",
    );
  });

  test("for its next attempt", async ({ db }) => {
    const { id, worker } = await line(db, { retry: { max_attempts: 3, initial: "1 hour" } });
    const [lease] = await worker.begin();
    await worker.report([[lease!, { error: { class: "http", message: "no route" } }]]);
    expect(await why(db, id)).toBe(
      "Step a has failed (no route) and is tried again, as attempt 2 of 3, at <time>.",
    );
  });

  test("for whatever else holds its step back", async ({ db }) => {
    const { id, worker } = await line(db, { retry: { max_attempts: 3, initial: "1 hour" } });
    const [lease] = await worker.begin();
    await worker.report([[lease!, { error: { class: "http" } }]]);
    const session = await db.session();
    await session.query("begin");
    await session.query(
      `alter table sluice_private.blocked_steps drop constraint blocked_steps_reason_is_known`,
    );
    await session.query(
      "update sluice_private.blocked_steps set reason = 'no room' where execution_id = $1",
      [id],
    );
    const { rows } = await session.query("select sluice.why_waiting($1) as why", [id]);
    await session.query("rollback");
    expect(rows).toEqual([{ why: "Step a is held back: no room." }]);
  });

  test("for a time", async ({ db }) => {
    const wait: Node = { id: "w", type: "wait", data: { for: "1 h" } };
    const { id } = await scene(db, [wait, set("b")], ["start → w", "w → b"]);
    expect(await why(db, id)).toBe("Step w waits for its time until <time>.");
  });

  test("for an event, with its key, until it times out", async ({ db }) => {
    const { id } = await beginEvent(db);
    expect(await why(db, id)).toBe(
      "Step w waits for the event order.paid with key 7, at the longest until <time>.",
    );
  });

  test("for any event of a name", async ({ db }) => {
    const { id } = await beginEvent(db, { events: [{ port: "paid", name: "order.paid" }] });
    expect(await why(db, id)).toBe(
      "Step w waits for the event order.paid, at the longest until <time>.",
    );
  });

  test("for a condition", async ({ db }) => {
    const condition = { when: "$.trigger.payload.go == true", every: "1 h" };
    const data = { condition, timeout: "2 h" };
    const { id } = await scene(
      db,
      [{ id: "w", type: "wait", data }, set("b")],
      ["start → w", "w → b"],
    );
    expect(await why(db, id)).toBe(
      "Step w waits for its condition to hold, which is looked at next at <time>, at the longest " +
        "until <time>.",
    );
  });

  test("for the people who have not decided, their delegates in their place", async ({ db }) => {
    const { id, people } = await beginApproval(db, { quorum: 2 });
    const [approval] = await db.query<{ id: string }>(
      "select id from sluice.workflow_approvals where execution_id = $1",
      [id],
    );
    await db.as(people[0]!.claims, (client) =>
      client.query("select sluice.decide_approval($1, 'approved')", [approval!.id]),
    );
    await pump(db);
    const [, second, third] = people.map(({ email }) => email.replace(/^[^@]*/, "<id>"));
    expect(await why(db, id)).toBe(
      `Step ask waits for the decision of ${second}, ${third} (1 of 2 needed have approved), at ` +
        "the longest until <time>.",
    );
  });

  test("for an execution that it has called", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    const parent = await named(db, tenant, "parent", [call("c", { wait: true })], ["start → c"]);
    const id = await start(db, parent);
    await pump(db);
    expect(await why(db, id)).toBe(
      "Step c waits for execution <id> of workflow child, which is running.",
    );
  });

  test("for the lock that another execution holds", async ({ db }) => {
    const nodes = [group("g", { lock: "x" }), ...within("g", act("a"))];
    const workflow = await workflowOf(db, nodes, ["start → g"]);
    const [first, second] = [await start(db, workflow), await start(db, workflow)];
    await pump(db);
    const sentences = [await why(db, first), await why(db, second)].toSorted();
    expect(sentences[0]).toBe("Group g waits for the lock x, which is held by execution <id>.");
    expect(sentences[1]).toMatch(/^Step g.*a has been handed/);
  });

  test("for what the most serious cause says, and how many more there are", async ({ db }) => {
    const wait: Node = { id: "w", type: "wait", data: { for: "1 h" } };
    const { id } = await scene(db, [act("a"), wait], ["start → a", "start → w"]);
    expect(await why(db, id)).toMatch(/^Step a has been handed to the workers; .*; and 1 more\.$/);
  });
});

describe("an execution is held", () => {
  test("by the person who paused it", async ({ db }) => {
    const { id, worker } = await line(db);
    await db.query("select sluice.pause_execution($1, 'an audit')", [id]);
    await worker.pump();
    expect(await why(db, id)).toBe(
      "It was paused by an operator at <time> (an audit); resume_execution lets it go on.",
    );
  });

  test("while what it has called goes on", async ({ db }) => {
    const tenant = await tenantOf(db);
    await named(db, tenant, "child", [act("a")], ["start → a"]);
    const parent = await named(db, tenant, "parent", [call("c", { wait: true })], ["start → c"]);
    const id = await start(db, parent);
    await pump(db);
    await db.query("select sluice.pause_execution($1)", [id]);
    await pump(db);
    expect(await why(db, id)).toMatch(/lets it go on\. What it has called goes on\.$/);
  });

  test("by the pause of its workflow, or of its organization, noticed or not", async ({ db }) => {
    const { id, worker } = await line(db);
    const [{ workflow_id: workflow }] = (await db.query(
      "select workflow_id from sluice_private.live_executions where id = $1",
      [id],
    )) as [{ workflow_id: string }];
    await db.query("select sluice.set_workflow_status($1, 'paused')", [workflow]);
    const ofWorkflow =
      "Its workflow was paused by an operator at <time> (the workflow is paused); " +
      "set_workflow_status lets it go on";
    expect(await why(db, id)).toBe(`${ofWorkflow}; and 1 more.`);
    await worker.pump();
    expect(await why(db, id)).toBe(`${ofWorkflow}.`);
    await db.query("select sluice.set_workflow_status($1, 'active')", [workflow]);
    await worker.pump();
    await db.query("select sluice.pause_organization($1, 'moving')", [
      await organizationOf(db, workflow),
    ]);
    await worker.pump();
    expect(await why(db, id)).toBe(
      "Its organization was paused by an operator at <time> (moving); resume_organization lets it go on.",
    );
  });

  test("by the engine, which says why", async ({ db }) => {
    const { id } = await line(db);
    await db.query(
      `select sluice_private.park_execution(organization_id, id, 'XX000', 'out of ideas')
       from sluice_private.live_executions where id = $1`,
      [id],
    );
    expect(await why(db, id)).toBe(
      "The engine could not move it on and set it aside at <time>: out of ideas (XX000); mend the " +
        "cause, then resume or cancel it.",
    );
  });

  test("apart, until a worker moves it on alone", async ({ db }) => {
    const id = await start(db, await workflowOf(db, [act("a")], ["start → a"]));
    await db.query(
      `select sluice_private.set_apart(array[organization_id], array[id])
       from sluice_private.live_executions where id = $1`,
      [id],
    );
    expect(await why(db, id)).toBe(
      "It took too long together with others, so since <time> a worker moves it on alone.",
    );
    await db.worker.query("select sluice_private.advance_apart()");
  });
});

describe("why_waiting", () => {
  test("says that a finished execution waits for nothing", async ({ db }) => {
    const { id } = await scene(db, [set("a")], ["start → a"]);
    expect(await why(db, id)).toBe("It has ended as completed at <time> and waits for nothing.");
  });

  test("says where to look when it knows no cause", async ({ db }) => {
    const { id } = await line(db);
    const session = await db.session();
    await session.query("begin");
    await session.query("delete from sluice_private.step_leases where execution_id = $1", [id]);
    const { rows } = await session.query("select sluice.why_waiting($1) as why", [id]);
    await session.query("rollback");
    expect(rows[0].why).toMatch(/sluice\.check_invariants/);
  });

  test("names no host to a member, and knows no other organization", async ({ db }) => {
    const { id, worker } = await line(db);
    await worker.begin();
    const own = { nodes: [act("a")], edges: ["start → a"] };
    const { id: mine, people } = await beginApproval(db, {}, own);
    await worker.pump();
    await worker.begin();
    const said = (execution: string) =>
      db.as(people[0]!.claims, async (client) => {
        const { rows } = await client.query("select sluice.why_waiting($1) as why", [execution]);
        return rows[0].why as string;
      });
    expect(await said(mine)).toMatch(/^Step a is being run by worker [-0-9a-f]{36} since/);
    expect(await codeOf(said(id))).toBe("SLNTF");
  });
});
