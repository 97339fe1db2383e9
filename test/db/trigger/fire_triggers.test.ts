import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { endExecutions, endScene, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

interface Fired {
  execution_id: string | null;
  reason: string | null;
  is_duplicate: boolean;
}

/** Fires the one trigger of a workflow once for each [key, payload]. */
const fire = (db: TestDatabase, workflow: string, firings: [key: string | null, body: unknown][]) =>
  db.query<Fired>(
    `select fired.execution_id, fired.reason, fired.is_duplicate
     from sluice_private.fire_triggers(array(
       select row (
         t.organization_id, t.id, null, item.value ->> 0,
         jsonb_build_object('payload', item.value -> 1)
       )::sluice_private.trigger_firing
       from sluice.workflow_triggers as t
       cross join jsonb_array_elements($2::jsonb) with ordinality as item (value, ordinal)
       where t.workflow_id = $1
       order by item.ordinal
     )) as fired`,
    [workflow, JSON.stringify(firings)],
  );

describe("firing a trigger", () => {
  test("starts an execution for each key, in order", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    const fired = await fire(db, workflow, [
      ["b", { n: 1 }],
      ["a", { n: 2 }],
      [null, { n: 3 }],
      ["b", { n: 4 }],
    ]);
    expect(fired.map(({ is_duplicate }) => is_duplicate)).toEqual([false, false, false, true]);
    expect(fired[3]!.execution_id).toBe(fired[0]!.execution_id);
    const started = await db.query<{ id: string; trigger: { type: string; payload: unknown } }>(
      "select id, input as trigger from sluice.workflow_executions where workflow_id = $1",
      [workflow],
    );
    const byId = new Map(started.map(({ id, trigger }) => [id, trigger]));
    expect(fired.slice(0, 3).map(({ execution_id: id }) => byId.get(id!))).toMatchObject([
      { type: "manual", payload: { n: 1 } },
      { type: "manual", payload: { n: 2 } },
      { type: "manual", payload: { n: 3 } },
    ]);
    expect(started).toHaveLength(3);
  });

  test("of a workflow that is paused says why there is none", async ({ db }) => {
    const workflow = await workflowOf(db, [set("a")], ["start → a"]);
    await db.query("update sluice.workflows set status = 'paused' where id = $1", [workflow]);
    expect(await fire(db, workflow, [["a", {}]])).toEqual([
      { execution_id: null, reason: "the workflow is paused", is_duplicate: false },
    ]);
  });
});
