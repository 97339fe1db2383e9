import { createTransport } from "nodemailer";
import { ActionError } from "../action-error.ts";
import { defineAction, threeRetries } from "../define-action.ts";
import { buildMessage, type Message } from "./message.ts";
import { input, output } from "./schema.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

/** Sends one mail over SMTP. The server takes it or refuses it; delivery is its business. */
export const sendEmail = defineAction({
  name: "send_email",
  title: "Send e-mail",
  description:
    "Sends a mail through the host's SMTP server (SLUICE_SMTP_URL). A refusal for good (5xx) fails the step, anything else is retried with the same Message-ID.",
  input,
  output,
  retry: threeRetries,

  async run(given, { key, signal, env }) {
    const message = buildMessage(given, key, env["SLUICE_MAIL_FROM"]);
    try {
      const { accepted, rejected } = await deliver(message, serverOf(env), signal);
      return {
        message_id: message.messageId,
        accepted,
        rejected,
        status: rejected.length === 0 ? ("sent" as const) : ("partially_sent" as const),
        sent_at: new Date().toISOString(),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof ActionError ? error : smtpError(error);
    }
  },
});

/** A host without a mail server is repaired by its operator, so the step may try again. */
function serverOf(env: NodeJS.ProcessEnv): string {
  const url = env["SLUICE_SMTP_URL"];
  if (url === undefined || url === "") {
    throw new ActionError("configuration", "this host has no mail server: set SLUICE_SMTP_URL");
  }
  if (!/^smtps?:\/\/[^/]/.test(url)) {
    throw new ActionError("configuration", "SLUICE_SMTP_URL is not of the form smtp://host:port");
  }
  return url;
}

async function deliver(message: Message, url: string, signal: AbortSignal) {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { accepted, rejected } = await transport.sendMail({ ...message, signal });
  return { accepted, rejected };
}

function smtpError(error: unknown): ActionError {
  const { responseCode, response, code } = error as {
    responseCode?: number;
    response?: string;
    code?: string;
  };
  if (responseCode === undefined) {
    const reason = code ?? "unknown error";
    return new ActionError("network", `the mail server could not be reached: ${reason}`, {
      detail: { code: reason },
    });
  }
  return new ActionError("smtp", `the mail server answered ${responseCode}`, {
    // 503 blames the conversation, not the mail: a new connection may do better.
    retryable: responseCode < 500 || responseCode === 503,
    detail: { status: responseCode, response: response ?? "" },
  });
}
