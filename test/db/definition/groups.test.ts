import { describe } from "vitest";
import { group, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { validate } from "../../support/drafts.ts";
import { definition, manual, type Node } from "../../support/engine.ts";
import { set } from "../../support/scenes.ts";

const findings = async (db: TestDatabase, nodes: Node[], settings?: object) => {
  const [first] = nodes;
  const draft = definition([manual, ...nodes], [`start → ${first!.id}`], settings);
  return (await validate(db, draft)).map(({ severity, code, node_id, path, message, hint }) => {
    expect(message).toMatch(/^[a-z{].*[^.]$/s);
    expect(hint).toMatch(/^[A-Za-z_]+ .*\.$/s);
    return `${severity} ${code} ${node_id ?? "-"} ${path ?? "-"}`;
  });
};

const CANCELLED = "note cancelled_by_event g data.cancel_on";
const BAD_CANCEL = [CANCELLED, "error bad_field g data.cancel_on"];
const GROUPS: [object, string[]][] = [
  [{ lock: "x{{ trigger.payload.key }}", timeout: "1 h", order: "one_at_a_time" }, []],
  [{ lock: 7, timeout: "1 h", order: "free", compensate: false }, []],
  [{ lock: "x" }, ["warning endless_wait g data.lock"]],
  [{ lock: "", timeout: "1 h" }, ["error bad_field g data.lock"]],
  [{ lock: "x".repeat(501), timeout: "1 h" }, ["error bad_field g data.lock"]],
  [{ lock: null, timeout: "1 h" }, ["error bad_field g data.lock"]],
  [{ lock: "{{ trigger.. }}", timeout: "1 h" }, ["error expression g data.lock"]],
  [{ lock: "{{ steps.x.output }}", timeout: "1 h" }, ["error not_upstream g data.lock"]],
  [{ order: "both" }, ["error bad_field g data.order"]],
  [{ order: true }, ["error bad_field g data.order"]],
  [{ compensate: "yes" }, ["error bad_field g data.compensate"]],
  [{ cancel_on: { name: "a.b", match: "{{ trigger.payload.x }}", inbox: "0" } }, [CANCELLED]],
  [{ cancel_on: "a.b" }, BAD_CANCEL],
  [{ cancel_on: {} }, BAD_CANCEL],
  [{ cancel_on: { name: "a b" } }, BAD_CANCEL],
  [{ cancel_on: { name: "{{ trigger.payload.x }}" } }, BAD_CANCEL],
  [{ cancel_on: { name: "a", match: null } }, BAD_CANCEL],
  [{ cancel_on: { name: "a", inbox: "31 days" } }, BAD_CANCEL],
  [{ cancel_on: { name: "a", inbox: 5 } }, BAD_CANCEL],
  [{ cancel_on: { name: "a", port: "x" } }, BAD_CANCEL],
  [
    { cancel_on: { name: "a", match: "{{ nope.x }}" } },
    [CANCELLED, "error expression g data.cancel_on.match"],
  ],
];

const RULES = {
  combinator: "and",
  rules: [{ field: "steps.g.output.failed", operator: "=", value: 0 }],
};
const UNDO = { action: "log_activity", input: { description: "x" } };
const COMPENSATIONS: [unknown, string[]][] = [
  [{ ...UNDO, retry: { max_attempts: 3 } }, []],
  [{ ...UNDO, input: { description: "{{ steps.x.output.n }}{{ trigger.payload.n }}" } }, []],
  ["log_activity", ["error bad_field x data.compensate"]],
  [{}, ["error missing_field x data.compensate.action"]],
  [{ action: 7 }, ["error bad_field x data.compensate.action"]],
  [{ action: "fly" }, ["error unknown_action x data.compensate.action"]],
  [{ action: "log_activity" }, ["error bad_input x data.compensate.input.description"]],
  [{ ...UNDO, input: [] }, ["error bad_field x data.compensate.input"]],
  [{ ...UNDO, input: { description: "x", up: 1 } }, ["error bad_input x data.compensate.input.up"]],
  [
    { ...UNDO, input: { description: "{{ a.. }}" } },
    ["error expression x data.compensate.input.description"],
  ],
  [
    { ...UNDO, input: { description: "{{ steps.later.output }}" } },
    ["error not_upstream x data.compensate.input.description"],
  ],
  [{ ...UNDO, retry: 3 }, ["error bad_field x data.compensate.retry"]],
  [
    { ...UNDO, retry: { max_attempts: 0 } },
    ["error bad_field x data.compensate.retry.max_attempts"],
  ],
  [{ ...UNDO, on_error: "fail" }, ["error unknown_key x data.compensate.on_error"]],
];

describe("validate_definition", () => {
  test.for(GROUPS)("finds of the group %j %j", async ([data, expected], { db }) => {
    const found = await findings(db, [group("g", data), ...within("g", set("x"))]);
    expect(found.sort()).toEqual([...expected].sort());
  });

  test.for(COMPENSATIONS)("finds of the compensation %j %j", async ([undo, expected], { db }) => {
    const inside = within("g", set("x", {}, { compensate: undo }), set("later"));
    expect(await findings(db, [group("g", { compensate: true }), ...inside])).toEqual(expected);
  });

  test("warns of a compensation that nothing would run", async ({ db }) => {
    const nodes = [group("g"), ...within("g", set("x", {}, { compensate: UNDO }))];
    expect(await findings(db, nodes)).toEqual(["warning unused_compensation x data.compensate"]);
    expect(await findings(db, nodes, { compensate: true })).toEqual([]);
    expect(await findings(db, nodes, { compensate: 1 })).toContain(
      "error bad_field - $.settings.compensate",
    );
  });

  test("finds a node that is called like a compensation", async ({ db }) => {
    const nodes = [
      group("g"),
      ...within("g", set("x", {}, { compensate: UNDO }), set("x:compensate")),
    ];
    expect(await findings(db, nodes)).toContain("error duplicate_id x:compensate id");
  });

  test.for([
    ["all", []],
    [2, ["note partial_completion g data.completion"]],
    ["$.steps.g.output.completed > 1", ["note partial_completion g data.completion"]],
    [
      "$.steps.x.output.n > 1",
      ["note partial_completion g data.completion", "error not_upstream g data.completion"],
    ],
    [
      "$.steps.g.output.completed",
      ["note partial_completion g data.completion", "error expression g data.completion"],
    ],
    [
      "$.item > 1",
      ["note partial_completion g data.completion", "error no_item g data.completion"],
    ],
    [0, ["note partial_completion g data.completion", "error bad_field g data.completion"]],
    [RULES, ["note partial_completion g data.completion"]],
  ] as const)("finds of the completion %j %j", async ([completion, expected], { db }) => {
    const foreach = { id: "g", type: "foreach", data: { items: [1], completion } };
    const found = await findings(db, [foreach, ...within("g", set("x"))]);
    expect(found.sort()).toEqual([...expected].sort());
  });
});
