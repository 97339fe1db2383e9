import type { IncomingMessage } from "node:http";
import { Problem } from "./problem.ts";

export const BODY_LIMIT = 1024 * 1024;
const BODY_TIMEOUT_MS = 30_000;

/** Refuses a body that says itself that it is too long. */
export function assertAnnouncedLength({ headers }: IncomingMessage, limit = BODY_LIMIT): void {
  if (Number(headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
}

/** Reads the bytes as they were sent, for that is what was signed; never more than the limit. */
export async function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const end = (error: Error | null) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      request.pause();
      if (error === null) resolve(Buffer.concat(chunks, size));
      else reject(error);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) end(tooLarge(limit));
      else chunks.push(chunk);
    };
    const onEnd = () => end(null);
    const onClose = () => end(new Problem(400, "incomplete_body", "the body ended too early"));
    const timer = setTimeout(() => end(tooSlow()), BODY_TIMEOUT_MS);
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}

function tooLarge(limit: number): Problem {
  return new Problem(413, "body_too_large", `the body is longer than ${limit} bytes`, {
    hint: "Send less, or send a reference to the data.",
  });
}

function tooSlow(): Problem {
  const message = `the body did not arrive within ${BODY_TIMEOUT_MS / 1000} s`;
  return new Problem(408, "body_timeout", message);
}
