/** Preloaded: whoever connects to BUSY_PORT does nothing else for BUSY_MS. */
import { Socket } from "node:net";

const IS_SLOW = new RegExp(`"port":"?${process.env["BUSY_PORT"]}\\b`);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  if (IS_SLOW.test(JSON.stringify(args))) {
    const nothing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    Atomics.wait(nothing, 0, 0, Number(process.env["BUSY_MS"]));
  }
  return Reflect.apply(connect, this, args) as Socket;
};
