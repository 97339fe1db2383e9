import { z } from "zod";

const address = z.string().min(3).max(320);
const addresses = z.union([address, z.array(address).min(1).max(100)]);

export const input = z.strictObject({
  to: addresses.describe("Recipients: ada@example.com or Ada <ada@example.com>, one or a list."),
  cc: addresses.optional().describe("Recipients whom everybody sees."),
  bcc: addresses.optional().describe("Recipients whom nobody sees."),
  from: address.optional().describe("Sender; the host's SLUICE_MAIL_FROM when left out."),
  reply_to: address.optional().describe("Where answers go."),
  subject: z.string().max(900).describe("Subject, one line."),
  text: z.string().optional().describe("Body as plain text. Text, html or both are needed."),
  html: z.string().optional().describe("Body as HTML."),
});

export const output = z.strictObject({
  message_id: z
    .string()
    .describe("Message-ID header; the same for every attempt, so that a repeat can be recognised."),
  accepted: z.array(z.string()).describe("Addresses the mail server took."),
  rejected: z.array(z.string()).describe("Addresses the mail server refused."),
  status: z
    .enum(["sent", "partially_sent"])
    .describe("Sent to all recipients, or to some. When all are refused the step fails."),
  sent_at: z.iso.datetime({ offset: true }).describe("When the mail server took it."),
});

export type Input = z.output<typeof input>;
