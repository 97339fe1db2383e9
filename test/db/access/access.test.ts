import { randomUUID } from "node:crypto";
import type pg from "pg";
import { describe } from "vitest";
import { expect, test, type Claims, type TestDatabase } from "../../support/database.ts";
import { createTenant } from "../../support/engine.ts";
import { codeOf } from "../../support/scenes.ts";

const NEEDS = ["read", "run", "edit"] as const;

/** What assert_can lets through, of read, run and edit. */
async function allowed(
  db: TestDatabase,
  claims: Claims | undefined,
  organizationId: string,
): Promise<string[]> {
  const passed: string[] = [];
  for (const need of NEEDS) {
    const call = db.as(claims, async (client) => {
      await client.query("select sluice_hidden.my_organization_ids()");
      await client.query("select sluice.assert_can_probe($1, $2)", [organizationId, need]);
    });
    const error = (await call.catch((reason: unknown) => reason)) as
      { code: string; message: string; hint: string } | undefined;
    if (error === undefined) passed.push(need);
    else {
      expect(error).toMatchObject({
        code: "SLFRB",
        message: `not allowed to ${need} in this organization`,
        hint: expect.stringMatching(/\.$/),
      });
    }
  }
  return passed;
}

/** assert_can itself is for other functions only; this one calls it on behalf of whoever asks. */
const withProbe = async (db: TestDatabase) => {
  await db.query(
    `create or replace function sluice.assert_can_probe(organization_id uuid, needed text)
     returns void language sql security definer set search_path = pg_catalog, pg_temp
     as 'select sluice_hidden.assert_can($1, $2)';
     alter function sluice.assert_can_probe(uuid, text) owner to sluice_owner;
     grant execute on function sluice.assert_can_probe(uuid, text) to sluice_member, sluice_visitor`,
  );
};

describe("assert_can", () => {
  test.for([
    ["owner", ["read", "run", "edit"]],
    ["admin", ["read", "run", "edit"]],
    ["member", ["read", "run", "edit"]],
    ["viewer", ["read"]],
  ] as const)("lets a %s %s", async ([role, needs], { db }) => {
    await withProbe(db);
    const { claims, organizationId } = await createTenant(db, role);
    expect(await allowed(db, claims, organizationId)).toEqual(needs);
  });

  test("lets nobody do anything in an organization that is not theirs", async ({ db }) => {
    await withProbe(db);
    const { claims } = await createTenant(db, "owner");
    const { organizationId } = await createTenant(db, "owner");
    expect(await allowed(db, claims, organizationId)).toEqual([]);
    expect(await allowed(db, claims, randomUUID())).toEqual([]);
  });

  test("does not believe the claim org", async ({ db }) => {
    await withProbe(db);
    const { claims } = await createTenant(db, "owner");
    const { organizationId } = await createTenant(db, "owner");
    expect(await allowed(db, { ...claims, org: organizationId }, organizationId)).toEqual([]);
  });

  test("lets nobody do anything who is not signed in, or not known", async ({ db }) => {
    await withProbe(db);
    const { organizationId } = await createTenant(db);
    expect(await allowed(db, { org: organizationId }, organizationId)).toEqual([]);
    expect(await allowed(db, { sub: randomUUID(), org: organizationId }, organizationId)).toEqual(
      [],
    );
  });

  test("takes a role away with its row", async ({ db }) => {
    await withProbe(db);
    const { claims, organizationId, userId } = await createTenant(db, "owner");
    await db.query("delete from sluice.organization_members where user_id = $1", [userId]);
    expect(await allowed(db, claims, organizationId)).toEqual([]);
  });

  test("lets an operator do everything", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    for (const need of NEEDS) {
      await db.query("select sluice_hidden.assert_can($1, $2)", [organizationId, need]);
    }
  });
});

describe("a member's session", () => {
  test.for(["sluice_admin", "sluice_owner", "sluice_worker", "sluice_actor", "postgres"])(
    "cannot become %s",
    async (role, { db }) => {
      const { claims } = await createTenant(db);
      const become = (text: string) => codeOf(db.as(claims, (client) => client.query(text)));
      expect(await become(`set role ${role}`)).toBe("42501");
      expect(await become(`select set_config('role', '${role}', true)`)).toBe("42501");
    },
  );

  test("is no operator", async ({ db }) => {
    const { claims } = await createTenant(db, "owner");
    const ask = (client: pg.PoolClient) => client.query("select sluice_hidden.is_operator() as is");
    expect((await db.as(claims, ask)).rows).toEqual([{ is: false }]);
    expect((await db.as(undefined, ask)).rows).toEqual([{ is: false }]);
  });

  test("with a claim that is no id is refused, not let through", async ({ db }) => {
    for (const claims of [{ sub: "1 or true" }, { sub: "*" }]) {
      const call = db.as(claims, (client) => client.query("select from sluice.organizations"));
      expect(await codeOf(call)).toBe("22P02");
    }
  });

  test("with an empty claim sees nothing", async ({ db }) => {
    await createTenant(db);
    const { rowCount } = await db.as({ sub: "" }, (client) =>
      client.query("select from sluice.organizations"),
    );
    expect(rowCount).toBe(0);
  });

  test("leaves no claim behind for the next one of its connection", async ({ db }) => {
    const { claims } = await createTenant(db);
    await db.as(claims, (client) => client.query("select 1"));
    for (let n = 0; n < 5; n += 1) {
      const { rows } = await db.as({}, (client) =>
        client.query("select sluice_hidden.current_user_id() as id"),
      );
      expect(rows).toEqual([{ id: null }]);
    }
  });
});

describe("create_organization", () => {
  const create = (name: string, slug: string) => (client: pg.PoolClient) =>
    client.query<{ id: string; slug: string }>("select * from sluice.create_organization($1, $2)", [
      name,
      slug,
    ]);

  test("makes whoever asks its owner, who sees it at once", async ({ db }) => {
    const { claims, userId } = await createTenant(db);
    const { rows } = await db.as(claims, create("New", "new"));
    const members = await db.as(claims, (client) =>
      client.query(
        "select user_id, role from sluice.organization_members where organization_id = $1",
        [rows[0]!.id],
      ),
    );
    expect(members.rows).toEqual([{ user_id: userId, role: "owner" }]);
  });

  test("refuses a slug that is taken", async ({ db }) => {
    const { claims } = await createTenant(db);
    await db.as(claims, create("A", "taken"));
    await expect(db.as(claims, create("B", "taken"))).rejects.toMatchObject({ code: "SLDUP" });
  });

  test("refuses who is not signed in", async ({ db }) => {
    await expect(db.as({}, create("A", "nobodys"))).rejects.toMatchObject({ code: "SLFRB" });
    expect(await codeOf(db.as(undefined, create("A", "nobodys")))).toBe("42501");
  });

  test("refuses a signed-in person who is not known", async ({ db }) => {
    await expect(db.as({ sub: randomUUID() }, create("A", "ghosts"))).rejects.toMatchObject({
      code: "SLFRB",
      hint: expect.stringMatching(/\.$/),
    });
    expect(await db.query("select from sluice.organizations where slug = 'ghosts'")).toEqual([]);
  });

  test.for([
    ["", "empty-name"],
    ["x".repeat(201), "long-name"],
    ["Name", ""],
    ["Name", "Upper"],
    ["Name", "-dash"],
    ["Name", "sl/ash"],
    ["Name", "x".repeat(64)],
  ])("refuses the name %j with the slug %j", async ([name, slug], { db }) => {
    const { claims } = await createTenant(db);
    await expect(db.as(claims, create(name!, slug!))).rejects.toMatchObject({
      code: "SLVAL",
      hint: expect.stringMatching(/\.$/),
    });
  });
});

describe("add_member", () => {
  type Member = { user_id: string; role: string };
  const add = async (db: TestDatabase, ...values: (string | null)[]) => {
    const marks = values.map((_, i) => `$${i + 1}`).join(", ");
    return (await db.query<Member>(`select * from sluice.add_member(${marks})`, values))[0]!;
  };

  test("adds a person, who then sees the organization; remove_member ends that", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const { user_id: sub, role } = await add(db, organizationId, "Ada@Example.com");
    expect(role).toBe("member");
    const seen = async () => {
      const { rows } = await db.as({ sub }, (client) =>
        client.query("select id from sluice.organizations"),
      );
      return rows;
    };
    expect(await seen()).toEqual([{ id: organizationId }]);
    expect(await add(db, organizationId, "ada@example.com", "viewer")).toMatchObject({
      user_id: sub,
      role: "viewer",
    });
    const remove = "select sluice.remove_member($1, $2) as was";
    expect(await db.query(remove, [organizationId, sub])).toEqual([{ was: true }]);
    expect(await db.query(remove, [organizationId, sub])).toEqual([{ was: false }]);
    expect(await seen()).toEqual([]);
  });

  test("takes the id that tokens carry, and refuses another one", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const sub = randomUUID();
    const email = `${sub}@example.com`;
    expect(await add(db, organizationId, email, "owner", sub)).toMatchObject({ user_id: sub });
    for (const [address, id] of [
      [email, randomUUID()],
      ["else@example.com", sub],
    ] as const) {
      expect(await codeOf(add(db, organizationId, address, "owner", id))).toBe("SLDUP");
    }
  });

  test("refuses unknown roles, addresses and organizations, and who is no operator", async ({
    db,
  }) => {
    const { organizationId, claims } = await createTenant(db);
    expect(await codeOf(add(db, organizationId, "a@example.com", "king"))).toBe("SLVAL");
    expect(await codeOf(add(db, organizationId, "nobody"))).toBe("SLVAL");
    expect(await codeOf(add(db, organizationId, null))).toBe("SLVAL");
    expect(await codeOf(add(db, randomUUID(), "a@example.com"))).toBe("SLNTF");
    for (const call of ["add_member($1, 'a@example.com')", "remove_member($1, $1)"]) {
      const asked = db.as(claims, (client) =>
        client.query(`select sluice.${call}`, [organizationId]),
      );
      expect(await codeOf(asked)).toBe("42501");
    }
    expect(await db.query("select from sluice.users where email = 'a@example.com'")).toEqual([]);
  });
});
