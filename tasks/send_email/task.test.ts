import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { contextFor, failureOf } from "../testing.ts";
import { input, output } from "./schema.ts";
import { sendEmail } from "./task.ts";

const MAIL = {
  to: "ada@example.com",
  from: "Sluice <s@example.org>",
  subject: "Hi",
  text: "Hello",
};
const servers: SMTPServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise<void>((resolve) => server.close(resolve));
  }
});

interface Received {
  readonly recipients: string[];
  readonly mail: Email;
}

async function serve(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    closeTimeout: 100,
    async onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const mail = await PostalMime.parse(Buffer.concat(chunks));
      received.push({ mail, recipients: session.envelope.rcptTo.map(({ address }) => address) });
      callback();
    },
    ...options,
  });
  server.on("error", () => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { received, env: { SLUICE_SMTP_URL: `smtp://127.0.0.1:${port}` } };
}

function run(given: unknown, env: NodeJS.ProcessEnv, key = "key-1", signal?: AbortSignal) {
  return sendEmail.run(input.parse(given), contextFor({ env, key, ...(signal && { signal }) }));
}

function reply(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

describe("send_email", () => {
  test("delivers headers, both bodies and all recipients", async () => {
    const { received, env } = await serve();
    const answer = await run(
      {
        ...MAIL,
        to: ["Ada <ada@example.com>", "bob@example.com"],
        cc: "cy@example.com",
        bcc: ["dan@example.com"],
        reply_to: "answers@example.org",
        subject: "Grüße 🎉",
        html: "<b>Hello</b>",
      },
      env,
    );
    expect(output.parse(answer)).toMatchObject({ status: "sent", rejected: [] });
    expect(received).toHaveLength(1);
    const { mail, recipients } = received[0]!;
    const all = ["ada@example.com", "bob@example.com", "cy@example.com", "dan@example.com"];
    expect(recipients).toEqual(all);
    expect(answer.accepted).toEqual(all);
    expect(mail).toMatchObject({
      messageId: answer.message_id,
      subject: "Grüße 🎉",
      from: { name: "Sluice", address: "s@example.org" },
      replyTo: [{ address: "answers@example.org" }],
    });
    expect(mail.text?.trim()).toBe("Hello");
    expect(mail.html?.trim()).toBe("<b>Hello</b>");
    expect(JSON.stringify(mail.headers)).not.toContain("dan@example.com");
  });

  test("gives every attempt of a step the same Message-ID and other steps others", async () => {
    const { received, env } = await serve();
    await run(MAIL, env, "step-1");
    await run({ ...MAIL, subject: "Again" }, env, "step-1");
    await run(MAIL, env, "step-2");
    const ids = received.map(({ mail }) => mail.messageId);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(ids[0]).toMatch(/^<[0-9a-f]{40}@example\.org>$/);
  });

  test("takes the sender from SLUICE_MAIL_FROM", async () => {
    const { received, env } = await serve();
    const { from: _from, ...mail } = MAIL;
    await run(mail, { ...env, SLUICE_MAIL_FROM: "Team <team@example.net>" });
    expect(received[0]?.mail.from).toMatchObject({ name: "Team", address: "team@example.net" });
    const failure = await failureOf(run(mail, env));
    expect(failure).toMatchObject({ errorClass: "invalid_input", detail: { path: "from" } });
  });

  test("reports the recipients that were refused", async () => {
    const { env } = await serve({
      onRcptTo({ address }, _session, callback) {
        callback(address.startsWith("no") ? reply(550, "no such user") : null);
      },
    });
    const answer = await run({ ...MAIL, to: ["ada@example.com", "no@example.com"] }, env);
    expect(answer).toMatchObject({
      status: "partially_sent",
      accepted: ["ada@example.com"],
      rejected: ["no@example.com"],
    });
    const failure = await failureOf(run({ ...MAIL, to: "no@example.com" }, env));
    expect(failure).toMatchObject({ errorClass: "smtp", retryable: false });
  });

  test.each([
    [554, false],
    [451, true],
    [421, true],
  ])("fails on %i, retryable: %s", async (code, retryable) => {
    const { env } = await serve({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on("end", () => callback(reply(code, "sorry")));
      },
    });
    const failure = await failureOf(run(MAIL, env));
    expect(failure).toMatchObject({ errorClass: "smtp", retryable, detail: { status: code } });
  });

  test("keeps the password out of a refused login", async () => {
    const { env } = await serve({
      allowInsecureAuth: true,
      authOptional: false,
      onAuth: (_auth, _session, callback) => callback(reply(535, "denied"), undefined),
    });
    const url = new URL(env.SLUICE_SMTP_URL);
    url.username = "user";
    url.password = "pa55word";
    const failure = await failureOf(run(MAIL, { SLUICE_SMTP_URL: url.href }));
    expect(failure).toMatchObject({ errorClass: "smtp", retryable: false });
    expect(JSON.stringify([failure.message, failure.detail])).not.toContain("pa55word");
  });

  test("takes an unreachable server for a network failure", async () => {
    const { env } = await serve();
    await new Promise<void>((resolve) => servers.pop()!.close(resolve));
    const failure = await failureOf(run(MAIL, env));
    expect(failure).toMatchObject({ errorClass: "network", retryable: true });
  });

  test("ends with the reason of the host that aborts it", async () => {
    const controller = new AbortController();
    const reason = new Error("the host stops");
    const { env } = await serve({
      onMailFrom: () => controller.abort(reason),
    });
    await expect(run(MAIL, env, "k", controller.signal)).rejects.toBe(reason);
  });

  test.each([{}, { SLUICE_SMTP_URL: "mail.example.com" }])(
    "says what is wrong with %j",
    async (env) => {
      const failure = await failureOf(run(MAIL, env));
      expect(failure.errorClass).toBe("configuration");
      expect(failure.message).toContain("SLUICE_SMTP_URL");
    },
  );
});

describe("the input of send_email", () => {
  test.each([
    ["subject", { subject: "Hi\r\nBcc: eve@example.com" }],
    ["to", { to: "ada@example.com\r\nBcc: eve@example.com" }],
    ["to", { to: "Ada\nBcc: eve@example.com <ada@example.com>" }],
    ["to", { to: "ada@example.com, eve@example.com" }],
    ["to", { to: "not an address" }],
    ["cc", { cc: ["ok@example.com", "a@b> SIZE=1"] }],
    ["from", { from: "x\0@example.com" }],
    ["reply_to", { reply_to: "a@b\nX: y" }],
    ["text", { text: undefined }],
  ])("refuses a wrong %s: %j", async (path, change) => {
    const { received, env } = await serve();
    const failure = await failureOf(run({ ...MAIL, ...change }, env));
    expect(failure).toMatchObject({
      errorClass: "invalid_input",
      retryable: false,
      detail: { path },
    });
    expect(received).toEqual([]);
  });
});
