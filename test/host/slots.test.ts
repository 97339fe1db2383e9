import { describe, expect, test } from "vitest";
import { Slots } from "../../tasks/host/slots.ts";

describe("slots", () => {
  test("are waited for in order, and none is lost", async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    await slots.take();
    const waiting = ["a", "b"].map(async (name) => {
      await slots.take();
      order.push(name);
    });
    expect(slots.free).toBe(0);
    slots.give();
    await waiting[0];
    expect(order).toEqual(["a"]);
    slots.give();
    await Promise.all(waiting);
    slots.give();
    expect([order, slots.free]).toEqual([["a", "b"], 1]);
  });
});
