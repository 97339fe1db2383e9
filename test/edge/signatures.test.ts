import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { verdictOf } from "../../edge/signature.ts";
import { type Case, judge, mac, NOW, URL_OF } from "../support/signatures.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY = '{"id":"evt_1","amount":1250,"note":"Grüße"}';
const FORM = "MessageSid=SM1&Body=Hello&From=1234567890&To=1987654321";

const hex = mac(SECRET, `${NOW}.${BODY}`).digest("hex");
const pair = generateKeyPairSync("ed25519");
const jwtKey = new TextEncoder().encode(SECRET);
const token = await new SignJWT({ iss: "us" })
  .setProtectedHeader({ alg: "HS256" })
  .setExpirationTime(NOW + 60)
  .sign(jwtKey);

/** One good delivery of each scheme, and of each kind of key that it takes. */
const GOOD: Record<string, Case> = {
  basic: {
    secret: "ada:pa:ss",
    headers: { authorization: `Basic ${Buffer.from("ada:pa:ss").toString("base64")}` },
    body: BODY,
  },
  bearer: { secret: SECRET, headers: { authorization: `Bearer ${SECRET}` }, body: BODY },
  jwt: {
    secret: SECRET,
    headers: { authorization: `Bearer ${token}` },
    body: BODY,
    config: { jwt: { issuer: "us" } },
  },
  hmac: {
    secret: SECRET,
    headers: { "x-mac": mac(SECRET, BODY, "sha512").digest("base64") },
    body: BODY,
    config: { signature: { header: "X-Mac", algorithm: "sha512", encoding: "base64" } },
  },
  github: {
    secret: SECRET,
    headers: { "x-hub-signature-256": `sha256=${mac(SECRET, BODY).digest("hex")}` },
    body: BODY,
  },
  stripe: { secret: SECRET, headers: { "stripe-signature": `t=${NOW},v1=${hex}` }, body: BODY },
  slack: {
    secret: SECRET,
    headers: {
      "x-slack-request-timestamp": String(NOW),
      "x-slack-signature": `v0=${mac(SECRET, `v0:${NOW}:${BODY}`).digest("hex")}`,
    },
    body: BODY,
  },
  atlas: {
    secret: SECRET,
    headers: { "x-atlas-timestamp": String(NOW), "x-atlas-signature": `sha256=${hex}` },
    body: BODY,
  },
  standard_webhooks: {
    secret: SECRET,
    headers: {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(NOW),
      "webhook-signature": `v1,${mac(Buffer.from(SECRET.slice(6), "base64"), `msg_1.${NOW}.${BODY}`).digest("base64")}`,
    },
    body: BODY,
  },
  "standard_webhooks v1a": {
    secret: `whpk_${pair.publicKey.export({ type: "spki", format: "der" }).subarray(12).toString("base64")}`,
    headers: {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(NOW),
      "webhook-signature": `v1a,${sign(null, Buffer.from(`msg_1.${NOW}.${BODY}`), pair.privateKey).toString("base64")}`,
    },
    body: BODY,
  },
  telegram: {
    secret: SECRET,
    headers: { "x-telegram-bot-api-secret-token": SECRET },
    body: BODY,
  },
  twilio: {
    secret: SECRET,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": mac(
        SECRET,
        `${URL_OF}BodyHelloFrom1234567890MessageSidSM1To1987654321`,
        "sha1",
      ).digest("base64"),
    },
    body: FORM,
  },
};
const SIGNS_NO_BODY = new Set(["basic", "bearer", "jwt", "telegram"]);
const TIMED = new Set(["stripe", "slack", "atlas", "standard_webhooks"]);

/** Each text that differs from it in one byte. */
function* tampered(text: string): Generator<string> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1) {
    for (const flip of [0x01, 0x20, 0x80]) {
      const other = Buffer.from(bytes);
      other[at]! ^= flip;
      yield other.toString("latin1");
    }
  }
}

describe.each(Object.entries(GOOD))("the scheme %s", (name, good) => {
  const scheme = name.split(" ")[0]!;

  test("takes what is signed", async () => {
    expect(await judge(scheme, good)).toBe("right");
  });

  test("takes one of two secrets, whichever it is, and no third", async () => {
    expect(await judge(scheme, good, ["whsec_b3RoZXI=", good.secret])).toBe("right");
    expect(await judge(scheme, good, [good.secret, "whsec_b3RoZXI="])).toBe("right");
    const isKeyPair = name.endsWith("v1a");
    const verdict = isKeyPair ? "unsigned" : "wrong";
    expect(await judge(scheme, good, ["whsec_b3RoZXI=", "whsec_dGhpcmQ="])).toBe(verdict);
    expect(await judge(scheme, good, [""])).toBe("unusable");
  });

  test("refuses every header with another byte, and none", async () => {
    for (const [name, value] of Object.entries(good.headers)) {
      if (name === "content-type") continue;
      for (const other of tampered(value)) {
        const headers = { ...good.headers, [name]: other };
        const isCase = name === "authorization" && /^(basic|bearer) /i.test(other);
        const isSame = isCase && other.slice(6) === value.slice(6);
        expect([name, other, (await judge(scheme, { ...good, headers })) === "right"]).toEqual([
          name,
          other,
          isSame,
        ]);
      }
      const { [name]: _gone, ...headers } = good.headers;
      expect(await judge(scheme, { ...good, headers })).toBe("missing");
    }
  });

  test.skipIf(SIGNS_NO_BODY.has(scheme))("refuses every body with another byte", async () => {
    for (const other of tampered(good.body)) {
      const body = Buffer.from(other, "latin1");
      const verdict = await verdictOf(scheme, [good.secret], {
        ...{ headers: good.headers, now: NOW, url: URL_OF, body, tolerance: 300 },
        config: good.config ?? {},
      });
      expect([other, verdict]).toEqual([other, "wrong"]);
    }
    expect(await judge(scheme, { ...good, body: "" })).toBe("wrong");
    expect(await judge(scheme, { ...good, body: `${good.body} ` })).toBe("wrong");
  });

  test.skipIf(!TIMED.has(scheme))("refuses what is out of time, early or late", async () => {
    for (const [seconds, verdict] of [
      [300, "right"],
      [-300, "right"],
      [301, "stale"],
      [-301, "early"],
    ] as const) {
      expect(await judge(scheme, { ...good, now: NOW + seconds })).toBe(verdict);
    }
  });
});

describe("a token", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const tokenOf = (alg: string, key: Parameters<SignJWT["sign"]>[0], exp?: number) => {
    const jwt = new SignJWT({ aud: "hooks" }).setProtectedHeader({ alg });
    return (exp === undefined ? jwt : jwt.setExpirationTime(exp)).sign(key);
  };
  const given = (text: string) => ({
    secret: pem,
    headers: { authorization: `Bearer ${text}` },
    body: "",
  });

  test("may be checked with a public key, which is then never taken for a shared one", async () => {
    expect(await judge("jwt", given(await tokenOf("ES256", privateKey, NOW + 60)))).toBe("right");
    const confused = await tokenOf("HS256", new TextEncoder().encode(pem), NOW + 60);
    expect(await judge("jwt", given(confused))).toBe("wrong");
  });

  test("has to end, and to be of the issuer and for the audience that are asked for", async () => {
    expect(await judge("jwt", given(await tokenOf("ES256", privateKey)))).toBe("wrong");
    const late = given(await tokenOf("ES256", privateKey, NOW - 60));
    expect(await judge("jwt", late)).toBe("stale");
    const good = given(await tokenOf("ES256", privateKey, NOW + 60));
    for (const [jwt, verdict] of [
      [{ audience: "hooks" }, "right"],
      [{ audience: "others" }, "wrong"],
      [{ issuer: "us" }, "wrong"],
    ] as const) {
      expect(await judge("jwt", { ...good, config: { jwt } })).toBe(verdict);
    }
  });

  test("without a signature is none", async () => {
    const [head, claims] = ['{"alg":"none"}', `{"exp":${NOW + 60}}`].map((text) =>
      Buffer.from(text).toString("base64url"),
    );
    for (const text of [`${head}.${claims}.`, `${head}.${claims}`, "a.b.c", ""]) {
      expect(await judge("jwt", given(text))).toBe("wrong");
    }
  });
});

test("Twilio signs the hash of a body that is no form in the address", async () => {
  const hash = createHash("sha256").update(BODY).digest("hex");
  const url = `${URL_OF}&bodySHA256=${hash}`;
  const headers = {
    "content-type": "application/json",
    "x-twilio-signature": mac(SECRET, url, "sha1").digest("base64"),
  };
  const good = { secret: SECRET, headers, body: BODY, url };
  expect(await judge("twilio", good)).toBe("right");
  expect(await judge("twilio", { ...good, body: `${BODY} ` })).toBe("wrong");
  expect(await judge("twilio", { ...good, url: URL_OF })).toBe("wrong");
});

test("Twilio's documented example is taken", async () => {
  const verdict = await judge("twilio", {
    secret: "12345",
    url: "https://example.com/myapp.php?foo=1&bar=2",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": "L/OH5YylLD5NRKLltdqwSvS0BnU=",
    },
    body: new URLSearchParams({
      Digits: "1234",
      To: "+18005551212",
      From: "+14158675310",
      Caller: "+14158675310",
      CallSid: "CA1234567890ABCDE",
    }).toString(),
  });
  expect(verdict).toBe("right");
});
