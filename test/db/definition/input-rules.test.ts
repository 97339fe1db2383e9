import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { definition, manual } from "../../support/engine.ts";
import { validate } from "../../support/drafts.ts";
import { set } from "../../support/scenes.ts";

const url = "https://example.test";
const calling = (input: object, data: object = {}) => ({
  ...{ id: "a", type: "action" },
  data: { action: "http_request", input, ...data },
});
const line = (node: ReturnType<typeof calling>) => definition([manual, node], ["start → a"]);

const FAULTS: [string, object, string, string][] = [
  ["a field that is missing", {}, "url", "is missing"],
  ["a field nobody knows", { url, colour: 1 }, "colour", "is not an input of this action"],
  ["a field of the wrong type", { url: 1 }, "url", "must be string"],
  ["null", { url: null }, "url", "must be string"],
  ["an empty text", { url: "" }, "url", "is too short"],
  ["a text that is too long", { url: "x".repeat(8193) }, "url", "is too long"],
  [
    "a value that is none of the list",
    { url, method: "BREW" },
    "method",
    'must be one of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]',
  ],
  ["half of a whole number", { url, max_redirects: 1.5 }, "max_redirects", "must be integer"],
  ["a number too small", { url, max_redirects: -1 }, "max_redirects", "must be at least 0"],
  ["a number too great", { url, timeout_seconds: 601 }, "timeout_seconds", "must be at most 600"],
  [
    "a number made as a text",
    { url, timeout_seconds: "{{ trigger.payload.n }} s" },
    "timeout_seconds",
    "is made as a text, and may not be one",
  ],
  [
    "something inside",
    { url, headers: { accept: [] } },
    "headers.accept",
    "must be string or number or boolean",
  ],
  [
    "an item",
    { url, ok_statuses: [200, "9xx"] },
    "ok_statuses[1]",
    'must be one of ["2xx", "3xx", "4xx", "5xx"]',
  ],
  [
    "an item of another type",
    { url, ok_statuses: [200, null] },
    "ok_statuses[1]",
    "is none of what it may be",
  ],
  ["no items", { url, ok_statuses: [] }, "ok_statuses", "is too short"],
];

const FINE: [string, object][] = [
  ["all that is known", { url, method: "POST", timeout_seconds: 0.5, ok_statuses: [200, "2xx"] }],
  [
    "what is known only at run time",
    {
      url: "{{ trigger.payload.url }}",
      max_redirects: "{{ trigger.payload.n }}",
      method: '{{ trigger.payload.m | default("}}") }}',
      headers: "{{ trigger.payload.h }}",
    },
  ],
  [
    "a text made of parts",
    { url: "https://{{ trigger.payload.host }}/{{ trigger.payload.path }}" },
  ],
  ["parts of a value of a list", { url, method: "{{ trigger.payload.a }}ET" }],
];

describe("the input of an action", () => {
  test.for(FAULTS)("is refused for %s", async ([, input, place, message], { db }) => {
    expect(await validate(db, line(calling(input)))).toEqual([
      {
        ...{ severity: "error", code: "bad_input", node_id: "a", message },
        ...{
          path: `data.input.${place}`,
          hint: expect.stringContaining(
            "the input_schema of http_request: it takes body, ",
          ) as string,
        },
      },
    ]);
  });

  test.for(FINE)("may be %s", async ([, input], { db }) => {
    expect(await validate(db, line(calling(input)))).toEqual([]);
  });

  test.for([true, [], 7, { type: 7, enum: {}, required: 1, properties: [], items: 0, anyOf: {} }])(
    "is judged by any schema: %j",
    async (schema, { db }) => {
      const [row] = await db.query<{ n: string }>(
        "select count(*) as n from sluice_private.schema_faults($1, $2, 'x')",
        [JSON.stringify(schema), JSON.stringify({ a: [1, "{{", null], b: { c: 1e300 } })],
      );
      expect(row).toEqual({ n: "0" });
    },
  );
});

const CACHES: [string, unknown, string][] = [
  ["that is no object", true, "bad_field data.cache"],
  ["without a ttl", { key: "x" }, "bad_field data.cache.ttl"],
  ["of a ttl that is none", { ttl: "soon" }, "bad_field data.cache.ttl"],
  ["of no time", { ttl: "0" }, "bad_field data.cache.ttl"],
  ["of a negative ttl", { ttl: "-1 day" }, "bad_field data.cache.ttl"],
  ["of more than a year", { ttl: "2 years" }, "bad_field data.cache.ttl"],
  ["with a ttl that is a number", { ttl: 5 }, "bad_field data.cache.ttl"],
  ["with a field nobody knows", { ttl: "1 h", size: 1 }, "unknown_key data.cache.size"],
  ["with a key that is null", { ttl: "1 h", key: null }, "bad_field data.cache.key"],
  ["with the clock as its key", { ttl: "1 h", key: "{{ now }}" }, "bad_field data.cache.key"],
  ["with a key that does not parse", { ttl: "1 h", key: "{{ x" }, "expression data.cache.key"],
  [
    "with a key of a step that comes later",
    { ttl: "1 h", key: "{{ steps.b.output }}" },
    "not_upstream data.cache.key",
  ],
];

describe("a cache", () => {
  test.for(CACHES)("%s is refused", async ([, cache, finding], { db }) => {
    const draft = definition(
      [manual, calling({ url }, { cache }), set("b")],
      ["start → a", "a → b"],
    );
    const rows = await validate(db, draft);
    expect(rows.map(({ code, path }) => `${code} ${path}`)).toEqual([finding]);
  });

  test("belongs to an action", async ({ db }) => {
    const wait = { id: "w", type: "wait", data: { for: "1 day", cache: { ttl: "1 h" } } };
    expect(await validate(db, definition([manual, wait], ["start → w"]))).toMatchObject([
      { code: "unknown_key", path: "data.cache" },
    ]);
  });
});

describe("validate_workflow_data", () => {
  const judge = async (db: Parameters<typeof validate>[0], draft: unknown) =>
    (
      await db.query("select is_valid, errors from sluice.validate_workflow_data($1)", [
        draft === undefined ? null : JSON.stringify(draft),
      ])
    )[0];

  test("has nothing against a valid definition, whatever there is to warn of", async ({ db }) => {
    const wait = { id: "w", type: "wait", data: { events: [{ port: "p", name: "x" }] } };
    const draft = definition([manual, wait], ["start → w"]);
    expect(await validate(db, draft)).not.toEqual([]);
    expect(await judge(db, draft)).toEqual({ is_valid: true, errors: [] });
  });

  test("lists every error", async ({ db }) => {
    const draft = definition([manual, calling({ colour: 1 }), set("b")], ["start → a"]);
    expect(await judge(db, draft)).toEqual({
      is_valid: false,
      errors: [
        "b is reached by no edge",
        "a data.input.url is missing",
        "a data.input.colour is not an input of this action",
      ],
    });
  });

  test.for([undefined, null, true, 7, "x", [], { nodes: 1 }, { nodes: [[]], edges: [null] }])(
    "answers %j",
    async (draft, { db }) => {
      const answer = (await judge(db, draft)) as { is_valid: boolean; errors: string[] };
      expect(answer.is_valid).toBe(false);
      expect(answer.errors.length).toBeGreaterThan(0);
    },
  );
});
