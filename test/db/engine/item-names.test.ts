import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { execution } from "../../support/engine.ts";
import { foreach, group, loop, outputOf, scene, within } from "../../support/containers.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

describe("foreach.as", () => {
  test("names the item, which is item as well", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("each", { as: "contact", collect: "{{ contact.name }} {{ steps.a.output.also }}" }),
        ...within(
          "each",
          set("a", { also: "{{ item.name | upper }}" }),
          set(
            "b",
            {},
            {
              run_if: {
                combinator: "and",
                rules: [{ field: "contact.n", operator: "=", value: 1 }],
              },
            },
          ),
        ),
      ],
      ["start → each"],
      [
        { name: "ann", n: 1 },
        { name: "bob", n: 2 },
      ],
    );
    expect(await outputOf(db, id, "each")).toMatchObject({ items: ["ann ANN", "bob BOB"] });
    const rows = await db.query(
      `select status from sluice.workflow_execution_steps
       where execution_id = $1 and node_id = 'b' order by frame_path`,
      [id],
    );
    expect(rows).toEqual([{ status: "completed" }, { status: "skipped" }]);
  });

  test("is seen in the containers inside, whatever these bind", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("teams", { as: "team", collect: "{{ steps.people.output.items }}" }),
        ...within(
          "teams",
          foreach("people", {
            as: "person",
            items: "{{ team.people }}",
            collect: "{{ steps.rounds.output.output.g.say }}",
          }),
        ),
        ...within("people", loop("rounds", { until: "1 == 1" })),
        ...within("rounds", group("g")),
        ...within("g", set("say", { text: "{{ team.name }}:{{ person }}:{{ index }}" })),
      ],
      ["start → teams"],
      [
        { name: "red", people: ["ann"] },
        { name: "blue", people: ["bob", "eve"] },
      ],
    );
    expect(await outputOf(db, id, "teams")).toMatchObject({
      items: [[{ text: "red:ann:0" }], [{ text: "blue:bob:0" }, { text: "blue:eve:0" }]],
    });
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("of an inner foreach hides the same name outside", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        foreach("outer", { as: "x", collect: "{{ steps.inner.output.items }}" }),
        ...within("outer", foreach("inner", { as: "x", items: "{{ x }}", collect: "{{ x }}" })),
        ...within("inner", set("a")),
      ],
      ["start → outer"],
      [[1], [2, 3]],
    );
    expect(await outputOf(db, id, "outer")).toMatchObject({ items: [[1], [2, 3]] });
  });
});
