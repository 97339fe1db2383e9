import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LOGIC = "db/logic";
const NAMED = /\bfailpoint\('([^']+)'\)/g;
const FIRST_LOCK = 730_000;

/** A named place in the database's functions, and the lock at which a test may hold it up. */
export interface Failpoint {
  readonly name: string;
  readonly lock: number;
}

/** All that there are, as the sources have them. */
export function failpoints(): Failpoint[] {
  const files = readdirSync(LOGIC, { recursive: true, encoding: "utf8" });
  const names = files
    .filter((file) => file.endsWith(".sql"))
    .flatMap((file) => [...readFileSync(join(LOGIC, file), "utf8").matchAll(NAMED)])
    .map(([, name]) => name!);
  return [...new Set(names)].toSorted().map((name, index) => ({ name, lock: FIRST_LOCK + index }));
}
