import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { HostileCalls } from "../support/hostile.ts";
import { endScene } from "../support/scenes.ts";
import { scene } from "../support/tenants.ts";

const LONG = { timeout: 120_000 };

async function prepared(db: TestDatabase) {
  await db.query(
    `create table if not exists public.dated (id uuid, organization_id uuid, on_date date);
     create index on public.dated (organization_id, on_date);
     grant select on public.dated to sluice_owner`,
  );
  const found = await scene(db);
  await db.query("update sluice.organization_members set role = 'owner'");
  return found;
}

test.afterEach(({ db }) => endScene(db));

describe("a call with arguments that are null or hostile", () => {
  test("by an operator is done, or says what is wrong", LONG, async ({ db }) => {
    const calls = new HostileCalls(await prepared(db), await db.session());
    const all = await HostileCalls.callable(db, "sluice", "sluice_admin");
    expect(all.length).toBeGreaterThan(60);
    const problems: string[] = [];
    for (const callable of all) problems.push(...(await calls.rawErrors("sluice", callable)));
    expect(problems).toEqual([]);
  });

  test("by an owner is done, or says what is wrong", LONG, async ({ db }) => {
    const found = await prepared(db);
    const { userId, organizationId } = found.theirs;
    const calls = new HostileCalls(
      found,
      await db.session(),
      `set local session authorization sluice_authenticator; set local role sluice_member;
       select set_config('jwt.claims.sub', '${userId}', true),
         set_config('jwt.claims.org', '${organizationId}', true)`,
    );
    const problems: string[] = [];
    for (const callable of await HostileCalls.callable(db, "sluice", "sluice_member")) {
      // an operator is no assignee
      const which = callable.name.endsWith("_approval") ? "all" : "nulls";
      problems.push(...(await calls.rawErrors("sluice", callable, which)));
    }
    expect(problems).toEqual([]);
  });

  test("that registers a worker says what is wrong", LONG, async ({ db }) => {
    const calls = new HostileCalls(await prepared(db), await db.session("sluice_worker"));
    const all = await HostileCalls.callable(db, "sluice_private", "sluice_worker");
    const register = all.find(({ name }) => name === "register_worker");
    expect(await calls.rawErrors("sluice_private", register!)).toEqual([]);
  });
});
