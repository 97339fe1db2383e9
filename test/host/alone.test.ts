import { fork } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { Alone } from "../../tasks/host/alone.ts";
import type { Lease } from "../../tasks/host/engine.ts";

const catalogue = new URL("../support/alone-actions.ts", import.meta.url);
const alone = new Alone({
  catalogue,
  env: { PATH: process.env["PATH"], SECRET: "s" },
});

function leaseOf(action: string, timeoutMs: number | null = null): Lease {
  const ids = { organizationId: "o", token: "1", executionId: "x", nodeId: "n" };
  return { ...ids, action, attempt: 1, key: "k", input: "{}", timeoutMs, crashes: 1 };
}

async function perform(action: string, timeoutMs: number | null = null, stop?: AbortSignal) {
  const lines: string[] = [];
  const lease = leaseOf(action, timeoutMs);
  const { signal } = new AbortController();
  const result = await alone.perform(lease, stop ?? signal, (line) => lines.push(line));
  return { result, lines };
}

const failure = (error: object) => ({
  outcome: "failed",
  result: expect.stringContaining(JSON.stringify(error).slice(1, -1)) as string,
});

describe("a step that runs alone", () => {
  test("runs in another process, with the host's environment and log", async () => {
    const { result, lines } = await perform("tell");
    expect(lines).toEqual(["said"]);
    const told = JSON.parse((result as { result: string }).result) as Record<string, unknown>;
    expect(told).toMatchObject({ key: "k", secret: "s" });
    expect(told["pid"]).not.toBe(process.pid);
  });

  test("fails as anywhere else", async () => {
    expect((await perform("fail")).result).toEqual(failure({ class: "error", message: "no" }));
    expect((await perform("none")).result).toEqual(failure({ class: "unknown_action" }));
  });

  test.for(["die", "exit"])("takes nobody with it: %s", async (action) => {
    expect((await perform(action)).result).toBe("crashed");
  });

  test("is ended in time, though it hears nothing", async () => {
    const late = failure({ class: "timeout", message: "the attempt took longer than 50 ms" });
    expect((await perform("wait", 50)).result).toEqual(late);
    expect((await perform("hang", 50)).result).toEqual(late);
  });

  test("ends in silence when its host has died", async () => {
    const child = fork(new URL("../../tasks/host/alone-process.ts", import.meta.url), {
      env: { PATH: process.env["PATH"] },
      silent: true,
    });
    const heard = text(child.stderr!);
    child.send({ catalogue: catalogue.href, lease: leaseOf("talk") });
    await once(child, "message");
    child.disconnect();
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(await heard).toBe("");
  });

  test("ends with its host", async () => {
    const stop = new AbortController();
    const running = Array.from({ length: 2 }, () => perform("wait", null, stop.signal));
    setTimeout(() => stop.abort(), 100);
    for (const { result } of await Promise.all(running)) expect(result).toBeNull();
    expect((await perform("wait", null, stop.signal)).result).toBeNull();
  });
});
