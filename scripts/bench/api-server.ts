/** The API in a process of its own, so that what it costs can be told apart. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApi } from "../../graphql/server.ts";

const api = await createApi({
  databaseUrl: process.env["BENCH_URL"] ?? "",
  jwtSecret: process.env["BENCH_SECRET"] ?? "",
  development: false,
});
const server = createServer((request, response) => void api.handler(request, response));
server.on("upgrade", (request, socket, head) => api.upgrade(request, socket, head));
server.listen(0, "127.0.0.1", 2048, () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
);
process.on("disconnect", () => process.exit(0));
