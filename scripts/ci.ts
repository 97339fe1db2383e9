/** Runs the checks and the tests, and ends with `N passed, N failed` over all of them. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEBIAN_15 } from "./plpgsql-check.ts";

interface Counts {
  passed: number;
  failed: number;
}

/** What vitest's JSON reporter writes, as far as it is counted. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

const NODE = process.execPath;
const VITEST = join("node_modules", "vitest", "vitest.mjs");

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<[code: number, text: string]> {
  const child = spawn(NODE, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    process.stdout.write(chunk);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
  return [code, text];
}

async function check(): Promise<Counts> {
  const [code, text] = await run(["scripts/check.ts"], {});
  const [, passed, failed] = /^checks: (\d+) passed, (\d+) failed/m.exec(text) ?? [];
  const counts = { passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
  return honest(counts, code);
}

async function test(env: NodeJS.ProcessEnv, ...paths: string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-ci-"));
  try {
    const file = join(folder, "report.json");
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
    const [code] = await run([VITEST, "run", ...reporters, ...paths], env);
    if (!existsSync(file)) return { passed: 0, failed: 1 };
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const unloaded = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    );
    const failed = report.numFailedTests + unloaded.length;
    return honest({ passed: report.numPassedTests, failed }, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that failed without a failed item, or that ran nothing, is a failure too. */
function honest({ passed, failed }: Counts, code: number): Counts {
  const isSilent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: isSilent ? 1 : failed };
}

const results = [await check(), await test({})];
console.log("\nReal processes, killed and cut off");
results.push(await test({}, "--mode", "chaos", "test/chaos/"));
if (existsSync(join(DEBIAN_15, "postgres"))) {
  console.log("\nThe database tests again, on PostgreSQL 15");
  results.push(await test({ PG_BIN: DEBIAN_15 }, "test/db"));
} else {
  console.log("\nSKIPPED the database tests on PostgreSQL 15: it is not on this machine");
}
const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
