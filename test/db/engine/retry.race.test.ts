import { describe } from "vitest";
import { beginAs, approvalOf, begin } from "../../support/approvals.ts";
import { status } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { definition, manual, start, TestWorker } from "../../support/engine.ts";
import { retry, stepsOf } from "../../support/retries.ts";
import { act, endExecutions, endScene, openSession, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

describe("what was asked of a generation, and commits in the next one", () => {
  test.for([["complete_step"], ["skip_step"], ["cancel_step"]])(
    "ends no step there by %s",
    async ([does], { db }) => {
      const workflow = await workflowOf(db, [act("a"), act("b")], ["start → a", "a → b"]);
      const id = await start(db, workflow);
      const worker = await new TestWorker(db.worker).register();
      await worker.pump();
      const person = await openSession(db);
      await person.query("begin");
      await person.query(`select sluice.${does}($1, 'a')`, [id]);
      await db.query("select sluice.cancel_execution($1)", [id]);
      await worker.pump();
      const turned = definition([manual, act("b"), act("a")], ["start → b", "b → a"]);
      await db.query("select sluice.update_workflow($1, null, $2)", [
        workflow,
        JSON.stringify(turned),
      ]);
      await db.query("select sluice.publish_workflow($1)", [workflow]);
      await retry(db, id, { use_live_version: true });
      await worker.pump();
      await person.query("commit");
      await worker.pump();
      expect(await stepsOf(db, id, 1)).toEqual(["start completed", "b queued"]);
    },
  );

  test("decides no approval there", async ({ db }) => {
    const { id, people, worker } = await begin(db);
    const { id: approval } = await approvalOf(db, id);
    const person = await openSession(db);
    await beginAs(person, people[0]!);
    await person.query("select sluice.decide_approval($1, 'approved')", [approval]);
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.pump();
    await retry(db, id);
    await worker.pump();
    await person.query("commit");
    await worker.pump();
    expect(await status(db, id)).toBe("waiting");
  });
});
