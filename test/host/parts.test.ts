import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { toArrayText } from "../../tasks/host/array-text.ts";
import { Bag } from "../../tasks/host/bag.ts";
import { Complaints } from "../../tasks/host/complaints.ts";
import type { Lease, Pumped } from "../../tasks/host/engine.ts";
import { faultOf } from "../../tasks/host/faults.ts";
import { HeldTokens, tokensIn } from "../../tasks/host/held-tokens.ts";
import { toJsonText } from "../../tasks/host/json-text.ts";
import { Pump } from "../../tasks/host/pump.ts";
import { Slots } from "../../tasks/host/slots.ts";

const complaints = new Complaints(() => {});
const NOTHING: Pumped = { advanced: 0, count: 0, dueInMs: null, leases: [] };

/** A pump over scripts of answers, which go on with nothing; the calls it made. */
function pumpOver(script: (Pumped | Error)[], batches: (number | Error)[] = []) {
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
      return answer;
    },
    async advanceBatch() {
      called("advance_batch");
      const answer = batches.shift() ?? 0;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async markIdle() {
      called("mark_idle");
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

describe("JSON text", () => {
  test("has nothing that jsonb refuses, and says where it had", () => {
    expect(JSON.parse(toJsonText({ a: ["x\0"], "k\0": { b: "\udc00" }, c: "😀" }))).toEqual({
      a: ["x\ufffd"],
      "k\ufffd": { b: "\ufffd" },
      c: "😀",
      _replaced_characters: ["$.a[0]", "$.*", "$.k\ufffd.b"],
    });
    expect(toJsonText("\0")).toBe('"\ufffd"');
    expect(toJsonText(["\0"])).toBe('["\ufffd"]');
  });

  test("is left alone otherwise", () => {
    expect(toJsonText(undefined)).toBe("null");
    expect(toJsonText({ a: "\\u0000 \\ud800" })).toBe('{"a":"\\\\u0000 \\\\ud800"}');
  });
});

describe("the text of an array", () => {
  test("is as PostgreSQL reads it, or left to the driver", () => {
    expect(toArrayText([])).toBe("{}");
    expect(toArrayText(["NULL", 'a "b", {c}', "d\\"])).toBe('{"NULL","a \\"b\\", {c}","d\\\\"}');
    expect(toArrayText([1, -2])).toBe("{1,-2}");
    for (const items of [["a\nb"], ["\ud800"], ["\\n"]]) expect(toArrayText(items)).toBe(items);
  });
});

describe("what comes and goes", () => {
  test("has a place of its own, which is used again", () => {
    const bag = new Bag<string>();
    const places = ["a", "b", "c"].map((item) => bag.add(item));
    bag.remove(places[1]!);
    expect(bag.items).toEqual(["a", "c"]);
    expect(bag.add("d")).toBe(places[1]);
    expect(bag.items).toEqual(["a", "d", "c"]);
  });
});

describe("held tokens", () => {
  test("are what was held and not released, as another thread sees it", () => {
    const held = new HeldTokens(3);
    for (const token of ["1", "2", "9007199254740993", "2"]) held.hold(token);
    expect(tokensIn(held.buffer).sort()).toEqual(["1", "2", "9007199254740993"]);
    held.release("1");
    held.release("1");
    held.hold("4");
    expect(tokensIn(held.buffer).sort()).toEqual(["2", "4", "9007199254740993"]);
    expect(() => held.hold("5")).toThrow("as many steps as it can list");
    expect(held.size).toBe(3);
  });
});

describe("a fault", () => {
  test.each([
    ["57014", "slow"],
    ["40P01", "busy"],
    ["55P03", "busy"],
    ["57P01", "lost"],
    ["08006", "lost"],
    ["53300", "lost"],
    ["SLSTL", "stale"],
    ["22P02", "refused"],
  ])("with %s is %s", (code, fault) => {
    expect(faultOf(Object.assign(new Error("x"), { code, severity: "ERROR" }))).toBe(fault);
  });

  test("without a SQLSTATE is a lost connection, unless it is our own", () => {
    expect(faultOf(Object.assign(new Error("x"), { code: "EPIPE" }))).toBe("lost");
    expect(faultOf(new Error("Connection terminated"))).toBe("lost");
    expect(faultOf(new TypeError("x is not a function"))).toBe("refused");
  });
});

describe("complaints", () => {
  test("are made once, and taken back once", () => {
    const lines: string[] = [];
    const complaints = new Complaints((line) => lines.push(line));
    complaints.worked("it");
    complaints.failed("it", new Error("a"));
    complaints.failed("it", new Error("a"));
    complaints.failed("it", new Error("b"));
    complaints.worked("it");
    complaints.worked("it");
    expect(lines).toEqual(["it failed: a", "it failed: b", "it works again"]);
  });
});
