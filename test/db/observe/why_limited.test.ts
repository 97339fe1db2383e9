import { describe } from "vitest";
import { endBulk } from "../../support/bulk.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { start, TestWorker } from "../../support/engine.ts";
import { act, endExecutions, endScene, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endBulk(db);
  await endExecutions(db);
  await db.query("select sluice.tick()");
  await endScene(db);
  await db.query("delete from sluice_private.limits");
});

const AT = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
/** The sentence with its instants and ids left out. */
async function why(db: TestDatabase, id: string): Promise<string> {
  const [row] = await db.query<{ why: string }>("select sluice.why_waiting($1) as why", [id]);
  return row!.why
    .replace(new RegExp(AT, "g"), "<time>")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>");
}

const pump = async (db: TestDatabase) => (await new TestWorker(db.worker).register()).pump();

describe("an execution waits", () => {
  test("for room under a limit, which no worker in SQL could give it", async ({ db }) => {
    const limits = [{ key: "k", concurrency: 1 }];
    const workflow = await workflowOf(db, [act("a", { limits })], ["start → a"]);
    const [first, second] = [await start(db, workflow), await start(db, workflow)];
    await db.query("select sluice.tick()");
    expect(await why(db, first)).toBe(
      "Step a is ready since <time>, but no worker serves the action act: start one that does, " +
        "for it has limits, and workers in SQL are given no such step.",
    );
    await pump(db);
    expect([await why(db, first), await why(db, second)].toSorted()[1]).toBe(
      "Step a waits for room under limit 1 of step a for k: 1 is under way.",
    );
  });

  test("to begin, under a limit of executions, and until when", async ({ db }) => {
    const limits = [{ concurrency: 2, rate: { count: 1, per: "1 hour" } }];
    const workflow = await workflowOf(db, [act("a")], ["start → a"], { limits });
    const [, second] = [await start(db, workflow), await start(db, workflow)];
    expect(await why(db, second)).toBe(
      "Whether its limits have room for it has not been looked at yet: no worker runs; start " +
        "one, or call sluice.tick().",
    );
    await new TestWorker(db.worker).register();
    expect(await why(db, second)).toMatch(/: a worker does so within moments\.$/);
    await pump(db);
    expect(await why(db, second)).toBe(
      "It waits for room under limit 1 of workflow w-<id>: 1 is under way, and none begins before <time>.",
    );
  });
});

test("limits of nodes whose ids contain each other's keys count apart", async ({ db }) => {
  const limits = (key?: string) => ({ limits: [{ ...(key && { key }), concurrency: 1 }] });
  const workflow = await workflowOf(
    db,
    [act("x", limits("v/1:")), act("x/1:v", limits())],
    ["start → x", "start → x/1:v"],
  );
  const id = await start(db, workflow);
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  expect((await worker.begin()).map(({ node_id: node }) => node).toSorted()).toEqual([
    "x",
    "x/1:v",
  ]);
  const second = await start(db, workflow);
  await worker.pump();
  expect(await why(db, second)).toMatch(/under limit 1 of step x(\/1:v)?/);
  expect(await why(db, id)).not.toContain("limit");
});

test("limits are named as their owners know them", async ({ db }) => {
  const workflow = await workflowOf(db, [act("a")], ["start → a"]);
  const [owner] = await db.query<{ organization_id: string; name: string }>(
    "select organization_id, name from sluice.workflows where id = $1",
    [workflow],
  );
  const named = async (key: string) => {
    const [row] = await db.query<{ label: string }>(
      "select sluice_private.limit_label($1, $2) as label",
      [owner!.organization_id, key],
    );
    return row!.label;
  };
  expect(await named(`step:${workflow}/a_b/2:k/3:x`)).toBe("limit 2 of step a_b for k/3:x");
  expect(await named(`workflow:${workflow}/1:a/2:b`)).toBe(
    `limit 1 of workflow ${owner!.name} for a/2:b`,
  );
  expect(await named(`workflow:${workflow}/12:`)).toBe(`limit 12 of workflow ${owner!.name}`);
  expect(await named(`workflow:${workflow}/schedule:${workflow}`)).toBe(
    "the overlap of its schedule",
  );
  expect(await named(`step:${workflow}/"a/1:b"/3:x`)).toBe("limit 3 of step a/1:b for x");
  expect(await named(`step:${workflow}/a/1#3f`)).toBe("limit 1 of step a for a long key");
  expect(await named(`workflow:${workflow}/1!`)).toBe(
    `limit 1 of workflow ${owner!.name} for what its key does not find`,
  );
  expect(await named("provider:crm-1:2")).toBe("the limits of provider crm-1:2");
  expect(await named("limit:per day")).toBe("limit per day");
});
