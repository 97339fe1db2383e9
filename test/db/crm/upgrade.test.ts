import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installCrm } from "../../../scripts/crm.ts";
import { crmScene, install } from "../../support/crm.ts";
import { expect, test as base, type TestDatabase } from "../../support/database.ts";

/** A pack of a later version: contacts have a nickname. */
const test = base.extend("later", { scope: "file" }, async ({}, { onCleanup }) => {
  const pack = mkdtempSync(join(tmpdir(), "sluice-crm-"));
  onCleanup(() => rmSync(pack, { recursive: true }));
  cpSync("db/crm", pack, { recursive: true });
  writeFileSync(
    join(pack, "tables", "5-nicknames.sql"),
    "alter table crm.contacts add column nickname text default 'none';",
  );
  return pack;
});

async function installFrom(db: TestDatabase, pack: string): Promise<void> {
  const client = await db.admin.connect();
  try {
    await installCrm(client, pack);
  } finally {
    client.release();
  }
}

const versionOf = async (db: TestDatabase) =>
  (await db.query<{ version: number }>("select crm.pack_version() as version"))[0]!.version;

test("a pack that is older gets what it lacks, once, and keeps its rows", async ({ db, later }) => {
  await install(db);
  expect(await versionOf(db)).toBe(4);
  const { contactId, hear, add, told } = await crmScene(db);
  const workflow = await hear("lead_created");
  await db.query("drop function crm.pack_version()");
  await installFrom(db, later);
  await installFrom(db, later);
  expect(await versionOf(db)).toBe(5);
  const [kept] = await db.query("select first_name, nickname from crm.contacts where id = $1", [
    contactId,
  ]);
  expect(kept).toEqual({ first_name: "Ada", nickname: "none" });
  await add("contacts", { first_name: "Eve", nickname: "E" });
  expect(await told(workflow)).toMatchObject([{ lead_data: { nickname: "E" } }]);
});

test("a pack that is newer is left as it is", async ({ db, later }) => {
  await installFrom(db, later);
  await expect(install(db)).rejects.toThrow("the CRM pack of the database is newer: 5, not 4");
  expect(await versionOf(db)).toBe(5);
});
