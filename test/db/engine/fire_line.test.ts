import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { start } from "../../support/engine.ts";
import { endExecutions, endScene, set, workflowOf } from "../../support/scenes.ts";
import { LINE } from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

describe("a row of steps of the database", () => {
  test.for<[string, object, { length: number; at_most: number; generation: number }]>([
    ["is fired in one go", ["a", "b", "c"], { length: 9, at_most: 50, generation: 0 }],
    ["is cut where so many are enough", ["a", "b"], { length: 9, at_most: 2, generation: 0 }],
    ["is cut after a long output", ["a"], { length: 70_000, at_most: 50, generation: 0 }],
    ["is cut in a retry", ["a"], { length: 9, at_most: 50, generation: 1 }],
  ])("%s", async ([, expected, { length, at_most, generation }], { db }) => {
    const long = { text: "{{ trigger.payload.text }}" };
    const nodes = [set("a", long), set("b"), set("c")];
    const id = await start(db, await workflowOf(db, nodes, LINE), { text: "x".repeat(length) });
    const rows = await db.query<{ node: string; is_passed: boolean }>(
      `select (line.known).node_id as node, line.is_passed
       from sluice_private.live_executions as e
       inner join sluice.workflow_steps as step
         on step.version_id = e.version_id and step.node_id = 'a'
       cross join lateral sluice_private.fire_line(
         (e.organization_id, e.id, e.version_id, 0, step.step_no, $2, true, null, null, null, false,
           false)::sluice_private.fired_step, step, $3
       ) as line
       where e.id = $1`,
      [id, generation, at_most],
    );
    expect(rows.map(({ node }) => node)).toEqual(expected);
    expect(rows.at(-1)!.is_passed).toBe(false);
  });
});
