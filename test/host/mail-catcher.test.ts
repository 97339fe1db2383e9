import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startMailCatcher, type CaughtMail } from "../../scripts/mail-catcher.ts";
import { input } from "../../tasks/send_email/schema.ts";
import { sendEmail } from "../../tasks/send_email/task.ts";
import { contextFor } from "../../tasks/testing.ts";

const MAIL = { from: "s@example.org", to: "Ada <ada@example.com>", subject: "Hi", text: "Hello" };

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "sluice-mail-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function serve(directory: string) {
  const catcher = await startMailCatcher({ directory });
  onTestFinished(() => catcher.close());
  const server = createServer((request, response) => {
    if (catcher.handles(request)) catcher.handler(request, response);
    else response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => server.close().closeAllConnections());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    send: (mail: object, key: string) =>
      sendEmail.run(
        input.parse({ ...MAIL, ...mail }),
        contextFor({ key, env: { SLUICE_SMTP_URL: catcher.url } }),
      ),
    page: async (path: string) => fetch(base + path),
    mails: async () => (await (await fetch(`${base}/mail.json`)).json()) as CaughtMail[],
  };
}

describe("the mail catcher", () => {
  test("shows what was sent and to whom, newest first", async () => {
    const { send, mails } = await serve(await folder());
    await send({ bcc: "bob@example.com" }, "k1");
    await send({ subject: "Grüße", html: "<b>x</b>" }, "k2");
    expect(await mails()).toMatchObject([
      { subject: "Grüße", html: expect.stringContaining("<b>x</b>"), copies: 1 },
      {
        subject: "Hi",
        from: "s@example.org",
        to: ["Ada <ada@example.com>"],
        recipients: ["ada@example.com", "bob@example.com"],
        text: expect.stringContaining("Hello"),
      },
    ]);
  });

  test("shows a repeated Message-ID once, with the number of copies", async () => {
    const { send, mails, page } = await serve(await folder());
    for (let copy = 0; copy < 3; copy += 1) await send({}, "same");
    await send({}, "other");
    const shown = await mails();
    expect(shown.map(({ copies }) => copies)).toEqual([1, 3]);
    expect(await (await page("/mail")).text()).toContain("3 copies");
  });

  test("still has after a restart what it had, and ignores what was half written", async () => {
    const directory = await folder();
    const first = await serve(directory);
    await first.send({}, "k1");
    await writeFile(join(directory, "000000000000001-aa.eml.part"), "Subject: half");
    expect(await readdir(directory)).toHaveLength(2);
    const second = await serve(directory);
    expect((await second.mails()).map(({ subject }) => subject)).toEqual(["Hi"]);
  });

  test("shows hostile mails without running them", async () => {
    const { send, mails, page } = await serve(await folder());
    const script = `<script>alert("1")</script>`;
    await send({ subject: script, text: script, html: script }, "k1");
    const [mail] = await mails();
    for (const path of ["/mail", `/mail/${mail!.id}`]) {
      const response = await page(path);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      const html = await response.text();
      expect(html).toContain("&#60;script&#62;");
      expect(html).not.toContain("<script>");
    }
  });

  test("has pages of its own only", async () => {
    const { page } = await serve(await folder());
    expect((await page("/mail/unknown")).status).toBe(404);
    expect((await page("/mailing")).status).toBe(418);
    expect((await page("/mail")).status).toBe(200);
  });

  test("says when its port is taken", async () => {
    const { port } = new URL((await startOther()).url);
    const directory = await folder();
    await expect(startMailCatcher({ directory, port: Number(port) })).rejects.toThrow("EADDRINUSE");
  });
});

async function startOther() {
  const catcher = await startMailCatcher({ directory: await folder() });
  onTestFinished(() => catcher.close());
  return catcher;
}
