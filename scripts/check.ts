/**
 * Everything that can be judged without running the product, one line a check.
 *
 *   node scripts/check.ts [name …]
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/** A check that cannot run here says so with this code, and its reason as its last line. */
const SKIPPED = 77;
const COMMITTED = "db/migrations/committed";
const NODE = process.execPath;
const BIN = resolve("node_modules/.bin");

export interface Check {
  name: string;
  /** A file that must be there for the check to mean anything. */
  needs: string;
  command: string[];
}

export interface Result {
  status: "passed" | "failed" | "skipped";
  output: string;
}

function tool(name: string, bin: string, ...args: string[]): Check {
  const path = join("node_modules", ".bin", bin);
  return { name, needs: path, command: [path, ...args] };
}

function script(name: string, path: string, ...args: string[]): Check {
  return { name, needs: path, command: [NODE, path, ...args] };
}

function checks(): Check[] {
  const committed = existsSync(COMMITTED)
    ? readdirSync(COMMITTED).filter((file) => file.endsWith(".sql"))
    : [];
  return [
    tool("prettier", "prettier", "--check", "--log-level=warn", "."),
    tool("oxlint", "oxlint", "--deny-warnings"),
    tool("tsc", "tsc", "--project", "tsconfig.json"),
    script("lint-sql", "scripts/lint-sql.ts"),
    script("lint-sql of the CRM pack", "scripts/lint-sql.ts", "db/crm/logic"),
    script("logic", "scripts/logic.ts", "check"),
    committed.length > 0
      ? tool("squawk", "squawk", ...committed.sort().map((file) => join(COMMITTED, file)))
      : { name: "squawk", needs: join(COMMITTED, "000001.sql"), command: [] },
    script("plpgsql-check", "scripts/plpgsql-check.ts"),
    script("generate", "scripts/generate/index.ts", "--check"),
    tool("knip", "knip", "--no-progress"),
  ];
}

/** Runs one check; one whose tool is missing has failed. */
export async function runCheck({ needs, command }: Check): Promise<Result> {
  if (!existsSync(needs)) return { status: "failed", output: `${needs} is missing` };
  const [file = "", ...args] = command;
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env["PATH"] ?? ""}` };
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      output += `${error.message}\n`;
      resolve(null);
    });
    child.on("close", resolve);
  });
  const status = code === 0 ? "passed" : code === SKIPPED ? "skipped" : "failed";
  return { status, output };
}

async function main(names: string[]): Promise<number> {
  const all = checks();
  const unknown = names.filter((name) => !all.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`no check is named ${unknown.join(", ")}`);
    return 2;
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const start = performance.now();
    const { status, output } = await runCheck(check);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    counts[status] += 1;
    const reason = status === "skipped" ? `  ${output.trim().split("\n").at(-1)}` : "";
    console.log(`${status.padEnd(8)}${check.name.padEnd(15)}${seconds.padStart(5)} s${reason}`);
    if (status === "failed") console.log(output.trimEnd().replaceAll(/^/gm, "    "));
  }
  const { passed, failed, skipped } = counts;
  console.log(`checks: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
