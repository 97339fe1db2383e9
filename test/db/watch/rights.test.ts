import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf, endExecutions, endScene } from "../../support/scenes.ts";
import { listen, payloads } from "../../support/watch.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const THING = "(organization_id uuid, id int primary key, status text)";
const ROLES: string[] = [];

/** Roles belong to the server: each test makes its own, and they go with it. */
async function makeRole(db: TestDatabase, ...memberships: string[]): Promise<string> {
  const role = `${db.name}_${ROLES.length}`;
  await db.query(`create role ${role}; grant usage, create on schema public to ${role}`);
  for (const other of memberships) await db.query(`grant ${other} to ${role}`);
  ROLES.push(role);
  return role;
}

test.afterAll(async ({ db }) => {
  for (const role of ROLES) await db.query(`drop owned by ${role} cascade; drop role ${role}`);
});

/** Runs statements as this role, with these claims. */
async function as(db: TestDatabase, role: string, claims: object, ...statements: string[]) {
  const client = await db.admin.connect();
  try {
    await client.query(`begin; set local role ${role}`);
    for (const [claim, value] of Object.entries(claims)) {
      await client.query("select set_config($1, $2, true)", [`jwt.claims.${claim}`, value]);
    }
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const watch = (table: string, options = "") => `select sluice.watch_table('${table}'${options})`;

describe("watch_table", () => {
  test("is for the owner of a table, for an organization that they manage", async ({ db }) => {
    const [ours, theirs] = [await createTenant(db, "admin"), await createTenant(db, "admin")];
    const role = await makeRole(db, "sluice_member");
    await as(db, role, {}, `create table public.own ${THING}`);
    await db.query(`create table public.other ${THING}`);
    const to = (tenant: typeof ours) => `, organization_id => '${tenant.organizationId}'`;
    const refused = [
      watch("public.own"),
      watch("public.own", to(theirs)),
      watch("public.other", to(ours)),
    ];
    for (const statement of refused) {
      expect(await codeOf(as(db, role, ours.claims, statement))).toBe("SLFRB");
    }
    for (const name of ["sluice.workflows", "sluice_private.arrivals", "sluice.watched_tables"]) {
      expect(await codeOf(db.query(watch(name)))).toBe("SLVAL");
    }
    await as(db, role, ours.claims, watch("public.own", to(ours)));

    // whatever the rows say: they belong to the organization that was named
    const heard = await listen(db, ours.organizationId, "record_created", { object: "public.own" });
    const unheard = await listen(db, theirs.organizationId, "record_created", {
      object: "public.own",
    });
    await db.query("insert into public.own values ($1, 1, 'a')", [theirs.organizationId]);
    expect(await payloads(db, heard)).toHaveLength(1);
    expect(await payloads(db, unheard)).toEqual([]);

    const seen = (claims: typeof ours.claims) =>
      db.as(claims, async (client) => {
        const text = "select object from sluice.watched_tables where object = 'public.own'";
        return (await client.query(text)).rowCount;
      });
    expect([await seen(ours.claims), await seen(theirs.claims)]).toEqual([1, 0]);
    const unwatch = `select sluice.unwatch_table('public.own', '${ours.organizationId}')`;
    expect(await codeOf(as(db, role, theirs.claims, unwatch))).toBe("SLFRB");
    await as(db, role, ours.claims, unwatch);
  });

  test("needs, of an operator, the right to put triggers on the table", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const role = await makeRole(db, "sluice_admin");
    await db.query(`create table public.guarded ${THING}`);
    expect(await codeOf(as(db, role, {}, watch("public.guarded")))).toBe("SLFRB");
    await db.query(`grant trigger on public.guarded to ${role}`);
    // a comment on the trigger is for the owner of its table alone
    await as(db, role, {}, watch("public.guarded"));
    const object = "public.guarded";
    const workflow = await listen(db, organizationId, "record_created", { object });
    await db.query("insert into public.guarded values ($1, 1)", [organizationId]);
    expect(await payloads(db, workflow)).toHaveLength(1);
  });

  test.for([
    ["key => '{nothing}'"],
    ["organization_column => 'status'"],
    ["operations => '{truncated}'"],
    ["object => 'a b'"],
    ["leave_out => '{nothing}'"],
  ])("says what is wrong with %s", async ([options], { db }) => {
    await db.query(`create table if not exists public.plain ${THING}`);
    expect(await codeOf(db.query(watch("public.plain", `, ${options}`)))).toBe("SLVAL");
    const triggers = "select tgname from pg_trigger where tgrelid = 'public.plain'::regclass";
    expect(await db.query(triggers)).toEqual([]);
  });
});

describe("who writes to a watched table", () => {
  test("needs no right in Sluice", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const role = await makeRole(db);
    await db.query(`create table public.shared ${THING}; grant insert on public.shared to ${role}`);
    await db.query(watch("public.shared"));
    const object = "public.shared";
    const workflow = await listen(db, organizationId, "record_created", { object });
    await as(db, role, {}, `insert into public.shared values ('${organizationId}', 1)`);
    expect(await payloads(db, workflow)).toHaveLength(1);
  });

  test("goes on when the change cannot be noted, and the view says so", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await db.query(`create table public.stuck ${THING}`);
    await db.query(watch("public.stuck"));
    await listen(db, organizationId, "record_created", { object: "public.stuck" });
    const impossible = "alter table sluice_private.row_changes add constraint no check (false)";
    await db.query(`${impossible} not valid`);
    await db.query("insert into public.stuck values ($1, 1)", [organizationId]);
    await db.query("alter table sluice_private.row_changes drop constraint no");
    const [found] = await db.query(
      `select (select count(*)::int from public.stuck) as n, failure
       from sluice.watched_tables where object = 'public.stuck'`,
    );
    expect(found).toEqual({ n: 1, failure: expect.stringContaining("violates check constraint") });
  });

  test("makes no event by a trigger of their own on another table", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const role = await makeRole(db, "sluice_member");
    await db.query(`create table public.real ${THING}`);
    await db.query(watch("public.real"));
    const object = "public.real";
    const workflow = await listen(db, organizationId, "record_created", { object });
    const [written] = await db.query<{ name: string }>(
      "select 'sluice_hidden.note_rows_' || 'public.real'::regclass::oid as name",
    );
    await as(
      db,
      role,
      {},
      `create table public.forged ${THING}`,
      `create trigger _900_note_created after insert on public.forged
         referencing new table as new_rows for each statement
         execute function ${written!.name}()`,
      `insert into public.forged values ('${organizationId}', 1)`,
    );
    expect(await payloads(db, workflow)).toEqual([]);
  });
});
