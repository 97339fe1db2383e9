import { describe, expect, test } from "vitest";
import { answerLine } from "../../scripts/sql/prompt.ts";
import { isBlank, splitStatements } from "../../scripts/sql/statements.ts";
import { formatExpanded, formatTable } from "../../scripts/sql/table.ts";

const ATOMIC =
  "create or replace function f() returns int " +
  "begin atomic select case 1 when 1 then 2 end; end;";

describe("splitStatements", () => {
  test.each([
    ["select 1; select 2;", ["select 1;", "select 2;"]],
    ["select ';', e'\\';', \"a;b\";", ["select ';', e'\\';', \"a;b\";"]],
    ["select 'it''s; fine';", ["select 'it''s; fine';"]],
    ["do $x$ begin a; $$;$$ end $x$; select $1;", ["do $x$ begin a; $$;$$ end $x$;", "select $1;"]],
    ["select 1 -- no; not here\n;", ["select 1 -- no; not here\n;"]],
    ["select /* a; /* b; */ c; */ 1;", ["select /* a; /* b; */ c; */ 1;"]],
    ["create rule r as on insert to t do (a; b);", ["create rule r as on insert to t do (a; b);"]],
    [ATOMIC, [ATOMIC]],
    ["begin; commit;", ["begin;", "commit;"]],
    [";;", []],
  ])("splits %s", (text, statements) => {
    expect(splitStatements(text)).toEqual({ statements, rest: "" });
  });

  test.each(["select 1", "select 'open;", 'select "open;', "do $x$ a; $$", "/* a; */ /* b;"])(
    "leaves what is not finished: %s",
    (text) => {
      expect(splitStatements(text)).toEqual({ statements: [], rest: text });
    },
  );

  test("knows what is only space and comments", () => {
    expect(isBlank(" \n-- a; b\n/* c */ ")).toBe(true);
    expect(isBlank(" 1")).toBe(false);
    expect(isBlank("/* open")).toBe(false);
  });
});

describe("answerLine", () => {
  const session = {
    run: async (statement: string) => statement,
    runCommand: async (command: string) => (command === "\\q" ? undefined : command),
  };

  test.each(["", "select 3\n"])("leaves by \\q, whatever is not finished: %j", async (pending) => {
    expect(await answerLine(session, pending, "\\q ")).toBeUndefined();
  });

  test("takes another line as more of what is not finished", async () => {
    expect(await answerLine(session, "select\n", "\\d x")).toBe("select\n\\d x\n");
  });
});

describe("formatTable", () => {
  const result = {
    columns: [
      { name: "id", isNumber: true },
      { name: "text", isNumber: false },
    ],
    rows: [
      ["1", "a\nbc"],
      ["22", null],
    ],
  };

  test("aligns columns and continues lines", () => {
    expect(formatTable(result).split("\n")).toEqual([
      " id | text",
      "----+------",
      "  1 | a   +",
      "    | bc",
      " 22 |",
      "(2 rows)",
      "",
    ]);
  });

  test("shows a record a column a line when expanded", () => {
    expect(formatExpanded(result).split("\n")).toEqual([
      "-[ RECORD 1 ]---",
      "id   | 1",
      "text | a",
      "     | bc",
      "-[ RECORD 2 ]---",
      "id   | 22",
      "text | ",
      "",
    ]);
  });

  test("says that there are no rows", () => {
    expect(formatTable({ ...result, rows: [] })).toContain("(0 rows)");
    expect(formatExpanded({ ...result, rows: [] })).toContain("(0 rows)");
  });
});
