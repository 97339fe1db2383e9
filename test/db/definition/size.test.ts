import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { validate } from "../../support/drafts.ts";
import { createTenant, definition, manual, publish, start } from "../../support/engine.ts";
import { codeOf, set } from "../../support/scenes.ts";

/** The trigger and a line of steps, `length` nodes in all. */
const line = (length: number, input: (at: number) => object = () => ({})) =>
  definition(
    [manual, ...Array.from({ length: length - 1 }, (_, at) => set(`n${at}`, input(at)))],
    Array.from({ length: length - 1 }, (_, at) => `${at === 0 ? "start" : `n${at - 1}`} → n${at}`),
  );

const one = (x: unknown) => definition([manual, set("a", { x })], ["start → a"]);

const messagesOf = async (db: TestDatabase, draft: object) =>
  (await validate(db, draft)).map(({ message }) => message);

describe("a definition", () => {
  test(
    "of 10,000 nodes, each reading the first, is published",
    { timeout: 120_000 },
    async ({ db }) => {
      const { organizationId } = await createTenant(db);
      const reads = (at: number) => (at > 1 ? { x: "{{ steps.n0.output.x }}" } : {});
      const id = await publish(db, organizationId, line(10_000, reads));
      const [counted] = await db.query(
        `select
         (select count(*)::int from sluice.workflow_steps as s
           inner join sluice.workflow_versions as v on v.id = s.version_id
           where v.workflow_id = $1) as steps,
         (select count(*)::int from sluice.workflow_edges as e
           inner join sluice.workflow_versions as v on v.id = e.version_id
           where v.workflow_id = $1) as edges`,
        [id],
      );
      expect(counted).toEqual({ steps: 10_000, edges: 9999 });
    },
  );

  test(
    "of 10,000 nodes, each reading another far away, is validated",
    { timeout: 120_000 },
    async ({ db }) => {
      const far = (at: number) => ({
        x: `{{ steps.n${at < 5000 ? at + 4000 : at - 4000}.output }}`,
      });
      const found = await validate(db, line(10_000, far));
      expect(found).toHaveLength(5000);
      expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["not_upstream"]));
    },
  );

  test("of 20,001 nodes is refused", async ({ db }) => {
    expect(await validate(db, line(20_001))).toMatchObject([{ code: "too_large", path: "$" }]);
  });

  test("of 50,001 edges is refused", async ({ db }) => {
    const edges = Array.from({ length: 50_001 }, (_, at) => ({
      ...{ id: `${at}`, source: "start", target: "a" },
    }));
    expect(await validate(db, { ...one(1), edges })).toMatchObject([{ code: "too_large" }]);
  });

  test("of more than 5,000,000 characters is refused", async ({ db }) => {
    expect(await validate(db, one("x".repeat(5_000_000)))).toMatchObject([{ code: "too_large" }]);
  });

  test("may have 1,000 expressions in one input and no more", async ({ db }) => {
    const many = (count: number) => one(Array.from({ length: count }, () => "{{ now }}"));
    expect(await messagesOf(db, many(1000))).toEqual([]);
    expect(await messagesOf(db, many(1001))).toEqual(["has more than 1,000 expressions"]);
    expect(await messagesOf(db, one("{{ now }}".repeat(1001)))).toEqual([
      "has more than 1,000 expressions",
    ]);
  });

  test("may have expressions of 4,000 characters and no longer", async ({ db }) => {
    expect(await messagesOf(db, one(`{{trigger.payload.${"a".repeat(3984)}}}`))).toEqual([]);
    expect(await messagesOf(db, one(`{{now${"|upper".repeat(10_000)}}}`))).toEqual([
      "has an expression of more than 4,000 characters",
    ]);
    const condition = one(1);
    Object.assign(condition.nodes[1]!.data, { run_if: `$.trigger.${"a".repeat(4000)} == 1` });
    expect(await messagesOf(db, condition)).toEqual(["has more than 4,000 characters"]);
  });
});

describe("a read of another step", () => {
  /** mulberry32 */
  const randomFrom = (seed: number) => {
    let state = seed;
    return (below: number) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
  };

  test("is refused exactly where no path leads from it", async ({ db }) => {
    const random = randomFrom(7);
    for (let round = 0; round < 30; round += 1) {
      const size = 2 + random(12);
      const above = Array.from({ length: size }, () => new Set<number>());
      const edges: string[] = [];
      for (let at = 0; at < size; at += 1) {
        if (at === 0 || random(3) === 0) edges.push(`start → n${at}`);
        for (let from = 0; from < at; from += 1) {
          if (random(3) > 0 && !(from === at - 1 && edges.at(-1) !== `start → n${at}`)) continue;
          edges.push(`n${from} → n${at}`);
          for (const higher of [from, ...above[from]!]) above[at]!.add(higher);
        }
      }
      const reads = Array.from({ length: size }, () => [random(size), random(size)]);
      const nodes = reads.map((refs, at) =>
        set(`n${at}`, { x: refs.map((ref) => `{{ steps.n${ref}.output }}`) }),
      );
      const found = await validate(db, definition([manual, ...nodes.toReversed()], edges));
      const wrong = reads.flatMap((refs, at) =>
        [...new Set(refs)]
          .filter((ref) => !above[at]!.has(ref))
          .map((ref) => `n${at} reads step n${ref}, which never runs before it`),
      );
      expect(found.map((one) => `${one.node_id} ${one.message}`).toSorted()).toEqual(
        wrong.toSorted(),
      );
    }
  });
});

describe("a text that is too long", () => {
  test.for([
    ["a draft", "select sluice.update_workflow($1, null, to_jsonb(repeat('x', 5000001)))"],
    ["a description", "select sluice.update_workflow($1, null, null, repeat('x', 10001))"],
    ["a reason", "select sluice.cancel_execution($2, repeat('x', 1001))"],
  ] as const)("is refused: %s", async ([, text], { db }) => {
    const { organizationId } = await createTenant(db);
    const workflow = await publish(db, organizationId, one(1));
    const given = text.includes("$2") ? ["", await start(db, workflow)] : [workflow];
    const query = db.query(text.replace("$2", "$1"), given.slice(-1));
    expect(await codeOf(query)).toBe("SLVAL");
  });
});
