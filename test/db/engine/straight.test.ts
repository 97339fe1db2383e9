import { describe } from "vitest";
import { foreach, group, within } from "../../support/containers.ts";
import { test, type TestDatabase } from "../../support/database.ts";
import { definition, manual, type Node } from "../../support/engine.ts";
import { retry } from "../../support/retries.ts";
import { failing } from "../../support/sagas.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";
import { choice, expectSameEnd, LINE, once, quorum, type Way } from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const undone = (id: string, from = "trigger.payload.n") =>
  set(
    id,
    { n: `{{ ${from} }}` },
    {
      compensate: { action: "data.set", input: { of: `{{ steps.${id}.output.n }}` } },
    },
  );
const boom = act("boom");

describe("a row of steps of the database", () => {
  test.for<[string, () => Way]>([
    [
      "is undone, the last first",
      () => ({
        nodes: [undone("a"), undone("b", "steps.a.output.n"), undone("c"), boom],
        edges: [...LINE, "c → boom"],
        settings: { compensate: true },
        answer: failing,
      }),
    ],
    [
      "is undone in a group",
      () => ({
        nodes: [
          group("g", { compensate: true }),
          ...within("g", undone("a"), undone("b"), undone("c"), boom),
        ],
        edges: ["start → g", "a → b", "b → c", "c → boom"],
        answer: failing,
      }),
    ],
    [
      "is run again where it was undone",
      () => ({
        nodes: [undone("a"), set("b", { n: "{{ steps.a.output.n }}" }), set("c"), boom],
        edges: [...LINE, "c → boom"],
        settings: { compensate: true },
        answer: once(),
        meanwhile: async ({ db, id, drain }) => {
          await drain();
          await retry(db, id);
        },
      }),
    ],
    [
      "races to a quorum that cancels",
      () => ({
        nodes: [set("a"), set("b"), set("c"), set("x"), set("j", {}, quorum(1, "cancel"))],
        edges: [...LINE, "start → x", "c → j", "x → j"],
      }),
    ],
    [
      "races to a quorum that keeps",
      () => ({
        nodes: [
          ...[set("a"), set("b"), set("c"), set("x")],
          { id: "j", type: "join", data: quorum(1) },
          set("k", { c: "{{ steps.c.output }}", j: "{{ steps.j.output }}" }),
        ],
        edges: [...LINE, "start → x", "c → j", "x → j", "j → k"],
      }),
    ],
    [
      "races past a join that is decided early",
      () => ({
        nodes: [
          ...[set("a"), set("b"), set("c"), choice("x", "$.trigger.payload.n == 2")],
          set("j", {}, { join: { kind: "every" } }),
          ...[set("z"), set("k", { c: "{{ steps.c.output }}" })],
        ],
        edges: [...LINE, "start → x", "c → j", "x:yes → j", "j → k", "start → z", "z → k"],
      }),
    ],
    [
      "begins with a split",
      () => ({
        nodes: [
          choice("a", "", {
            mode: "split",
            cases: [{ port: "y", weight: 1 }],
            default: undefined,
            key: "k",
          }),
          set("b"),
          set("c", { id: "{{ steps.a.output }}" }),
        ],
        edges: ["start → a", "a:y → b", "b → c"],
      }),
    ],
    [
      "has outputs made of outputs",
      () => ({
        nodes: [
          set("a", { n: 1 }, { output: { m: "{{ steps.a.output.n }}" } }),
          set(
            "b",
            { n: "{{ steps.a.output.m }}" },
            { output: { m: "{{ steps.a.output.m }}{{ steps.b.output.n }}" } },
          ),
          set("c", { n: "{{ steps.b.output.m }}", a: "{{ steps.a.output }}" }),
        ],
      }),
    ],
    [
      "has an output that cannot be made",
      () => ({
        nodes: [
          set("a", { n: 1 }, { output: { m: "x {{ steps.a.output.gone }}" } }),
          set("b"),
          set("c"),
        ],
      }),
    ],
    [
      "goes on after a failure",
      () => ({
        nodes: [
          set("a", { n: "x {{ trigger.payload.gone }}" }, { on_error: "continue" }),
          set("b", { n: "{{ steps.a.output.error.class }}", s: "{{ steps.a.status }}" }),
          set("c"),
        ],
      }),
    ],
    [
      "follows a failure",
      () => ({
        nodes: [
          set("a", { n: "x {{ trigger.payload.gone }}" }),
          set("b", { n: "{{ steps.a.output.error.class }}", s: "{{ steps.a.status }}" }),
          set("c"),
        ],
        edges: ["start → a", "a:error → b", "b → c"],
      }),
    ],
    [
      "follows a failure or none",
      () => ({
        nodes: [
          set("a", { n: "x {{ trigger.payload.gone }}" }),
          set("b", { n: "{{ steps.a.output.error.class }}", s: "{{ steps.a.status }}" }),
          set("c"),
        ],
        edges: ["start → a", "a:error → b", "a → b", "b → c"],
      }),
    ],
    [
      "makes too much",
      () => ({
        nodes: ["a", "b", "c"].map((id, at) =>
          set(
            id,
            Object.fromEntries(
              Array.from({ length: 8 }, (_, n) => [
                `k${n}`,
                at === 0 ? "{{ trigger.payload.n }}" : `{{ steps.${"abc"[at - 1]}.output }}`,
              ]),
            ),
          ),
        ),
        input: { n: "y".repeat(30_000) },
      }),
    ],
    [
      "stands on a cycle",
      () => ({
        nodes: [
          set("a", { n: "{{ steps.b.output.n }}", i: "{{ trigger.payload.n }}" }),
          set("b", { n: "{{ steps.a.output.i }}", before: "{{ steps.c.output.ports }}" }),
          choice("c", "!exists($.steps.b.output.before[*])"),
          set("d", { n: "{{ steps.b.output }}" }),
        ],
        edges: [...LINE, "c:yes → a", "c:no → d"],
      }),
    ],
    [
      "reads the execution and the workflow",
      () => ({
        nodes: [
          choice("a", "$.workflow.version_id == null"),
          set("b", { e: "{{ execution.id }}", n: "{{ workflow.id }}" }),
          choice(
            "c",
            "$.execution.id == $.trigger.payload.n && $.steps.b.output.n == $.workflow.id",
          ),
        ],
        edges: ["start → a", "a:yes → b", "a:no → b", "b → c"],
      }),
    ],
    [
      "has conditions with wildcards",
      () => ({
        nodes: [
          set("a", { n: 1 }),
          choice("b", "exists($.steps.a.output.** ? (@ == 1))"),
          set("c", { n: "{{ steps.b }}" }),
        ],
        edges: ["start → a", "a → b", "b:yes → c", "b:no → c"],
      }),
    ],
    [
      "has a cache and a timeout",
      () => ({
        nodes: [
          set("a", { n: 1 }, { cache: { ttl: "1 hour", key: "k" } }),
          set("b", { n: 1 }, { cache: { ttl: "1 hour", key: "k" } }),
          set("c", { n: "{{ steps.b.output }}" }, { timeout: "1 hour" }),
        ],
      }),
    ],
    [
      "is retried on a version with a step in between",
      () => ({
        nodes: [set("a"), set("b", { n: "{{ trigger.payload.n }}" }), boom],
        edges: ["start → a", "a → b", "b → boom"],
        answer: once(),
        meanwhile: async ({ db, id, workflow, drain, settle }) => {
          await drain();
          await newVersion(
            db,
            workflow,
            [set("a"), set("x"), set("b"), boom],
            [...["start → a", "a → x", "x → b", "b → boom"]],
          );
          await settle();
          await retry(db, id, { use_live_version: true });
        },
      }),
    ],
    [
      "stands in containers in containers",
      () => ({
        nodes: [
          foreach("f"),
          ...within("f", foreach("h", { items: "{{ item }}" })),
          ...within(
            "h",
            choice("a", "$.item > 1"),
            set("b", { at: "{{ index }}", o: "{{ steps.f.index }}", p: "{{ steps.h.item }}" }),
            set("c", {
              a: "{{ steps.a.output.ports }}",
              b: "{{ steps.b.output }}",
              i: "{{ item }}",
            }),
          ),
        ],
        edges: ["start → f", "a:yes → b", "b → c"],
        input: [[1, 2], [3]],
      }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, way);
  });
});

async function newVersion(db: TestDatabase, id: string, nodes: Node[], edges: string[]) {
  await db.query("select sluice.update_workflow($1, definition => $2)", [
    id,
    JSON.stringify(definition([manual, ...nodes], edges)),
  ]);
  await db.query("select sluice.publish_workflow($1)", [id]);
}
