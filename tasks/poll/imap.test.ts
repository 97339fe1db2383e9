import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { certificate } from "../../test/support/certificate.ts";
import { ImapServer } from "../../test/support/imap-server.ts";
import { askMailbox } from "./imap.ts";
import type { PollItem, PollOrder } from "./order.ts";

const ORGANIZATION = "00000000-0000-0000-0000-00000000000a";
const servers: ImapServer[] = [];
const authorities = getCACertificates();

beforeAll(() => setDefaultCACertificates([...authorities, certificate]));
afterAll(() => setDefaultCACertificates(authorities));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listen(security: "tls" | "starttls" = "tls"): Promise<ImapServer> {
  const server = await ImapServer.listen(security);
  servers.push(server);
  return server;
}

interface Asked {
  cursor?: unknown;
  isFirst?: boolean;
  polledAt?: string;
  settings?: object;
  env?: NodeJS.ProcessEnv;
  isSettled?: boolean;
}

async function ask(server: ImapServer, asked: Asked = {}) {
  const { cursor = null, isFirst = false, polledAt = null, settings, env } = asked;
  const request = {
    ...{ hash: "", validators: null, cursor, is_first: isFirst, polled_at: polledAt },
    ...{ host: "localhost", port: server.port, security: "tls", user: "ada" },
    ...{ secret: "env:PASSWORD", mailbox: "INBOX", mark: "nothing", ...settings },
  };
  const ids = { organizationId: ORGANIZATION, pollId: "p", token: "t", source: "imap" };
  const order: PollOrder = { ...ids, request, timeoutMs: 3000 };
  const polled = await askMailbox(order, {
    signal: new AbortController().signal,
    env: {
      SLUICE_HTTP_ALLOW: "127.0.0.0/8,::1",
      PASSWORD: server.password,
      PASSWORD_FOR: `${ORGANIZATION} imap://localhost:${server.port}`,
      ...env,
    },
  });
  if (asked.isSettled ?? true) await polled.settle?.();
  await polled.close?.();
  if (polled.answer.outcome !== "answered") throw new Error(polled.answer.outcome);
  const { items = [], cursor: next, has_more: hasMore } = polled.answer;
  return { items, cursor: next, hasMore };
}

const MAIL = [
  ...["From: Ada <ada@example.com>", "To: help@example.org, Team: b@example.org;"],
  ...["Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Message-ID: <m1@example.com>"],
  ...["Date: Mon, 02 Mar 2026 10:00:00 +0100", "MIME-Version: 1.0"],
  ...['Content-Type: multipart/mixed; boundary="b"', "", "--b", "Content-Type: text/plain", ""],
  ...["Hello", "--b", 'Content-Type: text/csv; name="a.csv"'],
  ...['Content-Disposition: attachment; filename="a.csv"', "", "1,2", "--b--", ""],
].join("\r\n");
const mail = (n: number) => `From: a@example.com\r\nSubject: ${n}\r\n\r\nbody ${n}\r\n`;
const subjects = (items: readonly PollItem[]) =>
  items.map(({ item }) => (item as { subject: string }).subject);

describe("a mailbox", () => {
  test("begins with what comes after the first look", async () => {
    const server = await listen();
    server.add(mail(1));
    const first = await ask(server, { isFirst: true });
    expect(first).toMatchObject({ items: [], cursor: { uid: 1 }, hasMore: false });
    expect((await ask(server, { cursor: first.cursor })).items).toEqual([]);
    server.add(mail(2));
    server.add(mail(3));
    const second = await ask(server, { cursor: first.cursor });
    expect(subjects(second.items)).toEqual(["2", "3"]);
    expect(second.items.map(({ key }) => key)).toEqual(["1:2", "1:3"]);
    expect(second.cursor).toMatchObject({ uidvalidity: "1", uid: 3 });
  });

  test("begins with all that is there, if told so, fifty at a time", async () => {
    const server = await listen();
    for (let n = 1; n <= 70; n++) server.add(mail(n));
    const first = await ask(server);
    expect(first.items).toHaveLength(50);
    expect(first).toMatchObject({ hasMore: true, cursor: { uid: 50 } });
    const second = await ask(server, { cursor: first.cursor });
    expect(subjects(second.items)).toEqual(Array.from({ length: 20 }, (_n, i) => `${51 + i}`));
    expect(second).toMatchObject({ hasMore: false, cursor: { uid: 70 } });
  });

  test("gives a mail with its people, texts and the names of what is attached", async () => {
    const server = await listen();
    server.add(MAIL, new Date("2026-03-02T09:00:05Z"));
    const { items } = await ask(server);
    expect(items[0]!.item).toEqual({
      ...{ uid: 1, mailbox: "INBOX", message_id: "<m1@example.com>", in_reply_to: null },
      from: { name: "Ada", address: "ada@example.com" },
      to: [
        { name: "", address: "help@example.org" },
        { name: "", address: "b@example.org" },
      ],
      ...{ cc: [], reply_to: [], subject: "Grüße", html: null },
      text: expect.stringMatching(/^Hello\s*$/),
      date: "2026-03-02T09:00:00.000Z",
      received_at: "2026-03-02T09:00:05.000Z",
      ...{ is_seen: false, is_cut: false, size: MAIL.length },
      attachments: [{ name: "a.csv", type: "text/csv", size: 4 }],
    });
  });

  test("is only read, unless its mails are to be marked", async () => {
    const server = await listen();
    const one = server.add(mail(1));
    await ask(server);
    expect(server.commands).toContain("EXAMINE INBOX");
    expect(one.flags.size).toBe(0);
    await ask(server, { settings: { mark: "seen" }, isSettled: false });
    expect(one.flags.size).toBe(0);
    await ask(server, { settings: { mark: "seen" } });
    expect([...one.flags]).toEqual(["\\Seen"]);
  });

  test("that was made anew gives what has come since", async () => {
    const server = await listen();
    server.add(mail(1), new Date("2026-03-01T10:00:00Z"));
    server.add(mail(2), new Date("2026-03-02T08:00:00Z"));
    server.add(mail(3), new Date("2026-03-02T10:00:00Z"));
    server.uidValidity = 2;
    const cursor = { uidvalidity: "1", uid: 900 };
    const { items, ...rest } = await ask(server, { cursor, polledAt: "2026-03-02T09:00:00Z" });
    expect(subjects(items)).toEqual(["3"]);
    expect(rest.cursor).toMatchObject({ uidvalidity: "2", uid: 3 });
  });

  test("that was made anew while it could not be read gives what has come since it was", async () => {
    const server = await listen();
    server.add(mail(1), new Date("2026-03-01T23:00:00-08:00"));
    server.add(mail(2), new Date("2026-03-02T06:00:00Z"));
    server.uidValidity = 2;
    const cursor = { uidvalidity: "1", uid: 900, at: "2026-03-02T06:30:00Z" };
    const { items } = await ask(server, { cursor, polledAt: "2026-03-02T09:00:00Z" });
    expect(subjects(items)).toEqual(["1"]);
  });

  test("whose server counts backwards for once is not read again", async () => {
    const server = await listen();
    server.add(mail(1));
    server.add(mail(2));
    const { cursor } = await ask(server, { isFirst: true });
    server.uidNext = 1;
    const { cursor: after } = await ask(server, { cursor });
    expect(after).toMatchObject({ uid: 2 });
    server.uidNext = 3;
    expect((await ask(server, { cursor: after })).items).toEqual([]);
  });

  test("with mails that are made to take long gives as many as there is time for", async () => {
    const server = await listen();
    const bomb = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"\n".repeat(1_000_000)}`;
    for (let n = 1; n <= 6; n += 1) server.add(bomb);
    server.add(mail(7));
    const first = await ask(server, { settings: { max_bytes: 1_048_576 } });
    expect(first).toMatchObject({ hasMore: true, cursor: { uid: 5 } });
    expect(first.items).toHaveLength(5);
    expect(first.items[0]!.item).toMatchObject({ uid: 1, size: expect.any(Number) as number });
    const cursor = { uidvalidity: "1", uid: 6 };
    expect(subjects((await ask(server, { cursor })).items)).toEqual(["7"]);
  });

  test("with a mail that is too long gives its begin", async () => {
    const server = await listen();
    server.add(`${mail(1)}${"x".repeat(100_000)}`);
    const { items } = await ask(server, { settings: { max_bytes: 1024 } });
    expect(items[0]!.item).toMatchObject({
      subject: "1",
      is_cut: true,
      size: 100_000 + mail(1).length,
    });
    expect((items[0]!.item as { text: string }).text.length).toBeLessThan(1024);
  });

  test.each([
    ["nothing", ""],
    ["bytes", Buffer.from([0, 255, 254, 13, 10, 0])],
    [
      "parts without an end",
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n".repeat(5000)}`,
    ],
    [
      "parts in parts",
      Array.from(
        { length: 300 },
        (_part, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
      ).join(""),
    ],
  ])("with a mail that is %s says what it can", async (_what, source) => {
    const server = await listen();
    server.add(source);
    server.add(mail(2));
    const { items } = await ask(server);
    expect(items).toHaveLength(2);
    expect(subjects(items)[1]).toBe("2");
    JSON.stringify(items);
  });

  test("whose server breaks off while mails are read is read again", async () => {
    const server = await listen();
    for (let n = 1; n <= 5; n++) server.add(mail(n));
    let isCut = false;
    server.intercept = (command, socket, tag) => {
      if (!command.startsWith("UID FETCH") || isCut) return false;
      isCut = true;
      const part = "BODY[]<0> {3}\r\nabc)\r\n";
      socket.write(`* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 3 ${part}${tag} NO not now\r\n`);
      return true;
    };
    await expect(ask(server)).rejects.toThrow(/could not be read|answered NO|has not sent/);
    expect((await ask(server)).items).toHaveLength(5);
  });

  test("is reached by STARTTLS, and by nothing less", async () => {
    const server = await listen("starttls");
    server.add(mail(1));
    const settings = { security: "starttls" };
    expect(subjects((await ask(server, { settings })).items)).toEqual(["1"]);
    expect(server.commands).toContain("STARTTLS");
    server.commands.length = 0;
    server.intercept = (command, socket, tag) => {
      if (command !== "CAPABILITY") return false;
      socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK\r\n`);
      return true;
    };
    await expect(ask(server, { settings })).rejects.toThrow(/could not be read|answered/);
    expect(server.commands.join()).not.toMatch(/LOGIN|AUTHENTICATE/);
  });

  test("is not read when nobody vouches for the server", async () => {
    const server = await listen();
    setDefaultCACertificates(authorities);
    try {
      await expect(ask(server)).rejects.toThrow(/could not be read/);
      expect(server.commands).toEqual([]);
    } finally {
      setDefaultCACertificates([...authorities, certificate]);
    }
  });

  test.each([
    ["a wrong password", { PASSWORD: "guess" }, "refuses the user or the password"],
    ["a password for others", { PASSWORD_FOR: "x imap://localhost" }, "no secret env:PASSWORD"],
    ["a private address", { SLUICE_HTTP_ALLOW: "" }, "not a public address"],
  ])("with %s says so, without the password", async (_what, env, message) => {
    const server = await listen();
    const failure = await ask(server, { env }).catch((error: Error) => error.message);
    expect(failure).toContain(message);
    expect(failure).not.toMatch(/guess|hunter2/);
  });

  test.each([
    ["that is not there", { mailbox: "Nowhere" }, undefined, /NO|could not/],
    ["whose server says nothing", {}, () => true, /could not be read/],
    [
      "whose server says too much",
      {},
      (command: string, socket: { write(text: string): void }) => {
        if (!command.startsWith("UID FETCH")) return false;
        socket.write(`* 1 FETCH (UID 1 BODY[]<0> {999999999}\r\n`);
        return true;
      },
      /could not be read/,
    ],
    [
      "whose server talks nonsense",
      {},
      (command: string, socket: { write(text: string): void }) => {
        if (!command.startsWith("UID SEARCH")) return false;
        socket.write(`* ((((((\r\n${"x".repeat(3_000_000)}`);
        return true;
      },
      /has not answered a search/,
    ],
  ] as const)("%s fails", async (_what, settings, intercept, message) => {
    const server = await listen();
    server.add(mail(1));
    if (intercept !== undefined) server.intercept = intercept;
    await expect(ask(server, { settings })).rejects.toThrow(message);
  });
});
