import { BlockList, isIP, isIPv4 } from "node:net";

/** Everything that is not a public unicast address, and Azure's metadata address, which is. */
const FORBIDDEN_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const FORBIDDEN_IPV6 = [
  "::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

/** IPv6 prefixes (12 bytes) whose last four bytes are the IPv4 address that is really reached. */
const EMBEDDING_PREFIXES = new Set(["00000000000000000000ffff", "0064ff9b0000000000000000"]);

const forbidden = blockListOf([...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6]);

/** Says whether a step may connect to an address. */
export type AddressRule = (address: string) => boolean;

/** Public addresses may be called, others only when a CIDR of the comma-separated list has them. */
export function addressRule(allowed: string | undefined): AddressRule {
  const allowList = blockListOf(splitList(allowed));
  return (address) => {
    const plain = withoutEmbedding(address);
    if (plain === null) return false;
    const family = isIPv4(plain) ? "ipv4" : "ipv6";
    return allowList.check(plain, family) || !forbidden.check(plain, family);
  };
}

function splitList(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function blockListOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix, ...rest] = network.split("/");
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : Number(prefix === "" ? NaN : prefix);
    const isNetwork = Number.isInteger(length) && length >= 0 && length <= bits;
    if (version === 0 || rest.length > 0 || !isNetwork) {
      throw new Error(`"${network}" is not an address or a CIDR such as 10.0.0.0/8`);
    }
    list.addSubnet(address, length, version === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

/** The address without zone, as IPv4 when IPv6 only wraps one; null when it is no address. */
function withoutEmbedding(address: string): string | null {
  const [bare = ""] = address.split("%");
  const version = isIP(bare);
  if (version === 0) return null;
  if (version === 4) return bare;
  const hex = hexOf(bare);
  if (!EMBEDDING_PREFIXES.has(hex.slice(0, 24))) return bare;
  const octets = hex.slice(24).match(/../g) ?? [];
  return octets.map((octet) => Number.parseInt(octet, 16)).join(".");
}

/** The 32 hex digits of an IPv6 address. */
function hexOf(address: string): string {
  // The URL parser turns dotted quads into groups, and there is no other such parser in Node.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return groups.map((group) => group.padStart(4, "0")).join("");
}
