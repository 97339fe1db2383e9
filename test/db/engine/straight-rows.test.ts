import { describe } from "vitest";
import { end, foreach, group, loop, makeDue, within } from "../../support/containers.ts";
import { test } from "../../support/database.ts";
import { retry } from "../../support/retries.ts";
import { failing } from "../../support/sagas.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";
import { call } from "../../support/calls.ts";
import {
  choice,
  expectSameEnd,
  HOUR,
  inTurn,
  LINE,
  once,
  wait,
  type Course,
  type Way,
} from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});
const counting = () => {
  let n = 0;
  return () => ({ n: n++ });
};
const due = ({ db, id }: Course) => makeDue(db, id);
describe("a row of steps of the database", () => {
  test.for<[string, () => Way]>([
    [
      "takes several ports to one step",
      () => ({
        nodes: [
          choice("a", "1 == 1", {
            mode: "all",
            cases: [
              { port: "p", when: "1 == 1" },
              { port: "q", when: "1 == 1" },
            ],
            default: "r",
          }),
          set("b", { p: "{{ steps.a.output }}" }),
          set("c"),
        ],
        edges: ["start → a", "a:p → b", "a:q → b", "b → c"],
      }),
    ],
    [
      "takes turns",
      () => ({
        nodes: [
          group("g", { order: "one_at_a_time" }),
          ...within("g", set("a"), set("b"), set("c"), set("d")),
        ],
        edges: ["start → g", "a → b", "c → d"],
      }),
    ],
    [
      "runs beside an end",
      () => ({
        nodes: [
          set("a"),
          set("b"),
          end("e", { scope: "execution", output: "{{ steps.b.output }}" }),
          set("x"),
          set("y"),
          set("z"),
        ],
        edges: ["start → a", "a → b", "b → e", "start → x", "x → y", "y → z"],
      }),
    ],
    [
      "runs beside an end that fails",
      () => ({
        nodes: [
          set("a"),
          set("b"),
          end("e", { scope: "execution", status: "failed", error: { class: "x", message: "y" } }),
          act("x"),
          set("y"),
          set("z"),
        ],
        edges: ["start → a", "a → b", "b → e", "start → x", "x → y", "y → z"],
      }),
    ],
    [
      "runs to the end of an iteration",
      () => ({
        nodes: [
          foreach("f", { concurrency: 3 }),
          ...within(
            "f",
            set("a", { i: "{{ item }}" }),
            choice("b", "$.item == 2"),
            end("e", { scope: "frame" }),
            set("c"),
            set("d"),
          ),
        ],
        edges: ["start → f", "a → b", "b:yes → e", "b:no → c", "c → d"],
        input: [1, 2, 3],
      }),
    ],
    [
      "stands in a loop",
      () => ({
        nodes: [
          loop("f", { max_iterations: 3, while: "$.index < 2" }),
          ...within(
            "f",
            set("a", { i: "{{ index }}" }),
            set("b", { a: "{{ steps.a.output.i }}" }),
            set("c", { i: "{{ steps.b.output.a }}" }),
          ),
        ],
        edges: ["start → f", "a → b", "b → c"],
      }),
    ],
    [
      "is retried in iterations",
      () => ({
        nodes: [
          foreach("f", { concurrency: 3 }),
          ...within(
            "f",
            set("a", { i: "{{ item }}" }),
            set("b", { a: "{{ steps.a.output.i }}" }),
            act("boom", { input: { of: "{{ item }}" } }),
            set("d"),
            set("e", { o: "{{ steps.boom.output }}" }),
          ),
        ],
        edges: ["start → f", "a → b", "b → boom", "boom → d", "d → e"],
        input: [1, 2, 3],
        answer: once('{"of": 2}'),
        meanwhile: inTurn(
          async ({ drain }) => drain(),
          async ({ db, id }) => retry(db, id),
        ),
      }),
    ],
    [
      "is retried with an edited step",
      () => ({
        nodes: [
          set("a"),
          set("b", { a: "{{ steps.a.output.by }}" }),
          set("c", { b: "{{ steps.b.output }}" }),
          act("boom"),
        ],
        edges: [...LINE, "c → boom"],
        answer: once(),
        meanwhile: inTurn(
          async ({ drain }) => drain(),
          async ({ db, id }) => retry(db, id, { node_id: "b", input: { edited: 1 } }),
        ),
      }),
    ],
    [
      "stands on a cycle with a worker's step",
      () => ({
        nodes: [
          set("a", { n: "{{ steps.b.output.n }}" }),
          act("b", { input: { a: "{{ steps.a.output }}" } }),
          choice("c", "$.steps.cnt.output.n < 2"),
          set("cnt", { n: "{{ steps.b.output.n }}" }),
          set("d"),
        ],
        edges: ["start → a", "a → b", "b → cnt", "cnt → c", "c:yes → a", "c:no → d"],
        answer: counting(),
      }),
    ],
    [
      "is all of a child, and follows the call",
      () => ({
        nodes: [call("a", { input: { n: 5 } }), set("b", { x: "{{ steps.a.output }}" }), set("c")],
        child: {
          nodes: [set("a"), set("b"), set("c", { n: "{{ trigger.payload.n }}" })],
          edges: LINE,
        },
      }),
    ],
    [
      "makes a child fail",
      () => ({
        nodes: [call("a", { input: { n: 5 } }), set("b", { x: "{{ steps.a.output }}" }), set("c")],
        edges: ["start → a", "a:error → b", "b → c"],
        child: {
          nodes: [set("a"), set("b", { x: "x {{ steps.a.output.gone }}" }), set("c")],
          edges: LINE,
        },
      }),
    ],
    [
      "follows a wait",
      () => ({
        nodes: [
          wait("a", HOUR),
          set("b", { a: "{{ steps.a.output.due_at }}" }),
          set("c", { b: "{{ steps.b.output }}" }),
        ],
        meanwhile: due,
      }),
    ],
    [
      "stands between steps of a worker",
      () => ({
        nodes: [
          act("a"),
          set("b", { a: "{{ steps.a.output.n }}" }),
          choice("c", '$.steps.b.output.a == "a!"'),
          act("d", { input: { b: "{{ steps.b.output.a }}", c: "{{ steps.c.output }}" } }),
        ],
        edges: [...LINE, "c:yes → d"],
      }),
    ],
    [
      "fails beside a step of a worker",
      () => ({
        nodes: [set("a"), set("b", { n: "x {{ trigger.payload.gone }}" }), set("c"), act("x")],
        edges: [...LINE, "start → x"],
        answer: failing,
      }),
    ],
    [
      "stands between what is undone",
      () => ({
        nodes: [
          act("u", { compensate: { action: "act", input: { c: "{{ steps.u.output.n }}" } } }),
          set("a"),
          set("b", { n: "{{ steps.a.output }}" }),
          act("boom"),
        ],
        edges: ["start → u", "u → a", "a → b", "b → boom"],
        settings: { compensate: true },
        answer: failing,
      }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, way);
  });
});
