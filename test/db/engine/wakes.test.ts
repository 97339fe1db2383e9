import { describe } from "vitest";
import { makeDue } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { PAID } from "../../support/events.ts";
import { retry } from "../../support/retries.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";
import {
  expectSameEnd,
  HOUR,
  inTurn,
  once,
  pump,
  wait,
  type Course,
  type Way,
} from "../../support/ways.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const due = ({ db, id }: Course) => makeDue(db, id);
const drain = ({ drain: run }: Course) => run();
const noneAwaited = async ({ db, id }: Course) => {
  const left = "select from sluice_private.awaited_events where execution_id = $1";
  expect(await db.query(left, [id])).toEqual([]);
};
const EDGES: Way["edges"] = ["start → x", "x → a", "a → b"];
const x = act("x");
const b = act("b", { input: { a: "{{ steps.a.output }}", n: "{{ trigger.payload.n }}" } });
const events = [{ ...PAID, match: "7" }];

describe("a sleeper wakes as the rounds would have it", () => {
  test.for<[string, () => Way]>([
    ["", () => ({ nodes: [x, wait("a", HOUR), b], meanwhile: inTurn(drain, due) })],
    [
      "whose timeout comes first",
      () => ({
        nodes: [x, wait("a", { for: "1 day", timeout: "1 hour" }), b],
        meanwhile: inTurn(drain, due),
      }),
    ],
    [
      "that might have been told something",
      () => ({
        nodes: [x, wait("a", { events, for: "1 hour" }), b],
        meanwhile: inTurn(drain, due, pump, noneAwaited),
      }),
    ],
    [
      "in a retry",
      () => ({
        nodes: [act("boom"), wait("a", HOUR), b],
        edges: ["start → boom", "boom → a", "a → b"],
        answer: once(),
        meanwhile: inTurn(drain, async ({ db, id }) => retry(db, id), drain, due),
      }),
    ],
  ])("%s", async ([, way], { db }) => {
    await expectSameEnd(db, () => ({ edges: EDGES, ...way() }));
  });
});
