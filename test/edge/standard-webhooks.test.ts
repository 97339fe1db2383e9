import { createPrivateKey, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Case, judge, mac, NOW } from "../support/signatures.ts";

/** The keys and the delivery that Svix, who wrote the specification, publishes for `v1a`. */
const SECRET_KEY =
  "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
const PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const SIGNATURE =
  "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
const SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const TIME = 1_614_265_330;
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY = '{"test": 2432232314}';

const delivery = (secret: string, signature = SIGNATURE): Case => ({
  secret,
  headers: {
    "webhook-id": ID,
    "webhook-timestamp": String(TIME),
    "webhook-signature": signature,
  },
  body: BODY,
  now: TIME,
});

const hmac = `v1,${mac(Buffer.from(SHARED.slice(6), "base64"), `${ID}.${TIME}.${BODY}`).digest("base64")}`;
const other = `v1a,${Buffer.alloc(64, 7).toString("base64")}`;

describe("the published delivery", () => {
  test.each([
    ["its public key", PUBLIC_KEY],
    ["its secret key", SECRET_KEY],
    ["the seed of its secret key", `whsk_${SECRET_KEY.slice(5, 48)}=`],
  ])("is right by %s", async (_what, secret) => {
    expect(await judge("standard_webhooks", delivery(secret))).toBe("right");
  });

  test("is wrong by any public key that differs in a bit", async () => {
    const bytes = Buffer.from(PUBLIC_KEY.slice(5), "base64");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const key = Buffer.from(bytes);
      key[bit >> 3]! ^= 1 << (bit & 7);
      const verdict = await judge("standard_webhooks", delivery(`whpk_${key.toString("base64")}`));
      expect([bit, verdict === "right"]).toEqual([bit, false]);
    }
  });
});

describe("several signatures", () => {
  test("are right if one is, wherever it stands and whatever the others are", async () => {
    for (const list of [
      [SIGNATURE, other],
      [other, "", "v1a,", "v1a,!", "v2,AAAA", "v1", hmac, SIGNATURE],
    ]) {
      const given = delivery(PUBLIC_KEY, list.join(" "));
      expect(await judge("standard_webhooks", given)).toBe("right");
    }
    expect(await judge("standard_webhooks", delivery(PUBLIC_KEY, other))).toBe("wrong");
  });

  test("are tried up to sixteen", async () => {
    const others = (count: number) => [...Array.from({ length: count }, () => other), SIGNATURE];
    for (const [count, verdict] of [
      [15, "right"],
      [16, "wrong"],
    ] as const) {
      const given = delivery(PUBLIC_KEY, others(count).join(" "));
      expect(await judge("standard_webhooks", given)).toBe(verdict);
    }
  });
});

describe("while keys change", () => {
  test("a delivery is right by the shared secret before and the public key after", async () => {
    for (const signature of [SIGNATURE, hmac, `${hmac} ${SIGNATURE}`]) {
      const given = delivery(PUBLIC_KEY, signature);
      expect(await judge("standard_webhooks", given, [PUBLIC_KEY, SHARED])).toBe("right");
    }
    expect(await judge("standard_webhooks", delivery(SHARED))).toBe("unsigned");
    expect(await judge("standard_webhooks", delivery(PUBLIC_KEY, hmac))).toBe("unsigned");
  });
});

describe("a key", () => {
  test("that is public is never taken for a shared one", async () => {
    for (const key of [PUBLIC_KEY, PUBLIC_KEY.slice(5)]) {
      const text = `${ID}.${TIME}.${BODY}`;
      const confused = mac(Buffer.from(key.replace(/^whpk_/, ""), "base64"), text).digest("base64");
      expect(await judge("standard_webhooks", delivery(PUBLIC_KEY, `v1,${confused}`))).toBe(
        "unsigned",
      );
    }
  });

  test("that is none makes the webhook unusable, not open", async () => {
    const mixed = Buffer.from(SECRET_KEY.slice(5), "base64");
    mixed[40]! ^= 1;
    for (const key of [
      "whpk_",
      "whpk_AAAA",
      "whsk_",
      "whsk_AAAA",
      `${PUBLIC_KEY.slice(0, -1)}AAAA`,
    ]) {
      expect([key, await judge("standard_webhooks", delivery(key))]).toEqual([key, "unusable"]);
    }
    const secret = `whsk_${mixed.toString("base64")}`;
    expect(await judge("standard_webhooks", delivery(secret))).toBe("unusable");
  });

  test("counts in the canonical form of its signature only", async () => {
    for (const signature of [SIGNATURE.slice(0, -2), SIGNATURE.replaceAll("/", "_")]) {
      expect(await judge("standard_webhooks", delivery(PUBLIC_KEY, signature))).toBe("wrong");
    }
  });
});

test("a signature by the sender's key over another time is stale at this one", async () => {
  const seed = Buffer.from(SECRET_KEY.slice(5), "base64").subarray(0, 32);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signature = sign(null, Buffer.from(`${ID}.${NOW}.${BODY}`), key).toString("base64");
  const given = delivery(PUBLIC_KEY, `v1a,${signature}`);
  given.headers["webhook-timestamp"] = String(NOW);
  expect(await judge("standard_webhooks", { ...given, now: NOW })).toBe("right");
  expect(await judge("standard_webhooks", { ...given, now: NOW + 301 })).toBe("stale");
});
