import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { errors } from "../../generated/errors.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { createTenant, definition, manual, publish } from "../support/engine.ts";

const EXPRESSION = "SLEXP";

type Raise = (db: TestDatabase) => Promise<unknown>;

/** One call for each code that a call raises. */
const RAISES: Record<string, Raise> = {
  SLNTF: (db) => db.query("select sluice.start_workflow($1)", [randomUUID()]),
  SLSTA: async (db) => {
    const { organizationId } = await createTenant(db);
    const [row] = await db.query<{ id: string }>(
      "select id from sluice.create_workflow('draft', organization_id => $1)",
      [organizationId],
    );
    return db.query("select sluice.start_workflow($1)", [row!.id]);
  },
  SLVAL: async (db) => publish(db, (await createTenant(db)).organizationId, { nodes: 1 }),
  SLDUP: (db) =>
    db.query(
      "select sluice.create_organization('A', 'same'), sluice.create_organization('B', 'same')",
    ),
  SLFRB: async (db) => {
    const { organizationId, claims } = await createTenant(db, "viewer");
    const id = await publish(db, organizationId, definition([manual], []));
    return db.as(claims, (client) => client.query("select sluice.start_workflow($1)", [id]));
  },
  SLLIM: async (db) => {
    const { organizationId } = await createTenant(db);
    const id = await publish(db, organizationId, definition([manual], []));
    await db.query("select sluice.set_limit('all', backlog => 1, organization_id => $1)", [
      organizationId,
    ]);
    await db.query("select sluice.start_workflow($1)", [id]);
    return db.query("select sluice.start_workflow($1)", [id]);
  },
  SLSTL: (db) => db.query("select sluice_private.pump($1, 1)", [randomUUID()]),
  SLFPT: async (db) => {
    const client = await db.session();
    await client.query("begin");
    await client.query("insert into sluice_private.test_mode values (true)");
    await client.query("set local sluice.failpoints = 'here=raise'");
    return client.query("select sluice_hidden.failpoint('here')");
  },
};

describe("db/errors.md", () => {
  const raised = errors.filter(({ code }) => code !== EXPRESSION);

  test.for(raised.map(({ code }) => code))(
    "%s is raised, with message and hint",
    async (code, { db }) => {
      const raise = RAISES[code];
      expect(raise, `no call raises ${code}`).toBeDefined();
      const error = await raise!(db).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code, message: expect.stringMatching(/^[a-z]/) });
      if (code !== "SLFPT") expect(error).toMatchObject({ hint: expect.stringMatching(/\.$/) });
    },
  );

  test("lists every code that occurs in the logic", () => {
    const known = new Set<string>(errors.map(({ code }) => code));
    const files = readdirSync("db/logic", { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".sql"))) {
      const text = readFileSync(join("db/logic", file), "utf8");
      for (const [, code] of text.matchAll(/'(SL[A-Z]{3})'/g)) {
        expect(known.has(code!), `${code} in ${file}`).toBe(true);
      }
    }
  });
});
