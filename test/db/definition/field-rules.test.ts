import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { findingsOf, give, stepOf, without, type Draft, type Rule } from "../../support/drafts.ts";

const settings =
  (value: object) =>
  (d: Draft): void => {
    d.settings = value;
  };

/** Spoils a draft: its choice is a split, whose other port nobody uses. */
const split =
  (cases: object[], more: object = {}) =>
  (d: Draft): void => {
    stepOf(d, "size").data = { mode: "split", cases, ...more };
    d.edges = d.edges.filter(({ sourceHandle }) => sourceHandle !== "small");
    d.edges.push({ id: "to b", source: "a", target: "b" });
  };
const CASES = ["bad_field size data.cases"] as const;

const OF_FIELDS: Rule[] = [
  ["an unknown type", (d) => (stepOf(d, "pause").type = "dance"), "unknown_type pause type"],
  ["a field that its type does not have", give("b", { colour: 1 }), "unknown_key b data.colour"],
  ["a field of the wrong type", give("b", { label: 1 }), "bad_field b data.label"],
  ["a disabled trigger", give("hook", { disabled: true }), "unknown_key hook data.disabled"],
  ["an action without an action", without("b", "action"), "missing_field b data.action"],
  ["a trigger without a trigger", without("hook", "trigger"), "missing_field hook data.trigger"],
  [
    "a filter that nobody looks at",
    (d) =>
      Object.assign(stepOf(d, "hook").data, {
        trigger: "manual",
        filter: "$.trigger.payload.x == 1",
      }),
    "bad_field hook data.filter",
  ],
  [
    "a dedupe that nobody looks at",
    (d) =>
      Object.assign(stepOf(d, "hook").data, { trigger: "manual", dedupe: "trigger.payload.x" }),
    "bad_field hook data.dedupe",
  ],
  ["a wait without a duration", without("pause", "for"), "missing_field pause data.for"],
  ["a choice without cases", without("size", "cases"), "missing_field size data.cases"],
  ["a mode it does not know", give("size", { mode: "most" }), "bad_field size data.mode"],
  [
    "a split by conditions",
    (d) => (without("size", "default")(d), give("size", { mode: "split" })(d)),
    "bad_field size data.cases",
  ],
  ["a split with a weight of nothing", split([{ port: "big", weight: 0 }]), ...CASES],
  ["a split with a weight below nothing", split([{ port: "big", weight: -1 }]), ...CASES],
  ["a split with a weight in words", split([{ port: "big", weight: "1" }]), ...CASES],
  [
    "a split of one port twice",
    split([
      { port: "big", weight: 1 },
      { port: "big", weight: 2 },
    ]),
    ...CASES,
  ],
  [
    "a split with a default",
    split([{ port: "big", weight: 1 }], { default: "small" }),
    "bad_field size data.default",
  ],
  ["a choice that goes on", give("size", { on_error: "continue" }), "bad_field size data.on_error"],
  ["a choice that panics", give("size", { on_error: "panic" }), "bad_field size data.on_error"],
  [
    "a branch of errors without an edge",
    give("size", { on_error: "branch" }),
    "missing_error_edge size data.on_error",
  ],
  ["a case whose port is error", give("size", { default: "error" }), "bad_field size data.default"],
  ["a wait that panics", give("pause", { on_error: "panic" }), "bad_field pause data.on_error"],
  ["an on_error of an end", give("stop", { on_error: "fail" }), "unknown_key stop data.on_error"],
  ["a disabled choice", give("size", { disabled: true }), "unknown_key size data.disabled"],
  ["a timeout of a choice", give("size", { timeout: "1 h" }), "unknown_key size data.timeout"],
  ["an output of a trigger", give("hook", { output: { n: 1 } }), "unknown_key hook data.output"],
  [
    "an output that does not compile",
    give("pause", { output: { n: "{{ steps. }}" } }),
    "expression pause data.output.n",
  ],
  [
    "an output of a step that comes later",
    give("a", { output: "{{ steps.b.output }}" }),
    "not_upstream a data.output",
  ],
  [
    "an output of an item that is none",
    give("a", { output: "{{ item }}" }),
    "no_item a data.output",
  ],
  ["a key of no split", give("size", { key: "{{ execution.id }}" }), "bad_field size data.key"],
  ["no cases", give("size", { cases: [] }), "bad_field size data.cases"],
  [
    "cases of one port",
    give("size", {
      cases: [
        { port: "x", when: "$.trigger.payload.n == 1" },
        { port: "x", when: "$.trigger.payload.n == 2" },
      ],
    }),
    "bad_field size data.cases",
  ],
  [
    "a case without a condition",
    give("size", { cases: [{ port: "big" }] }),
    "bad_field size data.cases",
  ],
  ["a first choice without a default", without("size", "default"), "bad_field size data.default"],
  ["an on_error it does not know", give("b", { on_error: "panic" }), "bad_field b data.on_error"],
  ["a join it does not know", give("b", { join: { kind: "most" } }), "bad_field b data.join.kind"],
  ["a quorum of no number", give("b", { join: { kind: "quorum" } }), "bad_field b data.join.n"],
  [
    "a quorum that cannot be reached",
    give("b", { join: { kind: "quorum", n: 9 } }),
    "bad_field b data.join.n",
  ],
  [
    "a rest that is none",
    give("b", { join: { kind: "quorum", n: 1, rest: null } }),
    "bad_field b data.join.rest",
  ],
  [
    "a field that join does not have",
    give("b", { join: { kind: "any", n: 2 } }),
    "unknown_key b data.join.n",
  ],
  ["a retry for no class", give("b", { retry: { when: [] } }), "bad_field b data.retry.when"],
  [
    "a retry for what is no class",
    give("b", { retry: { when: ["A b"] } }),
    "bad_field b data.retry.when",
  ],
  ["a duration that is none", give("pause", { for: "soon" }), "bad_field pause data.for"],
  ["a negative duration", give("pause", { for: "-1 second" }), "bad_field pause data.for"],
  ["a scope it does not know", give("stop", { scope: "world" }), "bad_field stop data.scope"],
  ["a status it does not know", give("stop", { status: "won" }), "bad_field stop data.status"],
  [
    "a branch that ends failed",
    give("stop", { scope: "branch", status: "failed" }),
    "bad_field stop data.status",
  ],
  ["no attempts", give("b", { retry: { max_attempts: 0 } }), "bad_field b data.retry.max_attempts"],
  [
    "half an attempt",
    give("b", { retry: { max_attempts: 1.5 } }),
    "bad_field b data.retry.max_attempts",
  ],
  [
    "a backoff it does not know",
    give("b", { retry: { backoff: "linear" } }),
    "bad_field b data.retry.backoff",
  ],
  [
    "a delay that is none",
    give("b", { retry: { initial: "x" } }),
    "bad_field b data.retry.initial",
  ],
  [
    "a delay that is too long",
    give("b", { retry: { max: "31 days" } }),
    "bad_field b data.retry.max",
  ],
  ["an action without time", give("b", { timeout: "0" }), "bad_field b data.timeout"],
  ["an action with no time", give("b", { timeout: "soon" }), "bad_field b data.timeout"],
  ["a jitter above 1", give("b", { retry: { jitter: 1.1 } }), "bad_field b data.retry.jitter"],
  [
    "an attempt without time",
    give("b", { retry: { attempt_timeout: "0" } }),
    "bad_field b data.retry.attempt_timeout",
  ],
  [
    "a field that retry does not have",
    give("b", { retry: { when: 1 } }),
    "bad_field b data.retry.when",
  ],
  ["a timeout that is none", settings({ timeout: "x" }), "bad_field - $.settings.timeout"],
  ["a priority above 10", settings({ priority: 11 }), "bad_field - $.settings.priority"],
  ["a retention too short", settings({ retention: "1 s" }), "bad_field - $.settings.retention"],
  ["a retention too long", settings({ retention: "11 y" }), "bad_field - $.settings.retention"],
  ["a setting it does not know", settings({ speed: 1 }), "unknown_key - $.settings.speed"],
];

const OF_MEANING: Rule[] = [
  ["an unknown action", give("b", { action: "fly" }), "unknown_action b data.action"],
  ["an unknown trigger", give("hook", { trigger: "dream" }), "unknown_trigger hook data.trigger"],
  [
    "an input that is missing",
    give("b", { action: "log_activity", input: {} }),
    "bad_input b data.input.description",
  ],
  [
    "an input the action does not have",
    give("b", { action: "log_activity", input: { description: "x", up: 1 } }),
    "bad_input b data.input.up",
  ],
  [
    "a scheme it does not know",
    give("hook", { config: { scheme: "md5" } }),
    "bad_config hook data.config.scheme",
  ],
  [
    "a signature without a secret",
    give("hook", { config: { scheme: "github" } }),
    "bad_config hook data.config.secret",
  ],
  [
    "a secret in the clear",
    give("hook", { config: { secret: "hunter2" } }),
    "bad_config hook data.config.secret",
  ],
  [
    "a path with a slash",
    give("hook", { config: { path: "a/b" } }),
    "bad_config hook data.config.path",
  ],
  [
    "a setting a webhook does not have",
    give("hook", { config: { port: 1 } }),
    "bad_config hook data.config.port",
  ],
  [
    "an expression that cannot be read",
    give("b", { input: { x: "{{ steps.. }}" } }),
    "expression b data.input.x",
  ],
  [
    "an expression deep in an input",
    give("b", { input: { x: [{ y: "{{ nope.a }}" }] } }),
    "expression b data.input.x.0.y",
  ],
  [
    "a case that is no predicate",
    give("size", { cases: [{ port: "big", when: "$.trigger.payload.n" }] }),
    "expression size data.cases[0].when",
  ],
  [
    "a run_if that is no predicate",
    give("b", { run_if: "$.trigger.payload.n" }),
    "expression b data.run_if",
  ],
  [
    "a filter that reads a step",
    give("hook", { filter: "$.steps.a.output == 1" }),
    "expression hook data.filter",
  ],
  [
    "a dedupe that cannot be read",
    give("hook", { dedupe: "$.trigger.." }),
    "expression hook data.dedupe",
  ],
  [
    "an edge's guard that cannot be read",
    (d) => (d.edges[6]!["data"] = { when: "$.." }),
    "expression b $.edges[6].data.when",
  ],
  [
    "a step that does not exist",
    give("b", { input: { x: "{{ steps.gone.output }}" } }),
    "expression b data.input.x",
  ],
  [
    "a step that never runs before",
    give("a", { input: { x: "{{ steps.b.output }}" } }),
    "not_upstream a data.input.x",
  ],
  [
    "a guard on a later step",
    (d) => (d.edges[2]!["data"] = { when: "$.steps.b.output == 1" }),
    "not_upstream a $.edges[2].data.when",
  ],
];

describe("validate_definition", () => {
  test.for([...OF_FIELDS, ...OF_MEANING])("finds %s", async ([, spoil, finding], { db }) => {
    expect(await findingsOf(db, spoil)).toContain(finding);
  });

  test("tells of every problem at once", async ({ db }) => {
    const found = await findingsOf(db, (d) => {
      give("a", { colour: 1 })(d);
      give("b", { action: "fly" })(d);
      d.edges.push({ id: "in", source: "a", target: "hook" });
      d.edges.push({ id: "back", source: "pause", target: "a" });
      d.edges.push({ id: "beside", source: "start", target: "pause" });
    });
    expect(found.toSorted()).toEqual([
      "cycle - $.edges",
      "trigger_has_input hook -",
      "unknown_action b data.action",
      "unknown_key a data.colour",
    ]);
  });
});
