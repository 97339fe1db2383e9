import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
} from "../../support/engine.ts";
import { endLimits } from "../../support/limits.ts";
import { act, codeOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endLimits(db);
});

async function scene(db: TestDatabase) {
  await defineTestAction(db);
  const { organizationId, claims } = await createTenant(db, "admin");
  const another = () => publish(db, organizationId, definition([manual, act("a")], ["start → a"]));
  return { organizationId, claims, workflow: await another(), another };
}

const setLimit = (db: TestDatabase, organizationId: string, name: string, rest: string) =>
  db.query(`select sluice.set_limit($1, organization_id => $2, ${rest})`, [name, organizationId]);

describe("set_limit", () => {
  test.for([
    ["a name with a blank", "'a b', concurrency => 1", "SLVAL"],
    ["nothing to limit", "'x'", "SLVAL"],
    ["a rate without a time", "'x', rate_count => 1", "SLVAL"],
    ["a rate of no time", "'x', rate_count => 1, rate_per => '0'", "SLVAL"],
    ["a burst above its count", "'x', rate_count => 1, rate_per => '1 h', burst => 2", "SLVAL"],
    ["a concurrency of 0", "'x', concurrency => 0", "SLVAL"],
    ["a backlog of 0", "'x', backlog => 0", "SLVAL"],
    ["an on_limit that is none", "'x', concurrency => 1, on_limit => 'wait'", "SLVAL"],
    [
      "a rate whose oldest are cancelled",
      "'x', rate_count => 1, rate_per => '1 h', on_limit => 'cancel_oldest'",
      "SLVAL",
    ],
    ["a provider without a name", "'x', concurrency => 1, provider => ''", "SLVAL"],
    ["a backlog of a provider", "'x', backlog => 1, provider => 'p'", "SLVAL"],
    [
      "a workflow and a provider",
      "'x', concurrency => 1, provider => 'p', workflow_id => gen_random_uuid()",
      "SLVAL",
    ],
    [
      "a workflow that is not there",
      "'x', concurrency => 1, workflow_id => gen_random_uuid()",
      "SLNTF",
    ],
  ] as const)("refuses %s", async ([, given, code], { db }) => {
    const { organizationId } = await scene(db);
    expect(
      await codeOf(
        db.query(`select sluice.set_limit(${given}, organization_id => $1)`, [organizationId]),
      ),
    ).toBe(code);
  });

  test("knows no organization that is not there", async ({ db }) => {
    const set = setLimit(db, randomUUID(), "x", "concurrency => 1");
    expect(await codeOf(set)).toBe("SLNTF");
  });

  test("refuses a second limit of a provider", async ({ db }) => {
    const { organizationId } = await scene(db);
    await setLimit(db, organizationId, "one", "concurrency => 1, provider => 'p'");
    const second = setLimit(db, organizationId, "two", "concurrency => 1, provider => 'p'");
    expect(await codeOf(second)).toBe("SLVAL");
  });

  test("is for admins of the organization", async ({ db }) => {
    const { claims, organizationId } = await scene(db);
    await db.as(claims, (client) => client.query("select sluice.set_limit('x', 1)"));
    await db.query(
      "update sluice.organization_members set role = 'member' where organization_id = $1",
      [organizationId],
    );
    for (const call of ["set_limit('x', 2)", "remove_limit('x')"]) {
      expect(await codeOf(db.as(claims, (client) => client.query(`select sluice.${call}`)))).toBe(
        "SLFRB",
      );
    }
  });

  test("removes what is there", async ({ db }) => {
    const { organizationId } = await scene(db);
    expect(await codeOf(db.query("select sluice.remove_limit('x', $1)", [organizationId]))).toBe(
      "SLNTF",
    );
  });
});

describe("check_workflow_rate_limit", () => {
  test("lets exactly 3 of 100 at once pass, and 3 again a minute later", async ({ db }) => {
    const { organizationId, workflow } = await scene(db);
    await setLimit(db, organizationId, "minute", "rate_count => 3, rate_per => '1 minute'");
    const passed = async () => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () =>
          db.query<{ ok: boolean }>("select sluice.check_workflow_rate_limit($1, $2) as ok", [
            organizationId,
            workflow,
          ]),
        ),
      );
      return answers.filter(([row]) => row!.ok).length;
    };
    expect(await passed()).toBe(3);
    await db.query("update sluice_private.limits set full_at = full_at - interval '1 minute'");
    expect(await passed()).toBe(3);
  });

  test("keeps to the limits of the organization and of the workflow", async ({ db }) => {
    const { organizationId, workflow, another } = await scene(db);
    await setLimit(db, organizationId, "all", "rate_count => 3, rate_per => '1 day'");
    await setLimit(
      db,
      organizationId,
      "one",
      `rate_count => 1, rate_per => '1 day', workflow_id => '${workflow}'`,
    );
    const ask = async (id: string) => {
      const [row] = await db.query<{ ok: boolean }>(
        "select sluice.check_workflow_rate_limit($1, $2) as ok",
        [organizationId, id],
      );
      return row!.ok;
    };
    const other = await another();
    expect([await ask(workflow), await ask(workflow)]).toEqual([true, false]);
    expect([await ask(other), await ask(other), await ask(other)]).toEqual([true, true, false]);
  });
});
