import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  execution,
  manual,
  publish,
  start,
} from "../../support/engine.ts";
import { codeOf, set } from "../../support/scenes.ts";

const setVariable = (db: TestDatabase, organizationId: string, name: string, value: unknown) =>
  db.query("select * from sluice.set_variable($1, $2, organization_id => $3)", [
    name,
    JSON.stringify(value),
    organizationId,
  ]);

const reading = (input: unknown, rest: object = {}) =>
  definition([manual, set("a", { x: input }, rest)], ["start → a"]);

/** What a step gets that reads this. */
async function outputOf(db: TestDatabase, workflowId: string): Promise<unknown> {
  const id = await start(db, workflowId);
  await db.query("select sluice.tick()");
  const { status, output } = await execution(db, id);
  expect(status).toBe("completed");
  return (output as { a: { x: unknown } }).a.x;
}

describe("a variable", () => {
  test.for([
    ["{{ vars.team }}", "red"],
    ["go {{ vars.team | upper }}!", "go RED!"],
    ['{{ $.vars."team" }}', "red"],
    ["{{ vars }}", { team: "red", size: 7 }],
    ["{{ vars.* }}", expect.anything()],
  ] as const)("is read by %s", async ([input, value], { db }) => {
    const { organizationId } = await createTenant(db);
    await setVariable(db, organizationId, "team", "red");
    await setVariable(db, organizationId, "size", 7);
    expect(await outputOf(db, await publish(db, organizationId, reading(input)))).toEqual(value);
  });

  test.for([
    ["an input", reading("{{ vars.ghost }}")],
    ["a quoted name", reading('{{ vars."ghost" }}')],
    ["a run_if", reading(1, { run_if: "$.vars.ghost == 1" })],
    [
      "a case",
      definition(
        [
          manual,
          {
            id: "a",
            type: "choice",
            data: { mode: "all", cases: [{ port: "b", when: "exists($.vars.ghost)" }] },
          },
          set("b"),
        ],
        ["start → a", "a:b → b"],
      ),
    ],
    [
      "a guard",
      {
        nodes: [{ ...manual, id: "a" }, set("b")],
        edges: [{ id: "e", source: "a", target: "b", data: { when: "$.vars.ghost == 1" } }],
      },
    ],
  ] as [string, object][])("that does not exist refuses %s", async ([, draft], { db }) => {
    const { organizationId } = await createTenant(db);
    const error = (await publish(db, organizationId, draft).catch((reason: unknown) => reason)) as {
      detail: string;
    };
    expect(error).toMatchObject({
      ...{ code: "SLVAL", message: "variable ghost does not exist" },
      hint: expect.stringContaining("set_variable"),
    });
    expect(JSON.parse(error.detail)).toMatchObject([
      { severity: "error", code: "unknown_variable", node_id: "a", path: "data" },
    ]);
    expect(await db.query("select from sluice.workflow_versions")).toHaveLength(
      (await db.query("select from sluice.workflows where live_version_id is not null")).length,
    );
  });

  test.for([
    ["a label", { label: "see vars.ghost" }],
    ["notes", { notes: "{{ vars.ghost }}" }],
    ["a literal", { input: { x: "vars.ghost" } }],
    ["a string in an expression", { input: { x: '{{ now | default("$.vars.ghost") }}' } }],
    ["a string in a condition", { run_if: '$.trigger.payload.x == "$.vars.ghost"' }],
    ["the output of a step named vars", { input: { x: "{{ trigger.payload.vars.ghost }}" } }],
  ])("is not what %s only mentions", async ([, data], { db }) => {
    const { organizationId } = await createTenant(db);
    await publish(db, organizationId, reading(1, data as object));
  });

  test("of a workflow wins over the organization's", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    await setVariable(db, organizationId, "team", "red");
    const one = await publish(db, organizationId, reading("{{ vars.team }}"));
    const other = await publish(db, organizationId, reading("{{ vars.team }}"));
    await db.query("select sluice.set_variable('team', '\"blue\"', $1)", [one]);
    expect(await outputOf(db, one)).toBe("blue");
    expect(await outputOf(db, other)).toBe("red");
  });

  test("is replaced by a new value, under the same id", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const [first] = await setVariable(db, organizationId, "team", "red");
    const [second] = await setVariable(db, organizationId, "team", { deep: [1] });
    expect(second).toMatchObject({ id: first!["id"], value: { deep: [1] } });
  });

  test("of another organization does not exist", async ({ db }) => {
    const [ours, theirs] = [await createTenant(db), await createTenant(db)];
    await setVariable(db, theirs.organizationId, "team", "red");
    const draft = reading("{{ vars.team }}");
    expect(await codeOf(publish(db, ours.organizationId, draft))).toBe("SLVAL");
    const set = db.as(ours.claims, (client) =>
      client.query("select sluice.set_variable('x', '1', organization_id => $1)", [
        theirs.organizationId,
      ]),
    );
    expect(await codeOf(set)).toBe("SLFRB");
  });

  test.for(["", "1a", "a-b", "a b", "x".repeat(64), "ä", "a.b", null])(
    "cannot be named %j",
    async (name, { db }) => {
      const { organizationId } = await createTenant(db);
      expect(await codeOf(setVariable(db, organizationId, name as string, 1))).toBe("SLVAL");
    },
  );

  test("needs an organization that exists", async ({ db }) => {
    expect(await codeOf(setVariable(db, null as never, "a", 1))).toBe("SLVAL");
    const unknown = "11111111-1111-1111-1111-111111111111";
    expect(await codeOf(setVariable(db, unknown, "a", 1))).toBe("SLNTF");
  });
});
