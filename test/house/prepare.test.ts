import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const MANIFEST = {
  dependencies: { wanted: "1.0.0" },
  devDependencies: { "@for/tests": "2.0.0" },
  optionalDependencies: {},
};
/** Stands in for npm: says how it was called and installs what it is told to. */
const NPM = `
  import { mkdirSync, writeFileSync } from "node:fs";
  console.log("npm " + process.argv.slice(2).join(" "));
  for (const [name, version] of Object.entries(JSON.parse(process.env.INSTALLS))) {
    mkdirSync("node_modules/" + name, { recursive: true });
    writeFileSync("node_modules/" + name + "/package.json", JSON.stringify({ version }));
  }`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-prepare-"));
  mkdirSync(join(root, "scripts"));
  cpSync("scripts/prepare.mjs", join(root, "scripts/prepare.mjs"));
  writeFileSync(join(root, "package.json"), JSON.stringify(MANIFEST));
  writeFileSync(join(root, "npm.mjs"), NPM);
});

afterEach(() => rmSync(root, { recursive: true }));

function install(packages: Record<string, string>): void {
  for (const [name, version] of Object.entries(packages)) {
    mkdirSync(join(root, "node_modules", name), { recursive: true });
    writeFileSync(join(root, "node_modules", name, "package.json"), JSON.stringify({ version }));
  }
}

function prepare(event: string, installs: Record<string, string>) {
  const env = {
    PATH: process.env["PATH"],
    npm_execpath: join(root, "npm.mjs"),
    npm_lifecycle_event: event,
    INSTALLS: JSON.stringify(installs),
  };
  const script = join(root, "scripts/prepare.mjs");
  const options = { env, cwd: "/", encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], options);
  return { status, output: stdout + stderr };
}

describe("prepare", () => {
  test("says and does nothing when everything is there", () => {
    install({ wanted: "1.0.0" });
    expect(prepare("prestart", {})).toEqual({ status: 0, output: "" });
  });

  test("installs what is missing", () => {
    const { status, output } = prepare("prestart", { wanted: "1.0.0" });
    expect(output).toBe(
      "Installing dependencies: wanted@1.0.0; this takes a minute or two, once\nnpm install --no-save\n",
    );
    expect(status).toBe(0);
  });

  test("installs anew what has another version", () => {
    install({ wanted: "0.9.0" });
    expect(prepare("prestart", { wanted: "1.0.0" }).output).toContain(
      "wanted@1.0.0; this takes a minute or two, once\nnpm install --no-save",
    );
  });

  test("needs the tools of the tests only for tests", () => {
    install({ wanted: "1.0.0" });
    expect(prepare("pretest", { "@for/tests": "2.0.0" }).output).toContain("@for/tests@2.0.0");
  });

  test("fails when something is missing still", () => {
    const { status, output } = prepare("prestart", {});
    expect(status).toBe(1);
    expect(output).toContain("cannot install wanted@1.0.0: still missing");
  });
});
