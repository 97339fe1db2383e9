import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Complaints } from "../../tasks/host/complaints.ts";
import type { Lease, Pumped } from "../../tasks/host/engine.ts";
import { Pump } from "../../tasks/host/pump.ts";
import { Slots } from "../../tasks/host/slots.ts";

const complaints = new Complaints(() => {});
/** So little leaves the mark that a worker is idle. */
const FEW = 4;
type Answered = Omit<Pumped, "hasMore" | "isIdle">;
const NOTHING: Answered = { advanced: 0, count: 0, dueInMs: null, leases: [] };

/** A pump over scripts of answers, which go on with nothing; the calls it made. */
function pumpOver(
  script: ((Answered & Partial<Pumped>) | Error)[],
  batches: (number | Error)[] = [],
) {
  let isIdle = false;
  const calls: string[] = [];
  const rooms: number[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let hook = () => {};
  const onPump = (then: () => void) => {
    hook = then;
  };
  const called = (name: string) => {
    calls.push(name);
    for (const { count, resolve } of waiting) if (calls.length >= count) resolve();
  };
  const engine = {
    async pump(room: number) {
      rooms.push(room);
      called("pump");
      hook();
      const answer = script.shift() ?? NOTHING;
      if (answer instanceof Error) throw answer;
      isIdle &&= answer.count <= FEW;
      return { hasMore: answer.count > 0, isIdle, ...answer };
    },
    async advanceBatch() {
      called("advance_batch");
      const answer = batches.shift() ?? 0;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async markIdle() {
      called("mark_idle");
      isIdle = true;
    },
  };
  const stale = Promise.withResolvers<unknown>();
  const ran: Lease[] = [];
  const run = (leases: Lease[]) => void ran.push(...leases);
  const slots = new Slots(7);
  const places = new Slots(4);
  const pump = new Pump({ engine, complaints, onStale: stale.resolve, slots, places, run });
  const reaches = (count: number) =>
    new Promise<void>((resolve) => {
      waiting.push({ count, resolve });
      if (calls.length >= count) resolve();
    });
  return { pump, calls, rooms, ran, reaches, onPump, stale: stale.promise };
}

describe("the pump", () => {
  test("goes on while there is much, then marks itself idle and polls once more", async () => {
    const full = { ...NOTHING, count: 500 };
    const { pump, calls, reaches } = pumpOver([full, full]);
    pump.start();
    await reaches(6);
    await pump.stop();
    expect(calls.slice(0, 6)).toEqual(["pump", "pump", "pump", "mark_idle", "pump", "pump"]);
  });

  test("has help from a second session, for as long as both find much", async () => {
    const full = { ...NOTHING, advanced: 100, count: 100 };
    const { pump, calls, reaches } = pumpOver([full, NOTHING, NOTHING, full], [100, 100, 3, 0]);
    pump.start();
    await reaches(9);
    await pump.stop();
    const helped = calls.filter((name) => name === "advance_batch");
    expect(helped).toHaveLength(4);
    expect(calls.indexOf("advance_batch")).toBe(1);
  });

  test("has none while it is given steps to run", async () => {
    const leases = [{ token: "1" } as Lease];
    const { pump, calls, reaches } = pumpOver([{ ...NOTHING, advanced: 100, count: 100, leases }]);
    pump.start();
    await reaches(3);
    await pump.stop();
    expect(calls).not.toContain("advance_batch");
  });

  test("goes on when its help fails, which is tried again when there is much again", async () => {
    const full = { ...NOTHING, advanced: 100, count: 100 };
    const { pump, calls, reaches } = pumpOver(
      [full, NOTHING, NOTHING, full],
      [new Error("gone"), 0],
    );
    pump.start();
    await reaches(8);
    await pump.stop();
    expect(calls.filter((name) => name === "advance_batch")).toHaveLength(2);
  });

  test("says how much room there is, and runs what it is given", async () => {
    const lease = { token: "1" } as Lease;
    const { pump, rooms, ran, reaches } = pumpOver([{ ...NOTHING, count: 1, leases: [lease] }]);
    pump.start();
    await reaches(2);
    await pump.stop();
    expect([rooms[0], ran]).toEqual([7, [lease]]);
  });

  test("asks for no steps after a call that failed, until one has worked", async () => {
    const busy = { ...NOTHING, count: 500 };
    const script = [busy, new Error("too much"), new Error("too much"), busy, busy];
    const { pump, rooms, reaches } = pumpOver(script);
    pump.start();
    await reaches(5);
    await pump.stop();
    expect(rooms.slice(0, 5)).toEqual([7, 7, 0, 0, 7]);
  });

  test("goes on while something was done, though nothing moved", async () => {
    const events = { ...NOTHING, hasMore: true };
    const { pump, calls, reaches } = pumpOver([events, events, events]);
    pump.start();
    await reaches(5);
    await pump.stop();
    expect(calls.slice(0, 5)).toEqual(["pump", "pump", "pump", "pump", "mark_idle"]);
  });

  test("polls once more after a little, and need not mark itself again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { pump, calls, reaches } = pumpOver([NOTHING, NOTHING, { ...NOTHING, count: 1 }]);
    pump.start();
    await reaches(3);
    await turn();
    pump.kick();
    await reaches(5);
    await turn();
    await vi.advanceTimersByTimeAsync(249);
    await turn();
    await pump.stop();
    expect(calls).toEqual(["pump", "mark_idle", "pump", "pump", "pump"]);
  });

  test("marks itself idle again after it was busy", async () => {
    const { pump, calls, reaches } = pumpOver([NOTHING, NOTHING, { ...NOTHING, count: 500 }]);
    pump.start();
    await reaches(3);
    await turn();
    pump.kick();
    await reaches(6);
    await pump.stop();
    expect(calls.slice(0, 6)).toEqual(["pump", "mark_idle", "pump", "pump", "pump", "mark_idle"]);
  });

  test("does not miss a kick, whether it asks or sleeps", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { pump, reaches, onPump, calls } = pumpOver([]);
    pump.start();
    await reaches(3);
    for (let count = 4; count < 8; count += 1) {
      await turn();
      pump.kick();
      await reaches(count);
    }
    onPump(() => pump.kick());
    pump.kick();
    await reaches(20);
    onPump(() => {});
    await pump.stop();
    expect(calls.filter((name) => name === "mark_idle")).toHaveLength(1);
  });

  test("sleeps until the next timer is due, and looks again after a while without one", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const due = { ...NOTHING, dueInMs: 100 };
    const { pump, reaches, calls } = pumpOver([NOTHING, due]);
    pump.start();
    await reaches(3);
    await turn();
    vi.advanceTimersByTime(99);
    await turn();
    expect(calls).toHaveLength(3);
    vi.advanceTimersByTime(1);
    await reaches(4);
    await turn();
    vi.advanceTimersByTime(249);
    await turn();
    expect(calls).toHaveLength(4);
    vi.advanceTimersByTime(1);
    await reaches(5);
    await pump.stop();
  });

  test("survives failures, and ends when this worker is not known", async () => {
    const stale = Object.assign(new Error("gone"), { code: "SLSTL", severity: "ERROR" });
    const { pump, calls, stale: ended } = pumpOver([new Error("reset"), stale]);
    pump.start();
    expect(await ended).toBe(stale);
    expect(calls).toEqual(["pump", "pump"]);
    await pump.stop();
  });

  test("wakes up to be stopped", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { pump, reaches, calls } = pumpOver([]);
    pump.start();
    await reaches(3);
    await turn();
    await pump.stop();
    expect(calls).toHaveLength(3);
  });
});
