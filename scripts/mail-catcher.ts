/** Receives every mail in a real SMTP conversation, delivers none, and shows them under /mail. */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import PostalMime, { type Address } from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { listPage, mailPage, missingPage } from "./mail-pages.ts";

const HOST = "127.0.0.1";
const MAIL_BYTES = 20 * 1024 * 1024;
/** Written by the catcher in front of each mail: who was really addressed, blind copies included. */
const ENVELOPE = "X-Caught-For";

export interface CaughtMail {
  readonly id: string;
  readonly message_id: string | null;
  readonly received_at: string;
  readonly from: string;
  readonly to: string[];
  /** Everybody the server was told, blind copies included. */
  readonly recipients: string[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  /** How often the same Message-ID came. */
  readonly copies: number;
}

export interface MailCatcher {
  /** What SLUICE_SMTP_URL should be. */
  readonly url: string;
  handles(request: IncomingMessage): boolean;
  handler(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

export async function startMailCatcher(options: {
  directory: string;
  port?: number;
}): Promise<MailCatcher> {
  const { directory, port = 0 } = options;
  await mkdir(directory, { recursive: true });
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    size: MAIL_BYTES,
    closeTimeout: 500,
    onData(stream, session, callback) {
      const kept = keep(stream, session, directory);
      // oxlint-disable-next-line promise/no-callback-in-promise
      kept.then(() => callback(), callback);
    },
  });
  // a client that hangs up is no error of ours
  server.on("error", () => undefined);
  server.listen(port, HOST);
  await Promise.race([
    once(server.server, "listening"),
    once(server.server, "error").then(([error]) => Promise.reject(error as Error)),
  ]);
  const read = createReader(directory);
  return {
    url: `smtp://${HOST}:${(server.server.address() as AddressInfo).port}`,
    handles: ({ url = "" }) => /^\/mail(?:\.json)?(?:[/?]|$)/.test(url),
    handler: (request, response) => {
      void answer(request, response, read).catch(() => response.destroy());
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

type IncomingMail = AsyncIterable<Buffer> & { readonly sizeExceeded: boolean };

async function keep(
  stream: IncomingMail,
  { envelope }: SMTPServerSession,
  directory: string,
): Promise<void> {
  const recipients = envelope.rcptTo.map(({ address }) => address).join(", ");
  const chunks: Buffer[] = [Buffer.from(`${ENVELOPE}: ${recipients}\r\n`)];
  for await (const chunk of stream) chunks.push(chunk);
  if (stream.sizeExceeded) {
    throw Object.assign(new Error("the mail is too large"), { responseCode: 552 });
  }
  const time = String(Date.now()).padStart(15, "0");
  await writeDurably(directory, `${time}-${randomBytes(6).toString("hex")}.eml`, chunks);
}

/** A mail that was accepted is there after a crash, and one that was not leaves no half a file. */
async function writeDurably(directory: string, name: string, chunks: Buffer[]): Promise<void> {
  const path = join(directory, name);
  const temporary = `${path}.part`;
  const file = await open(temporary, "wx");
  try {
    await file.writeFile(Buffer.concat(chunks));
    await file.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(directory);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

type Reader = () => Promise<CaughtMail[]>;

/** The mails, newest first; files do not change, so each is parsed once. */
function createReader(directory: string): Reader {
  const parsed = new Map<string, CaughtMail>();
  return async () => {
    const names = (await readdir(directory)).filter((name) => name.endsWith(".eml")).sort();
    const unknown = names.filter((name) => !parsed.has(name));
    for (const name of unknown) parsed.set(name, await parse(join(directory, name), name));
    return countCopies(names.map((name) => parsed.get(name)!)).toReversed();
  };
}

async function parse(path: string, name: string): Promise<CaughtMail> {
  const mail = await PostalMime.parse(await readFile(path));
  const recipients = mail.headers.find(({ key }) => key === ENVELOPE.toLowerCase())?.value ?? "";
  return {
    id: createHash("sha256")
      .update(mail.messageId ?? name)
      .digest("hex")
      .slice(0, 16),
    message_id: mail.messageId ?? null,
    received_at: new Date(Number(name.split("-")[0])).toISOString(),
    from: mail.from === undefined ? "" : nameOf(mail.from),
    to: (mail.to ?? []).map(nameOf),
    recipients: recipients.split(", ").filter((address) => address !== ""),
    subject: mail.subject ?? "",
    text: mail.text ?? null,
    html: mail.html ?? null,
    copies: 1,
  };
}

function nameOf({ name, address }: Address): string {
  if (address === undefined) return name;
  return name === "" ? address : `${name} <${address}>`;
}

function countCopies(mails: CaughtMail[]): CaughtMail[] {
  const byId = new Map<string, CaughtMail>();
  for (const mail of mails) {
    const first = byId.get(mail.id);
    byId.set(mail.id, first === undefined ? mail : { ...first, copies: first.copies + 1 });
  }
  return [...byId.values()];
}

async function answer(
  { method, url = "" }: IncomingMessage,
  response: ServerResponse,
  read: Reader,
): Promise<void> {
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const { pathname } = new URL(url, "http://mail");
  const mails = await read();
  if (pathname === "/mail.json") return send(response, 200, "application/json", json(mails));
  const id = pathname.replace(/^\/mail\/?/, "");
  if (id === "") return send(response, 200, "text/html", listPage(mails));
  const mail = mails.find((one) => one.id === id);
  if (mail === undefined) return send(response, 404, "text/html", missingPage());
  send(response, 200, "text/html", mailPage(mail));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(body);
}
