import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  DEBIAN_15,
  checkFunctions,
  countFunctions,
  reasonToSkip,
} from "../../scripts/plpgsql-check.ts";
import { startPostgres } from "../../scripts/postgres/local.ts";
import type { LocalPostgres } from "../../scripts/postgres/local.ts";

const reason = reasonToSkip();

describe.skipIf(reason !== undefined)(`plpgsql-check (${reason ?? "PostgreSQL 15"})`, () => {
  let server: LocalPostgres;
  let client: pg.Client;

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), "sluice-lint-"));
    server = await startPostgres({ directory, bin: DEBIAN_15, isEphemeral: true });
    client = new pg.Client({ connectionString: server.url() });
    await client.connect();
    await client.query(
      "create schema sluice; create schema sluice_private; create table t (a int)",
    );
  }, 60_000);

  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  async function findingsOn(body: string): Promise<{ level: string; message: string }[]> {
    await client.query("begin");
    try {
      await client.query(`create function sluice.f(x int) returns int language plpgsql stable
        set search_path = pg_catalog, pg_temp as $body$ ${body} $body$`);
      expect(await countFunctions(client)).toBe(1);
      return await checkFunctions(client);
    } finally {
      await client.query("rollback");
    }
  }

  test("finds nothing in a clean function", async () => {
    expect(await findingsOn("begin return (select t.a from public.t where t.a = x); end")).toEqual(
      [],
    );
  });

  test("finds a column that does not exist", async () => {
    const findings = await findingsOn("begin return (select t.b from public.t where t.a = x); end");
    expect(findings).toContainEqual(
      expect.objectContaining({ level: "error", message: "column t.b does not exist" }),
    );
  });

  test("finds a variable that nobody reads", async () => {
    const findings = await findingsOn(
      "declare v int := (select a from public.t); begin return x; end",
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ level: "warning extra", message: 'never read variable "v"' }),
    );
  });

  test("finds a trigger function that no trigger uses", async () => {
    await client.query("begin");
    await client.query(
      "create function sluice_private.tg() returns trigger language plpgsql as 'begin end'",
    );
    const findings = await checkFunctions(client);
    await client.query("rollback");
    expect(findings).toMatchObject([{ message: "no trigger uses this function" }]);
  });

  test("accepts a finding that the body answers, and that one alone", async () => {
    const answered = `declare
      -- lint: allow "never read variable "v"": kept for the test
      v int := (select a from public.t);
      w int := (select a from public.t);
    begin return x; end`;
    const messages = (await findingsOn(answered)).map(({ message }) => message);
    expect(messages).toContain('never read variable "w"');
    expect(messages).not.toContain('never read variable "v"');
  });
});
