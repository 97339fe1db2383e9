import { describe } from "vitest";
import { call, childrenOf, draftOf, named, tenantOf } from "../../support/calls.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { definition, manual, start, TestWorker } from "../../support/engine.ts";
import type { Problem } from "../../support/drafts.ts";
import { codeOf, set } from "../../support/scenes.ts";
import { createTenant } from "../../support/engine.ts";

type Member = Awaited<ReturnType<typeof tenantOf>>;

/** An organization with an active `child`, and one of each kind that cannot be called. */
async function scene(db: TestDatabase): Promise<Member> {
  const tenant = await tenantOf(db);
  await named(db, tenant, "child", [set("a")], ["start → a"]);
  await draftOf(db, tenant, "draft", [set("a")], ["start → a"]);
  const paused = await named(db, tenant, "paused", [set("a")], ["start → a"]);
  await db.query("select sluice.set_workflow_status($1, 'paused')", [paused]);
  const off = { ...manual, data: { ...manual.data, enabled: false } };
  const hook = { id: "start", type: "trigger", data: { trigger: "webhook_received" } };
  for (const [name, trigger] of [
    ["switched off", off],
    ["hooked", hook],
  ] as const) {
    const draft = definition([trigger, set("a")], ["start → a"]);
    const [row] = await db.query<{ id: string }>(
      "select id from sluice.create_workflow($1, $2, '', $3)",
      [name, JSON.stringify(draft), tenant.organizationId],
    );
    await db.query("select sluice.publish_workflow($1)", [row!.id]);
  }
  return tenant;
}

async function findings(db: TestDatabase, tenant: Member, draft: object, id: string | null = null) {
  const { rows } = await db.as(tenant.claims, (client) =>
    client.query<Problem>("select * from sluice.validate_definition($1, $2)", [
      JSON.stringify(draft),
      id,
    ]),
  );
  return rows
    .filter(({ severity }) => severity === "error")
    .map(({ code, node_id, path }) => `${code} ${node_id ?? "-"} ${path}`);
}

test("an operator's callees are those of the workflow's organization", async ({ db }) => {
  const tenant = await scene(db);
  await createTenant(db);
  const id = await draftOf(db, tenant, "caller", [set("a")], ["start → a"]);
  const codes = async (workflow: string, of: string | null) =>
    (
      await db.query<Problem>("select * from sluice.validate_definition($1, $2)", [
        JSON.stringify(calling({ workflow })),
        of,
      ])
    ).map(({ code }) => code);
  expect(await codes("child", id)).toEqual([]);
  expect(await codes("nobody", id)).toEqual(["unknown_workflow"]);
  expect(await codes("nobody", null)).toEqual([]);
});

const calling = (data: object) => definition([manual, call("sub", data)], ["start → sub"]);

const RULES: [string, object, string[]][] = [
  [
    "all that a call may have",
    {
      version: 1,
      input: {},
      wait: true,
      on_cancel: "abandon",
      retry: { max_attempts: 2 },
      output: "{{ steps.sub.output }}",
      on_error: "continue",
    },
    [],
  ],
  ["no workflow", { workflow: undefined }, ["missing_field sub data.workflow"]],
  ["an expression", { workflow: "{{ trigger.payload }}" }, ["bad_field sub data.workflow"]],
  ["an empty name", { workflow: "" }, ["bad_field sub data.workflow"]],
  ["a version that is no number", { version: 1.5 }, ["bad_field sub data.version"]],
  ["a version that is not there", { version: 2 }, ["unknown_version sub data.workflow"]],
  ["an unknown workflow", { workflow: "nobody" }, ["unknown_workflow sub data.workflow"]],
  [
    "an unknown id",
    { workflow: "00000000-0000-4000-8000-000000000000" },
    ["unknown_workflow sub data.workflow"],
  ],
  ["a draft", { workflow: "draft" }, ["uncallable_workflow sub data.workflow"]],
  ["a paused workflow", { workflow: "paused" }, ["uncallable_workflow sub data.workflow"]],
  [
    "a trigger switched off",
    { workflow: "switched off" },
    ["uncallable_workflow sub data.workflow"],
  ],
  ["no manual trigger", { workflow: "hooked" }, ["uncallable_workflow sub data.workflow"]],
  ["an on_cancel it does not know", { on_cancel: "kill" }, ["bad_field sub data.on_cancel"]],
  [
    "an on_cancel that nobody looks at",
    { on_cancel: "cancel", wait: false },
    ["bad_field sub data.on_cancel"],
  ],
  ["an on_error it does not know", { on_error: "panic" }, ["bad_field sub data.on_error"]],
  [
    "on_error branch without an edge",
    { on_error: "branch" },
    ["missing_error_edge sub data.on_error"],
  ],
  [
    "a timeout of its attempts",
    { retry: { attempt_timeout: "1 h" } },
    ["bad_field sub data.retry.attempt_timeout"],
  ],
  ["no attempts", { retry: { max_attempts: 0 } }, ["bad_field sub data.retry.max_attempts"]],
  ["a field it does not have", { cache: {} }, ["unknown_key sub data.cache"]],
  ["an output that does not compile", { output: "{{ ( }}" }, ["expression sub data.output"]],
  [
    "an output that reads a step to come",
    { output: "{{ steps.x.output }}" },
    ["expression sub data.output"],
  ],
  ["an item outside of a container", { output: "{{ item }}" }, ["no_item sub data.output"]],
];

describe("a call", () => {
  for (const [what, data, expected] of RULES) {
    test(`of ${what} has ${expected.length === 0 ? "no problem" : expected.join()}`, async ({
      db,
    }) => {
      expect(await findings(db, await scene(db), calling(data))).toEqual(expected);
    });
  }

  test("may be of its own workflow, also before that is published", async ({ db }) => {
    const tenant = await scene(db);
    const nodes = [call("sub", { workflow: "own" })];
    const id = await draftOf(db, tenant, "own", nodes, ["start → sub"]);
    const draft = calling({ workflow: "own" });
    expect(await findings(db, tenant, draft)).toEqual(["uncallable_workflow sub data.workflow"]);
    expect(await findings(db, tenant, draft, id)).toEqual([]);
    const off = { ...manual, data: { ...manual.data, enabled: false } };
    const silent = definition([off, ...nodes], ["start → sub"]);
    expect(await findings(db, tenant, silent, id)).toEqual([
      "uncallable_workflow sub data.workflow",
    ]);
    await db.query("select sluice.publish_workflow($1)", [id]);
  });

  test("still means the workflow that has been renamed since", async ({ db }) => {
    const tenant = await scene(db);
    const caller = await named(db, tenant, "caller", [call("sub")], ["start → sub"]);
    const [child] = await db.query<{ id: string }>(
      `select sluice.update_workflow(w.id, 'renamed'), w.id from sluice.workflows as w
       where w.organization_id = $1 and w.name = 'child'`,
      [tenant.organizationId],
    );
    await named(db, tenant, "child", [set("other")], ["start → other"]);
    const id = await start(db, caller);
    await (await new TestWorker(db.worker).register()).pump();
    expect(await childrenOf(db, id)).toMatchObject([{ workflow_id: child!.id }]);
  });

  test("reads variables, and is refused where one does not exist", async ({ db }) => {
    const tenant = await scene(db);
    const id = await draftOf(
      db,
      tenant,
      "reader",
      [call("sub", { output: "{{ vars.rate }}" })],
      ["start → sub"],
    );
    const publishing = () => db.query("select sluice.publish_workflow($1)", [id]);
    expect(await codeOf(publishing())).toBe("SLVAL");
    await db.query("select sluice.set_variable('rate', '3', null, $1)", [tenant.organizationId]);
    await publishing();
  });
});

describe("settings.error_workflow", () => {
  const settled = (error_workflow: unknown) =>
    definition([manual, set("a")], ["start → a"], { error_workflow });

  test("names an active workflow of the organization", async ({ db }) => {
    const tenant = await scene(db);
    const other = await scene(db);
    await named(db, other, "theirs", [set("a")], ["start → a"]);
    const path = "- $.settings.error_workflow";
    expect(await findings(db, tenant, settled("child"))).toEqual([]);
    for (const [name, code] of [
      ["theirs", "unknown_workflow"],
      ["paused", "uncallable_workflow"],
      ["", "bad_field"],
      ["{{ x }}", "bad_field"],
      [7, "bad_field"],
    ]) {
      expect(await findings(db, tenant, settled(name))).toEqual([`${code} ${path}`]);
    }
  });
});
