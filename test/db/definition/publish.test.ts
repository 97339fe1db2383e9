import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { createTenant, definition, manual, publish } from "../../support/engine.ts";
import { codeOf } from "../../support/scenes.ts";

const set = (id: string, data: Record<string, unknown> = {}) => ({
  id,
  type: "action",
  data: { action: "data.set", input: {}, ...data },
});

describe("publish_workflow", () => {
  test("refuses a draft with errors, lists them all, and writes nothing", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const failure = publish(
      db,
      organizationId,
      definition(
        [manual, set("a", { colour: 1 }), set("b", { action: "fly" })],
        ["start → a", "a → b"],
      ),
    );
    const error = (await failure.catch((reason: unknown) => reason)) as {
      code: string;
      detail: string;
      hint: string;
    };
    expect(error.code).toBe("SLVAL");
    expect(JSON.parse(error.detail)).toEqual([
      expect.objectContaining({ node_id: "a", code: "unknown_key" }),
      expect.objectContaining({ node_id: "b", code: "unknown_action" }),
    ]);
    expect(
      await db.query("select from sluice.workflow_versions where organization_id = $1", [
        organizationId,
      ]),
    ).toEqual([]);
  });

  test("numbers versions, keeps triggers and hooks, and changes no version", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const hook = {
      id: "hook",
      type: "trigger",
      data: { trigger: "webhook_received", config: { path: "in" } },
    };
    const id = await publish(db, organizationId, definition([hook, set("a")], ["hook → a"]));
    const keys = () =>
      db.query("select id, key from sluice.webhook_registrations where workflow_id = $1", [id]);
    const before = await keys();
    await db.query("select sluice.publish_workflow($1)", [id]);
    expect(await keys()).toEqual(before);
    expect(
      await db.query(
        "select number from sluice.workflow_versions where workflow_id = $1 order by number",
        [id],
      ),
    ).toEqual([{ number: 1 }, { number: 2 }]);
    await expect(
      db.query("update sluice.workflow_versions set number = 9 where workflow_id = $1", [id]),
    ).rejects.toMatchObject({ code: "SLSTA" });
  });

  test("of a trigger that is switched off starts nothing", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const off = { ...manual, data: { trigger: "manual", enabled: false } };
    const id = await publish(db, organizationId, definition([off, set("a")], ["start → a"]));
    expect(await codeOf(db.query("select sluice.start_workflow($1)", [id]))).toBe("SLSTA");
  });

  test("refuses a variable that does not exist", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const reader = set("a", { input: { x: "{{ vars.team }}" } });
    const draft = definition([manual, reader], ["start → a"]);
    await expect(publish(db, organizationId, draft)).rejects.toMatchObject({
      code: "SLVAL",
      message: "variable team does not exist",
    });
    await db.query("select sluice.set_variable('team', '1', organization_id => $1)", [
      organizationId,
    ]);
    await publish(db, organizationId, draft);
  });

  test("accepts a line of 1,500 nodes and refuses 20,001", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const long = (length: number) =>
      definition(
        [manual, ...Array.from({ length }, (_, at) => set(`n${at}`))],
        Array.from({ length }, (_, at) => `${at === 0 ? "start" : `n${at - 1}`} → n${at}`),
      );
    await publish(db, organizationId, long(1500));
    await expect(publish(db, organizationId, long(20_001))).rejects.toMatchObject({
      code: "SLVAL",
    });
  });
});
