import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Target } from "./proxy.ts";

const PROTOCOL = 196_608;
const SSL = 80_877_103;
const LENGTH = 4;
/** As a pooler knows them; any other is refused. */
const PARAMETERS = new Set(["user", "database", "application_name", "client_encoding"]);
const ASKS_FOR_ANSWER = new Set(["Q", "S", "F"]);

interface Message {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Cuts a stream into messages: a type, except for the first of a client, a length, and the rest. */
class Splitter {
  #rest: Buffer = Buffer.alloc(0);

  *take(chunk: Buffer): Generator<Message> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length > LENGTH) {
      const end = 1 + this.#rest.readInt32BE(1);
      if (this.#rest.length < end) return;
      const bytes = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      yield { type: String.fromCharCode(bytes[0]!), bytes };
    }
  }
}

/** A session of the server, lent to one client after the other. */
interface Session {
  readonly socket: Socket;
  readonly greeting: Buffer[];
  borrower: Client | undefined;
}

interface Client {
  readonly socket: Socket;
  readonly queue: Buffer[];
  session: Session | undefined;
  /** How many times it still waits to be told that the server is ready. */
  open: number;
}

/**
 * A pooler in transaction mode, as PgBouncer before 1.21: every transaction may run in another
 * session, which knows nothing of prepared statements, LISTEN, settings and locks of the one before.
 */
export class Pooler {
  readonly #listener: Server;
  readonly #target: Target;
  readonly #sessions: Session[] = [];
  readonly #clients = new Set<Client>();
  readonly #waiting: Client[] = [];

  private constructor(listener: Server, target: Target) {
    this.#listener = listener;
    this.#target = target;
    listener.on("connection", (socket) => this.#greet(socket));
  }

  static async to(target: Target, user: string, database: string, size = 4): Promise<Pooler> {
    const listener = createServer({ noDelay: true });
    const pooler = new Pooler(listener, target);
    for (let n = 0; n < size; n += 1) await pooler.#open(user, database);
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    return pooler;
  }

  get port(): number {
    return (this.#listener.address() as { port: number }).port;
  }

  async close(): Promise<void> {
    for (const { socket } of this.#clients) socket.destroy();
    for (const { socket } of this.#sessions) socket.destroy();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  async #open(user: string, database: string): Promise<void> {
    const socket = connect({ ...this.#target, noDelay: true });
    const session: Session = { socket, greeting: [], borrower: undefined };
    const splitter = new Splitter();
    const ready = Promise.withResolvers<void>();
    socket.on("error", ready.reject);
    socket.on("data", (chunk) => {
      for (const message of splitter.take(chunk)) this.#fromServer(session, message, ready.resolve);
    });
    await once(socket, "connect");
    socket.write(startup({ user, database }));
    await ready.promise;
    this.#sessions.push(session);
  }

  #fromServer(session: Session, { type, bytes }: Message, onReady: () => void): void {
    const client = session.borrower;
    if (!this.#sessions.includes(session)) {
      if (type === "S") session.greeting.push(Buffer.from(bytes));
      if (type === "Z") onReady();
      return;
    }
    // what nobody waits for, such as a notification, is for nobody
    if (client === undefined) return;
    client.socket.write(bytes);
    if (type !== "Z") return;
    client.open -= 1;
    if (client.open > 0 || bytes.at(-1) !== "I".charCodeAt(0)) return;
    this.#giveBack(client, session);
  }

  #giveBack(client: Client, session: Session): void {
    client.session = undefined;
    session.borrower = undefined;
    // the one that was used last comes last: a client hardly ever gets the same one again
    this.#sessions.push(...this.#sessions.splice(this.#sessions.indexOf(session), 1));
    this.#lend();
  }

  #lend(): void {
    for (;;) {
      const session = this.#sessions.find(({ borrower }) => borrower === undefined);
      if (session === undefined) return;
      const client = this.#waiting.shift();
      if (client === undefined) return;
      session.borrower = client;
      client.session = session;
      for (const bytes of client.queue.splice(0)) session.socket.write(bytes);
    }
  }

  #greet(socket: Socket): void {
    socket.on("error", () => socket.destroy());
    const start = (chunk: Buffer) => {
      if (chunk.readInt32BE(LENGTH) === SSL) {
        socket.write("N");
        socket.once("data", start);
        return;
      }
      const unknown = parametersOf(chunk).filter((name) => !PARAMETERS.has(name));
      if (unknown.length > 0) {
        socket.end(refusal(`unsupported startup parameter: ${unknown.join(", ")}`));
        return;
      }
      this.#serve(socket);
    };
    socket.once("data", start);
  }

  #serve(socket: Socket): void {
    const client: Client = { socket, queue: [], session: undefined, open: 0 };
    const splitter = new Splitter();
    this.#clients.add(client);
    const processId = int32(1_000_000_000 + Math.floor(Math.random() * 1_000_000_000));
    socket.write(
      Buffer.concat([
        message("R", int32(0)),
        ...this.#sessions[0]!.greeting,
        message("K", Buffer.concat([processId, int32(0)])),
        message("Z", Buffer.from("I")),
      ]),
    );
    socket.on("data", (chunk) => {
      for (const sent of splitter.take(chunk)) this.#fromClient(client, sent);
    });
    socket.on("close", () => this.#leave(client));
  }

  #fromClient(client: Client, { type, bytes }: Message): void {
    if (type === "X") {
      client.socket.end();
      return;
    }
    if (ASKS_FOR_ANSWER.has(type)) client.open += 1;
    if (client.session !== undefined) {
      client.session.socket.write(bytes);
      return;
    }
    client.queue.push(Buffer.from(bytes));
    if (client.queue.length > 1) return;
    this.#waiting.push(client);
    this.#lend();
  }

  /** What a client has left half done is rolled back with its session. */
  #leave(client: Client): void {
    this.#clients.delete(client);
    const place = this.#waiting.indexOf(client);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (client.session === undefined) return;
    client.session.socket.write(Buffer.concat([message("Q", Buffer.from("rollback\0"))]));
    client.open += 1;
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(LENGTH);
  bytes.writeInt32BE(value);
  return bytes;
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(LENGTH + body.length), body]);
}

function startup(parameters: Record<string, string>): Buffer {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}\0${value}\0`);
  const body = Buffer.concat([int32(PROTOCOL), Buffer.from(`${pairs.join("")}\0`)]);
  return Buffer.concat([int32(LENGTH + body.length), body]);
}

function parametersOf(start: Buffer): string[] {
  const words = start
    .subarray(2 * LENGTH)
    .toString()
    .split("\0");
  return words.filter((name, index) => index % 2 === 0 && name !== "");
}

function refusal(text: string): Buffer {
  const fields = ["SFATAL", "VFATAL", "C08P01", `M${text}`].map((field) => `${field}\0`);
  return message("E", Buffer.from(`${fields.join("")}\0`));
}
