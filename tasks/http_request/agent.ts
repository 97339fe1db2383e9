import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { ActionError } from "../action-error.ts";
import { addressRule, type AddressRule } from "./addresses.ts";

const CONNECT_TIMEOUT_MS = 10_000;

const agents = new Map<string, Agent>();

/**
 * The agent for this host's allow list. It judges the address that a socket is about to use, not
 * the name: a name that resolves differently a moment later, or a redirect, gains nothing.
 */
export function guardedAgent(allowed: string | undefined): Agent {
  const key = allowed ?? "";
  const known = agents.get(key);
  if (known !== undefined) return known;
  const agent = new Agent({ connect: guardedConnector(ruleFor(allowed)) });
  agents.set(key, agent);
  return agent;
}

function ruleFor(allowed: string | undefined): AddressRule {
  try {
    return addressRule(allowed);
  } catch (error) {
    throw new ActionError(
      "configuration",
      `SLUICE_HTTP_ALLOW is wrong: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function guardedConnector(isAllowed: AddressRule): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    lookup: guardedLookup(isAllowed),
  });
  return (options, callback) => {
    // A literal address is never looked up.
    const literal = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(literal) !== 0 && !isAllowed(literal)) {
      callback(forbiddenAddress(options.hostname), null);
      return;
    }
    connect(options, callback);
  };
}

function guardedLookup(isAllowed: AddressRule): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "");
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return callback(forbiddenAddress(hostname), "");
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** The address itself is left out: a name's private address is nobody's business. */
function forbiddenAddress(hostname: string): ActionError {
  return new ActionError(
    "forbidden_address",
    `${hostname} is not a public address, and SLUICE_HTTP_ALLOW does not list it`,
    { retryable: false },
  );
}
