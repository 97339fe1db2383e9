import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";

interface Problem {
  key: string;
  message: string;
  hint: string;
}

const problemsOf = async (db: TestDatabase, trigger: string, config: unknown) =>
  db.query<Problem>("select key, message, hint from sluice_private.problems_of_webhook($1, $2)", [
    trigger,
    JSON.stringify(config),
  ]);

const FULL = {
  path: "orders",
  methods: ["GET", "PATCH"],
  scheme: "hmac",
  secret: "env:NEW",
  previous_secret: "env:OLD",
  previous_secret_until: "2030-01-31T12:00:00Z",
  tolerance: "1 minute",
  signature: { header: "X-Mac", algorithm: "sha1", encoding: "base64" },
  jwt: { issuer: "us", audience: "hooks" },
  dedupe_header: "X-Id",
  dedupe_window: "PT5M",
  allowed_ips: ["1.2.3.4", "10.0.0.0/8", "2001:db8::/32"],
  allowed_origins: ["https://a.example", "http://[::1]:80"],
  required_headers: { "X-Kind": "order", "X-Any": true },
  content_types: ["json", "multipart"],
  body_limit: 1000,
  body_schema: { type: "object" },
  rate_limit: { count: 10, per: "1 second" },
  response: { mode: "static", status: 200, headers: { "content-type": "text/xml" }, body: "x" },
};
const FORM = {
  form_id: "contact",
  required_fields: ["a"],
  order: ["b", "a"],
  title: "t",
  description: "d",
  schema: { type: "object", properties: { a: { type: "string" }, b: { type: "boolean" } } },
  consent: { text: "yes", required: true },
  submit: "Go",
  success: "Done",
  language: "de-CH",
  allowed_origins: ["https://a.example"],
  allowed_ips: ["1.2.3.4"],
  rate_limit: { count: 10, per: "1 minute" },
};
const KINDS: [string, Record<string, unknown>][] = [
  ["webhook_received", FULL],
  ["form_submitted", FORM],
  ["message_received", { channel: "sms", keywords: ["stop"], path: "in", scheme: "none" }],
  ["payment_failed", { attempt_number: 2, scheme: "stripe", secret: "env:S" }],
];

describe("the config of a trigger that HTTP requests fire", () => {
  test.for(KINDS)("may have every setting of %s", async ([trigger, config], { db }) => {
    expect(await problemsOf(db, trigger, config)).toEqual([]);
  });

  test.for<[string, unknown[]]>([
    ["path", ["", "a/b", "../x", "-a", "a".repeat(101), 1, null, "ä", "a b", "a\n"]],
    ["endpoint_path", ["/a", ""]],
    ["methods", [[], ["HEAD"], ["post"], "POST", [1], {}]],
    ["http_method", ["OPTIONS", null]],
    ["scheme", ["md5", 1, ["github"]]],
    ["secret", ["hush", "env:lower", "env:", "env:A\n", null]],
    ["previous_secret", ["hush"]],
    ["previous_secret_until", ["now", "tomorrow", "2030-13-01T00:00:00Z", 1, ""]],
    ["tolerance", ["1 s", "1 hour", "x", []]],
    [
      "signature",
      [{}, { header: "a b" }, { header: "x", algorithm: "md5" }, { header: "x", y: 1 }, 1],
    ],
    ["jwt", [{ key: 1 }, { issuer: 1 }, [], "x"]],
    ["dedupe_header", ["a b", "", 1.5, "x:y"]],
    ["dedupe_window", ["1 s", "31 days", "x"]],
    ["allowed_ips", [[], ["1.2.3"], ["1.2.3.4/33"], [null], "1.2.3.4", Array(21).fill("1.2.3.4")]],
    ["allowed_origins", [[], ["*"], ["a.example"], ["https://a/b"], ["https://a; x"], [null]]],
    ["required_headers", [{ "a b": "x" }, { a: false }, { a: 1 }, [], "x"]],
    ["content_types", [[], ["xml"], "json"]],
    ["body_limit", [0, 1048577, "1", 1.5]],
    ["body_schema", [true, {}, { type: "string" }]],
    [
      "rate_limit",
      [{ count: 0, per: "1 s" }, { count: 1, per: "2 days" }, { count: 99999, per: "1 s" }, 10],
    ],
    ["port", [1]],
    ["required_fields", [["a"]]],
  ])("has no wrong %s", async ([key, values], { db }) => {
    for (const value of values) {
      const found = await problemsOf(db, "webhook_received", { [key]: value });
      expect([value, found.map((problem) => problem.key)]).toEqual([
        value,
        expect.arrayContaining([key]),
      ]);
      for (const { message, hint } of found) expect([message, hint]).not.toContain("");
    }
  });

  test("has no wrong answer", async ({ db }) => {
    for (const [response, key] of [
      ["x", "response"],
      [{}, "response.mode"],
      [{ mode: "later" }, "response.mode"],
      [{ mode: "ack", status: 200 }, "response"],
      [{ mode: "wait", timeout: "2 minutes" }, "response.timeout"],
      [{ mode: "static", status: 101 }, "response"],
      [{ mode: "static", headers: { "set-cookie": "a" } }, "response"],
      [{ mode: "static", headers: { "x-a": "1\n2" } }, "response"],
      [{ mode: "static", headers: [] }, "response"],
    ] as const) {
      const found = await problemsOf(db, "webhook_received", { response });
      expect([response, found.map((problem) => problem.key)]).toEqual([
        response,
        expect.arrayContaining([key]),
      ]);
    }
  });

  test("needs a secret where something is signed", async ({ db }) => {
    for (const scheme of ["github", "basic", "atlas"]) {
      const found = await problemsOf(db, "webhook_received", { scheme });
      expect(found.map(({ key }) => key)).toEqual(["secret"]);
    }
    expect(await problemsOf(db, "webhook_received", { scheme: "none" })).toEqual([]);
  });

  test.for<[string, unknown[]]>([
    ["form_id", ["a/b", "", 1, null]],
    [
      "schema",
      [{}, { type: "object", properties: {} }, 1, { type: "object", properties: { a: {} } }],
    ],
    ["required_fields", [["c"], "a", [1]]],
    ["order", [["c"], {}]],
    ["consent", ["x", {}, { text: "" }, { text: "x", required: 1 }, { text: "x", y: 1 }]],
    ["title", [1, null, "x".repeat(5001)]],
    ["language", ["english language", "", 1]],
    ["allowed_origins", [["x"]]],
    ["scheme", ["github"]],
  ])("has no wrong %s of a form", async ([key, values], { db }) => {
    for (const value of values) {
      const found = await problemsOf(db, "form_submitted", { ...FORM, [key]: value });
      expect([value, found.map((problem) => problem.key)]).toEqual([
        value,
        expect.arrayContaining([key]),
      ]);
    }
  });

  test.for<[key: string, value: unknown, message: string]>([
    ["order", ["a", "c", "d"], 'has "c", which is not a property of the schema'],
    ["order", ["b", 1], "has 1, which is not a property of the schema"],
    ["order", "a", "must be a list of properties of the schema"],
    ["required_fields", ["x"], 'has "x", which is not a property of the schema'],
    [
      "schema",
      { ...FORM.schema, required: ["a", "y"] },
      'has a list required that has "y", which is not a property of the schema',
    ],
    ["texts", { thanks: "Danke", merci: "x" }, "has merci, which is not a text of the page"],
    ["texts", { thanks: "" }, "has as thanks what is not a text of 1 to 500 characters"],
    ["texts", [], "must have texts of up to 500 characters, by the names of those of the page"],
    [
      "schema",
      { type: "object", properties: { a: { enum: ["x"] }, b: { type: "string" } } },
      "property a must have type string, number, integer or boolean",
    ],
  ])("names what is wrong in %s of a form: %j", async ([key, value, message], { db }) => {
    const found = await problemsOf(db, "form_submitted", { ...FORM, [key]: value });
    expect(found.map((one) => [one.key, one.message])).toEqual([[key, message]]);
  });

  test("is judged whatever it is", async ({ db }) => {
    const values = [
      ...[null, true, 0, -1.5, 1e300, "", "x", "{{ x }}", "\u{10ffff}", [], [[]], [null], [1, "a"]],
      ...[{}, { "": 1 }, { mode: "static", headers: 1 }, { mode: "wait", timeout: {} }],
      ...[
        { count: {}, per: [] },
        { count: "9", per: "9" },
        { count: 1e9, per: "1 s" },
      ],
      ...[{ text: {}, required: [] }, { type: "object", properties: [] }, { header: [] }],
      ...[["1.2.3.4", {}], "x".repeat(10_000), "(".repeat(5000)],
    ];
    for (const [trigger, config] of KINDS) {
      const keys = Object.keys({ ...FULL, ...FORM, ...config });
      const configs = [
        ...values,
        ...keys.flatMap((key) => values.map((value) => ({ ...config, [key]: value }))),
      ];
      const [judged] = await db.query<{ right: object[] }>(
        `select jsonb_agg(given.config) filter (where not exists (
           select from sluice_private.problems_of_webhook($1, given.config)
         )) as right
         from jsonb_array_elements($2) as given (config)`,
        [trigger, JSON.stringify(configs)],
      );
      await db.query(
        `select sluice_private.webhook_address($1, given.config),
           sluice_private.shape_delivery(
             $1, given.config, '{"payload": {"from": "a", "text": "b"}}'
           )
         from jsonb_array_elements($2) as given (config)`,
        [trigger, JSON.stringify(judged!.right)],
      );
    }
  });
});
