import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineAction } from "../../tasks/define-action.ts";
import type { Answer, Lease } from "../../tasks/host/engine.ts";
import { HeldTokens } from "../../tasks/host/held-tokens.ts";
import { createStepRunner } from "../../tasks/host/run-step.ts";
import { Slots } from "../../tasks/host/slots.ts";

const ids = { organizationId: "o", token: "1", executionId: "x", nodeId: "n", action: "act" };
const lease: Lease = { ...ids, attempt: 1, key: "k", input: "{}", timeoutMs: null, crashes: 0 };

/** A runner of one step that ends when it is let go, and of what follows it. */
function runnerOf(next: Lease | null = null) {
  const bound = Promise.withResolvers<Lease | null>();
  const ended = Promise.withResolvers<void>();
  const seen = { runs: 0, free: 0 };
  const action = defineAction({
    ...{ name: "act", title: "Act", description: "", input: z.unknown(), output: z.unknown() },
    run: async () => {
      seen.runs += 1;
      if (seen.runs === 1 || next === null) await ended.promise;
      else seen.free = places.takeAll();
    },
  });
  const [slots, places, held] = [new Slots(3), new Slots(1), new HeldTokens(8)];
  const answers: Answer[] = [{ verdict: "recorded", next }];
  const steps = createStepRunner({
    ...{ actions: [action], env: {}, log: () => {}, held, slots, places, alone: undefined },
    binder: { bind: () => bound.promise },
    reporter: { report: async () => answers.shift() ?? { verdict: "recorded", next: null } },
    engine: { reportCrash: async () => {} },
    stopping: new AbortController().signal,
  });
  return { steps, bound, ended, seen, slots, places, held };
}

describe("a step that a job and a pump both bring", () => {
  test("runs once when the pump comes while the job is being begun", async () => {
    const { steps, bound, ended, seen, slots, held } = runnerOf();
    const beginning = steps.begin(ids);
    slots.take();
    const ofPump = steps.run(lease);
    bound.resolve(lease);
    const ofJob = steps.run((await beginning)!);
    ended.resolve();
    await Promise.all([ofPump, ofJob]);
    expect([seen.runs, held.size, slots.takeAll()]).toEqual([1, 0, 3]);
  });

  test("is run as the pump brings it when the job finds it locked by the pump", async () => {
    const { steps, bound, ended, seen, slots, held } = runnerOf();
    const beginning = steps.begin(ids);
    slots.take();
    const running = steps.run(lease);
    bound.resolve(null);
    expect(await beginning).toBeNull();
    ended.resolve();
    await running;
    expect([seen.runs, held.size, slots.takeAll()]).toEqual([1, 0, 3]);
  });

  test("runs once when the job comes later", async () => {
    const { steps, ended, seen, slots, held } = runnerOf();
    slots.take();
    const running = steps.run(lease);
    expect(await steps.begin(ids)).toBeNull();
    ended.resolve();
    await running;
    expect([seen.runs, held.size, slots.takeAll()]).toEqual([1, 0, 3]);
  });

  test("that ran alone leaves its place to others before what follows it", async () => {
    const follower = { ...lease, token: "2" };
    const { steps, ended, seen, slots, places, held } = runnerOf(follower);
    expect(places.take()).toBe(true);
    const running = steps.run({ ...lease, crashes: 1 });
    ended.resolve();
    await running;
    expect([seen, held.size, slots.takeAll()]).toEqual([{ runs: 2, free: 1 }, 0, 3]);
  });

  test("that is not ours takes no slot", async () => {
    const { steps, bound, slots, held } = runnerOf();
    bound.resolve(null);
    expect(await steps.begin(ids)).toBeNull();
    expect([held.size, slots.takeAll()]).toEqual([0, 3]);
    expect(await steps.begin(ids)).toBeNull();
    expect(held.size).toBe(0);
  });
});
