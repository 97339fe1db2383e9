import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { describe } from "vitest";
import { readCatalogue } from "../../scripts/generate/catalogue.ts";
import type { Catalogue } from "../../scripts/generate/catalogue.ts";
import { databaseMarkdown } from "../../scripts/generate/database.ts";
import { errorsTs, readErrors } from "../../scripts/generate/errors.ts";
import { rowsTs } from "../../scripts/generate/rows.ts";
import { schemaSql } from "../../scripts/generate/schema-sql.ts";
import { changesBetween, readTree, restoreTree } from "../../scripts/generate/tree.ts";
import { CLEAN } from "../db/rules.faults.ts";
import { expect, test } from "../support/database.ts";

/** The catalogue with the planted objects in it, which are rolled back. */
async function plantedCatalogue({ admin }: { admin: pg.Pool }): Promise<Catalogue> {
  const client = await admin.connect();
  try {
    await client.query("begin");
    await client.query(CLEAN);
    await client.query("reset role");
    return await readCatalogue(client);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

describe("generate", () => {
  test("writes a table with all that belongs to it to schema.sql", async ({ db }) => {
    const text = schemaSql(await plantedCatalogue(db));
    expect(text).toContain(`create table sluice.planted (
  organization_id uuid not null,
  id uuid not null,
  parent_id uuid,
  status text not null,
  constraint planted_pkey PRIMARY KEY (organization_id, id),`);
    expect(text).toContain("alter table sluice.planted force row level security;");
    expect(text).toContain(
      "create policy all_owner on sluice.planted for all to sluice_owner\n" +
        "  using (true)\n  with check (true);",
    );
    expect(text).toContain("CREATE TRIGGER _100_plant AFTER INSERT ON sluice.planted");
    expect(text).toContain("comment on column sluice.plants.id is 'The plant.';");
    expect(text).toContain(`create function sluice.plant()
returns integer
language sql stable;
comment on function sluice.plant() is 'Answers one.';
grant execute on function sluice.plant() to sluice_member;`);
  });

  test("writes the same text for the same database", async ({ db }) => {
    const [first, second] = [await plantedCatalogue(db), await plantedCatalogue(db)];
    expect(schemaSql(second)).toBe(schemaSql(first));
    expect(databaseMarkdown(second)).toBe(databaseMarkdown(first));
    expect(rowsTs(second)).toBe(rowsTs(first));
  });

  test("writes every object with its comment to database.md", async ({ db }) => {
    const text = databaseMarkdown(await plantedCatalogue(db));
    expect(text).toContain("- **planted**: A planted table.");
    expect(text).toContain("- `plant() → integer`: Answers one.");
    expect(text).toContain("- **planted**, `_100_plant`, after insert: Does nothing.");
    expect(text).toContain("- **planted.status**: `green`, `ripe`");
  });

  test("writes rows and functions with the driver's types to rows.ts", async ({ db }) => {
    const text = rowsTs(await plantedCatalogue(db));
    expect(text).toContain("export interface PlantedRow {");
    expect(text).toContain("  parent_id: string | null;");
    expect(text).toContain('"sluice.plant": { args: Record<string, never>; row: number };');
  });
});

describe("errors.md", () => {
  const TABLE = `# Errors

| code | reason | message | when |
| --- | --- | --- | --- |
| \`SLNTF\` | WORKFLOW_NOT_FOUND | no such workflow | an id is unknown \\| hidden |

After the table.
`;

  test("becomes a list with a row for each error", () => {
    expect(readErrors(TABLE)).toEqual([
      {
        code: "SLNTF",
        reason: "WORKFLOW_NOT_FOUND",
        message: "no such workflow",
        when: "an id is unknown | hidden",
      },
    ]);
    expect(errorsTs(TABLE)).toContain('    code: "SLNTF",\n    reason: "WORKFLOW_NOT_FOUND",');
  });

  test("is refused when a code is not of our class", () => {
    expect(() => readErrors(TABLE.replace("SLNTF", "P0001"))).toThrow(
      "is not code | reason | message | when",
    );
  });

  test("is refused when it has no such table", () => {
    expect(() => readErrors("# Errors")).toThrow("has no table with columns code, reason");
  });
});

describe("generate --check", () => {
  test("notices a file that differs, that is new and that is gone", () => {
    const before = new Map(Object.entries({ "a.ts": "1\n2", "b.ts": "", "c.ts": "" }));
    const after = new Map(Object.entries({ "a.ts": "1\n3", "c.ts": "", "d/e.ts": "" }));
    expect(changesBetween(before, after)).toEqual([
      "a.ts differs from line 2 on",
      "b.ts is not written any more",
      "d/e.ts is new",
    ]);
  });

  test("puts the folder back as it was", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-tree-"));
    try {
      writeFileSync(join(folder, "a.ts"), "as it was");
      const before = readTree(folder);
      writeFileSync(join(folder, "a.ts"), "changed");
      writeFileSync(join(folder, "b.ts"), "new");
      restoreTree(folder, before);
      expect(readTree(folder)).toEqual(before);
      expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("as it was");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
