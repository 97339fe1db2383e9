import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  manual,
  type EdgeText,
  type Node,
} from "../../support/engine.ts";
import { validate } from "../../support/drafts.ts";
import { set } from "../../support/scenes.ts";

const node = (id: string, type: string, data: object = {}, parentId?: string): Node => ({
  ...{ id, type, data: { ...data } },
  ...(parentId === undefined ? {} : { parentId }),
});
const inside = (parentId: string, one: Node): Node => ({ ...one, parentId });
const every = { join: { kind: "every" } };
const choice = (data: object = {}) =>
  node("c", "choice", {
    cases: [{ port: "yes", when: "$.trigger.payload.n > 1" }],
    default: "no",
    ...data,
  });
const wait = (data: object) => node("w", "wait", data);
const paid = { port: "paid", name: "order.paid" };
const lost = { port: "lost", name: "order.lost" };
const end = (scope: string, parentId?: string) => node("e", "end", { scope }, parentId);

/** What is found beside errors, as `severity code node path`; there must be no error. */
async function found(db: TestDatabase, nodes: Node[], edges: EdgeText[]): Promise<string[]> {
  const rows = await validate(db, definition([manual, ...nodes], edges));
  expect(rows.filter(({ severity }) => severity === "error")).toEqual([]);
  return rows.map((row) => {
    expect([row.message, row.hint]).toEqual([
      expect.stringMatching(/^[a-z].*[^.]$/s),
      expect.stringMatching(/^[A-Z].*\.$/s),
    ]);
    return `${row.severity} ${row.code} ${row.node_id} ${row.path ?? "-"}`;
  });
}

type Case = [string, Node[], EdgeText[]];

const NEVER: Case[] = [
  [
    "two ports of a choice",
    [choice(), set("j", {}, every)],
    ["start → c", "c:yes → j", "c:no → j"],
  ],
  [
    "success and failure of a step",
    [set("a"), set("j", {}, every)],
    ["start → a", "a → j", "a:error → j"],
  ],
  [
    "two kinds of failure",
    [set("a"), set("j", {}, every)],
    ["start → a", "a:error:http → j", "a:error → j"],
  ],
  ["two triggers", [{ ...manual, id: "t" }, set("j", {}, every)], ["start → j", "t → j"]],
  [
    "two events of a wait",
    [wait({ events: [paid, lost], timeout: "1 day" }), node("n", "end"), set("j", {}, every)],
    ["start → w", "w:paid → j", "w:lost → j", "w:timeout → n"],
  ],
  [
    "the end of a wait and its timeout",
    [wait({ events: [paid], timeout: "1 day" }), set("j", {}, every)],
    ["start → w", "w → j", "w:timeout → j"],
  ],
  [
    "more of a choice than it opens",
    [choice(), set("b"), set("j", {}, { join: { kind: "quorum", n: 3, rest: "keep" } })],
    ["start → c", "start → b", "c:yes → j", "c:no → j", "b → j"],
  ],
];

const MAY: Case[] = [
  [
    "ports of a choice that opens all that match",
    [choice({ mode: "all" }), set("j", {}, every)],
    ["start → c", "c:yes → j", "c:no → j"],
  ],
  [
    "main and the event of a wait",
    [wait({ events: [paid], timeout: "1 day" }), node("n", "end"), set("j", {}, every)],
    ["start → w", "w → j", "w:paid → j", "w:timeout → n"],
  ],
  [
    "ports of a wait that is disabled",
    [
      wait({ events: [paid, lost], timeout: "1 day", disabled: true }),
      ...[node("n", "end"), set("j", {}, every)],
    ],
    ["start → w", "w:paid → j", "w:lost → j", "w:timeout → n"],
  ],
  ["main twice", [set("a"), set("j", {}, every)], ["start → a", "a → j", "a:done → j"].slice(0, 2)],
  ["any of two ports", [choice(), set("j")], ["start → c", "c:yes → j", "c:no → j"]],
  [
    "ports of a choice on a cycle, which may be taken in different rounds",
    [
      set("h"),
      node("c", "choice", {
        cases: [
          { port: "yes", when: "$.trigger.payload.n > 1" },
          { port: "so", when: "$.trigger.payload.n > 2" },
        ],
        default: "no",
      }),
      set("j", {}, every),
    ],
    ["start → h", "h → c", "c:yes → j", "c:so → j", "c:no → h"],
  ],
];

const ONE: [string, Node[], EdgeText[], string][] = [
  [
    "a race",
    [wait({ events: [paid], timeout: "1 day" }), node("n", "end")],
    ["start → w", "w:timeout → n"],
    "note race w -",
  ],
  ["a race of two events", [wait({ events: [paid, lost] })], ["start → w"], "note race w -"],
  [
    "a quorum that cancels the rest",
    [set("a"), set("b"), set("j", {}, { join: { kind: "quorum", n: 1, rest: "cancel" } })],
    ["start → a", "start → b", "a → j", "b → j"],
    "note cancels_rest j data.join.rest",
  ],
  [
    "a foreach that completes early",
    [node("f", "foreach", { items: [1, 2], completion: 1 }), inside("f", set("i"))],
    ["start → f"],
    "note partial_completion f data.completion",
  ],
  [
    "an end beside another branch",
    [set("a"), end("execution")],
    ["start → a", "start → e"],
    "note early_end e data.scope",
  ],
  [
    "an end of the frame at the root",
    [set("a"), end("frame")],
    ["start → a", "start → e"],
    "note early_end e data.scope",
  ],
  [
    "an end of an iteration that has two entries",
    [node("f", "foreach", { items: [1] }), inside("f", set("i")), end("frame", "f")],
    ["start → f"],
    "note early_end e data.scope",
  ],
  [
    "an end of everything in one of several items",
    [node("f", "foreach", { items: [1], concurrency: 2 }), end("execution", "f")],
    ["start → f"],
    "note early_end e data.scope",
  ],
  [
    "an end of everything in a container beside a branch",
    [node("f", "group"), end("execution", "f"), set("a")],
    ["start → f", "start → a"],
    "note early_end e data.scope",
  ],
  [
    "an end after a join that decides early",
    [
      set("a"),
      set("b"),
      set("j", {}, { join: { kind: "quorum", n: 1, rest: "keep" } }),
      end("frame"),
    ],
    ["start → a", "start → b", "a → j", "b → j", "j → e"],
    "note early_end e data.scope",
  ],
  [
    "a condition on the clock",
    [set("a", {}, { run_if: '$.now > "2026-01-01"' })],
    ["start → a"],
    "note changing_guard a data",
  ],
  [
    "a case on the clock",
    [choice({ cases: [{ port: "yes", when: '$.now > "2026-01-01"' }] }), node("n", "end")],
    ["start → c", "c:yes → n", "c:no → n"],
    "note changing_guard c data",
  ],
  [
    "a variable that does not exist",
    [set("a", { x: "{{ vars.rate }}" })],
    ["start → a"],
    "warning unbound_variable a data.input.x",
  ],
  [
    "a wait without a timeout",
    [wait({ events: [paid] })],
    ["start → w"],
    "warning endless_wait w -",
  ],
];

const NOTHING: Case[] = [
  ["a wait for one thing", [wait({ for: "1 day" })], ["start → w"]],
  [
    "a quorum that keeps the rest",
    [set("a"), set("b"), set("j", {}, { join: { kind: "quorum", n: 1, rest: "keep" } })],
    ["start → a", "start → b", "a → j", "b → j"],
  ],
  [
    "an end after a choice",
    [choice(), set("a"), end("execution")],
    ["start → c", "c:yes → a", "c:no → e"],
  ],
  [
    "an end that all branches lead to",
    [set("a"), set("b"), end("execution")],
    ["start → a", "start → b", "a → e", "b → e"],
  ],
  [
    "an end of an iteration beside another branch outside",
    [node("f", "foreach", { items: [1], concurrency: 2 }), end("frame", "f"), set("a")],
    ["start → f", "start → a"],
  ],
  ["a value that is read from the clock", [set("a", { at: "{{ now }}" })], ["start → a"]],
  [
    "a text that says now",
    [set("a", {}, { run_if: '$.trigger.payload.x == "$.now"' })],
    ["start → a"],
  ],
];

describe("validate_definition", () => {
  test.for(NEVER)("warns of a join that waits for %s", async ([, nodes, edges], { db }) => {
    expect((await found(db, nodes, edges)).filter((text) => !text.startsWith("note"))).toEqual([
      "warning never_fires j data.join",
    ]);
  });

  test.for(MAY)(
    "has nothing against a join that waits for %s",
    async ([, nodes, edges], { db }) => {
      const codes = await found(db, nodes, edges);
      expect(codes.filter((text) => text.includes("never_fires"))).toEqual([]);
    },
  );

  test.for(ONE)("tells of %s", async ([, nodes, edges, finding], { db }) => {
    const { claims } = await createTenant(db);
    const rows = await db.as(claims, (client) =>
      client.query<Record<string, string | null>>("select * from sluice.validate_definition($1)", [
        JSON.stringify(definition([manual, ...nodes], edges)),
      ]),
    );
    const texts = rows.rows.map(
      (row) => `${row["severity"]} ${row["code"]} ${row["node_id"]} ${row["path"] ?? "-"}`,
    );
    expect(texts.filter((text) => !text.includes("unlimited_cycle"))).toContain(finding);
  });

  test.for(NOTHING)("has nothing to say of %s", async ([, nodes, edges], { db }) => {
    expect(await found(db, nodes, edges)).toEqual([]);
  });

  test("tells of a group that an event cancels", async ({ db }) => {
    const nodes = [manual, node("g", "group", { cancel_on: "x" }), inside("g", set("i"))];
    const rows = await validate(db, definition(nodes, ["start → g"]));
    expect(rows).toContainEqual(
      expect.objectContaining({ severity: "note", code: "cancelled_by_event", node_id: "g" }),
    );
  });

  test("knows the variables of the organization, and asks nothing of one it does not know", async ({
    db,
  }) => {
    const { organizationId, claims } = await createTenant(db);
    await db.query("select sluice.set_variable('rate', '1', null, $1)", [organizationId]);
    const reader = set("a", { x: '{{ vars.rate }} {{ vars.n | default("vars.m") }}' });
    const draft = JSON.stringify(definition([manual, reader], ["start → a"]));
    const text = "select message from sluice.validate_definition($1)";
    const { rows } = await db.as(claims, (client) => client.query(text, [draft]));
    expect(rows).toEqual([{ message: "reads vars.n, which does not exist" }]);
    expect(await db.query(text, [draft])).toEqual([]);
  });
});
