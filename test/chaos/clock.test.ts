import { describe } from "vitest";
import { attemptsOf, callsOf, ending, test, until } from "../support/chaos/scene.ts";
import { expect, type TestDatabase } from "../support/database.ts";
import { createTenant, definition, invariants, manual, publish, start } from "../support/engine.ts";

const HOURS_MS = 3_600_000;
const SKEW = [new URL("../support/chaos/skew.ts", import.meta.url)];
const wrongBy = (hours: number, jumps = 0) => ({
  preload: SKEW,
  env: { CLOCK_SKEW_MS: `${hours * HOURS_MS}`, CLOCK_JUMPS_MS: `${jumps}` },
});

/** Waits, calls, is refused twice and tries again. */
const patient = (url: string) =>
  definition(
    [
      manual,
      { id: "nap", type: "wait", data: { for: "500 milliseconds" } },
      {
        id: "call",
        type: "action",
        data: {
          action: "http_request",
          input: { method: "POST", url: new URL("/busy", url).href },
          retry: { max_attempts: 3, initial: "100 milliseconds" },
        },
      },
    ],
    ["start → nap", "nap → call"],
  );

/** Fires every second; answers how far each instant was from when it was fired, in seconds. */
async function ticking(db: TestDatabase) {
  const { organizationId } = await createTenant(db);
  const config = { interval: "1 second" };
  const every = { id: "every", type: "trigger", data: { trigger: "scheduled_time", config } };
  const end = { id: "end", type: "end" };
  const workflow = await publish(db, organizationId, definition([every, end], ["every → end"]));
  return async () => {
    const rows = await db.query<{ instant: string; late: number }>(
      `select input ->> 'scheduled_for' as instant,
         extract(epoch from created_at - (input ->> 'scheduled_for')::timestamptz)::float8 as late
       from sluice.workflow_executions where workflow_id = $1`,
      [workflow],
    );
    return rows;
  };
}

describe("workers whose clocks are wrong", () => {
  test.for([
    ["by hours, one fast and one slow", wrongBy(5), wrongBy(-7)] as const,
    ["and jump to and fro", wrongBy(3, 700), wrongBy(-30, 1100)] as const,
  ])(
    "%s keep to the database's: waits, retries, schedules, heartbeats and leases",
    { timeout: 120_000 },
    async ([, one, other], { db, chaos }) => {
      const { effects } = chaos;
      effects.refuse("/busy", 2);
      const workers = [await chaos.work(one), await chaos.work(other)];
      const ticks = await ticking(db);
      const { organizationId } = await createTenant(db);
      const waiting = await publish(db, organizationId, patient(effects.url));
      const line = await publish(db, organizationId, callsOf(effects.url, ["/a", "/b", "/c"]));
      const ids: string[] = [];
      for (let n = 0; n < 30; n += 1) ids.push(await start(db, line));
      for (const id of ids) {
        expect(await ending(db, id)).toMatchObject({ status: "completed" });
        expect(await attemptsOf(db, id)).toEqual(["completed", "completed", "completed"]);
      }
      const waited = await start(db, waiting);
      expect(await ending(db, waited)).toMatchObject({ status: "completed" });
      expect(await attemptsOf(db, waited)).toEqual(["failed", "failed", "completed"]);
      // longer than a worker may be silent
      const fired = await until(async () => {
        const all = await ticks();
        return all.length >= 14 && all;
      });
      expect(new Set(fired.map(({ instant }) => instant)).size).toBe(fired.length);
      expect(fired.filter(({ late }) => late < 0 || late > 30)).toEqual([]);
      const seen = await db.query(
        "select from sluice.workers where last_seen_at between now() - interval '10 s' and now()",
      );
      expect(seen).toHaveLength(2);
      for (const { output } of workers) expect(output).not.toContain("lost");
      expect(effects.all.filter(({ path }) => path !== "/busy")).toHaveLength(90);
      expect(await invariants(db)).toEqual([]);
    },
  );

  test("find one another's death, and no other's", { timeout: 60_000 }, async ({ db, chaos }) => {
    const { effects } = chaos;
    const workflow = await chaos.calls("/held");
    effects.hold("/held");
    const fast = await chaos.work(wrongBy(5));
    const id = await start(db, workflow);
    await effects.reach(1);
    const slow = await chaos.work(wrongBy(-5));
    await fast.kill();
    await effects.reach(2);
    effects.release("/held");
    expect(await ending(db, id)).toMatchObject({ status: "completed" });
    expect(await attemptsOf(db, id)).toEqual(["crashed", "completed"]);
    expect(slow.output).not.toContain("lost");
  });
});
