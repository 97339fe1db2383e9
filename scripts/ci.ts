/** Runs the checks and the tests, and ends with `N passed, N failed` over all of them. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { DEBIAN_15 } from "./plpgsql-check.ts";

interface Counts {
  passed: number;
  failed: number;
  /** What failed, with the beginning of why: for the end of the log. */
  faults: string[];
}

/** What vitest's JSON reporter writes, as far as it is read. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
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
  const faults = [...text.matchAll(/^failed +(\S.*)$/gm)].map(([, line]) => `check ${line}`);
  return honest({ passed: Number(passed ?? 0), failed: Number(failed ?? 0), faults }, code);
}

async function test(env: NodeJS.ProcessEnv, ...paths: string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-ci-"));
  try {
    const file = join(folder, "report.json");
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
    const [code] = await run([VITEST, "run", ...reporters, ...paths], env);
    if (!existsSync(file)) return honest({ passed: 0, failed: 0, faults: [] }, code);
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const unloaded = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    );
    const failed = report.numFailedTests + unloaded.length;
    return honest({ passed: report.numPassedTests, failed, faults: faultsOf(report) }, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function faultsOf(report: Report): string[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(".", name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) return [`${file}\n${beginning(message ?? "")}`];
    return failed.map(
      ({ fullName, failureMessages }) =>
        `${file} > ${fullName}\n${beginning(failureMessages.join("\n"))}`,
    );
  });
}

function beginning(message: string): string {
  const lines = stripVTControlCharacters(message).trim().split("\n");
  const own = lines.filter((line) => !/^ +at (?!.*\/test\/)/.test(line));
  return own
    .map((line) => `    ${line.slice(0, 200)}`)
    .slice(0, 8)
    .join("\n");
}

/** A run that failed without a failed item, or that ran nothing, is a failure too. */
function honest({ passed, failed, faults }: Counts, code: number): Counts {
  if (failed > 0 || (code === 0 && passed > 0)) return { passed, failed, faults };
  return { passed, failed: 1, faults: [`nothing by name: exit code ${code}, ${passed} passed`] };
}

async function testOn15(): Promise<Counts> {
  if (existsSync(join(DEBIAN_15, "postgres"))) return test({ PG_BIN: DEBIAN_15 }, "test/db");
  console.log("\nSKIPPED the database tests on PostgreSQL 15: it is not on this machine");
  return { passed: 0, failed: 0, faults: [] };
}

const results = [await check(), await test({})];
// the first mostly waits
console.log("\nReal processes, killed and cut off; the database tests again, on PostgreSQL 15");
results.push(...(await Promise.all([test({}, "--mode", "chaos", "test/chaos/"), testOn15()])));
const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
for (const fault of results.flatMap(({ faults }) => faults)) console.log(`FAILED ${fault}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
