import { describe, expect, test } from "vitest";
import { readApart } from "./read-apart.ts";

const { signal } = new AbortController();
const feedOf = (text: string) =>
  ({ kind: "feed", bytes: Buffer.from(text), contentType: null }) as const;
const EMPTY = "<rss version='2.0'><channel><title>a</title></channel></rss>";
const LONG = `<rss version="2.0"><channel>${"<item><guid>1</guid></item>".repeat(300_000)}</channel></rss>`;

describe("what is read apart", () => {
  test("says what is wrong with it", async () => {
    await expect(readApart(feedOf("<html>"), signal)).rejects.toThrow("the answer is no feed");
    expect(await readApart(feedOf(EMPTY), signal)).toEqual([]);
  });

  test("has so much time, and leaves the next one a process", async () => {
    await expect(readApart(feedOf(LONG), signal, 100)).rejects.toMatchObject({
      errorClass: "invalid_answer",
      message: "it takes more than 0.1 s or 256 MB to read",
    });
    expect(await readApart(feedOf(EMPTY), signal)).toEqual([]);
  });

  test("ends when it is to stop", async () => {
    const stop = new AbortController();
    const reading = readApart(feedOf(LONG), stop.signal);
    stop.abort(new Error("the host stops"));
    await expect(reading).rejects.toThrow("the host stops");
  });

  test("has so much memory, and does not take the host with it", async () => {
    const lines = Buffer.from(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"\n".repeat(4_000_000)}`,
    );
    await expect(readApart({ kind: "mail", bytes: lines }, signal, 60_000)).rejects.toMatchObject({
      cause: { message: "the process has ended" },
    });
  });

  test("unfolds no entities", async () => {
    const entities = Array.from(
      { length: 20 },
      (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`,
    ).join("");
    const text = `<!DOCTYPE a [<!ENTITY a0 "lol">${entities}]>
      <rss version="2.0"><channel><item><guid>&a20;</guid></item></channel></rss>`;
    expect(await readApart(feedOf(text), signal)).toMatchObject([{ item: { id: "&a20;" } }]);
  });

  test("names no file that an entity stands for", async () => {
    const text = `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>
      <rss version="2.0"><channel><item><title>&a;</title></item></channel></rss>`;
    await expect(readApart(feedOf(text), signal)).rejects.toThrow("the answer is no feed");
  });
});
