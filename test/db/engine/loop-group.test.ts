import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution, invariants } from "../../support/engine.ts";
import {
  end,
  foreach,
  group,
  loop,
  makeDue,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

describe("a loop", () => {
  test("until a condition carries a value on", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        loop("grow", { carry: "{{ steps.add.output.n }}", until: "$.steps.add.output.n >= 3" }),
        ...within("grow", set("add", { n: "{{ $.index + 1 }}", before: "{{ item }}" })),
        set("after", { got: "{{ steps.grow.output.item }}" }),
      ],
      ["start → grow", "grow → after"],
    );
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { after: { got: 3 } },
    });
    expect(await outputOf(db, id, "grow")).toEqual({
      iterations: 3,
      item: 3,
      output: { add: { n: 3, before: 2 } },
    });
  });

  test("while a condition holds looks before each iteration", async ({ db }) => {
    const nodes = (condition: string) => [
      loop("l", { while: condition, carry: "{{ index }}" }),
      ...within("l", set("a")),
    ];
    const twice = await scene(db, nodes("$.index < 2"), ["start → l"]);
    expect(await outputOf(db, twice.id, "l")).toMatchObject({ iterations: 2, item: 1 });
    const never = await scene(db, nodes("$.trigger.payload.go == true"), ["start → l"]);
    expect(await outputOf(db, never.id, "l")).toEqual({ iterations: 0 });
    const exactly = await scene(db, nodes("$.index < 10"), ["start → l"]);
    expect(await outputOf(db, exactly.id, "l")).toMatchObject({ iterations: 10 });
  });

  test("that does not end in time fails with class max_iterations", async ({ db }) => {
    const { id } = await scene(
      db,
      [loop("l", { until: "$.index > 100" }), ...within("l", set("a")), set("rescue")],
      ["start → l", "l:error:max_iterations → rescue"],
    );
    expect(await status(db, id)).toBe("completed");
    expect(await trace(db, id)).toContain("l failed");
    expect(await trace(db, id)).toContain("rescue completed");
  });
});

describe("an iteration that an end ends", () => {
  const stop = [set("a", { n: "{{ $.index + 1 }}" }), end("stop", { scope: "frame" })];

  test("is collected", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { collect: "{{ steps.a.output.n }}", concurrency: 2 }),
        ...within("each", ...stop),
      ],
      ["start → each", "a → stop"],
      ["x", "y", "z"],
    );
    expect(await outputOf(db, id, "each")).toMatchObject({ completed: 3, items: [1, 2, 3] });
  });

  test("is carried on, and can be the last", async ({ db }) => {
    const repeats = { carry: "{{ steps.a.output.n }}", until: "$.steps.a.output.n == 2" };
    const { id } = await scene(
      db,
      [loop("l", repeats), ...within("l", ...stop)],
      ["start → l", "a → stop"],
    );
    expect(await outputOf(db, id, "l")).toMatchObject({ iterations: 2, item: 2 });
  });
});

describe("an iteration that an end cancels", () => {
  test("gives nothing, and can be the last", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        loop("turn", {
          until: "$.index > 0",
          carry: "x {{ trigger.payload.gone }}",
          max_iterations: 5,
        }),
        ...within("turn", end("off", { scope: "frame", status: "cancelled" })),
        set("after"),
      ],
      ["start → turn", "turn → after"],
    );
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
    expect(await outputOf(db, id, "turn")).toMatchObject({ iterations: 2 });
  });
});

describe("a group", () => {
  test("catches what fails in it, and undoes nothing that has ended", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        group("try"),
        ...within("try", act("a"), act("slow"), set("b")),
        set("caught", { why: "{{ steps.try.output.error.class }}" }),
        set("fine"),
      ],
      ["start → try", "a → b", "try:error → caught", "try → fine"],
    );
    const leases = await worker.begin();
    const a = leases.find(({ node_id }) => node_id === "a")!;
    await worker.report([[a, { error: { class: "bad", message: "no" } }]]);
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { caught: { why: "bad" } },
    });
    expect(await trace(db, id)).toEqual([
      "caught completed",
      "fine skipped",
      "try failed",
      "try[0].a failed",
      "try[0].slow cancelled",
    ]);
    expect(await invariants(db)).toEqual([]);
  });

  test("gives the output of its frame, or of its end", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        group("one"),
        ...within("one", set("x", { n: 1 })),
        group("two"),
        ...within("two", set("y"), end("stop", { scope: "frame", output: { done: true } })),
      ],
      ["start → one", "one → two", "y → stop"],
    );
    expect(await outputOf(db, id, "one")).toEqual({ x: { n: 1 } });
    expect(await outputOf(db, id, "two")).toEqual({ done: true });
  });

  test("that takes too long is ended by the database", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [group("box", { timeout: "1 hour" }), ...within("box", act("a")), set("late"), set("other")],
      ["start → box", "box:error:timeout → late", "box:error → other"],
    );
    await makeDue(db, id);
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      "box timed_out",
      "box[0].a cancelled",
      "late completed",
      "other skipped",
    ]);
  });

  test("deep inside others fails through all of them", async ({ db }) => {
    const ids = Array.from({ length: 20 }, (_, n) => `g${n}`);
    const { id } = await scene(
      db,
      [
        group("g0"),
        ...ids.slice(1).map((inner, n) => ({ ...group(inner), parentId: `g${n}` })),
        ...within("g19", end("fail", { scope: "frame", status: "failed" })),
      ],
      ["start → g0"],
    );
    expect(await execution(db, id)).toMatchObject({ status: "failed", error: { node_id: "fail" } });
    expect(await invariants(db)).toEqual([]);
  });

  test("is left by an end of the execution", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { concurrency: 2 }),
        ...within("each", act("a"), end("stop", { scope: "execution", output: "over" })),
      ],
      ["start → each"],
      [1, 2],
    );
    expect(await execution(db, id)).toMatchObject({ status: "completed", output: "over" });
  });

  test("that fails and continues takes main by both its names", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        group("try", { on_error: "continue" }),
        ...within("try", end("fail", { scope: "frame", status: "failed" })),
        ...[set("a"), set("b")],
      ],
      ["start → try", "try:main → a", "try:done → b"],
    );
    expect(await trace(db, id)).toEqual([
      "a completed",
      "b completed",
      "try failed",
      "try[0].fail completed",
    ]);
  });

  test("that is disabled passes through", async ({ db }) => {
    const { id } = await scene(
      db,
      [group("off", { disabled: true }), ...within("off", act("a")), set("b")],
      ["start → off", "off:done → b"],
    );
    expect(await trace(db, id)).toEqual(["b completed", "off completed"]);
  });
});
