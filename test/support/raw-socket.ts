/** A WebSocket client that can stop reading, which no library lets one do. */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

interface Message {
  type: string;
  payload?: unknown;
}

/** The server closes a socket that has sent no pong for 24 s; who does not read hears no ping. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const PONG_MS = 5000;

export class RawSocket {
  readonly messages: Message[] = [];
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  readonly #chunks: Buffer[] = [];
  /** Of the frame that has begun. */
  #missing = 0;
  #isOpen = false;
  #isOver = false;
  #parts: Buffer[] = [];
  #heard = Promise.withResolvers<void>();

  constructor(url: string) {
    const { hostname, port, pathname } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.write(
      [
        `GET ${pathname} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
        "Sec-WebSocket-Protocol: graphql-transport-ws",
        "\r\n",
      ].join("\r\n"),
    );
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", () => undefined);
    const beat = setInterval(() => this.#socket.write(PONG), PONG_MS);
    this.#socket.on("close", () => {
      clearInterval(beat);
      this.#isOver = true;
      this.#heard.resolve();
    });
  }

  send(message: object): void {
    const body = Buffer.from(JSON.stringify(message));
    const head = Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 0xff, 0, 0, 0, 0]);
    this.#socket.write(Buffer.concat([head, body]));
  }

  /** Waits until what was told is so; throws when that cannot come any more. */
  async until(holds: (messages: Message[]) => boolean): Promise<void> {
    while (!holds(this.messages)) {
      const end = this.messages.find(
        ({ type, payload }) =>
          type === "error" || type === "complete" || Object.hasOwn(payload ?? {}, "errors"),
      );
      if (end !== undefined) throw new Error(`it has ended: ${JSON.stringify(end)}`);
      if (this.#isOver) throw new Error("the server has closed it");
      this.#heard = Promise.withResolvers();
      await this.#heard.promise;
    }
  }

  stopReading(): void {
    this.#socket.pause();
  }

  goOn(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#missing -= chunk.length;
    if (this.#missing > 0) return;
    this.#received = Buffer.concat([this.#received, ...this.#chunks.splice(0)]);
    this.#missing = 0;
    if (!this.#isOpen) {
      const end = this.#received.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.#isOpen = true;
      this.#received = this.#received.subarray(end + 4);
    }
    while (this.#takeFrame());
  }

  #takeFrame(): boolean {
    const data = this.#received;
    if (data.length < 2) return false;
    const short = data[1]! & 0x7f;
    const start = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (data.length < start) return false;
    const length =
      short === 127
        ? Number(data.readBigUInt64BE(2))
        : short === 126
          ? data.readUInt16BE(2)
          : short;
    this.#missing = start + length - data.length;
    if (this.#missing > 0) return false;
    this.#received = data.subarray(start + length);
    this.#parts.push(data.subarray(start, start + length));
    const [isText, isLast] = [(data[0]! & 0x0f) <= 1, (data[0]! & 0x80) !== 0];
    if (!isText) this.#parts = [];
    else if (isLast) {
      this.messages.push(JSON.parse(Buffer.concat(this.#parts).toString()) as Message);
      this.#parts = [];
      this.#heard.resolve();
    }
    return true;
  }
}
