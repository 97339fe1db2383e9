import { expect, test } from "vitest";
import { Slots } from "../../tasks/host/slots.ts";

test("slots are taken as long as there are any, and none is lost", () => {
  const slots = new Slots(3);
  expect([slots.take(), slots.takeAll(), slots.take()]).toEqual([true, 2, false]);
  slots.give(2);
  slots.give();
  expect([slots.takeAll(), slots.takeAll()]).toEqual([3, 0]);
  slots.borrow();
  slots.give();
  expect([slots.take(), slots.takeAll()]).toEqual([false, 0]);
  slots.give();
  expect([slots.take(), slots.takeAll()]).toEqual([true, 0]);
});
