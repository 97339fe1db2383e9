import { describe } from "vitest";
import { call } from "../../support/calls.ts";
import { test } from "../../support/database.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";
import { calling, expectSameEnd, HOUR, wait, type Course, type Way } from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const b = act("b", { input: { w: "{{ steps.a }}", n: "{{ trigger.payload.n }}" } });
const c = act("c", { input: { w: "{{ steps.a.output }}", b: "{{ steps.b.output.n }}" } });

describe("a call", () => {
  const child = { nodes: [wait("a", HOUR), act("b")], edges: ["start → a", "a → b"] };
  const called = [call("a", { input: { n: "{{ trigger.payload.n }}" } }), b, c];
  const childDue = ({ db }: Course) =>
    db.query("update sluice_private.timers set due_at = clock_timestamp() - interval '1 s'");
  test.for<[string, () => Way]>([
    ["whose child waits", () => ({ nodes: called, child, meanwhile: childDue })],
    [
      "whose child fails",
      () => ({
        nodes: called,
        child,
        meanwhile: childDue,
        answer: () => ({ error: { class: "bad" } }),
      }),
    ],
    [
      "completed by hand",
      () => ({
        nodes: called,
        child,
        meanwhile: calling(`select sluice.complete_step($1, 'a', '{"n": 3}')`),
      }),
    ],
    [
      "cancelled by the child",
      () => ({
        nodes: called,
        child,
        meanwhile: async ({ db, id, worker }) => {
          await db.query(
            "select sluice.cancel_execution(id) from sluice.workflow_executions where parent_execution_id = $1",
            [id],
          );
          await worker.pump();
        },
      }),
    ],
    [
      "with an output",
      () => ({
        nodes: [call("a", { output: { x: "{{ steps.a.output.b.n }}" } }), b, c],
        child,
        meanwhile: childDue,
      }),
    ],
    [
      "that nothing awaits",
      () => ({ nodes: [call("a", { wait: false }), b, c], child, meanwhile: childDue }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, way);
  });
});

describe("the last step of a line", () => {
  const last = [wait("a"), act("b")];
  const edges = ["start → a", "a → b"];
  test.for<[string, () => Way]>([
    ["gives null", () => ({ nodes: last, edges, answer: () => null })],
    ["gives text", () => ({ nodes: last, edges, answer: () => "x" })],
    ["gives 2 MiB", () => ({ nodes: last, edges, answer: () => "x".repeat(2 * 1024 * 1024 - 2) })],
    ["gives more", () => ({ nodes: last, edges, answer: () => "x".repeat(2 * 1024 * 1024 - 1) })],
    ["fails", () => ({ nodes: last, edges, answer: () => ({ error: { class: "bad" } }) })],
    [
      "is undone",
      () => ({
        nodes: [act("a"), act("b", { compensate: { action: "act" } })],
        edges,
      }),
    ],
    [
      "while it is told",
      () => ({
        nodes: last,
        edges,
        meanwhile: async ({ db, id, worker }) => {
          await worker.pump();
          const leases = await worker.begin();
          await db.query(`select sluice.complete_step($1, 'b', '{"hand": 1}')`, [id]);
          await worker.report(leases.map((lease) => [lease, { n: 1 }]));
        },
      }),
    ],
    [
      "while it is paused",
      () => ({
        nodes: last,
        edges,
        meanwhile: async ({ db, id, worker }) => {
          await worker.pump();
          const leases = await worker.begin();
          await db.query(`select sluice.pause_execution($1)`, [id]);
          await worker.report(leases.map((lease) => [lease, { n: 1 }]));
        },
      }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, way);
  });
});
