import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The text of every file below a folder, by its path in it. */
export type Tree = Map<string, string>;

export function readTree(folder: string): Tree {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    files.map((file) => [relative(folder, file).split(sep).join("/"), readFileSync(file, "utf8")]),
  );
}

/** One sentence for every file that differs, in either direction. */
export function changesBetween(before: Tree, after: Tree): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const old = before.get(path);
    const now = after.get(path);
    if (old === now) return [];
    if (old === undefined) return [`${path} is new`];
    if (now === undefined) return [`${path} is not written any more`];
    const lines = old.split("\n");
    const line = now.split("\n").findIndex((text, index) => text !== lines[index]);
    return [`${path} differs from line ${(line < 0 ? lines.length : line) + 1} on`];
  });
}

export function restoreTree(folder: string, tree: Tree): void {
  for (const path of readTree(folder).keys()) {
    if (!tree.has(path)) rmSync(join(folder, path));
  }
  for (const [path, text] of tree) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  }
}
