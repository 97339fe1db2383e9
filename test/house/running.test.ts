import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { expect, test } from "vitest";
import { isAlive } from "../../scripts/demo/running.ts";

test("who runs is alive", () => {
  expect(isAlive(process.pid)).toBe(true);
});

test.runIf(existsSync("/proc/self/stat"))("a zombie is dead", async () => {
  // sleep does not ask how the child that it got from the shell has ended; the
  // shell does, as long as it is one
  const parent = spawn(
    "sh",
    ["-c", "sh -c 'echo $$; read line' <&3 3<&- & exec 3<&-; exec sleep 60"],
    {
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    },
  );
  try {
    const [said] = (await once(parent.stdout!, "data")) as [Buffer];
    const child = Number(said.toString());
    expect(isAlive(child)).toBe(true);
    await expect
      .poll(() => readFileSync(`/proc/${parent.pid}/comm`, "utf8"), { timeout: 10_000 })
      .toBe("sleep\n");
    process.kill(child, "SIGKILL");
    await expect.poll(() => isAlive(child)).toBe(false);
    expect(existsSync(`/proc/${child}/stat`)).toBe(true);
  } finally {
    parent.kill("SIGKILL");
  }
});
