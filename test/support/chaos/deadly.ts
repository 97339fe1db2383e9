/** Preloaded: whoever connects to DEADLY_PORT dies of it. */
import { Socket } from "node:net";

const IS_DEADLY = new RegExp(`"port":"?${process.env["DEADLY_PORT"]}\\b`);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  if (IS_DEADLY.test(JSON.stringify(args))) process.kill(process.pid, "SIGKILL");
  return Reflect.apply(connect, this, args) as Socket;
};
