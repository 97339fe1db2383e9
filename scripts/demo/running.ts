import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../config.ts";
import { stateFolder } from "../postgres/folders.ts";
import type { Demo } from "./seed.ts";

/** Where `sluice start` last served the demo, for `sluice demo`. */
export interface RunningDemo extends Demo {
  url: string;
  pid: number;
}

/** Two in one state folder would mistake each other's mail, secrets and addresses for their own. */
export function assertAlone(): void {
  const other = tryRecall();
  if (other === undefined || other.pid === process.pid || !isAlive(other.pid)) return;
  throw new UsageError(
    `Sluice runs here already, at ${other.url}: stop it, or give the second one its own SLUICE_HOME.`,
  );
}

/** A process that was killed may still be listed, until its parent asks how it ended. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && /^\d+ \(.*\) Z /s.test(readFileSync(file, "utf8"));
}

function tryRecall(): RunningDemo | undefined {
  try {
    return recallDemo();
  } catch {
    return undefined;
  }
}

export function rememberDemo(demo: RunningDemo): void {
  writeFileSync(fileOf(), JSON.stringify(demo), { mode: 0o600 });
}

export function recallDemo(): RunningDemo {
  try {
    return JSON.parse(readFileSync(fileOf(), "utf8")) as RunningDemo;
  } catch (error) {
    throw new Error("the demo has never run here; start it with npm start", { cause: error });
  }
}

function fileOf(): string {
  return join(stateFolder(), "demo.json");
}
