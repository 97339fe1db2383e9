import { isUtf8 } from "node:buffer";
import type { Response } from "undici";
import { ActionError } from "../action-error.ts";
import type { Output } from "./schema.ts";

const TEXT_TYPES = /^text\/|[/+](?:json|xml|yaml|javascript|x-www-form-urlencoded)$/;
const JSON_TYPES = /[/+]json$/;

export type Body = Pick<Output, "body" | "body_encoding">;

/** Reads a body up to a limit; the limit holds for the unpacked bytes. */
export async function readBytes(response: Response, limit: number): Promise<Buffer> {
  if (response.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) {
      throw new ActionError("response_too_large", `the response is longer than ${limit} bytes`, {
        retryable: false,
        detail: { status: response.status, max_response_bytes: limit },
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

export function decodeBody(bytes: Buffer, contentType: string | null): Body {
  if (bytes.length === 0) return { body: null, body_encoding: "none" };
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const text = decodeText(bytes, type.trim(), charsetOf(parameters));
  if (text === null) return { body: bytes.toString("base64"), body_encoding: "base64" };
  if (!JSON_TYPES.test(type.trim())) return { body: text, body_encoding: "text" };
  try {
    return { body: JSON.parse(text) as unknown, body_encoding: "json" };
  } catch {
    return { body: text, body_encoding: "text" };
  }
}

function charsetOf(parameters: string[]): string | undefined {
  const charset = parameters.find((parameter) => parameter.trim().startsWith("charset="));
  return charset?.trim().slice("charset=".length).replaceAll('"', "");
}

/** Bytes of a text type are text even when some are broken; others only when they are UTF-8. */
function decodeText(bytes: Buffer, type: string, charset: string | undefined): string | null {
  if (charset === undefined && isUtf8(bytes)) return new TextDecoder().decode(bytes);
  if (charset === undefined && !TEXT_TYPES.test(type)) return null;
  try {
    return new TextDecoder(charset ?? "utf-8").decode(bytes);
  } catch {
    return isUtf8(bytes) ? new TextDecoder().decode(bytes) : null;
  }
}

/** The sender's clock, by which it means what it says; where it does not tell, this host's. */
export function clockOf({ headers }: Response): number {
  const told = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(told) ? Date.now() : told;
}

/** Milliseconds asked for by a Retry-After header, as seconds or as a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\s*(\d+)\s*$/.exec(header)?.[1];
  const delay = seconds === undefined ? Date.parse(header) - now : Number(seconds) * 1000;
  if (Number.isNaN(delay)) return undefined;
  return Math.min(Math.max(delay, 0), 24 * 60 * 60 * 1000);
}
