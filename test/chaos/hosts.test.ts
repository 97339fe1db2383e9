import { describe } from "vitest";
import { test, until } from "../support/chaos/scene.ts";
import { expect } from "../support/database.ts";

const RUNS = 800;

describe("two worker processes that nothing befalls", () => {
  test("call each step once between them", { timeout: 120_000 }, async ({ db, chaos }) => {
    const { effects } = chaos;
    const workflow = await chaos.calls("/first", "/second");
    await Promise.all([50, 30].map((n) => chaos.work({ env: { SLUICE_CONCURRENCY: `${n}` } })));
    for (let part = 0; part < 2; part += 1) {
      await db.query(
        `select sluice.start_workflows($1, (select jsonb_agg(n) from generate_series(1, $2) as n))`,
        [workflow, RUNS / 2],
      );
    }
    await until(async () => {
      const [row] = await db.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.live_executions",
      );
      return row!.n === 0;
    });
    expect(effects.keys.size).toBe(2 * RUNS);
    expect(effects.all).toHaveLength(2 * RUNS);
  });
});
