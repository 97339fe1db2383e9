import { describe } from "vitest";
import { crmScene, install } from "../../support/crm.ts";
import { expect, test } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { BY_REQUEST, DEFAULT_TYPES, OTHER_TYPES } from "../../support/trigger-catalogue.ts";
import { pump } from "../../support/watch.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await db.query("delete from sluice_private.trigger_timers; delete from sluice.scheduled_jobs");
  await endExecutions(db);
});

const words = (text = "") => text.split(" ").filter((word) => word !== "");

describe.each([
  ["a default type of trigger", DEFAULT_TYPES],
  ["another type of trigger", OTHER_TYPES],
  ["a type that requests fire, too", BY_REQUEST],
])("%s", (_kind, types) => {
  test.for(Object.entries(types))("%s fires, and has the fields", async ([name, type], { db }) => {
    const workflow = await type.fire(name, { ...(await crmScene(db)), db });
    await pump(db);
    const started = await db.query<{ status: string; input: Record<string, unknown> }>(
      "select status, input from sluice.workflow_executions where workflow_id = $1",
      [workflow],
    );
    expect(started).toHaveLength(1);
    const [{ status, input }] = started as [(typeof started)[0]];
    expect(status).toBe("completed");
    expect(input["type"]).toBe(name);
    expect(Object.keys(input["payload"] as object).toSorted()).toEqual(
      words(type.fields).toSorted(),
    );
    const [known] = await db.query<{ fields: string[] | null }>(
      "select sluice_private.payload_fields($1) as fields",
      [name],
    );
    expect(known!.fields ?? words(type.fields)).toEqual(expect.arrayContaining(words(type.fields)));
    expect(Object.keys(input)).toEqual(expect.arrayContaining(words(type.beside)));
  });
});

test("these are all the types that there are", async ({ db }) => {
  const known = await db.query<{ name: string }>(
    `select name from sluice.workflow_trigger_definitions
     where organization_id = '00000000-0000-0000-0000-000000000000'`,
  );
  expect(Object.keys(DEFAULT_TYPES)).toHaveLength(15);
  expect(known.map(({ name }) => name).toSorted()).toEqual(
    Object.keys({ ...DEFAULT_TYPES, ...OTHER_TYPES }).toSorted(),
  );
});
