#!/usr/bin/env node
// Runs scripts/cli.ts, which needs a Node that reads TypeScript: this one or the bundled one.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NEEDED = [22, 18];

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

function readsTypeScript() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

function install() {
  const { status } = spawnSync(process.execPath, [path("prepare.mjs")], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** The child's channel tells it when this process is killed, and its code becomes ours. */
function runWith(node) {
  const child = spawn(node, [path("cli.ts"), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => fail(`cannot run ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** npm and npx pass SIGTERM to their shell alone, which ends without passing it on. */
function followNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}

function fail(message) {
  console.error(`sluice: ${message}`);
  process.exit(1);
}

if (!existsSync(path("../node_modules"))) install();
followNpm();

if (readsTypeScript()) {
  await import("./cli.ts");
} else {
  const bundled = path(
    process.platform === "win32" ? "../node_modules/.bin/node.cmd" : "../node_modules/.bin/node",
  );
  if (!existsSync(bundled)) install();
  if (existsSync(bundled)) runWith(bundled);
  else fail(`Node ${NEEDED.join(".")} or newer is needed, and this is ${process.versions.node}`);
}
