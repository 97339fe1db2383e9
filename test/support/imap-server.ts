/** A mail server of one mailbox, which speaks as much IMAP as it takes to read it. */
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { certificate, privateKey } from "./certificate.ts";

export interface Mail {
  readonly uid: number;
  readonly source: Buffer;
  readonly receivedAt: Date;
  readonly flags: Set<string>;
}

const keys = { key: privateKey, cert: certificate };

export class ImapServer {
  readonly mails: Mail[] = [];
  /** What clients have said, without what they know of their password. */
  readonly commands: string[] = [];
  uidValidity = 1;
  uidNext = 1;
  password = "hunter2";
  /** Answers a command in its own way. */
  intercept: (command: string, socket: Socket, tag: string) => boolean = () => false;
  #close: () => Promise<void> = async () => {};
  port = 0;

  static async listen(security: "tls" | "starttls" = "tls"): Promise<ImapServer> {
    const imap = new ImapServer();
    const sockets = new Set<Socket>();
    const greet = (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
      socket.write("* OK ready\r\n");
      imap.#converse(socket, security === "starttls");
    };
    const server = security === "tls" ? createTlsServer(keys, greet) : createServer(greet);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    imap.port = (server.address() as AddressInfo).port;
    imap.#close = () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    return imap;
  }

  close(): Promise<void> {
    return this.#close();
  }

  add(source: string | Buffer, receivedAt = new Date()): Mail {
    const bytes = Buffer.from(source);
    const mail = { uid: this.uidNext, source: bytes, receivedAt, flags: new Set<string>() };
    this.uidNext += 1;
    this.mails.push(mail);
    return mail;
  }

  #converse(socket: Socket, canUpgrade: boolean): void {
    let text = "";
    const listen = (chunk: Buffer) => {
      text += chunk.toString("latin1");
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        const [tag = "", ...rest] = line.split(" ");
        const command = rest.join(" ");
        if (canUpgrade && command === "STARTTLS") {
          socket.off("data", listen);
          this.commands.push(command);
          socket.write(`${tag} OK begin\r\n`);
          const secure = new TLSSocket(socket, { isServer: true, ...keys });
          secure.on("error", () => {});
          this.#converse(secure, false);
          return;
        }
        this.#answer(socket, tag, command, canUpgrade);
      }
    };
    socket.on("data", listen);
  }

  #answer(socket: Socket, tag: string, command: string, canUpgrade: boolean): void {
    this.commands.push(command.replace(/^(LOGIN|AUTHENTICATE PLAIN) .*/, "$1"));
    if (this.intercept(command, socket, tag)) return;
    const [lines, verdict] = this.#reply(command, canUpgrade);
    for (const line of lines) socket.write(typeof line === "string" ? `${line}\r\n` : line);
    socket.write(`${tag} ${verdict}\r\n`);
  }

  #reply(command: string, canUpgrade: boolean): [(string | Buffer)[], string] {
    const [verb = "", ...rest] = command.split(" ");
    switch (verb === "UID" ? `UID ${rest.shift()}` : verb) {
      case "CAPABILITY":
        return [[`* CAPABILITY IMAP4rev1 ${canUpgrade ? "STARTTLS LOGINDISABLED" : ""}`], "OK"];
      case "LOGIN":
        return [[], command.includes(`"${this.password}"`) ? "OK" : "NO who are you"];
      case "LIST":
        return [/INBOX/.test(command) ? ['* LIST () "/" INBOX'] : [], "OK"];
      case "SELECT":
      case "EXAMINE":
        if (!/INBOX/.test(command)) return [[], "NO there is none"];
        return [
          [
            `* ${this.mails.length} EXISTS`,
            "* FLAGS (\\Seen)",
            "* OK [PERMANENTFLAGS (\\Seen)] these",
            `* OK [UIDVALIDITY ${this.uidValidity}] so`,
            `* OK [UIDNEXT ${this.uidNext}] so`,
          ],
          verb === "SELECT" ? "OK [READ-WRITE]" : "OK [READ-ONLY]",
        ];
      case "UID SEARCH":
        return [[`* SEARCH ${this.#search(rest.join(" ")).join(" ")}`], "OK"];
      case "UID FETCH":
        return [this.#fetch(rest[0] ?? "", rest.join(" ")), "OK"];
      case "UID STORE":
        for (const mail of this.#named(rest[0] ?? "")) mail.flags.add("\\Seen");
        return [[], "OK"];
      default:
        return [[], "OK"];
    }
  }

  /** n:* has the last one in it, whatever n is. */
  #search(criteria: string): number[] {
    const [, from = "1"] = /UID (\d+):\*/.exec(criteria) ?? [];
    const [, since] = /SINCE (\S+)/.exec(criteria) ?? [];
    const day = since === undefined ? 0 : new Date(`${since} UTC`).getTime();
    const last = this.mails.at(-1)?.uid;
    return this.mails
      .filter(({ uid }) => uid >= Number(from) || uid === last)
      .filter(({ receivedAt }) => receivedAt.getTime() >= day)
      .map(({ uid }) => uid);
  }

  #named(uids: string): Mail[] {
    const ranges = uids.split(",").map((part) => part.split(":").map(Number));
    const isNamed = (uid: number) =>
      ranges.some(([from = 0, to = from]) => uid >= from && uid <= to);
    return this.mails.filter(({ uid }) => isNamed(uid));
  }

  #fetch(uids: string, what: string): (string | Buffer)[] {
    return this.#named(uids).flatMap((mail) => {
      const day = mail.receivedAt.toISOString();
      const month = mail.receivedAt.toUTCString().slice(8, 11);
      const date = `${day.slice(8, 10)}-${month}-${day.slice(0, 4)} ${day.slice(11, 19)} +0000`;
      const head = `* ${this.mails.indexOf(mail) + 1} FETCH (UID ${mail.uid} FLAGS (${[...mail.flags].join(" ")}) INTERNALDATE "${date}" RFC822.SIZE ${mail.source.length}`;
      const [, length] = /BODY.PEEK\[\]<0\.(\d+)>/.exec(what) ?? [];
      if (length === undefined) return [`${head})`];
      const part = mail.source.subarray(0, Number(length));
      return [`${head} BODY[]<0> {${part.length}}`, Buffer.concat([part, Buffer.from(")\r\n")])];
    });
  }
}
