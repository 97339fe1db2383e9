import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

const TRIES = 20;

/** The wanted port of the loopback address or the next free one; any free one if none is. */
export async function findPort(wanted = 0): Promise<number> {
  if (wanted === 0) return (await listen(0)) ?? noPort();
  for (let port = wanted; port < wanted + TRIES; port += 1) {
    if ((await listen(port)) !== undefined) return port;
  }
  return noPort();
}

async function listen(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => resolve(taken));
    });
  });
}

function noPort(): never {
  throw new Error("there is no free port on 127.0.0.1");
}
