import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { contextFor, failureOf } from "../testing.ts";
import { addressRule } from "./addresses.ts";
import { input } from "./schema.ts";
import { httpRequest } from "./task.ts";

function call(url: string, allowed?: string) {
  const env = allowed === undefined ? {} : { SLUICE_HTTP_ALLOW: allowed };
  return httpRequest.run(input.parse({ url }), contextFor({ env }));
}

describe("addresses of http_request", () => {
  test.each([
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[fd00:ec2::254]/",
    "http://169.254.169.254/",
    "http://10.1.2.3/",
    "https://192.168.0.1/",
    "http://0.0.0.0/",
  ])("%s is refused", async (url) => {
    const failure = await failureOf(call(url));
    expect(failure).toMatchObject({ errorClass: "forbidden_address", retryable: false });
  });

  test("a server on a private address sees no connection", async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end());
    server.on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    onTestFinished(() => server.close().closeAllConnections());
    const url = `http://localhost:${(server.address() as AddressInfo).port}`;
    await failureOf(call(url));
    expect(connections).toBe(0);
    await call(url, "127.0.0.0/8,::1");
    expect(connections).toBe(1);
  });

  test.each(["file:///etc/passwd", "ftp://example.com/", "/relative", "http://u:p@example.com/"])(
    "%s is invalid",
    async (url) => {
      const failure = await failureOf(call(url));
      expect(failure).toMatchObject({ errorClass: "invalid_input", detail: { path: "url" } });
      expect(failure.message).not.toContain("u:p");
    },
  );

  test("the allow list opens exactly its networks", () => {
    const isAllowed = addressRule("10.1.0.0/16, ::1");
    expect(["10.1.2.3", "::1", "::ffff:10.1.2.3", "1.1.1.1"].filter(isAllowed)).toHaveLength(4);
    expect(["10.2.0.1", "127.0.0.1", "fe80::1%eth0", "nonsense"].filter(isAllowed)).toEqual([]);
  });

  test.each(["10.0.0.0/33", "10.0.0.0/", "ten", "::/129", "1.2.3.4/8/8"])(
    "an allow list with %s is refused",
    async (allowed) => {
      expect(() => addressRule(allowed)).toThrow(allowed);
      const failure = await failureOf(call("http://example.com", allowed));
      expect(failure.errorClass).toBe("configuration");
    },
  );
});
