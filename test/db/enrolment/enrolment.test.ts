import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  publish,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import {
  act,
  codeOf,
  endExecutions,
  endScene,
  openSession,
  untilBlocked,
} from "../../support/scenes.ts";
import { emitIn, firingsOf, startedBy } from "../../support/triggers.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const KEY = "trigger.payload.contact";
const nodes: Node[] = [
  { id: "start", type: "trigger", data: { trigger: "manual" } },
  { id: "on", type: "trigger", data: { trigger: "event", config: { name: "joined" } } },
  act("a"),
];

/** An organization whose workflow enrols contacts by this policy. */
async function policy(db: TestDatabase, enrolment: object, name?: string, organization?: string) {
  await defineTestAction(db);
  const organizationId = organization ?? (await createTenant(db)).organizationId;
  const draft = definition(nodes, ["start → a", "on → a"], {
    enrolment: { key: KEY, ...enrolment },
  });
  const workflow = await publish(db, organizationId, draft, name);
  const worker = await new TestWorker(db.worker).register();
  return { organizationId, workflow, worker };
}

/** Starts it for a contact; answers why not, or the id. */
async function enrol(db: TestDatabase, workflow: string, contact: string | null): Promise<string> {
  try {
    const [row] = await db.query<{ id: string }>("select id from sluice.start_workflow($1, $2)", [
      workflow,
      { contact },
    ]);
    return row!.id;
  } catch (error) {
    expect((error as { code: string }).code).toBe("SLSTA");
    return (error as Error).message;
  }
}

const ID = /^[0-9a-f-]{36}$/;

describe("a record is enrolled", () => {
  test("again only after it has left, if nothing is said", async ({ db }) => {
    const { workflow, worker } = await policy(db, {});
    expect(await enrol(db, workflow, "c1")).toMatch(ID);
    expect(await enrol(db, workflow, "c1")).toBe("the record is enrolled already");
    expect(await enrol(db, workflow, "c2")).toMatch(ID);
    await worker.drain();
    expect(await enrol(db, workflow, "c1")).toMatch(ID);
  });

  test("once, if never again", async ({ db }) => {
    const { workflow, worker } = await policy(db, { again: "never" });
    await enrol(db, workflow, "c1");
    await worker.drain();
    expect(await enrol(db, workflow, "c1")).toBe("the record has been enrolled before");
  });

  test("so long after it has left", async ({ db }) => {
    const { workflow, worker } = await policy(db, { again: "7 days" });
    await enrol(db, workflow, "c1");
    await worker.drain();
    expect(await enrol(db, workflow, "c1")).toBe("the record left less than 7 days ago");
    await db.query(
      "update sluice_private.executions set finished_at = finished_at - interval '8 days'",
    );
    expect(await enrol(db, workflow, "c1")).toMatch(ID);
    expect(await enrol(db, workflow, "c1")).toBe("the record is enrolled already");
  });

  test("as often as one likes, if always", async ({ db }) => {
    const { workflow } = await policy(db, { again: "always" });
    expect(await enrol(db, workflow, "c1")).toMatch(ID);
    expect(await enrol(db, workflow, "c1")).toMatch(ID);
  });

  test("by no key at all", async ({ db }) => {
    const { workflow } = await policy(db, {});
    expect(await enrol(db, workflow, null)).toBe("the key of the enrolment finds nothing");
  });

  test("not while it is enrolled in a workflow that comes first", async ({ db }) => {
    const first = await policy(db, {}, "first");
    const second = await policy(db, { suppressed_by: ["first"] }, "second", first.organizationId);
    await enrol(db, first.workflow, "c1");
    expect(await enrol(db, second.workflow, "c1")).toBe("the record is enrolled in first");
    await first.worker.drain();
    expect(await enrol(db, second.workflow, "c1")).toMatch(ID);
  });

  test("with no more than so many others at once, or within a time", async ({ db }) => {
    const { workflow, worker } = await policy(db, { cap: { active: 1, count: 2, per: "1 day" } });
    await enrol(db, workflow, "c1");
    expect(await enrol(db, workflow, "c2")).toBe("as many as may are enrolled: 1");
    await worker.drain();
    await enrol(db, workflow, "c1");
    await worker.drain();
    expect(await enrol(db, workflow, "c3")).toBe(
      "as many as may have been enrolled: 2 within 1 day",
    );
    await db.query(
      "update sluice_private.enrolments set enrolled_at = enrolled_at - interval '2 days'",
    );
    expect(await enrol(db, workflow, "c3")).toMatch(ID);
  });

  test("by events, each with its reason", async ({ db }) => {
    const { organizationId, workflow, worker } = await policy(db, { again: "never" });
    for (const contact of ["c1", "c2", "c1", "c3", "c2"]) {
      await emitIn(db, organizationId, "joined", { payload: { contact } });
    }
    await worker.drain();
    expect(await startedBy(db, workflow)).toHaveLength(3);
    const refused = (await firingsOf(db, workflow)).filter(({ status }) => status === "refused");
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) expect(reason).toMatch(/enrolled/);
  });

  test("once in two sessions at once", async ({ db }) => {
    const { workflow } = await policy(db, {});
    const [left, right] = [await openSession(db), await openSession(db)];
    const START = `select sluice.start_workflow($1, '{"contact": "c1"}')`;
    await left.query("begin");
    await left.query(START, [workflow]);
    const second = codeOf(right.query(START, [workflow]));
    await untilBlocked(db, right);
    await left.query("commit");
    expect(await second).toBe("SLSTA");
    expect(await startedBy(db, workflow)).toHaveLength(1);
  });

  test("in the second session when the first one rolls back", async ({ db }) => {
    const { workflow } = await policy(db, { again: "never" });
    const [left, right] = [await openSession(db), await openSession(db)];
    const START = `select sluice.start_workflow($1, '{"contact": "c1"}')`;
    await left.query("begin");
    await left.query(START, [workflow]);
    const second = right.query(START, [workflow]);
    await untilBlocked(db, right);
    await left.query("rollback");
    await second;
    expect(await startedBy(db, workflow)).toHaveLength(1);
  });
});

describe("an event that ends an enrolment", () => {
  const EXITS = { exit_on: [{ event: "contact.unsubscribed" }, { event: "goal.*" }] };

  test("cancels what is under way for its record, and says why", async ({ db }) => {
    const { organizationId, workflow, worker } = await policy(db, EXITS);
    const [one, two] = [await enrol(db, workflow, "c1"), await enrol(db, workflow, "c2")];
    await worker.pump();
    await emitIn(db, organizationId, "goal.met", { key: "c1" });
    await worker.drain();
    await worker.drain();
    expect(await execution(db, one)).toMatchObject({
      status: "cancelled",
      error: { message: "the record left by event goal.met" },
    });
    expect(await execution(db, two)).toMatchObject({ status: "completed" });
    expect(await enrol(db, workflow, "c1")).toMatch(ID);
  });

  test("of another organization does not", async ({ db }) => {
    const { workflow, worker } = await policy(db, EXITS);
    const other = await policy(db, EXITS);
    const id = await enrol(db, workflow, "c1");
    await emitIn(db, other.organizationId, "goal.met", { key: "c1" });
    await worker.drain();
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });
});
