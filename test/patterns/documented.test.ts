import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

const here = new URL(".", import.meta.url);
const page = await readFile(new URL("../../docs/patterns.md", here), "utf8");
const rows = page.split("\n").flatMap((line) => {
  const [, number, name, kind] = /^\| (\d+) +\| (.*?) +\| (\w+)/.exec(line) ?? [];
  return number === undefined ? [] : [{ number: Number(number), name: name!, kind: kind! }];
});

describe("docs/patterns.md", () => {
  test("has a row for each of the 43 patterns", () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 43 }, (_, n) => n + 1));
  });

  test("links every spec, under its number, and nothing else", async () => {
    const specs = (await readdir(here)).filter((file) => /^\d\d-.*\.test\.ts$/.test(file)).sort();
    const linked = rows.flatMap(({ number, name, kind }) => {
      const file = /\(\.\.\/test\/patterns\/(.*)\)$/.exec(name)?.[1];
      const stem = kind === "none" ? undefined : `${number}-`.padStart(3, "0");
      expect(file?.slice(0, 3)).toBe(stem);
      return file ?? [];
    });
    expect(linked).toEqual(specs);
  });
});
