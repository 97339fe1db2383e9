import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe } from "vitest";
import { expect, test } from "../support/database.ts";
import { createTenant, definition, manual, publish, TestWorker } from "../support/engine.ts";
import { withDatabase, withRole } from "../../scripts/postgres/url.ts";

async function doctor(url: string, ...args: string[]) {
  const child = spawn(process.execPath, ["scripts/cli.ts", "doctor", ...args], {
    env: { PATH: process.env["PATH"], DATABASE_URL: url },
  });
  const [out, [code]] = await Promise.all([
    text(child.stdout),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, out };
}

describe("sluice doctor", () => {
  test("ends with 2 on an error, with 1 on a warning, with 0 when all is well", async ({ db }) => {
    const lonely = await doctor(db.adminUrl, "--quick");
    expect(lonely.code).toBe(2);
    expect(lonely.out).toMatch(/^ok +migrations +all \d+ migrations have been applied$/m);
    expect(lonely.out).toMatch(
      /^error +workers +workers that run: 0, .*\n +Start one: sluice worker\.$/m,
    );
    const worker = await new TestWorker(db.worker).register();
    await db.query("update sluice_private.sweeps set last_at = now() - interval '1 minute'");
    expect(await doctor(db.adminUrl)).toMatchObject({ code: 1 });
    await db.query("update sluice_private.sweeps set last_at = clock_timestamp()");
    const { code, out } = await doctor(db.adminUrl, "--json");
    const findings = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { name: string; status: string });
    expect(findings.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(findings.map(({ name }) => name)).toContain("invariants");
    expect(code).toBe(0);
    expect(worker.epoch).not.toBe("");
  });

  test("serves an operator who may not see the migrations", async ({ db }) => {
    await new TestWorker(db.worker).register();
    const { code, out } = await doctor(withRole(db.adminUrl, "sluice_admin"));
    expect(out).toMatch(/^ok +migrations +this login may not see/m);
    expect(out).toMatch(/^ok +invariants/m);
    expect(code).toBe(0);
  });

  test("has a line for each finding, whatever things are called", async ({ db }) => {
    await new TestWorker(db.worker).register();
    const hostile = '"\\ ok\n\u001b[31merror\r\u202e" x';
    const { organizationId } = await createTenant(db);
    await db.query("update sluice.organizations set name = $1", [hostile]);
    await publish(db, organizationId, definition([manual], []), hostile);
    const quoted = `"${hostile.replaceAll('"', '""')}"`;
    await db.query(
      `create function sluice.${quoted}() returns int language sql as 'select 1';
       create table sluice.${quoted} (n int)`,
    );
    const { out } = await doctor(db.adminUrl);
    expect(out).not.toMatch(/[^\P{C}\n]/u);
    const lines = out.trimEnd().split("\n");
    expect(lines.filter((line) => !/^((ok|warn|error) +[a-z]| {30})/.test(line))).toEqual([]);
    const json = await doctor(db.adminUrl, "--json");
    for (const line of json.out.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("name");
    expect(out).toMatch(/^\w+ +drift/m);
  });

  test("sees migrations that are missing, or not known here", async ({ db }) => {
    await db.query(
      "update graphile_migrate.migrations set hash = 'sha1:other' where hash not in (select previous_hash from graphile_migrate.migrations where previous_hash is not null)",
    );
    const { code, out } = await doctor(db.adminUrl);
    expect(out).toMatch(/^error +migrations +1 migrations are missing, and 1 are not known here$/m);
    expect(code).toBe(2);
  });

  test("says so when the database does not answer", async ({ db }) => {
    const { code, out } = await doctor(withDatabase(db.adminUrl, "nowhere"));
    expect(out).toMatch(/^error +database +database "nowhere" does not exist/m);
    expect(code).toBe(2);
  });
});
