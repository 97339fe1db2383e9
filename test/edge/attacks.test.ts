import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { BODY_LIMIT } from "../../edge/body.ts";
import { serve } from "../support/webhooks.ts";

const HEAD = ["POST /hooks/known HTTP/1.1", "host: edge", "content-type: application/json"];

/** Sends bytes as they are, and reads until the server closes or has answered. */
function talk(port: number, ...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
      if (/\r\n\r\n[^]*\}\n?$/.test(text)) socket.destroy();
    });
    socket.on("error", () => undefined).on("close", () => resolve(text));
    for (const part of parts) socket.write(part);
  });
}

const head = (...lines: string[]) => `${[...HEAD, ...lines].join("\r\n")}\r\n\r\n`;

describe("whoever", () => {
  test("sends his body slowly is let go, and holds nothing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { port, received } = await serve({ scheme: "none" });
      const answer = talk(port, head("content-length: 100"), "{");
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), { interval: 5 });
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await answer).toContain("body_timeout");
      expect(received).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("sends huge headers is answered 431", async () => {
    const { port, received } = await serve({ scheme: "none" });
    const answer = await talk(port, head(`x-a: ${"a".repeat(20_000)}`, "content-length: 2"), "{}");
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(received).toEqual([]);
  });

  test("sends two lengths, or a length and chunks, is not understood", async () => {
    const { port, received } = await serve({ scheme: "none" });
    for (const lines of [
      ["content-length: 2", "content-length: 4"],
      ["content-length: 2", "transfer-encoding: chunked"],
      ["transfer-encoding: chunked", "transfer-encoding: identity"],
      ["content-length: -1"],
      ["content-length: 2, 2"],
      ["transfer-encoding: xchunked"],
    ]) {
      expect(await talk(port, head(...lines), "2\r\n{}\r\n0\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(received).toEqual([]);
  });

  test("lies about a chunk is not understood", async () => {
    const { port, received } = await serve({ scheme: "none" });
    for (const body of ["zz\r\n{}\r\n", "1\r\n{}\r\n0\r\n\r\n", "ffffffffffffffffff\r\n{}"]) {
      await talk(port, head("transfer-encoding: chunked"), body);
    }
    expect(received).toEqual([]);
  });

  test("sends endless chunks is stopped at the limit", async () => {
    const { port, received } = await serve({ scheme: "none" });
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    const chunks = Array.from({ length: BODY_LIMIT / 0x10000 + 1 }, () => chunk);
    expect(await talk(port, head("transfer-encoding: chunked"), ...chunks)).toContain(
      "body_too_large",
    );
    expect(received).toEqual([]);
  });

  test("packs a bomb has it refused unopened", async () => {
    const { port } = await serve({ scheme: "none" });
    const bomb = gzipSync(Buffer.alloc(10_000_000, " "));
    for (const encoding of ["gzip", "GZIP", "deflate", "br", "identity, gzip"]) {
      const lines = [`content-encoding: ${encoding}`, `content-length: ${bomb.length}`];
      expect(await talk(port, head(...lines), bomb)).toContain("unsupported_encoding");
    }
  });

  test("smuggles a second request behind a body starts nothing by it", async () => {
    const { port, received } = await serve();
    const second = head("content-length: 2", "x-hub-signature-256: x");
    await talk(port, head(`content-length: ${second.length}`), second);
    expect(received).toEqual([]);
  });

  test("names a header of Object's is no one special", async () => {
    const { port, received } = await serve({ scheme: "none" });
    const lines = ["__proto__: x", "constructor: y", "content-length: 23"];
    await talk(port, head(...lines), '{"__proto__":{"a": "b"}}'.slice(0, 24));
    await talk(port, head("__proto__: x", "content-length: 23"), '{"__proto__":{"a":"b"}}');
    expect(received.at(-1)?.[6]).toBe('{"__proto__":{"a":"b"}}');
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  test("sends ten thousand parts is told so quickly", async () => {
    const part = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n';
    const { url, received } = await serve({
      scheme: "none",
      config: { content_types: ["multipart"] },
    });
    const body = `${part.repeat(10_000)}--x--\r\n`;
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    expect((await fetch(url, { method: "POST", body, headers })).status).toBe(202);
    expect((JSON.parse(received[0]![6] as string) as { a: string[] }).a).toHaveLength(10_000);
  });
});
