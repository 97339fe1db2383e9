import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../postgres/folders.ts";
import type { Demo } from "./seed.ts";

/** Where `sluice start` last served the demo, for `sluice demo`. */
export interface RunningDemo extends Demo {
  url: string;
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
