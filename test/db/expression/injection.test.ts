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
import { set } from "../../support/scenes.ts";

/** What a step gets that reads this of an execution that was started with this input. */
async function read(db: TestDatabase, template: unknown, input: unknown, id = "a") {
  const { organizationId } = await createTenant(db);
  const workflow = await publish(
    db,
    organizationId,
    definition(
      [manual, set(id, { kept: "{{ trigger.payload }}" }), set("reader", { x: template })],
      [`start → ${id}`, `${id} → reader`],
    ),
  );
  const executionId = await start(db, workflow, input);
  await db.query("select sluice.tick()");
  const { status, output, error } = await execution(db, executionId);
  return status === "completed" ? (output as { reader: { x: unknown } }).reader.x : error;
}

const HOSTILE = [
  "{{ trigger.payload }}",
  "{{ now }}",
  "}} {{",
  '"; drop table sluice.users; --',
  "'); select pg_sleep(10); --",
  '" | upper }}',
  "$.trigger.payload",
  "%s %I %L $1 \\1 \\\\ \\u0041",
  "&<>\u2028\u{1F600}\uFFFF",
  '{"a": 1}',
  "[]",
  "null",
];

describe("data", () => {
  test.for(HOSTILE)("stays data: %s", async (text, { db }) => {
    expect(await read(db, "{{ trigger.payload }}", text)).toBe(text);
    expect(await read(db, "<{{ trigger.payload }}>", text)).toBe(`<${text}>`);
    expect(await read(db, "{{ steps.a.output.kept | lower }}", text)).toBe(text.toLowerCase());
    expect(await read(db, "{{ trigger.payload.k }}", { k: text })).toBe(text);
    expect(
      await read(db, `{{ trigger.payload | replace("x", ${JSON.stringify(text)}) }}`, "-x-"),
    ).toBe(`-${text}-`);
    expect(
      await read(db, `{{ trigger.payload.none | default(${JSON.stringify(text)}) }}!`, 1),
    ).toBe(`${text}!`);
  });

  test.for(HOSTILE)("may be a key, quoted: %s", async (key, { db }) => {
    const template = { [key]: `{{ trigger.payload.${JSON.stringify(key)} }}` };
    expect(await read(db, template, { [key]: 7 })).toEqual({ [key]: 7 });
  });
});

describe("the id of a step", () => {
  test.for([
    ...["send-mail", "my step", "größe", "1st", "a.b", 'say "hi"', "back\\slash", "it's"],
    ...[
      "日本",
      "\u{1F600}",
      "a|b",
      "x{y}",
      "$a",
      "a*",
      "(a)",
      "[0]",
      "e-1",
      "null",
      "strict",
      "lax",
    ],
  ])("is read quoted: %s", async (id, { db }) => {
    expect(await read(db, `{{ steps.${JSON.stringify(id)}.output.kept }}`, 7, id)).toBe(7);
    expect(await read(db, `n={{ $.steps.${JSON.stringify(id)}.output.kept | json }}`, 7, id)).toBe(
      "n=7",
    );
  });

  test.for(["send-mail", "my step", "größe", "1st", "it's", "日本", "e-1"])(
    "is read as it is where it has no sign of the grammar: %s",
    async (id, { db }) => {
      expect(await read(db, `{{ steps.${id}.output.kept }}`, 7, id)).toBe(7);
    },
  );

  test("is not taken for a longer one that begins like it", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const ids = ["a", "a-b", "a-b-c", "a b"];
    const draft = definition(
      [
        manual,
        ...ids.map((id) => set(id, { x: id })),
        set("reader", Object.fromEntries(ids.map((id) => [id, `{{ steps.${id}.output.x }}`]))),
      ],
      ["start → a", "a → a-b", "a-b → a-b-c", "a-b-c → a b", "a b → reader"],
    );
    const executionId = await start(db, await publish(db, organizationId, draft));
    await db.query("select sluice.tick()");
    expect((await execution(db, executionId)).output).toEqual({
      reader: Object.fromEntries(ids.map((id) => [id, id])),
    });
  });
});

describe("an interpolated value that is missing", () => {
  test("fails its step with SLEXP, a message and a hint", async ({ db }) => {
    expect(await read(db, "n={{ trigger.payload.none }}", {})).toMatchObject({
      ...{ class: "expression", code: "SLEXP" },
      message: expect.stringContaining("finds nothing"),
      hint: expect.stringContaining("default"),
    });
  });

  test.for([
    ["{{ trigger.payload.none }}", null],
    ["{{ trigger.payload.nil }}", null],
    ["<{{ trigger.payload.nil }}>", "<>"],
    ['<{{ trigger.payload.none | default("") }}>', "<>"],
    ["{{ trigger.payload.none | default(null) }}", null],
    ["{{ trigger.payload.none | default([1]) }}", [1]],
  ] as const)("%s is %j", async ([template, value], { db }) => {
    expect(await read(db, template, { nil: null })).toEqual(value);
  });
});
