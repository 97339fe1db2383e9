import { crmScene, install } from "../../support/crm.ts";
import { expect, test } from "../../support/database.ts";
import { endExecutions, endScene } from "../../support/scenes.ts";

test.beforeAll(({ db }) => install(db));
test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

test("a form that is sent tells whose address is in it, in the organization alone", async ({
  db,
}) => {
  const { organization_id, contactId, hear, told } = await crmScene(db);
  await crmScene(db, { email: "eve@example.com" });
  const workflow = await hear("form_submitted", {
    form_id: "write",
    schema: { type: "object", properties: { mail: { type: "string" }, text: { type: "string" } } },
  });
  const [form] = await db.query<{ id: string }>(
    "select id from sluice.webhook_registrations where workflow_id = $1",
    [workflow],
  );
  const send = (id: string, mail: string) =>
    db.query(`select * from sluice_private.submit_form($1, $2, $3, $4, true, '{}', '127.0.0.1')`, [
      organization_id,
      form!.id,
      id,
      JSON.stringify({ mail, text: "hello" }),
    ]);
  await send("one", " ADA@example.com ");
  await send("two", "eve@example.com");
  await send("three", "nobody");
  const ids = (await told(workflow)).map(({ contact_id }) => contact_id);
  expect(ids).toEqual([contactId, null, null]);
});
