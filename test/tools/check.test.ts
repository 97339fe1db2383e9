import { describe, expect, test } from "vitest";
import { runCheck } from "../../scripts/check.ts";

function script(text: string): string[] {
  return [process.execPath, "--eval", text];
}

describe("a check", () => {
  test("passes when its command succeeds", async () => {
    const check = { name: "x", needs: "package.json", command: script("console.log('fine')") };
    expect(await runCheck(check)).toEqual({ status: "passed", output: "fine\n" });
  });

  test("fails with what its command said", async () => {
    const command = script("console.error('not fine'); process.exit(3)");
    const result = await runCheck({ name: "x", needs: "package.json", command });
    expect(result).toEqual({ status: "failed", output: "not fine\n" });
  });

  test("is skipped, not passed, when its command cannot judge", async () => {
    const command = script("console.log('SKIPPED: no server'); process.exit(77)");
    const result = await runCheck({ name: "x", needs: "package.json", command });
    expect(result).toEqual({ status: "skipped", output: "SKIPPED: no server\n" });
  });

  test("fails when its tool is missing, although nothing complains", async () => {
    const check = { name: "x", needs: "node_modules/.bin/no-such-tool", command: script("") };
    expect(await runCheck(check)).toEqual({
      status: "failed",
      output: "node_modules/.bin/no-such-tool is missing",
    });
  });

  test("fails when its command cannot be started", async () => {
    const result = await runCheck({
      name: "x",
      needs: "package.json",
      command: ["./package.json"],
    });
    expect(result.status).toBe("failed");
    expect(result.output).toContain("EACCES");
  });
});
