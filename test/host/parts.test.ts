import { describe, expect, test } from "vitest";
import { toArrayText } from "../../tasks/host/array-text.ts";
import { Bag } from "../../tasks/host/bag.ts";
import { Complaints } from "../../tasks/host/complaints.ts";
import { faultOf } from "../../tasks/host/faults.ts";
import { HeldTokens, tokensIn } from "../../tasks/host/held-tokens.ts";
import { toJsonText } from "../../tasks/host/json-text.ts";

describe("JSON text", () => {
  test("has nothing that jsonb refuses, and says where it had", () => {
    expect(JSON.parse(toJsonText({ a: ["x\0"], "k\0": { b: "\udc00" }, c: "😀" }))).toEqual({
      a: ["x\ufffd"],
      "k\ufffd": { b: "\ufffd" },
      c: "😀",
      _replaced_characters: ["$.a[0]", "$.*", "$.k\ufffd.b"],
    });
    expect(toJsonText("\0")).toBe('"\ufffd"');
    expect(toJsonText(["\0"])).toBe('["\ufffd"]');
  });

  test("is left alone otherwise", () => {
    expect(toJsonText(undefined)).toBe("null");
    expect(toJsonText({ a: "\\u0000 \\ud800" })).toBe('{"a":"\\\\u0000 \\\\ud800"}');
  });
});

describe("the text of an array", () => {
  test("is as PostgreSQL reads it, or left to the driver", () => {
    expect(toArrayText([])).toBe("{}");
    expect(toArrayText(["NULL", 'a "b", {c}', "d\\"])).toBe('{"NULL","a \\"b\\", {c}","d\\\\"}');
    expect(toArrayText([1, -2])).toBe("{1,-2}");
    for (const items of [["a\nb"], ["\ud800"], ["\\n"]]) expect(toArrayText(items)).toBe(items);
  });
});

describe("what comes and goes", () => {
  test("has a place of its own, which is used again", () => {
    const bag = new Bag<string>();
    const places = ["a", "b", "c"].map((item) => bag.add(item));
    bag.remove(places[1]!);
    expect(bag.items).toEqual(["a", "c"]);
    expect(bag.add("d")).toBe(places[1]);
    expect(bag.items).toEqual(["a", "d", "c"]);
  });
});

describe("held tokens", () => {
  test("are what was held and not released, as another thread sees it", () => {
    const held = new HeldTokens(3);
    for (const token of ["1", "2", "9007199254740993", "2"]) held.hold(token);
    expect(tokensIn(held.buffer).sort()).toEqual(["1", "2", "9007199254740993"]);
    held.release("1");
    held.release("1");
    held.hold("4");
    expect(tokensIn(held.buffer).sort()).toEqual(["2", "4", "9007199254740993"]);
    expect(() => held.hold("5")).toThrow("as many steps as it can list");
    expect(held.size).toBe(3);
  });
});

describe("a fault", () => {
  test.each([
    ["57014", "slow"],
    ["40P01", "busy"],
    ["55P03", "busy"],
    ["57P01", "lost"],
    ["08006", "lost"],
    ["53300", "lost"],
    ["SLSTL", "stale"],
    ["22P02", "refused"],
  ])("with %s is %s", (code, fault) => {
    expect(faultOf(Object.assign(new Error("x"), { code, severity: "ERROR" }))).toBe(fault);
  });

  test("without a SQLSTATE is a lost connection, unless it is our own", () => {
    expect(faultOf(Object.assign(new Error("x"), { code: "EPIPE" }))).toBe("lost");
    expect(faultOf(new Error("Connection terminated"))).toBe("lost");
    expect(faultOf(new TypeError("x is not a function"))).toBe("refused");
  });
});

describe("complaints", () => {
  test("are made once, and taken back once", () => {
    const lines: string[] = [];
    const complaints = new Complaints((line) => lines.push(line));
    complaints.worked("it");
    complaints.failed("it", new Error("a"));
    complaints.failed("it", new Error("a"));
    complaints.failed("it", new Error("b"));
    complaints.worked("it");
    complaints.worked("it");
    expect(lines).toEqual(["it failed: a", "it failed: b", "it works again"]);
  });
});
