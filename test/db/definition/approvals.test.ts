import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { cleanDraft, findingsOf, stepOf, validate } from "../../support/drafts.ts";

const WHO = { assignees: ["ada@example.com"] };
const form = (properties: object, more: object = {}) => ({
  ...WHO,
  form: { type: "object", properties, ...more },
});
const text = (more: object = {}) => form({ a: { type: "string", ...more } });
const number = (more: object = {}) => form({ a: { type: "number", ...more } });

const APPROVALS: [unknown, string?][] = [
  [WHO],
  [{ assignees: ["{{ vars.boss }}", "7f0c1a34-9a53-4f5c-8c4d-0d2f5f3c9b11"], quorum: 2 }],
  [{ assignees: "{{ trigger.payload.people }}", quorum: "{{ trigger.payload.n }}" }],
  [{ ...WHO, title: "Spend {{ trigger.payload.n }}", details: { a: [1] }, due: "2 days" }],
  [{ ...WHO, due: "2030-01-01T09:00:00Z", reminders: ["1 day", "PT36H", "{{ vars.x }}"] }],
  [{ ...WHO, escalation: { after: "1 day", assignees: ["boss@example.com"] } }],
  [form({ a: { type: "string", title: "A", description: "a", default: "x", enum: ["x", "y"] } })],
  [form({ a: { type: "integer", minimum: 1, maximum: 5 }, b: { type: "boolean" } })],
  [form({ a: { type: "string", minLength: 0, maxLength: 9 } }, { required: ["a"], title: "F" })],
  ["ada@example.com", "bad_field data.approval"],
  [{}, "bad_field data.approval.assignees"],
  [{ assignees: [] }, "bad_field data.approval.assignees"],
  [{ assignees: "ada@example.com" }, "bad_field data.approval.assignees"],
  [{ assignees: ["Ada"] }, "bad_field data.approval.assignees"],
  [{ assignees: ["a b@example.com"] }, "bad_field data.approval.assignees"],
  [{ assignees: [7] }, "bad_field data.approval.assignees"],
  [{ assignees: Array(101).fill("ada@example.com") }, "bad_field data.approval.assignees"],
  [{ assignees: ["{{ nosuch.x }}"] }, "expression data.approval.assignees.0"],
  [{ ...WHO, quorum: 0 }, "bad_field data.approval.quorum"],
  [{ ...WHO, quorum: 2 }, "bad_field data.approval.quorum"],
  [{ assignees: ["a@example.com", " A@example.com"], quorum: 2 }, "bad_field data.approval.quorum"],
  [{ ...WHO, quorum: 1.5 }, "bad_field data.approval.quorum"],
  [{ ...WHO, quorum: "two" }, "bad_field data.approval.quorum"],
  [{ ...WHO, due: "soon" }, "bad_field data.approval.due"],
  [{ ...WHO, due: "-1 day" }, "bad_field data.approval.due"],
  [{ ...WHO, due: null }, "bad_field data.approval.due"],
  [{ ...WHO, title: "" }, "bad_field data.approval.title"],
  [{ ...WHO, title: "x".repeat(501) }, "bad_field data.approval.title"],
  [{ ...WHO, reminders: "1 day" }, "bad_field data.approval.reminders"],
  [{ ...WHO, reminders: ["soon"] }, "bad_field data.approval.reminders"],
  [{ ...WHO, reminders: Array(21).fill("1 day") }, "bad_field data.approval.reminders"],
  [{ ...WHO, escalation: {} }, "bad_field data.approval.escalation"],
  [{ ...WHO, escalation: { after: "1 day" } }, "bad_field data.approval.escalation"],
  [{ ...WHO, escalation: { after: 1, ...WHO } }, "bad_field data.approval.escalation"],
  [{ ...WHO, escalation: { after: "1 day", ...WHO, to: 1 } }, "bad_field data.approval.escalation"],
  [{ ...WHO, approvers: [] }, "unknown_key data.approval.approvers"],
  [{ ...WHO, form: [] }, "bad_form data.approval.form"],
  [{ ...WHO, form: {} }, "bad_form data.approval.form"],
  [form({}), "bad_form data.approval.form"],
  [form({ a: {} }), "bad_form data.approval.form"],
  [form({ a: { type: "object" } }), "bad_form data.approval.form"],
  [form({ a: { type: ["string"] } }), "bad_form data.approval.form"],
  [form({ a: { type: "string" } }, { required: ["b"] }), "bad_form data.approval.form"],
  [form({ a: { type: "string" } }, { required: "a" }), "bad_form data.approval.form"],
  [form({ a: { type: "string" } }, { additionalProperties: true }), "bad_form data.approval.form"],
  [text({ pattern: "^a" }), "bad_form data.approval.form"],
  [text({ format: "time" }), "bad_form data.approval.form"],
  [text({ minimum: 1 }), "bad_form data.approval.form"],
  [text({ minLength: -1 }), "bad_form data.approval.form"],
  [text({ maxLength: "9" }), "bad_form data.approval.form"],
  [text({ enum: [] }), "bad_form data.approval.form"],
  [text({ enum: ["a", 1] }), "bad_form data.approval.form"],
  [text({ default: 1 }), "bad_form data.approval.form"],
  [text({ title: 1 }), "bad_form data.approval.form"],
  [number({ maxLength: 1 }), "bad_form data.approval.form"],
  [number({ minimum: "1" }), "bad_form data.approval.form"],
];

describe("the approval of a wait", () => {
  for (const [approval, expected] of APPROVALS) {
    const name = JSON.stringify(approval).slice(0, 120);
    test(`that is ${name} has ${expected ?? "no problem"}`, async ({ db }) => {
      const found = await findingsOf(db, (draft) => {
        stepOf(draft, "pause").data = { approval, timeout: "1 h" };
      });
      const mine = found.map((line) => line.replace(" pause ", " "));
      if (expected === undefined) expect(mine).toEqual([]);
      else expect(mine.join()).toContain(expected);
    });
  }

  const warnings = async (db: Parameters<typeof validate>[0], data: object) => {
    const draft = cleanDraft();
    stepOf(draft, "pause").data = { ...data };
    return (await validate(db, draft)).map(({ code, node_id }) => `${code} ${node_id}`);
  };

  test("that never ends gives a warning, one that is due has a port to connect", async ({ db }) => {
    expect(await warnings(db, { approval: WHO })).toEqual(["endless_wait pause"]);
    expect(await warnings(db, { approval: { ...WHO, due: "1 d" } })).toEqual([
      "unconnected_port pause",
    ]);
    const condition = { when: "$.vars.stock > 0" };
    expect(await warnings(db, { condition })).toEqual(["endless_wait pause"]);
  });

  test("has the ports approved and rejected, and timeout when it is due", async ({ db }) => {
    const port = (data: object, handle: string) =>
      findingsOf(db, (draft) => {
        stepOf(draft, "pause").data = { ...data };
        draft.edges.find(({ source }) => source === "pause")!["sourceHandle"] = handle;
      });
    for (const name of ["main", "approved", "rejected"]) {
      expect(await port({ approval: WHO }, name)).toEqual([]);
      if (name !== "main") {
        expect((await port({ for: "1 h" }, name)).join()).toContain("unknown_port pause");
      }
    }
    expect(await port({ approval: { ...WHO, due: "1 h" } }, "timeout")).toEqual([]);
    expect((await port({ approval: WHO }, "timeout")).join()).toContain("unknown_port pause");
    expect(await port({ condition: { when: "$.vars.x == 1" } }, "met")).toEqual([]);
  });
});

describe("what was filled into a form", () => {
  const FORM = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string", minLength: 2, maxLength: 4 },
      age: { type: "integer", minimum: 18, maximum: 99 },
      rate: { type: "number", enum: [0.5, 1] },
      ok: { type: "boolean" },
    },
  };
  for (const [data, fault] of [
    [{ name: "Ada" }, null],
    [{ name: "Äöüß", age: 18, rate: 1.0, ok: false }, null],
    [{ name: "ab", age: 99.0, rate: 0.5 }, null],
    [null, "the form must be an object"],
    [[], "the form must be an object"],
    [{}, "name is missing"],
    [{ name: null }, "name must be of type string"],
    [{ name: "a" }, "name must have at least 2 characters"],
    [{ name: "abcde" }, "name must have at most 4 characters"],
    [{ name: "Ada", age: 17 }, "age must be at least 18"],
    [{ name: "Ada", age: 100 }, "age must be at most 99"],
    [{ name: "Ada", age: 18.5 }, "age must be of type integer"],
    [{ name: "Ada", age: "18" }, "age must be of type integer"],
    [{ name: "Ada", rate: 0.7 }, "rate must be one of [0.5, 1]"],
    [{ name: "Ada", ok: "yes" }, "ok must be of type boolean"],
    [{ name: "Ada", more: 1 }, "more is not a field of the form"],
  ] as const) {
    test(`${JSON.stringify(data)}: ${fault ?? "is right"}`, async ({ db }) => {
      const [row] = await db.query<{ fault: string | null }>(
        "select sluice_private.form_fault($1, $2) as fault",
        [JSON.stringify(FORM), JSON.stringify(data)],
      );
      expect(row!.fault).toBe(fault);
    });
  }
});
