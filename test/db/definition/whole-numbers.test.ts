import { describe } from "vitest";
import { expect, test } from "../../support/database.ts";
import { defineTestAction, definition, manual, type Node } from "../../support/engine.ts";
import { act } from "../../support/scenes.ts";

/** Stands for a number as no client in JavaScript would write it. */
const N = "N";
const step = (data: object) => definition([manual, act("a", data)], ["start → a"]);
const within = (container: Node) =>
  definition(
    [manual, container, { ...act("a"), parentId: container.id }],
    [`start → ${container.id}`],
  );
const foreach = (data: object): Node => ({
  id: "f",
  type: "foreach",
  data: { items: "{{ trigger.payload }}", ...data },
});

const FIELDS: [string, object][] = [
  ["a data.retry.max_attempts", step({ retry: { max_attempts: N } })],
  ["a data.priority", step({ priority: N })],
  ["a data.limits[0]", step({ limits: [{ concurrency: N }] })],
  ["f data.concurrency", within(foreach({ concurrency: N }))],
  ["f data.on_item_error", within(foreach({ on_item_error: { tolerate: N } }))],
];

describe("a whole number", () => {
  test.for(FIELDS)("of %s is written as one", async ([place, draft], { db }) => {
    await defineTestAction(db);
    const problems = async (literal: string) => {
      const text = JSON.stringify(draft).replaceAll(`"${N}"`, literal);
      const rows = await db.query<{ place: string }>(
        `select concat_ws(' ', node_id, path) as place from sluice.validate_definition($1)
         where severity = 'error'`,
        [text],
      );
      return rows.map((row) => row.place);
    };
    expect(await problems("3")).toEqual([]);
    expect(await problems("3.0")).toEqual([place]);
    expect(await problems("3e0")).toEqual([]);
    expect(await problems("1e99")).toEqual([place]);
  });
});
