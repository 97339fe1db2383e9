/** Who sends a request, and whether he is in one of the networks that may. */
import type { IncomingMessage } from "node:http";
import { BlockList, isIPv4, isIPv6 } from "node:net";

/**
 * The peer of the connection; or, behind so many proxies that each append to X-Forwarded-For, the
 * entry that the outermost of them has written. What the client itself put there is never read.
 */
export function remoteAddressOf(request: IncomingMessage, trustedProxies = 0): string | null {
  if (trustedProxies === 0) return addressOf(request.socket.remoteAddress ?? "");
  const entries = (request.headersDistinct["x-forwarded-for"] ?? [])
    .join(",")
    .split(",")
    .map((entry) => entry.trim());
  return addressOf(entries.at(-trustedProxies) ?? "");
}

/** An address in its plain form: without a zone, an IPv4 one never as IPv6. */
export function addressOf(text: string): string | null {
  const [address = ""] = text.replace(/^\[(.*)\]$/, "$1").split("%");
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  const [high, low] = mapped.slice(1).map((part) => Number.parseInt(part, 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** An IPv4 address is in no IPv6 network, not even in ::/0. */
export function isWithin(address: string | null, networks: readonly string[]): boolean {
  if (address === null) return false;
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits] = network.split("/");
    const plain = addressOf(base);
    if (plain === null || isIPv4(plain) !== isIPv4(address)) continue;
    const most = family === "ipv4" ? 32 : 128;
    const mapped = family === "ipv4" && base.includes(":") ? 96 : 0;
    const length = bits === undefined ? most : Number(bits) - mapped;
    if (length >= 0 && length <= most) list.addSubnet(plain, length, family);
  }
  return list.check(address, family);
}
