import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { createTenant, definition, manual, publish } from "../../support/engine.ts";
import { validate } from "../../support/drafts.ts";
import { set } from "../../support/scenes.ts";

const limited = (draft: ReturnType<typeof definition>, limits: Record<string, number>) => ({
  ...draft,
  edges: draft.edges.map((edge) =>
    limits[edge.id] === undefined ? edge : { ...edge, data: { max_iterations: limits[edge.id] } },
  ),
});
const graph = (...edges: string[]) =>
  definition([manual, set("a"), set("b"), set("c")], ["start → a", "a → b", "b → c", ...edges]);

async function loopsOf(db: TestDatabase, draft: object) {
  const { organizationId } = await createTenant(db);
  const workflow = await publish(db, organizationId, draft);
  return db.query(
    `select step.node_id, (step.config ->> 'max_iterations')::int as at_most,
       array(
         select inner_step.node_id from sluice.workflow_steps as inner_step
         where inner_step.version_id = step.version_id and inner_step.scope = step.step_no
           and inner_step.type <> 'end'
         order by 1
       ) as holds
     from sluice.workflow_steps as step
     inner join sluice.workflows as workflow on workflow.live_version_id = step.version_id
     where workflow.id = $1 and step.type = 'loop' order by 1`,
    [workflow],
  );
}

describe("a cycle of edges", () => {
  test("becomes a loop around its steps; the smallest limit counts", async ({ db }) => {
    const draft = graph("b → a", "c → a");
    expect(await loopsOf(db, draft)).toEqual([
      { node_id: "cycle:a", at_most: 1000, holds: ["a", "b", "c"] },
    ]);
    expect(await loopsOf(db, limited(draft, { "b → a": 7, "c → a": 5 }))).toMatchObject([
      { at_most: 5 },
    ]);
  });

  test("within another one becomes a loop in a loop", async ({ db }) => {
    expect(await loopsOf(db, limited(graph("c → b", "c → a"), { "c → b": 3 }))).toEqual([
      { node_id: "cycle:a", at_most: 1000, holds: ["a", "cycle:b"] },
      { node_id: "cycle:b", at_most: 3, holds: ["b", "c"] },
    ]);
  });

  test.for([["cycle:a"], ["cycle:a:again"], ["cycle:a:exit:4"], ["cycle:cycle:a"]])(
    "needs the id %s for itself",
    async ([id], { db }) => {
      const draft = definition(
        [manual, set("a"), set("b"), set(id!)],
        ["start → a", "a → b", "b → a", `a → ${id}`],
      );
      const errors = (await validate(db, draft)).filter(({ severity }) => severity === "error");
      expect(errors).toMatchObject(
        id === "cycle:cycle:a" ? [] : [{ code: "duplicate_id", node_id: id, path: "id" }],
      );
    },
  );

  test("needs its id also where a compensation would have it", async ({ db }) => {
    const undone = set("cycle:b", {}, { compensate: { action: "data.set", input: {} } });
    const draft = definition(
      [manual, set("b:compensate"), undone, set("c")],
      [...["start → b:compensate", "start → cycle:b", "start → c"]],
    );
    draft.edges.push({ id: "back", source: "b:compensate", target: "b:compensate" });
    expect(await validate(db, draft)).toContainEqual(
      expect.objectContaining({ code: "duplicate_id", node_id: "cycle:b", path: "id" }),
    );
  });

  test("may be one edge", async ({ db }) => {
    expect(await loopsOf(db, graph("b → b"))).toMatchObject([{ node_id: "cycle:b", holds: ["b"] }]);
  });

  test("is warned of when it has no limit", async ({ db }) => {
    const draft = graph("c → b", "c → a");
    expect(await validate(db, draft)).toMatchObject([
      { severity: "warning", code: "unlimited_cycle", node_id: "a", path: "$.edges[4]" },
      { severity: "warning", code: "unlimited_cycle", node_id: "b", path: "$.edges[3]" },
    ]);
    expect(await validate(db, limited(draft, { "c → a": 2, "c → b": 2 }))).toEqual([]);
  });

  test("that has several entries is refused, and they are named", async ({ db }) => {
    const outer = await validate(db, graph("c → b", "start → c"));
    expect(outer).toMatchObject([
      { severity: "error", code: "cycle", message: "edges form a cycle that is entered at b, c" },
    ]);
    const inner = await validate(db, graph("a → c", "c → b", "c → a"));
    expect(inner.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "cycle", message: "edges form a cycle that is entered at b, c" },
    ]);
  });

  test("may be 20 deep", async ({ db }) => {
    const codes = async (depth: number) => {
      const ids = Array.from({ length: depth + 1 }, (_, n) => `n${n}`);
      const draft = definition(
        [manual, ...ids.map((id) => set(id))],
        ids.flatMap((id, n) => [
          `${ids[n - 1] ?? "start"} → ${id}`,
          ...(n < depth ? [`${ids[depth]} → ${id}`] : []),
        ]),
      );
      return (await validate(db, draft)).map(({ code }) => code);
    };
    expect(await codes(20)).toEqual(Array.from({ length: 20 }, () => "unlimited_cycle"));
    expect(await codes(21)).toContain("cycle");
  });

  test("may be read by its steps and by what follows, and by nothing before", async ({ db }) => {
    const reads = (by: string, of: string) =>
      definition(
        ["a", "b", "c", "d"]
          .map((id) => set(id, id === by ? { was: `{{ steps.${of}.output }}` } : {}))
          .concat(manual),
        ["start → a", "a → b", "b → c", "c → b", "c → d"],
      );
    const errors = async (by: string, of: string) =>
      (await validate(db, reads(by, of))).filter(({ severity }) => severity === "error");
    for (const [by, of] of [
      ["b", "c"],
      ["c", "b"],
      ["b", "b"],
      ["d", "b"],
      ["b", "a"],
    ] as const) {
      expect(await errors(by, of), `${by} reads ${of}`).toEqual([]);
    }
    for (const [by, of] of [
      ["a", "b"],
      ["b", "d"],
      ["d", "d"],
    ] as const) {
      expect(await errors(by, of), `${by} reads ${of}`).toMatchObject([{ code: "not_upstream" }]);
    }
  });
});

describe("strong_components", () => {
  test("puts together what lies on a cycle, in the order of the edges", async ({ db }) => {
    let seed = 1;
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    for (let round = 0; round < 200; round++) {
      const size = 1 + random(9);
      const edges = Array.from({ length: random(2 * size) }, () => [random(size), random(size)]);
      const reach = Array.from({ length: size }, (_, a) => {
        const seen = new Set([a]);
        for (const at of seen) for (const [s, t] of edges) if (s === at) seen.add(t!);
        return seen;
      });
      const [row] = await db.query<{ found: number[] }>(
        "select sluice_private.strong_components($1, $2, $3) as found",
        [size, edges.map(([s]) => s! + 1), edges.map(([, t]) => t! + 1)],
      );
      for (let a = 0; a < size; a++) {
        for (const b of reach[a]!) {
          const [from, to] = [row!.found[a]!, row!.found[b]!];
          if (reach[b]!.has(a)) expect(from).toBe(to);
          else expect(from).toBeLessThan(to);
        }
      }
    }
  });
});
