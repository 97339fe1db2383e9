import { expect, test } from "../../support/database.ts";

const ALL = "Choose one of sluice.workflow_%_definitions.";

test.for([
  ["action", "send_mail", "Perhaps send_email. "],
  ["action", "sendEmail", "Perhaps send_email. "],
  ["action", "set", "Perhaps data.set. "],
  ["action", "SET data", "Perhaps data.set. "],
  ["action", "fly", ""],
  ["action", "", ""],
  ["trigger", "webhook", "Perhaps webhook_received. "],
  ["trigger", "data.set", ""],
])("of %ss that are alike %j finds: %s", async ([kind, name, hint], { db }) => {
  const [row] = await db.query<{ hint: string }>(
    `select hint from sluice_private.choose_like(
       '00000000-0000-0000-0000-000000000000', $1, $2) as hint`,
    [kind, name],
  );
  expect(row!.hint).toContain(hint);
  expect(row!.hint).toContain(ALL.replace("%", kind!));
  if (hint === "") expect(row!.hint).not.toContain("Perhaps");
});
