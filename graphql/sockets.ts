import type { Duplex } from "node:stream";

/** After this clients may connect again, with a new token; other codes of the protocol are final. */
const FORBIDDEN = 4403;
/** The longest time a timer can wait, 24 days; no socket lives longer. */
const LONGEST_MS = 2 ** 31 - 1;

/** As much of a WebSocket as is needed here. */
interface Closable {
  close(code: number, reason: string): void;
  once(event: "close", listener: () => void): unknown;
}

const expiring = new WeakSet<Closable>();

/** Closes a WebSocket when the token expires that its operations show. */
export function closeAtExpiry(socket: Closable, expiresAt: number): void {
  if (expiring.has(socket)) return;
  expiring.add(socket);
  const close = () => socket.close(FORBIDDEN, "the token has expired");
  const timer = setTimeout(close, Math.min(expiresAt - Date.now(), LONGEST_MS));
  socket.once("close", () => clearTimeout(timer));
}

/** The sockets that were upgraded: their HTTP server forgets them, and yet waits for their end. */
export class OpenSockets {
  readonly #sockets = new Set<Duplex>();

  add(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
  }

  closeAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
