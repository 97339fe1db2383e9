import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { validate } from "../../support/drafts.ts";
import { definition, manual } from "../../support/engine.ts";
import { act, set } from "../../support/scenes.ts";

const rate = { count: 3, per: "1 minute" };

/** What is wrong with it, the limit, and the finding, if it is not `bad_field data.limits[0]`. */
const OF_BOTH: [string, unknown][] = [
  ["that is no object", "1"],
  ["that limits nothing", { key: "x" }],
  ["with a field nobody knows", { concurrency: 1, size: 1 }],
  ["of no concurrency", { concurrency: 0 }],
  ["of half a concurrency", { concurrency: 1.5 }],
  ["of a concurrency in words", { concurrency: "many" }],
  ["whose key is a list", { concurrency: 1, key: ["x"] }],
  ["whose key is null", { concurrency: 1, key: null }],
  ["whose rate is a number", { rate: 3 }],
  ["whose rate has no time", { rate: { count: 3 } }],
  ["whose rate has no count", { rate: { per: "1 h" } }],
  ["whose rate is of no time", { rate: { count: 3, per: "0" } }],
  ["whose rate is of a time that is none", { rate: { count: 3, per: "soon" } }],
  ["whose rate is of a number", { rate: { count: 3, per: 60 } }],
  ["whose rate has a field nobody knows", { rate: { ...rate, from: 1 } }],
  ["whose burst is more than its count", { rate: { ...rate, burst: 4 } }],
  ["whose burst is nothing", { rate: { ...rate, burst: 0 } }],
  ["that does what nobody knows", { concurrency: 1, on_limit: "drop" }],
  ["that cancels the oldest of a rate", { concurrency: 1, rate, on_limit: "cancel_oldest" }],
];

const OF_STEPS: [string, unknown][] = [
  ["whose provider has no name", { provider: "" }],
  ["whose provider is a number", { provider: 1 }],
  ["that says what a provider has room for", { provider: "p", concurrency: 1 }],
  ["that cancels the oldest of a provider", { provider: "p", on_limit: "cancel_oldest" }],
];

const ofStep = (limits: unknown) =>
  definition([manual, act("a", { limits }), set("b")], ["start → a", "a → b"]);
const ofWorkflow = (limits: unknown) => definition([manual, set("b")], ["start → b"], { limits });

const codes = async (db: Parameters<typeof validate>[0], draft: unknown) =>
  (await validate(db, draft))
    .filter(({ code }) => code !== "unknown_action")
    .map(({ code, path }) => `${code} ${path}`);

test.for([[0], [11], [2.5]])("a step of priority %s is refused", async ([priority], { db }) => {
  const draft = definition([manual, act("a", { priority })], ["start → a"]);
  expect(await codes(db, draft)).toEqual(["bad_field data.priority"]);
});

describe("a limit", () => {
  test.for([...OF_BOTH, ...OF_STEPS])("of a step %s is refused", async ([, limit], { db }) => {
    expect(await codes(db, ofStep([limit]))).toEqual(["bad_field data.limits[0]"]);
  });

  test.for([...OF_BOTH, ...OF_STEPS.slice(0, 1)])(
    "of a workflow %s is refused",
    async ([, limit], { db }) => {
      expect(await codes(db, ofWorkflow([limit]))).toEqual(["bad_field $.settings.limits[0]"]);
    },
  );

  test.for([
    [{ concurrency: 1 }],
    [{ concurrency: 1, key: "{{ trigger.payload.n }}", on_limit: "cancel_oldest" }],
    [{ rate: { ...rate, burst: 1 }, on_limit: "skip" }],
    [{ rate, concurrency: 2, key: 7 }],
  ])("may be %j", async ([limit], { db }) => {
    expect(await codes(db, ofStep([limit]))).toEqual([]);
    expect(await codes(db, ofWorkflow([limit]))).toEqual([]);
  });

  test("is one of a list", async ({ db }) => {
    expect(await codes(db, ofStep({ concurrency: 1 }))).toEqual(["bad_field data.limits"]);
    expect(await codes(db, ofStep([]))).toEqual(["bad_field data.limits"]);
    const many = Array.from({ length: 11 }, () => ({ concurrency: 1 }));
    expect(await codes(db, ofStep(many))).toEqual(["bad_field data.limits"]);
    expect(await codes(db, ofWorkflow({ concurrency: 1 }))).toEqual([
      "bad_field $.settings.limits",
    ]);
    expect(await codes(db, ofWorkflow(many))).toEqual(["bad_field $.settings.limits"]);
    expect(await codes(db, ofWorkflow([]))).toEqual([]);
  });

  test("reads only what has run before it", async ({ db }) => {
    const key = (text: string) => [{ concurrency: 1, key: `{{ ${text} }}` }];
    expect(await codes(db, ofStep(key("steps.b.output")))).toEqual([
      "not_upstream data.limits[0].key",
    ]);
    expect(await codes(db, ofStep(key("x")))).toEqual([
      expect.stringMatching(/^expression data\.limits\.0/),
    ]);
    expect(await codes(db, ofWorkflow(key("steps.b.output")))).toEqual([
      expect.stringMatching(/^expression \$\.settings\.limits\.0/),
    ]);
  });
});
