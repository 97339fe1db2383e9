import { crmScene, install } from "../../support/crm.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { definition, manual, publish, start } from "../../support/engine.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";
import { pump } from "../../support/watch.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const MAIL = {
  ...{ message_id: "<1@example.com>", subject: "Hi", text: "Hello", html: "<p>Hello</p>" },
  from: { name: "Ada", address: "ADA@example.com" },
  to: [{ name: "", address: "us@example.com" }],
  date: "2026-01-05T09:00:00.000Z",
};

type Output = Record<string, unknown>;

/** Runs record_message with this input; what it gives, or the error it fails with. */
async function record(db: TestDatabase, organizationId: string, input: object) {
  const action = { id: "a", type: "action", data: { action: "record_message", input } };
  const workflow = await publish(db, organizationId, definition([manual, action], ["start → a"]));
  const execution = await start(db, workflow);
  await pump(db);
  const [step] = await db.query<{ output: Output }>(
    `select output from sluice.workflow_execution_steps
     where execution_id = $1 and node_id = 'a'`,
    [execution],
  );
  const { error, ...output } = step!.output as Output & { error?: Output };
  return error ?? output;
}

const messages = (db: TestDatabase, organizationId: string) =>
  db.query("select * from crm.messages where organization_id = $1 order by id", [organizationId]);

test("a mail becomes a message of the contact with its address", async ({ db }) => {
  const { organization_id, contactId } = await crmScene(db);
  await crmScene(db);
  const output = await record(db, organization_id, { mail: MAIL });
  expect(output).toEqual({
    message_id: expect.any(String) as string,
    contact_id: contactId,
    is_new: true,
  });
  expect(await messages(db, organization_id)).toMatchObject([
    {
      ...{ id: output["message_id"], contact_id: contactId, channel: "email" },
      ...{ direction: "inbound", status: "received", sender: "ADA@example.com" },
      ...{ recipient: "us@example.com", subject: "Hi", content: "Hello" },
      ...{ reference: "<1@example.com>", sent_at: new Date(MAIL.date) },
    },
  ]);
});

test("a message counts once by what its provider calls it", async ({ db }) => {
  const { organization_id } = await crmScene(db);
  const other = await crmScene(db);
  const first = await record(db, organization_id, { mail: MAIL });
  expect(await record(db, organization_id, { mail: MAIL })).toEqual({ ...first, is_new: false });
  const long = { ...MAIL, message_id: `<${"x".repeat(100_000)}>` };
  expect(await record(db, organization_id, { mail: long })).toMatchObject({ is_new: true });
  expect(await record(db, organization_id, { mail: long })).toMatchObject({ is_new: false });
  expect(await record(db, other.organization_id, { mail: MAIL })).toMatchObject({ is_new: true });
  const nameless = { mail: { ...MAIL, message_id: null } };
  for (const _ of [1, 2]) {
    expect(await record(db, organization_id, nameless)).toMatchObject({ is_new: true });
  }
});

test("a message by telephone is of the contact with the number", async ({ db }) => {
  const { organization_id, contactId } = await crmScene(db, { phone: "+4930123" });
  const sms = { channel: "sms", sender: "+4930123", content: "Stop" };
  expect(await record(db, organization_id, sms)).toMatchObject({ contact_id: contactId });
  expect(await record(db, organization_id, { ...sms, sender: "ada@example.com" })).toMatchObject({
    contact_id: null,
  });
});

test("a mail that cannot be read is a message without a sender", async ({ db }) => {
  const { organization_id } = await crmScene(db);
  const mail = { uid: 7, mailbox: "INBOX", subject: "", problem: "too deep" };
  expect(await record(db, organization_id, { mail })).toMatchObject({ contact_id: null });
});

test("what has no sender fails, and so does the contact of another organization", async ({
  db,
}) => {
  const { organization_id } = await crmScene(db);
  const other = await crmScene(db);
  expect(await record(db, organization_id, { content: "Hello" })).toMatchObject({
    code: "SLVAL",
    message: "a message has a sender",
  });
  const stolen = { sender: "a@example.com", contact_id: other.contactId };
  expect(await record(db, organization_id, stolen)).toMatchObject({ code: "23503" });
  expect(await messages(db, organization_id)).toEqual([]);
});
