/** Three kinds of triggers are fired by requests, by changes of the CRM pack, or by both. */
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, publish } from "../../support/engine.ts";

const CHANGES: [trigger: string, config: object | undefined][] = [
  ["message_received", undefined],
  ["message_received", { channel: "sms", keywords: ["stop"] }],
  ["form_submitted", { form_id: "The trial form", required_fields: ["goal"] }],
  ["form_submitted", { form_id: "anfrage" }],
  ["payment_failed", {}],
  ["payment_failed", { attempt_number: 2 }],
];
const REQUESTS: [trigger: string, config: object | undefined, path: string | null][] = [
  ["webhook_received", undefined, null],
  ["message_received", { scheme: "none" }, null],
  ["payment_failed", { path: "paid", attempt_number: 2 }, "paid"],
  ["form_submitted", { form_id: "try", title: "Try", required_fields: ["goal"] }, "try"],
];

const draftOf = (trigger: string, config: object | undefined, data: object = {}) =>
  definition(
    [
      { id: "hook", type: "trigger", data: { trigger, ...(config && { config }), ...data } },
      { id: "start", type: "trigger", data: { trigger: "manual" } },
      { id: "done", type: "end", data: {} },
    ],
    "exit" in data ? ["start → done"] : ["hook → done", "start → done"],
    "exit" in data ? { enrolment: { key: "trigger.payload.id" } } : undefined,
  );

async function problemsOf(db: TestDatabase, draft: object): Promise<string[]> {
  const { organizationId } = await createTenant(db);
  const rows = await db.query<{ said: string }>(
    `select concat_ws(' ', severity, code, path, message) as said
     from sluice_private.problems_of($1, null, $2) where severity <> 'note'`,
    [organizationId, JSON.stringify(draft)],
  );
  return rows.map(({ said }) => said);
}

const doorsOf = async (db: TestDatabase, workflowId: string) =>
  db.query<{ path: string | null }>(
    "select path from sluice.webhook_registrations where workflow_id = $1",
    [workflowId],
  );

test.for(CHANGES)("%s with %j has no address, which is said", async ([trigger, config], { db }) => {
  const { organizationId } = await createTenant(db);
  const draft = draftOf(trigger, config);
  expect(await doorsOf(db, await publish(db, organizationId, draft))).toEqual([]);
  expect(await problemsOf(db, draft)).toEqual([expect.stringContaining("no_door data.config")]);
});

test.for(REQUESTS)("%s with %j has one", async ([trigger, config, path], { db }) => {
  const { organizationId } = await createTenant(db);
  const draft = draftOf(trigger, config);
  expect(await doorsOf(db, await publish(db, organizationId, draft))).toEqual([{ path }]);
  expect(await problemsOf(db, draft)).toEqual([]);
});

test("an address is given up when its settings go", async ({ db }) => {
  const { organizationId } = await createTenant(db);
  const workflow = await publish(db, organizationId, draftOf("message_received", { path: "sms" }));
  expect(await doorsOf(db, workflow)).toHaveLength(1);
  await db.query("select sluice.update_workflow($1, definition => $2)", [
    workflow,
    JSON.stringify(draftOf("message_received", {})),
  ]);
  await db.query("select sluice.publish_workflow($1)", [workflow]);
  expect(await doorsOf(db, workflow)).toEqual([]);
});

test("an exit has an address only if it says who may use it", async ({ db }) => {
  const exit = { exit: "trigger.payload.contact_id" };
  const open = "error bad_field data.exit has an address by which anybody may end enrolments";
  const errorsOf = async (trigger: string, config?: object) =>
    (await problemsOf(db, draftOf(trigger, config, exit))).filter((one) => one.startsWith("error"));
  expect(await errorsOf("message_received")).toEqual([]);
  for (const trigger of ["message_received", "webhook_received"]) {
    expect(await errorsOf(trigger, { path: "left" })).toEqual([open]);
    expect(await errorsOf(trigger, { path: "left", scheme: "none" })).toEqual([]);
  }
  expect(await errorsOf("webhook_received")).toEqual([open]);
});
