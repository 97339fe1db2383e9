import { describe } from "vitest";
import { foreach, group, makeDue, within } from "../../support/containers.ts";
import { test } from "../../support/database.ts";
import { emit, PAID } from "../../support/events.ts";
import { retry } from "../../support/retries.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";
import {
  calling,
  expectSameEnd,
  HOUR,
  inTurn,
  pump,
  quorum,
  wait,
  type Course,
  type Way,
} from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const due = ({ db, id }: Course) => makeDue(db, id);
const tell =
  (n: number) =>
  ({ db, id }: Course) =>
    emit(db, id, "7", { n });
const b = act("b", { input: { w: "{{ steps.a.output }}", n: "{{ trigger.payload.n }}" } });
const c = act("c", { input: { w: "{{ steps.a.output }}", b: "{{ steps.b.output.n }}" } });
const waiting = [wait("a", HOUR), b, c];
const told = [wait("a", { events: [{ ...PAID, match: "7" }], timeout: "1 hour" }), b, c];

describe("after a wait", () => {
  test.for<[string, () => Way]>([
    ["that is due", () => ({ nodes: waiting, meanwhile: due })],
    [
      "that was due while it was paused",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(
          calling("select sluice.pause_execution($1)"),
          pump,
          due,
          pump,
          calling("select sluice.resume_execution($1)"),
        ),
      }),
    ],
    [
      "that was paused while due",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(
          due,
          calling("select sluice.pause_execution($1)"),
          pump,
          calling("select sluice.resume_execution($1)"),
        ),
      }),
    ],
    [
      "whose organization was paused while due",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(
          due,
          calling(
            `select sluice.pause_organization(organization_id)
             from sluice.workflow_executions where id = $1`,
          ),
          pump,
          calling(
            `select sluice.resume_organization(organization_id)
             from sluice.workflow_executions where id = $1`,
          ),
        ),
      }),
    ],
    [
      "cancelled while due",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(due, calling("select sluice.cancel_execution($1)")),
      }),
    ],
    [
      "completed by hand",
      () => ({
        nodes: waiting,
        meanwhile: calling(`select sluice.complete_step($1, 'a', '{"n": 3}')`),
      }),
    ],
    [
      "completed by hand while due",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(due, calling(`select sluice.complete_step($1, 'a', '{"n": 3}')`)),
      }),
    ],
    [
      "skipped by hand while due",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(due, calling(`select sluice.skip_step($1, 'a')`)),
      }),
    ],
    [
      "cancelled by hand",
      () => ({ nodes: waiting, meanwhile: calling(`select sluice.cancel_step($1, 'a')`) }),
    ],
    [
      "successor completed by hand",
      () => ({
        nodes: waiting,
        meanwhile: inTurn(due, pump, calling(`select sluice.complete_step($1, 'b', '{"n": 3}')`)),
      }),
    ],
    [
      "deadline while due",
      () => ({ nodes: waiting, settings: { timeout: "1 hour" }, meanwhile: due }),
    ],
    ["that is told", () => ({ nodes: told, meanwhile: tell(5) })],
    [
      "told while due",
      () => ({
        nodes: told,
        meanwhile: inTurn(tell(5), due),
      }),
    ],
    [
      "told twice",
      () => ({
        nodes: told,
        meanwhile: inTurn(tell(5), tell(6)),
      }),
    ],
    [
      "in a retry with an edited step",
      () => {
        let runs = 0;
        return {
          nodes: waiting,
          answer: ({ node_id }) =>
            node_id === "c" && runs++ === 0 ? { error: { class: "bad" } } : { n: node_id },
          meanwhile: inTurn(
            due,
            async ({ drain }) => drain(),
            async ({ db, id }) => retry(db, id, { node_id: "b", input: { edited: true } }),
          ),
        };
      },
    ],
    [
      "that ends with another one past a quorum",
      () => ({
        nodes: [
          wait("a", HOUR),
          wait("x", HOUR),
          { id: "j", type: "join", data: quorum(1) },
          wait("b", HOUR),
          act("c", { input: { a: "{{ steps.a }}", x: "{{ steps.x }}" } }),
        ],
        edges: ["start → a", "start → x", "a → j", "x → j", "j → b", "b → c"],
        meanwhile: inTurn(
          calling(
            `update sluice_private.timers as timer set due_at = clock_timestamp() - interval '1 s'
             from sluice.workflow_execution_steps as step
             where timer.execution_id = $1 and step.execution_id = $1 and step.node_id = 'a'
               and timer.step_no = step.step_no`,
          ),
          pump,
          due,
        ),
      }),
    ],
    [
      "that ends with another one before a quorum that cancels",
      () => ({
        nodes: [
          wait("a", HOUR),
          act("y", { input: { n: "{{ trigger.payload.n }}" } }),
          wait("x", HOUR),
          set("j", {}, quorum(1, "cancel")),
          act("c"),
        ],
        edges: ["start → a", "start → x", "a → y", "y → j", "x → j", "j → c"],
        meanwhile: due,
      }),
    ],
    [
      "with priority and limits",
      () => ({
        nodes: [
          wait("a", HOUR),
          act("b", { priority: 5 }),
          act("c", { limits: [{ key: "k", concurrency: 1 }] }),
        ],
        settings: { priority: 2 },
        meanwhile: due,
      }),
    ],
    [
      "beside another one",
      () => ({
        nodes: [wait("a", HOUR), wait("x", HOUR), act("b"), act("c"), act("d")],
        edges: ["start → a", "start → x", "a → b", "x → c", "b → d", "c → d"],
        meanwhile: due,
      }),
    ],
    [
      "beside a failure",
      () => ({
        nodes: [
          wait("a", HOUR),
          set("x", { n: "x {{ steps.w.output.gone }}" }),
          wait("w", HOUR),
          act("b"),
        ],
        edges: ["start → a", "start → w", "w → x", "a → b"],
        meanwhile: due,
      }),
    ],
    [
      "or a join",
      () => ({
        nodes: [
          act("a"),
          act("x"),
          { id: "j", type: "join", data: {} },
          act("b", { input: { j: "{{ steps.j.output }}" } }),
        ],
        edges: ["start → a", "start → x", "a → j", "x → j", "j → b"],
      }),
    ],
    [
      "in a group",
      () => ({
        nodes: [
          group("g", { compensate: true, lock: "{{ trigger.payload.n }}" }),
          ...within("g", wait("a", HOUR), act("b")),
        ],
        edges: ["start → g", "a → b"],
        meanwhile: due,
      }),
    ],
    [
      "in a foreach",
      () => ({
        nodes: [
          foreach("g"),
          ...within("g", wait("a", HOUR), act("b", { input: { i: "{{ item }}" } })),
          act("c"),
        ],
        edges: ["start → g", "a → b", "g → c"],
        input: [1, 2],
        meanwhile: due,
      }),
    ],
    [
      "for a condition",
      () => ({
        nodes: [
          wait("a", { condition: { when: "$.trigger.payload.n == 1", every: "1 minute" } }),
          b,
          c,
        ],
      }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, way);
  });
});
