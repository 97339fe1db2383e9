import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  TestWorker,
} from "../../support/engine.ts";
import { act, codeOf, endExecutions, endScene, openSession } from "../../support/scenes.ts";
import { countsOf, emitIn, firingsOf, pass, soon } from "../../support/triggers.ts";
import { makeTable, THING } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers");
  await endExecutions(db);
});

type Data = Record<string, unknown>;

const EXIT: Data = { trigger: "event", config: { name: "answer" }, exit: "trigger.payload.from" };

/** Contacts enter by `joined`, or by hand, and leave by this trigger. */
async function scene(db: TestDatabase, exit: Data = EXIT, entry: object = {}) {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const joined = { trigger: "event", config: { name: "joined", ...entry } };
  const workflow = await publish(
    db,
    organizationId,
    definition(
      [
        { id: "in", type: "trigger", data: joined },
        { id: "out", type: "trigger", data: exit },
        manual,
        act("a"),
      ],
      ["in → a", "start → a"],
      { enrolment: { key: "trigger.payload.who", again: "always" } },
    ),
  );
  const worker = await new TestWorker(db.worker).register();
  const join = (who: string) => emitIn(db, organizationId, "joined", { payload: { who } });
  const answer = (from: string | null, more: object = {}) =>
    emitIn(db, organizationId, "answer", { payload: { ...(from !== null && { from }), ...more } });
  const ends = () =>
    db.query<{ who: string; status: string; why: string | null }>(
      `select input #>> '{payload,who}' as who, status, error ->> 'message' as why
       from sluice.workflow_executions where workflow_id = $1 order by id`,
      [workflow],
    );
  return { organizationId, workflow, worker, join, answer, ends };
}

const outOf = async (db: TestDatabase, workflow: string) =>
  (await firingsOf(db, workflow)).filter(({ status }) => status !== "started");

describe("a trigger that is an exit", () => {
  test("ends what is under way for the record that it names, and starts nothing", async ({
    db,
  }) => {
    const { workflow, worker, join, answer, ends } = await scene(db);
    for (const who of ["c1", "c1", "c2"]) await join(who);
    await worker.pump();
    await answer("c1");
    await worker.pump();
    await worker.pump();
    const why = "the record left by trigger out";
    expect(await ends()).toMatchObject([
      { who: "c1", status: "cancelled", why },
      { who: "c1", status: "cancelled", why },
      { who: "c2", status: "running" },
    ]);
    expect(await outOf(db, workflow)).toMatchObject([{ status: "ended", reason: null }]);
    await db.query("delete from sluice.workflow_triggers where node_id = 'in'");
    expect(await countsOf(db, workflow)).toMatchObject({ started: 0 });
  });

  test("says which execution it has ended, and where there was none", async ({ db }) => {
    const { workflow, worker, join, answer } = await scene(db);
    await answer("c2");
    for (const who of ["c1", "c1"]) await join(who);
    await worker.pump();
    await answer("c1");
    await worker.pump();
    const started = (await firingsOf(db, workflow)).filter(({ status }) => status === "started");
    const newest = started
      .map(({ execution_id }) => execution_id)
      .sort()
      .at(-1);
    expect(await outOf(db, workflow)).toMatchObject([
      { status: "unmatched", execution_id: null, reason: "nothing was under way for the record" },
      { status: "ended", execution_id: newest, reason: null },
    ]);
  });

  test("has a filter: a goal is met, or not", async ({ db }) => {
    const filter = "trigger.payload.score >= 10";
    const { workflow, worker, join, answer, ends } = await scene(db, { ...EXIT, filter });
    await join("c1");
    await worker.pump();
    await answer("c1", { score: 9 });
    await worker.pump();
    expect(await ends()).toMatchObject([{ status: "running" }]);
    await answer("c1", { score: 10 });
    await worker.pump();
    await worker.pump();
    expect(await ends()).toMatchObject([{ status: "cancelled" }]);
    expect(await outOf(db, workflow)).toMatchObject([{ status: "refused" }, { status: "ended" }]);
  });

  test("says so where it finds no record", async ({ db }) => {
    const { workflow, worker, answer } = await scene(db);
    await answer(null);
    await worker.pump();
    expect(await outOf(db, workflow)).toMatchObject([
      { status: "refused", reason: "its exit finds no record" },
    ]);
  });

  test("cannot be started from", async ({ db }) => {
    const { workflow } = await scene(db);
    for (const call of ["sluice.start_workflow", "sluice.simulate_workflow"]) {
      const started = db.query(`select from ${call}($1, '{}', trigger_node => 'out')`, [workflow]);
      expect(await codeOf(started)).toBe("SLSTA");
    }
  });

  test("is refused where it could end nothing, or something follows it", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const faults = async (data: Data, edges: string[], settings: object) => {
      const draft = definition(
        [manual, { id: "out", type: "trigger", data }, act("a")],
        ["start → a", ...edges],
        settings,
      );
      const rows = await db.query<{ said: string }>(
        `select concat_ws(' ', node_id, path, message) as said
         from sluice_private.problems_of($1, null, $2) where severity = 'error'`,
        [organizationId, JSON.stringify(draft)],
      );
      return rows.map(({ said }) => said);
    };
    const enrolment = { key: "trigger.payload.who" };
    expect(await faults(EXIT, [], { enrolment })).toEqual([]);
    expect(await faults(EXIT, [], {})).toEqual([
      "out data.exit ends enrolments, and the workflow has none",
    ]);
    expect(await faults(EXIT, ["out → a"], { enrolment })).toEqual([
      "out data.exit starts nothing, so that nothing may follow it",
    ]);
    expect(await faults({ ...EXIT, exit: "steps.a.output" }, [], { enrolment })).toEqual([
      expect.stringContaining("out data.exit"),
    ]);
    const byHand = { trigger: "manual", exit: "trigger.payload.who" };
    expect(await faults(byHand, [], { enrolment })).toEqual([
      "out data.exit cannot be that of a manual trigger",
    ]);
  });

  test("may be the changes of a table, or a segment that is left", async ({ db }) => {
    for (const trigger of ["record_updated", "segment_left"]) {
      const object = await makeTable(db, THING);
      await db.query(`grant select on ${object} to sluice_owner`);
      const condition = "trigger.payload.record.size > 10";
      const { organizationId, worker, join, ends } = await scene(db, {
        trigger,
        config: { object, ...(trigger === "segment_left" && { condition }) },
        exit: trigger === "segment_left" ? "trigger.payload.key" : "trigger.payload.key.id",
      });
      const look = async () => {
        await db.query("update sluice_private.trigger_timers set due_at = clock_timestamp()");
        for (let n = 0; n < 3; n += 1) await worker.pump();
      };
      for (const id of [1, 2]) {
        await db.query(`insert into ${object} values ($1, $2, 'x', 50)`, [organizationId, id]);
        await join(`${id}`);
      }
      await look();
      await db.query(`update ${object} set size = 5 where id = 1`);
      await look();
      expect(await ends()).toMatchObject([
        { who: "1", status: "cancelled" },
        { who: "2", status: "running" },
      ]);
      await db.query("select sluice.unwatch_table($1)", [object]);
    }
  });
});

describe("a record that leaves by an exit", () => {
  test("in the same moment is not under way, in their order", async ({ db }) => {
    const { worker, join, answer, ends } = await scene(db);
    await join("c1");
    await answer("c1");
    await answer("c2");
    await join("c2");
    await worker.pump();
    await worker.pump();
    const running = (await ends()).filter(({ status }) => status === "running");
    expect(running.map(({ who }) => who)).toEqual(["c2"]);
  });

  test("while its start is held is not enrolled", async ({ db }) => {
    const entry = { debounce: { for: "1 minute" } };
    const { workflow, worker, join, answer, ends } = await scene(db, EXIT, entry);
    await join("c1");
    await worker.pump();
    await answer("c1");
    await worker.pump();
    await pass(db, "2 minutes");
    await worker.pump();
    expect(await ends()).toEqual([]);
    expect(await firingsOf(db, workflow)).toMatchObject([
      { status: "unmatched" },
      { status: "refused", reason: "the record has left by trigger out" },
    ]);
  });

  test("and comes back, by an event that is held, is enrolled", async ({ db }) => {
    const { worker, join, answer, ends } = await scene(db, EXIT, { debounce: { for: "1 minute" } });
    await answer("c1");
    await join("c1");
    await worker.pump();
    await pass(db, "2 minutes");
    await worker.pump();
    expect(await ends()).toMatchObject([{ who: "c1", status: "running" }]);
  });

  test("while somebody enrols it is taken out once that has committed", async ({ db }) => {
    const { workflow, worker, answer, ends } = await scene(db);
    const user = await openSession(db);
    await user.query("begin");
    await user.query(`select sluice.start_workflow($1, '{"who": "c1"}')`, [workflow]);
    await answer("c1");
    await worker.pump();
    expect(await firingsOf(db, workflow)).toEqual([]);
    await user.query("commit");
    await soon(db);
    for (let n = 0; n < 3; n += 1) await worker.pump();
    expect(await outOf(db, workflow)).toMatchObject([{ status: "ended" }]);
    expect(await ends()).toMatchObject([{ who: "c1", status: "cancelled" }]);
  });
});
